"""Normal forms of dates: ISO 8601 as exact as the text, when it says the year."""

import re
from datetime import date
from functools import lru_cache

from search.text.folding import fold

_NAMES = "January February March April May June July August September October November December"
MONTHS = tuple(_NAMES.split())
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH = "(?:" + "|".join((*MONTHS, *SHORT_MONTHS)) + ")"

_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NAMED = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:[a-z]+day,? )?(?P<month>{MONTH})\.? {_DAY},? (?P<year>[0-9]{{4}})",
        rf"(?:[a-z]+day,? )?{_DAY}(?: of)? (?P<month>{MONTH})\.?,? (?P<year>[0-9]{{4}})",
        rf"(?P<month>{MONTH})\.?,?(?: of)? (?P<year>[0-9]{{4}})",
    )
]
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMERIC = re.compile(r"([0-9]{1,2})([/.])([0-9]{1,2})\2([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")


@lru_cache(maxsize=1 << 14)
def normal_date(surface: str) -> str:
    """ "February 3, 2025" is "2025-02-03", "Feb. 2025" is "2025-02", "2016" stays; others are the folded surface.

    In figures, day and month are told apart when one is above 12, by points (day first), or when they are equal.
    """
    for pattern in _NAMED:
        if named := pattern.fullmatch(surface):
            month = next(i for i, name in enumerate(MONTHS, 1) if name.startswith(named["month"].capitalize()[:3]))
            if "day" not in pattern.groupindex:
                return f"{named['year']}-{month:02}"
            return _iso(int(named["year"]), month, int(named["day"])) or fold(surface)
    if _YEAR.fullmatch(surface):
        return surface
    if numbers := _ISO.fullmatch(surface):
        return _iso(*map(int, numbers.groups())) or fold(surface)
    if figures := _NUMERIC.fullmatch(surface):
        first, mark, second, year = figures.groups()
        day_first = _iso(int(year), int(second), int(first))
        month_first = None if mark == "." else _iso(int(year), int(first), int(second))
        if day_first is None or month_first is None or day_first == month_first:
            return day_first or month_first or fold(surface)
    return fold(surface)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
