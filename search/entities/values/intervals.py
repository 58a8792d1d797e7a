"""Stretches of whole days: calendar units, their parts, and how they are written in ISO 8601.

Seasons are those of meteorologists in the northern hemisphere. Centuries begin with their year 1, decades with their
year 0. Whatever would leave the years 1 to 9999 raises `ValueError` or `OverflowError`.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month with which each begins; the winter of a year ends in the next one."""

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEAR, _DECADE, _CENTURY = 12, 120, 1200
_MONTHS_OF_UNITS = {"month": 1, "quarter": 3, "year": _YEAR, "decade": _DECADE, "century": _CENTURY}


class Days(NamedTuple):
    """From `first` to `last`, both inside."""

    first: date
    last: date


def days_of(written: str) -> Days | None:
    """The days of `2025`, `2025-02`, `2025-02-03` or an interval of two days, `2024-07-01/2024-09-30`; else None."""
    begin, slash, end = written.partition("/")
    try:
        if slash:
            days = Days(date.fromisoformat(begin), date.fromisoformat(end))
            return days if len(begin) == len(end) == 10 and days.first <= days.last else None
        if form := _FORM.fullmatch(written):
            year, month, day = form.groups()
            first = date(int(year), int(month or 1), int(day or 1))
            return Days(first, first) if day else months(first.year, first.month, 1 if month else _YEAR)
    except ValueError:
        pass
    return None


def iso(days: Days) -> str:
    """The shortest form: a year, a month, a day, or an interval."""
    first, last = days
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return f"{first.year:04}"
        if first.month == last.month:
            return f"{first.year:04}-{first.month:02}"
    return f"{first.isoformat()}/{last.isoformat()}"


def months(year: int, month: int, count: int) -> Days:
    """`count` whole months, the first of which is `month` of `year` (months outside 1 to 12 carry over)."""
    return Days(_first_of(year, month), _before_first_of(year, month + count))


def unit_around(day: date, unit: str, step: int = 0) -> Days:
    """The calendar unit (day, week, weekend, month, quarter, year, decade, century, a season) that `day` is in.

    `step` units later. A week begins on Monday. Of seasons, `step` 0 is that of the year of `day`, where a winter that
    has begun in the year before goes on until spring.
    """
    if unit == "day":
        return Days(then := day + timedelta(days=step), then)
    if unit in ("week", "weekend"):
        monday = day + timedelta(days=7 * step - day.weekday())
        return Days(monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6))
    if unit in SEASONS:
        year = day.year + step - (unit == "winter" and day.month <= 2)
        return months(year, SEASONS[unit], 3)
    size = _MONTHS_OF_UNITS[unit]
    origin = _YEAR if unit == "century" else 0
    number = (day.year * 12 + day.month - 1 - origin) // size + step
    return months(0, number * size + origin + 1, size)


def shifted(day: date, unit: str, count: int) -> date:
    """`count` units after `day`; a day that the month does not have is its last."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    wanted = months(day.year, day.month + count * _MONTHS_OF_UNITS[unit], 1)
    return wanted.first.replace(day=min(day.day, wanted.last.day))


def third(whole: Days, name: str) -> Days:
    """The `early`, `mid` or `late` part: days 1-10, 11-20 and the rest of a month, four months of a year.

    Of decades and centuries whole years, of other stretches whole days; what cannot be split evenly is in the middle.
    """
    size, step = _size(whole)
    is_month = step == "day" and size >= 28
    early, late = (10, size - 20) if is_month else (size // 3, size // 3)
    cuts = {"early": (0, early), "mid": (early, size - late), "late": (size - late, size)}
    return _piece(whole, step, *cuts[name])


def edge(whole: Days, name: str) -> Days:
    """The `start` or `end`: a week of a month, a month of a year or quarter, a year of a decade, a decade of a century.

    Of shorter stretches two days.
    """
    size, step = _size(whole)
    width = {"day": 7 if size >= 28 else 2, "month": 1, "year": 10 if size >= 100 else 1}[step]
    width = min(width, size)
    return _piece(whole, step, 0, width) if name == "start" else _piece(whole, step, size - width, size)


def share(whole: Days, number: int, count: int) -> Days | None:
    """Part `number` (from 1) of `count` equal ones; None when whole months cannot be dealt out so.

    The first half of a month is its first fifteen days.
    """
    size, step = _size(whole)
    if step == "day":
        if count != 2 or size < 28:
            return None
        return _piece(whole, step, *((0, 15) if number == 1 else (15, size)))
    size *= 12 if step == "year" else 1
    if size % count:
        return None
    return _piece(whole, "month", (number - 1) * size // count, number * size // count)


def _size(days: Days) -> tuple[int, str]:
    """How many whole years, months or days: years from a decade on, months from two on."""
    first, last = days
    after = last + timedelta(days=1) if last < date.max else last
    count = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1 or count < 2:
        return (last - first).days + 1, "day"
    return (count // 12, "year") if count >= _DECADE and count % 12 == 0 else (count, "month")


def _piece(whole: Days, step: str, begin: int, end: int) -> Days:
    return Days(
        shifted(whole.first, step, begin),
        shifted(whole.first, step, end) - timedelta(days=1),
    )


def _first_of(year: int, month: int) -> date:
    year, month = divmod(year * 12 + month - 1, 12)
    return date(year, month + 1, 1)


def _before_first_of(year: int, month: int) -> date:
    year, month = divmod(year * 12 + month - 2, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
