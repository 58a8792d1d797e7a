"""Normal forms of dates: ISO 8601 as far as the text itself says when, and else one phrase for each meaning.

Absolute forms are `2025-02-03`, `2025-02`, `2025`, and intervals of two days, both inside: the third quarter of 2024 is
`2024-07-01/2024-09-30`, the 1990s `1990-01-01/1999-12-31`, the 19th century `1801-01-01/1900-12-31`.

What depends on the date of the document is a phrase in lower case, which `search.entities.values.anchoring` puts on the
calendar:

* `february 3`, `february 3-5`, `monday february 3`, `march`, `tuesday`, `90s`
* `today`, `yesterday`, `tomorrow`; `last week`, `this month`, `next tuesday`, `last march`, `last summer`
* `3 weeks ago`, `few weeks ago`, `3 weeks from now`, `last 3 weeks`, `next few days`
* `quarter 3`, `half 1`
* a part and a whole: `quarter 3 of last year`, `half 1 of this year`, `early march`, `mid this month`, `end of march`,
  `summer of last year`

Four forms have no place on a calendar: lengths (`3 weeks`, `3-5 years`), what hangs on another date of the text
(`3 days earlier`), fiscal years (`fiscal 2024`, `quarter 3 of fiscal 2024`), and what comes again (`sundays`).
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from search.entities.values.intervals import SEASONS, Days, days_of, edge, iso, months, share, third
from search.entities.values.numbers import NUMBER_WORD, number_of, plain
from search.text.folding import fold

_NAMES = "January February March April May June July August September October November December"
MONTHS = tuple(_NAMES.split())
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH = "(?:" + "|".join((*MONTHS, *SHORT_MONTHS)) + ")"

HOLIDAYS = {
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "new year's eve": (12, 31),
}
"""Days that are the same each year, with month and day."""

_TO_TWELFTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TO_NINETEENTH = "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
ORDINALS = {
    word: number for number, word in enumerate(f"{_TO_TWELFTH} {_TO_NINETEENTH} twentieth twenty-first".split(), 1)
}
"""Ordinal words up to that of this century."""

_FULL_WEEKDAYS = {name[:3].lower(): name.lower() for name in WEEKDAYS}
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = rf"(?:{MONTH.lower()})\.?"
_WEEKDAY = f"(?:(?:{'|'.join(WEEKDAYS)}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\\b\\.?)".lower()
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_SEASON = f"(?:{'|'.join(SEASONS)}|fall)"
_ORDINAL = f"(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|[0-9]{{1,2}}(?:st|nd|rd|th))"
_LENGTH = r"(?P<unit>day|week|month|year|decade|century|centurie)s?"
_HALVES = {"year": "6 months", "decade": "5 years", "century": "50 years"}
_CALENDAR_UNITS = ("year", "month", "week", "weekend", "quarter", "decade", "century", "day")
_FEW = {"a few": "few", "few": "few", "several": "several", "a couple of": "couple", "couple": "couple"}
_FEW |= {"a couple": "couple", "couple of": "couple"}
_COUNT = (
    rf"(?P<count>[0-9]{{1,5}}(?:-[0-9]{{1,5}}|\s?to\s[0-9]{{1,5}})?|{'|'.join(_FEW)}|a dozen|dozen|half an?|an?"
    rf"|{NUMBER_WORD}(?:[ -]{NUMBER_WORD})?)"
)


@lru_cache(maxsize=1 << 14)
def normal_date(surface: str) -> str:
    """ "February 3, 2025" is "2025-02-03", "a few weeks ago" is "few weeks ago"; what is not read is folded.

    A normal form is its own normal form. In figures, day and month are told apart when one is above 12, by points (day
    first), or when they are equal.
    """
    text = _plain(surface)
    return _norm(text) or text


def read_date(surface: str) -> str | None:
    """The normal form of a date, or None when it is not read."""
    return _norm(_plain(surface))


def _plain(surface: str) -> str:
    return " ".join(fold(surface).replace("–", "-").replace("—", "-").split())


def _norm(text: str) -> str | None:
    if days_of(text):
        return text
    text = text.removeprefix("the ")
    for pattern, write in _FORMS:
        if form := pattern.fullmatch(text):
            try:
                return write(form)
            except ValueError:
                return None
    return None


def _day(form: re.Match[str]) -> str:
    month, year = _month_number(form["month"]), form["year"]
    first = int(form["day"].rstrip("sthndr"))
    last = int((form["last"] or form["day"]).rstrip("sthndr"))
    found = Days(date(int(year or 2000), month, first), date(int(year or 2000), month, last))
    if found.last < found.first:
        raise ValueError
    if year:
        return iso(found)
    weekday = f"{_FULL_WEEKDAYS[form['weekday'][:3]]} " if form["weekday"] else ""
    return f"{weekday}{MONTHS[month - 1].lower()} {first}" + (f"-{last}" if last != first else "")


def _month_or_months(form: re.Match[str]) -> str:
    first, year = _month_number(form["month"]), form["year"]
    count = _month_number(form["last"]) - first + 1 if form["last"] else 1
    if count < 1:
        raise ValueError
    if year:
        return iso(months(int(year), first, count))
    name = MONTHS[first - 1].lower()
    return name if count == 1 else f"{name}-{MONTHS[first + count - 2].lower()}"


def _holiday(form: re.Match[str]) -> str:
    month, day = HOLIDAYS[form["holiday"]]
    return f"{form['year']}-{month:02}-{day:02}" if form["year"] else f"{MONTHS[month - 1].lower()} {day}"


def _month_number(name: str) -> int:
    return _MONTH_NUMBERS[name[:3]]


def _in_figures(form: re.Match[str]) -> str | None:
    first, mark, second, year = form.groups()
    readings = set()
    for day, month in ((first, second), (second, first))[: 1 if mark == "." else 2]:
        try:
            readings.add(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return readings.pop() if len(readings) == 1 else None


def _years(form: re.Match[str]) -> str:
    first = int(form["first"])
    last = int(form["last"]) if len(form["last"]) == 4 else first - first % 100 + int(form["last"])
    return iso(_whole_years(first, last))


def _decade(form: re.Match[str]) -> str:
    return iso(_whole_years(int(form["year"]), int(form["year"]) + 9))


def _century(form: re.Match[str]) -> str:
    number = ORDINALS.get(form["ordinal"]) or int(form["ordinal"].rstrip("sthndr"))
    return iso(_whole_years(100 * number - 99, 100 * number))


def _whole_years(first: int, last: int) -> Days:
    if last <= first:
        raise ValueError
    return Days(date(first, 1, 1), date(last, 12, 31))


def _part(form: re.Match[str]) -> str | None:
    name = {"beginning": "start", "middle": "mid"}.get(form["part"], form["part"])
    whole = _norm_of_whole(form["whole"])
    if whole is None:
        return None
    if days := days_of(whole):
        return iso(edge(days, name) if name in ("start", "end") else third(days, name))
    return f"{name} of {whole}" if name in ("start", "end") else f"{name} {whole}"


def _share(form: re.Match[str]) -> str | None:
    written = form["number"]
    count = 4 if form["share"] == "quarter" else 2
    number = {"latter": 2, "final": count}.get(written) or ORDINALS.get(written) or int(written[0])
    if not 1 <= number <= count:
        return None
    if form["whole"] is None:
        return f"{form['share']} {number}"
    whole = _norm_of_whole(form["whole"])
    if whole is None:
        return None
    if days := days_of(whole):
        piece = share(days, number, count)
        return iso(piece) if piece else None
    return f"{form['share']} {number} of {whole}"


def _short_share(form: re.Match[str]) -> str | None:
    """ "Q3 2024", "3Q24", "H1"."""
    code = form["code"]
    letter, number = (code[0], code[1]) if code[0] in "qh" else (code[1], code[0])
    name, count = ("quarter", 4) if letter == "q" else ("half", 2)
    year = form["year"]
    if int(number) > count:
        return None
    if not year:
        return f"{name} {number}"
    if form["fiscal"]:
        return f"{name} {number} of fiscal {_four_digits(year)}"
    piece = share(months(int(_four_digits(year)), 1, 12), int(number), count)
    return iso(piece) if piece else None


def _norm_of_whole(text: str) -> str | None:
    bare = text.removeprefix("the ")
    return f"this {bare}" if bare in ("year", "month", "week", "quarter", "decade", "century") else _norm(bare)


def _season(form: re.Match[str]) -> str | None:
    name = form["season"].replace("fall", "autumn")
    whole = _norm_of_whole(form["whole"])
    days = days_of(whole) if whole else None
    if days is None:
        return f"{name} of {whole}" if whole in ("last year", "this year", "next year") else None
    if len(whole or "") != 4:
        return None
    return iso(months(days.first.year, SEASONS[name], 3))


def _near(form: re.Match[str]) -> str:
    which = {"past": "last", "previous": "last", "current": "this", "coming": "next"}.get(form["which"], form["which"])
    unit = form["unit"].removesuffix(".")
    if unit in _CALENDAR_UNITS:
        return f"last 1 {unit}" if form["which"] == "past" else f"{which} {unit}"
    if unit[:3] in _FULL_WEEKDAYS:
        unit = _FULL_WEEKDAYS[unit[:3]]
    elif unit[:3] in _MONTH_NUMBERS:
        unit = MONTHS[_month_number(unit) - 1].lower()
    return f"{which} {unit.replace('fall', 'autumn')}"


def _stretch(form: re.Match[str]) -> str | None:
    which = {"past": "last", "previous": "last", "coming": "next"}.get(form["which"], form["which"])
    length = _length(form["count"], form["unit"])
    return f"{which} {length}" if length and which != "this" else None


def _distance(form: re.Match[str]) -> str | None:
    length = _length(form["count"], form["unit"])
    way = {"hence": "from now", "before": "earlier", "after": "later"}.get(form["way"] or "", form["way"])
    return f"{length} {way}" if length and way else length


def _length(count: str, unit: str) -> str | None:
    unit = "century" if unit == "centurie" else unit
    if count.startswith("half"):
        return _HALVES.get(unit)
    written = _FEW.get(count) or ("12" if count.endswith("dozen") else None)
    if written is None and (bounds := re.split(r"-|\s?to\s", count)) and len(bounds) == 2 and bounds[0].isdigit():
        if int(bounds[0]) >= int(bounds[1]):
            return None
        written = f"{int(bounds[0])}-{int(bounds[1])}"
    if written is None:
        number = number_of(count)
        if number is None:
            return None
        written = plain(number)
    if written == "1":
        return f"1 {unit}"
    return f"{written} {'centuries' if unit == 'century' else unit + 's'}"


def _fiscal(form: re.Match[str]) -> str:
    return f"fiscal {_four_digits(form['year'])}"


def _four_digits(year: str) -> str:
    return year if len(year) > 2 else f"20{year}"


_DATE_TAIL = r"(?:,? (?P<year>[0-9]{4}))?"
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]] = [
    (re.compile(pattern), write)
    for pattern, write in (
        (
            rf"(?:(?P<weekday>{_WEEKDAY}),? (?:the )?)?(?P<month>{_MONTH}) ?(?P<day>{_DAY})"
            rf"(?: ?- ?(?P<last>{_DAY}))?{_DATE_TAIL}",
            _day,
        ),
        (
            rf"(?:(?P<weekday>{_WEEKDAY}),? (?:the )?)?(?P<day>{_DAY})(?: ?- ?(?P<last>{_DAY}))?"
            rf"[ -](?:of )?(?P<month>{_MONTH})(?:,?[ -](?P<year>[0-9]{{4}}))?",
            _day,
        ),
        (
            rf"(?P<month>{_MONTH})(?: ?- ?(?P<last>{_MONTH})(?: quarter)?)?(?:,?(?: of)?[ -](?P<year>[0-9]{{4}}))?",
            _month_or_months,
        ),
        (_WEEKDAY, lambda form: _FULL_WEEKDAYS[form[0][:3]]),
        (rf"(?P<holiday>{'|'.join(HOLIDAYS)})(?:,? (?P<year>[0-9]{{4}}))?", _holiday),
        (r"([0-9]{1,2})([/.])([0-9]{1,2})\2([0-9]{4})", _in_figures),
        (r"(?P<first>[0-9]{4}) ?[-/] ?(?P<last>[0-9]{4}|[0-9]{2})", _years),
        (r"(?P<year>[0-9]{3}0)s", _decade),
        (r"'?(?P<tens>[0-9]0)s", lambda form: f"{form['tens']}s"),
        (rf"(?P<ordinal>{_ORDINAL})[ -](?:century|centuries)", _century),
        (
            r"(?P<code>q[1-4]|[1-4]q|h[12]|[12]h)(?:(?: of)?(?P<fiscal> ?f(?:y|iscal(?: year)?))?"
            r" ?'?(?P<year>[0-9]{4}|[0-9]{2}))?",
            _short_share,
        ),
        (r"(?P<part>early|mid|middle|late)[ -](?:in |of )?(?P<whole>.+)", _part),
        (r"(?P<part>beginning|start|end) of (?P<whole>.+)", _part),
        (
            r"(?P<number>first|second|third|fourth|final|latter|[1-4](?:st|nd|rd|th))[ -]"
            r"(?P<share>quarter|half)(?:,?(?: of)? (?P<whole>.+))?",
            _share,
        ),
        (r"(?P<share>quarter|half) (?P<number>[1-4])(?: of (?P<whole>.+))?", _share),
        (rf"(?P<season>{_SEASON})(?: of)? (?P<whole>.+)", _season),
        ("today|yesterday|tomorrow", lambda form: form[0]),
        ("tonight", lambda form: "today"),
        (
            rf"(?P<which>last|next|this|past|previous|current|coming) "
            rf"(?P<unit>{'|'.join(_CALENDAR_UNITS)}|{_SEASON}|{_WEEKDAY}|{_MONTH})",
            _near,
        ),
        (rf"(?P<which>last|next|past|previous|coming) {_COUNT}[ -]{_LENGTH}", _stretch),
        (rf"{_COUNT}[ -]{_LENGTH}(?: (?P<way>ago|earlier|later|before|after|from now|hence))?", _distance),
        (r"(?:fy|fiscal(?: year)?) ?'?(?P<year>[0-9]{4}|[0-9]{2})", _fiscal),
        (r"(?P<year>[0-9]{4}) fiscal year", _fiscal),
    )
]
"""What is tried in turn on a folded text, and what writes its norm; the first that fits decides."""
