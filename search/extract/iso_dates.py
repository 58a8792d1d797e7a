"""Dates as documents write them, to ISO 8601: as exact as written, and never one that the calendar does not have."""

import re
from datetime import date, datetime

FIRST_YEAR, LAST_YEAR = 1000, 2100

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(_MONTHS) + r")\b\.?"
WRITTEN_DATE = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{4}}/\d{{1,2}}/\d{{1,2}}|\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}"
    rf"|\d{{4}}\s?年\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s\d{{4}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|{_MONTH},?\s\d{{4}})(?!\d)"
)
"""A regular expression, for case-blind use, of a date with its month: day first with dots, never with slashes."""

_INSTANT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|(\d\d)(\d\d))?", re.ASCII)
_PDF = re.compile(r"(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d(?:'?\d\d)?)?)?)?)?", re.ASCII)
_WRITTEN = re.compile(WRITTEN_DATE, re.IGNORECASE)
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+|\d+")


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """2024, 2024-06 or 2024-06-30; None when there is no such date or it is outside FIRST_YEAR to LAST_YEAR."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return f"{year:04}"
    try:
        return date(year, month, day or 1).isoformat()[: 7 if day is None else 10]
    except ValueError:
        return None


def stated_date(value: str) -> str | None:
    """The date that a metadata field states, in ISO 8601 or in words; an instant keeps the offset it was written with.

    A time without an offset is dropped: nobody knows when it was.
    """
    value = value.strip()[:100]
    if found := _INSTANT.match(value):
        return _instant(*found.groups())
    if found := _YEAR_FIRST.fullmatch(value):
        year, month, day, packed_month, packed_day = found.groups()
        return _date_of(year, month or packed_month, day or packed_day)
    if found := _WRITTEN.search(value):
        return written_date(found[0])
    return None


def pdf_date(value: str) -> str | None:
    """The date in an Info dictionary, such as D:20240630101500+02'00' (ISO 32000, 7.9.4)."""
    found = _PDF.match(value.strip())
    return _instant(*found.groups()) if found else stated_date(value)


def written_date(text: str) -> str | None:
    """The ISO date of what WRITTEN_DATE matched."""
    parts = [part.lower() for part in _WORD_OR_NUMBER.findall(text)]
    numbers = [int(part) for part in parts if part.isdecimal()]
    month = next((_MONTHS[part] for part in parts if part in _MONTHS), None)
    if month is not None:
        return iso_date(numbers[-1], month, numbers[0] if len(numbers) > 1 else None)
    if numbers[0] > 31:
        return iso_date(*numbers)
    day, month, year = numbers
    return iso_date(year, month, day)


def _date_of(year: str, month: str | None, day: str | None) -> str | None:
    return iso_date(int(year), int(month) if month else None, int(day) if day else None)


def _instant(
    year: str,
    month: str | None,
    day: str | None,
    hour: str | None,
    minute: str | None,
    second: str | None,
    offset: str | None,
) -> str | None:
    found = _date_of(year, month, day)
    if found is None or hour is None or offset is None:
        return found
    digits = offset.replace("'", "").replace(":", "").ljust(5, "0")
    zone = "Z" if offset == "Z" else f"{digits[:3]}:{digits[3:5]}"
    instant = f"{found}T{hour}:{minute}:{second or '00'}{zone}"
    try:
        datetime.fromisoformat(instant)
    except ValueError:
        return found
    return instant
