"""Dates, times and durations in cells: days since the epoch as the tokens of a format show them, in English."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from search.extract.ooxml.format_codes import Section, Token

DAY = 86_400
LAST_DAY = 2_958_466
"""The serial number of the first day of the year 10000."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = 1462
_NO_LEAP_DAY = 60


class _Moment(NamedTuple):
    year: int
    month: int
    day: int
    weekday: int
    days: int
    second: int
    fraction: str


def date_shower(section: Section, epoch_1904: bool) -> Callable[[float], str | None]:
    """Shows serial numbers by a section with tokens of date or time; None for those that are no date.

    A duration can be negative: it is shown without its sign.
    """
    tokens, places = _resolved(section.tokens)
    halves = any(token.kind == "half" for token in tokens)
    is_duration = section.has("elapsed")

    def shown(value: float) -> str | None:
        value = abs(value) if is_duration else value
        moment = _moment(value + _EPOCH_1904 if epoch_1904 else value, places)
        if moment is None:
            return None
        return "".join(_token(token, moment, halves) for token in tokens)

    return shown


def serial_of(iso: str) -> float | None:
    """The serial number, in the epoch of 1900, of a date that a cell of type "d" holds: 2024-06-30T10:15:00."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(iso.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    since = moment - datetime(1899, 12, 30)
    days = since / timedelta(days=1)
    return days if days > _NO_LEAP_DAY else days - 1


def _resolved(tokens: tuple[Token, ...]) -> tuple[list[Token], int]:
    """The tokens with m as minute where it is one, fractions of a second as one token, and the length of these."""
    found: list[Token] = []
    places = 0
    latest = ""
    for at, token in enumerate(tokens):
        kind, text = token
        if (
            kind == "date"
            and text[0] == "m"
            and len(text) < 3
            and (latest in ("h", "[h", "s") or _before_second(tokens, at))
        ):
            token = Token("minute", text)
        elif kind == "point" and latest in ("s", "[s"):
            token = Token("literal", "")
        elif kind == "digit" and latest in ("s", "[s", "."):
            places, latest = places + 1, "."
            token = Token("literal", "") if places > 1 else Token("fraction", "")
        elif kind in ("digit", "general"):
            token = Token("literal", "")
        if kind == "date":
            latest = text[0]
        elif kind == "elapsed":
            latest = "[" + text[0]
        found.append(token)
    return found, min(places, 6)


def _before_second(tokens: tuple[Token, ...], at: int) -> bool:
    following = next((token for token in tokens[at + 1 :] if token.kind in ("date", "elapsed")), None)
    return following is not None and following.text[0] == "s"


def _moment(serial: float, places: int) -> _Moment | None:
    if not 0 <= serial < LAST_DAY:
        return None
    scale = 10**places
    ticks = int(serial * DAY * scale + 0.5)
    days, ticks = divmod(ticks, DAY * scale)
    second, fraction = divmod(ticks, scale)
    # Serial number 60 is the 29th of February 1900, which Lotus 1-2-3 believed in; 0 is the day before the first.
    shift = 1 if days < _NO_LEAP_DAY else 0
    day = _EPOCH + timedelta(days=min(days + shift, LAST_DAY - 1))
    ymd = (1900, 1, 0) if days == 0 else (1900, 2, 29) if days == _NO_LEAP_DAY else (day.year, day.month, day.day)
    return _Moment(*ymd, (days + 6) % 7, days, second, f"{fraction:0{places}}" if places else "")


def _token(token: Token, moment: _Moment, halves: bool) -> str:
    kind, text = token
    if kind == "date":
        return _date(text, moment, halves)
    if kind == "minute":
        return f"{moment.second // 60 % 60:0{min(len(text), 2)}}"
    if kind == "elapsed":
        seconds = moment.days * DAY + moment.second
        return f"{seconds // {'h': 3600, 'm': 60, 's': 1}[text[0]]:0{len(text)}}"
    if kind == "half":
        names = text if len(text) == 3 else text.upper()
        return names.split("/")[moment.second >= DAY // 2]
    if kind == "fraction":
        return "." + moment.fraction
    return "" if kind == "cell" else text


def _date(text: str, moment: _Moment, halves: bool) -> str:
    letter, length = text[0], len(text)
    match letter:
        case "y" | "e":
            return f"{moment.year % 100:02}" if letter == "y" and length < 3 else f"{moment.year:04}"
        case "b":
            return str(moment.year + 543)
        case "m":
            name = _MONTHS[moment.month - 1]
            return f"{moment.month:0{length}}" if length < 3 else (name[:3], name, name[0])[min(length, 5) - 3]
        case "d":
            name = _WEEKDAYS[moment.weekday]
            return f"{moment.day:0{length}}" if length < 3 else name[:3] if length == 3 else name
        case "a":
            return _WEEKDAYS[moment.weekday][: 3 if length == 3 else None]
        case "h":
            hour = moment.second // 3600
            return f"{((hour - 1) % 12 + 1) if halves else hour:0{min(length, 2)}}"
        case "s":
            return f"{moment.second % 60:0{min(length, 2)}}"
    return ""
