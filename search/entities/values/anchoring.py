"""Dates that a text says only in relation to its own date ("next Tuesday"), on the calendar.

A text may belong to documents of different dates, so what is remembered of such a mention is a canonical phrase (see
`search.entities.values.dates`); this room says which days the phrase means in a document of a known date, the *anchor*.

What is chosen where people differ:
* a bare weekday is the nearest one on or before the anchor, as in news; "next" and "last" are the nearest after and
  before it; "this" is the one in the anchor's week, which begins on Monday
* a day or month without its year is the nearest one; with a weekday, the nearest year that has it on that weekday
* a quarter, a half or a decade without its century is the latest that has begun
* "ago" is as exact as its unit: years give a year, months a month, weeks the seven days around
* a few are two to six, several are three to nine, a couple are two or three
* "earlier" and "later" hang on another date of the text, and fiscal years on who says it: they stay as they are
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from search.entities.values.dates import MONTHS, WEEKDAYS
from search.entities.values.intervals import (
    SEASONS,
    Days,
    days_of,
    edge,
    iso,
    months,
    share,
    shifted,
    third,
    unit_around,
)

_MONTHS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
_COUNTS = {"few": (2, 6), "several": (3, 9), "couple": (2, 3)}
_YEARS_TRIED = 6

_ANY_MONTH = "|".join(_MONTHS)
_ANY_DAY = "|".join(_WEEKDAYS)
_COUNT = r"(?P<count>[0-9]{1,5}|few|several|couple)"
_PART = re.compile(
    r"(?:(?P<name>early|mid|late|start of|end of)|(?P<share>quarter|half) (?P<number>[1-4]) of) (?P<whole>.+)"
)
_SEASON = re.compile(rf"(?P<season>{'|'.join(SEASONS)}) of (?P<whole>.+)")


def anchored(norm: str, anchor: str | None) -> str:
    """An ISO date (`2025-02-03`, `2025-02`, `2025`) or interval of two days, both inside, for the norm of a date.

    `anchor` is the date of the document, as exact as it is known: `2025-02-03`, `2025-02` or `2025`. The norm comes
    back unchanged when it names days already, when it names none, or when the anchor is missing, broken or too coarse
    for it. So doing it again, with whatever anchor, changes nothing more.
    """
    if anchor is None or days_of(norm) is not None:
        return norm
    within = days_of(anchor)
    if within is None:
        return norm
    try:
        days = _resolved(norm, within)
    except (ValueError, OverflowError):
        return norm
    return iso(days) if days else norm


def _resolved(norm: str, anchor: Days) -> Days | None:
    if days := days_of(norm):
        return days
    if part := _PART.fullmatch(norm):
        whole = _resolved(part["whole"], anchor)
        if whole is None:
            return None
        if part["share"]:
            return share(whole, int(part["number"]), 4 if part["share"] == "quarter" else 2)
        name = part["name"]
        return edge(whole, name.removesuffix(" of")) if name.endswith("of") else third(whole, name)
    if season := _SEASON.fullmatch(norm):
        whole = _resolved(season["whole"], anchor)
        return months(whole.first.year, SEASONS[season["season"]], 3) if whole else None
    for pattern, place, moment in _PHRASES:
        if phrase := pattern.fullmatch(norm):
            found = {place(phrase, day) for day in moment(anchor)}
            return found.pop() if len(found) == 1 else None
    return None


def _both_ends(anchor: Days) -> tuple[date, ...]:
    return anchor


def _middle(anchor: Days) -> tuple[date, ...]:
    return (anchor.first + (anchor.last - anchor.first) / 2,)


def _end(anchor: Days) -> tuple[date, ...]:
    return (anchor.last,)


def _near_day(phrase: re.Match[str], day: date) -> Days:
    return Days(then := day + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[phrase[0]]), then)


def _weekday(phrase: re.Match[str], day: date) -> Days:
    wanted = _WEEKDAYS[phrase["day"]]
    back = (day.weekday() - wanted) % 7
    days = {
        None: -back,
        "last": -back or -7,
        "next": 7 - back,
        "this": wanted - day.weekday(),
    }[phrase["which"]]
    return Days(then := day + timedelta(days=days), then)


def _unit(phrase: re.Match[str], day: date) -> Days:
    return unit_around(day, phrase["unit"], {"last": -1, "this": 0, "next": 1}[phrase["which"]])


def _season(phrase: re.Match[str], day: date) -> Days:
    name, which = phrase["season"], phrase["which"]
    if which == "this":
        return unit_around(day, name)
    years = range(day.year - 2, day.year + 3)
    seasons = [months(year, SEASONS[name], 3) for year in years]
    if which == "last":
        return max(days for days in seasons if days.last < day)
    return min(days for days in seasons if days.first > day)


def _month(phrase: re.Match[str], day: date) -> Days | None:
    month, which = _MONTHS[phrase["month"]], phrase["which"]
    if not which:
        count = _MONTHS[phrase["until"]] - month + 1 if phrase["until"] else 1
        return _nearest(day, lambda year: months(year, month, count))
    year = day.year
    if which == "last" and month >= day.month:
        year -= 1
    elif which == "next" and month <= day.month:
        year += 1
    return months(year, month, 1)


def _day_of_month(phrase: re.Match[str], day: date) -> Days | None:
    month, first, last = _MONTHS[phrase["month"]], int(phrase["first"]), int(phrase["last"] or phrase["first"])
    weekday = _WEEKDAYS.get(phrase["day"] or "")

    def in_year(year: int) -> Days:
        return Days(date(year, month, first), date(year, month, last))

    def on_weekday(year: int) -> Days:
        days = in_year(year)
        if days.first.weekday() != weekday:
            raise ValueError
        return days

    return (weekday is not None and _nearest(day, on_weekday)) or _nearest(day, in_year)


def _nearest(day: date, in_year: Callable[[int], Days]) -> Days | None:
    """The nearest of the years' days; a year that does not have them raises `ValueError`."""
    found = []
    for year in range(day.year - _YEARS_TRIED, day.year + _YEARS_TRIED + 1):
        try:
            found.append(in_year(year))
        except ValueError:
            continue
    return min(found, key=lambda days: abs((days.first - day) * 2 + (days.last - days.first)), default=None)


def _stretch(phrase: re.Match[str], day: date) -> Days:
    """ "last 3 weeks": up to the anchor, and from the day after it."""
    _, high = _counts(phrase["count"])
    unit, one = _unit_of(phrase), timedelta(days=1)
    if phrase["which"] == "last":
        return Days(shifted(day, unit, -high) + one, day)
    return Days(day + one, shifted(day, unit, high))


def _distance(phrase: re.Match[str], day: date) -> Days:
    """ "3 weeks ago", as exact as its unit."""
    low, high = _counts(phrase["count"])
    unit, sign = _unit_of(phrase), -1 if phrase["way"] == "ago" else 1
    near, far = shifted(day, unit, sign * low), shifted(day, unit, sign * high)
    if low != high:
        return Days(min(near, far), max(near, far))
    if unit == "week":
        return Days(far - timedelta(days=3), far + timedelta(days=3))
    if unit in ("decade", "century"):
        around = 5 if unit == "decade" else 50
        return Days(date(far.year - around, 1, 1), date(far.year + around, 12, 31))
    return unit_around(far, unit)


def _unit_of(phrase: re.Match[str]) -> str:
    return "century" if phrase["unit"] == "centurie" else phrase["unit"]


def _counts(count: str) -> tuple[int, int]:
    return _COUNTS.get(count) or (int(count), int(count))


def _latest_share(phrase: re.Match[str], day: date) -> Days:
    number, count = int(phrase["number"]), 4 if phrase["share"] == "quarter" else 2
    days = months(day.year, 1 + (number - 1) * 12 // count, 12 // count)
    return days if days.first <= day else months(day.year - 1, 1 + (number - 1) * 12 // count, 12 // count)


def _latest_decade(phrase: re.Match[str], day: date) -> Days:
    year = day.year - (day.year - int(phrase["tens"])) % 100
    return months(year, 1, 120)


_WHICH = "(?P<which>last|this|next)"
_LENGTHS = "(?P<unit>day|week|month|year|decade|century|centurie)s?"
_PHRASES: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None], Callable[[Days], tuple[date, ...]]]]
_PHRASES = [
    (re.compile(pattern), place, moment)
    for pattern, place, moment in (
        ("yesterday|today|tomorrow", _near_day, _both_ends),
        (rf"(?:{_WHICH} )?(?P<day>{_ANY_DAY})", _weekday, _both_ends),
        (rf"{_WHICH} (?P<unit>week|weekend|month|quarter|year|decade|century)", _unit, _both_ends),
        (rf"{_WHICH} (?P<season>{'|'.join(SEASONS)})", _season, _both_ends),
        (rf"{_WHICH} (?P<month>{_ANY_MONTH})", _month, _both_ends),
        (rf"(?P<which>)(?P<month>{_ANY_MONTH})(?:-(?P<until>{_ANY_MONTH}))?", _month, _middle),
        (
            rf"(?:(?P<day>{_ANY_DAY}) )?(?P<month>{_ANY_MONTH}) (?P<first>[0-9]{{1,2}})(?:-(?P<last>[0-9]{{1,2}}))?",
            _day_of_month,
            _middle,
        ),
        (rf"(?P<which>last|next) {_COUNT} {_LENGTHS}", _stretch, _both_ends),
        (rf"{_COUNT} {_LENGTHS} (?P<way>ago|from now)", _distance, _both_ends),
        ("(?P<share>quarter|half) (?P<number>[1-4])", _latest_share, _end),
        ("(?P<tens>[0-9]0)s", _latest_decade, _end),
    )
]
