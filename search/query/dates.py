"""Dates as people write them in a query, to intervals of days; and whether a date of a document lies in one.

A *partial date* is `2024`, `2024-06` or `2024-06-30`. Days are local; instants in the catalogue are UTC.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from search.errors import BadInput

UNDERSTOOD = (
    "2024, 2024-06, 2024-06-30, 2023..2025-06, ..2024, 2024.., today, yesterday, "
    '"this week", "last month", "last 7 days"'
)
_MOMENTS = "2024, 2024-06, 2024-06-30, yesterday or last month"

_DAY = timedelta(days=1)
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]")
_UNIT = re.compile(r"(this|last) (week|month|year)")
_LAST_MANY = re.compile(r"last ([1-9][0-9]{0,3}) (day|week|month|year)s?")
_GAP = re.compile(r"[\s_]+|(?<=[a-z])-|-(?=[a-z])")
_FIRST = {4: "-01-01", 7: "-01"}
_LAST = {4: "-12-31", 7: "-31"}


class Interval(NamedTuple):
    """From the day `start` to before the day `end`, both ISO dates; None is open."""

    start: str | None
    end: str | None


def parse_interval(text: str, today: date) -> Interval:
    """The days that `text` means. Raises `BadInput` with a sentence that lists what is understood."""
    wanted = _GAP.sub(" ", text.strip().lower())
    first, dots, last = (part.strip() for part in wanted.partition(".."))
    try:
        start = _days(first, today)[0] if first or not dots else None
        end = _days(last if dots else first, today)[1] if last or not dots else None
    except (ValueError, OverflowError):
        raise BadInput(f'"{text}" is not a date that is understood. Write {UNDERSTOOD}.') from None
    if start is None and not last:
        raise BadInput(f"A range needs a beginning or an end. Write {UNDERSTOOD}.")
    if start is not None and end is not None and start >= end:
        raise BadInput(f'"{text}" ends before it begins.')
    return Interval(start.isoformat() if start else None, end.isoformat() if end else None)


def parse_moment(text: str, today: date) -> str:
    """The instant that `text` means, as RFC 3339 UTC: of a day, month, week or year its last second.

    Raises `BadInput`.
    """
    if _INSTANT.match(text):
        try:
            return _utc(datetime.fromisoformat(text.upper()))
        except (ValueError, OverflowError):
            raise BadInput(f'"{text}" is not an instant. Write 2024-06-30 or 2024-06-30T18:00:00Z.') from None
    if ".." in text:
        raise BadInput(f"One moment is needed here. Write {_MOMENTS}.")
    try:
        interval = parse_interval(text, today)
    except BadInput:
        raise BadInput(f'"{text}" is not a date that is understood. Write {_MOMENTS}.') from None
    if interval.end is None:
        raise BadInput(f'"{text}" is too late for a calendar. Write {_MOMENTS}.')
    return _utc(datetime.fromisoformat(interval.end) - timedelta(seconds=1))


def overlaps(value: str, interval: Interval) -> bool:
    """True when `value`, a partial date or an instant in UTC, has a day or the moment in `interval`."""
    days, instants = _bounds(interval)
    if len(value) > 10:
        return instants[0] <= value < instants[1]
    # As strings: that a month ends before its day 31 does not matter, since no date lies between.
    return value + _LAST.get(len(value), "") >= days[0] and value + _FIRST.get(len(value), "") < days[1]


@lru_cache(maxsize=64)
def _bounds(interval: Interval) -> tuple[tuple[str, str], tuple[str, str]]:
    """The interval as days and as instants. An open end is a string beyond all dates."""
    start, end = interval
    return (start or "", end or "~"), (_midnight(start) if start else "", _midnight(end) if end else "~")


def _midnight(day: str) -> str:
    return _utc(datetime.fromisoformat(day))


def _utc(moment: datetime) -> str:
    """As UTC. On the first and last days of the calendar, which cannot be shifted, local time."""
    try:
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return f"{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _days(text: str, today: date) -> tuple[date, date | None]:
    """The first day and the day after the last (None beyond the calendar). Raises ValueError, OverflowError."""
    if found := _PARTIAL.fullmatch(text):
        year, month, day = (int(part or 0) for part in found.groups())
        start = date(year, month if found[2] else 1, day if found[3] else 1)
        return start, _next(start, "day" if found[3] else "month" if found[2] else "year")
    if text in ("today", "yesterday"):
        start = today if text == "today" else today - _DAY
        return start, _next(start, "day")
    if found := _UNIT.fullmatch(text):
        start = _first(today, found[2])
        return (start, _next(start, found[2])) if found[1] == "this" else (_first(start - _DAY, found[2]), start)
    if found := _LAST_MANY.fullmatch(text):
        return _back(today, int(found[1]), found[2]) + _DAY, _next(today, "day")
    raise ValueError(text)


def _first(day: date, unit: str) -> date:
    """The first day of the week (Monday), month or year that holds `day`."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(start: date, unit: str) -> date | None:
    lengths = {"day": 1, "week": 7, "month": monthrange(start.year, start.month)[1]}
    lengths["year"] = (date(start.year, 12, 31) - start).days + 1
    try:
        return start + timedelta(days=lengths[unit])
    except OverflowError:
        return None


def _back(day: date, count: int, unit: str) -> date:
    """The same day `count` units earlier; the last of the month when that month is shorter."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
