"""Amounts and dates that begin with a figure or the sign of a currency."""

import re
from collections.abc import Iterable, Iterator

from search.entities.mentions import EntityType
from search.entities.values.amounts import read_amount
from search.entities.values.currencies import (
    CODES,
    COUNTRIES,
    DOLLAR_PREFIXES,
    OTHER_MEANINGS,
    SHORT_FORMS,
    SIGNS,
    WORDS,
)
from search.entities.values.dates import MONTH, read_date
from search.entities.values.in_calendar import widened
from search.entities.values.numbers import DIGITS, MAGNITUDE, MORE_DIGITS
from search.entities.values.patterns import Found, any_of
from search.entities.values.units import UNIT

_COUNTRY = any_of({country.title() for country, _ in COUNTRIES} | {"US", "U.S."})
CURRENCY = rf"(?:(?:{_COUNTRY}\s)?{any_of(WORDS, plural=True)}|{any_of(CODES)})\b"
PERCENT = r"(?:%|per\s?cent\b|pct\b|percentage\spoints?\b|basis\spoints?\b|bps\b)"
PERIOD = (
    r"(?:days?|weeks?|months?|years?|decades?|century|centuries)\b(?!-?\s?old\b)"
    r"(?:\s(?:ago|earlier|later|from\snow)\b)?"
)
_SIGNS = "".join(SIGNS)
_SCALED = rf"(?:[\s-]{{0,2}}{MAGNITUDE}\b)?"

_IN_DIGITS = re.compile(
    rf"""[0-9{_SIGNS}](?<![\w.][0-9])
    (?: (?<=[0-9])[0-9]{{0,19}}{MORE_DIGITS} | [ \u00a0]?{DIGITS}(?P<sign>) )
    (?: [\s-]?(?P<percent>{PERCENT})
      | (?P<date>(?:\s?[-–]\s?[0-9]{{1,2}})?(?:st|nd|rd|th)?(?:\sof)?[\s-]{MONTH}\b(?:\.?,?[\s-][0-9]{{4}}\b)?
               | -[0-9]{{2}}-[0-9]{{2}}(?=T[0-9]{{2}}|\b) | /[0-9]{{1,2}}/[0-9]{{2,4}}\b
               | [\s-]{PERIOD} | (?:\s?[-–]\s?|\sto\s)[0-9]{{1,3}}[\s-]{PERIOD})
      | (?P<ordinal>(?:st|nd|rd|th)[\s-]centur(?:y|ies)\b(?!\s(?:BC|B\.C)))
      | (?P<decade>s\b)
      | (?P<years>[-–/](?:(?:1[5-9]|20)[0-9]{{2}}|[0-9]{{2}})\b(?![-–/:][0-9]|[.,][0-9]|%))
      | {_SCALED}(?: (?P<currency>\s{CURRENCY}|\s?[€₽₹₺₴₫]) | (?P<unit>[\s-]?{UNIT}(?!\w)) )?
    )""",
    re.X,
)
_HIGH_END = re.compile(
    rf"""(?:(?P<dash>\s?[-–]\s?)|\s(?P<word>to|and)\s)(?P<sign>(?:{any_of(DOLLAR_PREFIXES)})?[{_SIGNS}][ ]?)?{DIGITS}
    (?: [\s-]?(?P<percent>{PERCENT})
      | (?P<scaled>{_SCALED})(?: (?P<currency>\s{CURRENCY}|\s?[€₽₹₺₴₫]) | (?P<unit>[\s-]?{UNIT}(?!\w)) )?
    )(?![\w-]|[.,:/][0-9])""",
    re.X,
)
_BEFORE_DOLLAR = re.compile(rf"(?<!\w){any_of(DOLLAR_PREFIXES)}\Z")
_BEFORE_NUMBER = re.compile(rf"(?<!\w){any_of((*CODES, *SHORT_FORMS))}\.?\s?\Z")
_MINUS_BEFORE = re.compile(r"(?:(?<![^\s(\[\"“‘'])[-−]|\b[mM]inus\s)\Z")
_POINTED_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_YEAR = re.compile(r"1[5-9][0-9]{2}|20[0-9]{2}")
_DECADE = re.compile(r"(?:1[5-9]|20)[0-9]0s")
_SHORT_DECADE = re.compile(r"[1-9]0s")
_DECADE_BEFORE = re.compile(r"(?:\b(?:the|early|late|mid)[\s-]|['’‘])\Z")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|between|from|until|before|after|to|and|during|late|early|mid|through|for|around|the|summer|winter"
    r"|spring|fall|autumn|season|year|quarter|quarter,|half)[\s-]|[(,–-]\s?|^)\Z",
    re.I,
)
_WEEKDAY_BEFORE = re.compile(r"(?<!\w)(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,?\s\Z")
_LEAST_OF_DOUBTFUL = 100


def in_digits(text: str, runs: Iterable[int]) -> Iterator[Found]:
    """Spans of amounts and dates in figures, which begin where a run of digits does; in text order.

    They may overlap, and then the first counts.
    """
    read = 0
    for run in runs:
        if run < read:
            continue
        before = text[max(0, run - 2) : run]
        start = run - (1 if before[-1:] in SIGNS else 2 if before[:1] in SIGNS and before[-1:] in " \u00a0" else 0)
        match = _IN_DIGITS.match(text, start) or _IN_DIGITS.match(text, run)
        if match is None:
            continue
        start, end = match.span()
        read = end
        if text[end : end + 1].isdecimal():
            continue
        kind = _kind(text, match)
        if kind is EntityType.DATE:
            if not match["date"]:
                start = widened(text, start, end)
            elif weekday := _WEEKDAY_BEFORE.search(text, max(0, start - 7), start):
                start = weekday.start()
            yield Found(start, end, kind)
            continue
        if kind is None or match["sign"] is not None:
            codes = _BEFORE_DOLLAR if match[0][0] == "$" else _BEFORE_NUMBER
            if code := codes.search(text, max(0, start - 6), start):
                start, kind = code.start(), EntityType.MONEY
        if high := _HIGH_END.match(text, end):
            kind, end = _range(text, start, match, high, kind)
        if kind is not None:
            if start and text[start - 1] in "-− \n" and (minus := _MINUS_BEFORE.search(text, max(0, start - 7), start)):
                start = minus.start()
            yield Found(start, end, kind)


def _kind(text: str, match: re.Match[str]) -> EntityType | None:
    if match["percent"]:
        return EntityType.PERCENT
    if match["date"] or match["ordinal"]:
        return EntityType.DATE
    if match["sign"] is not None:
        return EntityType.MONEY
    if match["currency"]:
        return EntityType.MONEY if is_money(match[0], match["currency"]) else None
    if match["unit"]:
        return EntityType.QUANTITY
    if match["decade"]:
        if _DECADE.fullmatch(match[0]):
            return EntityType.DATE
        in_time = _DECADE_BEFORE.search(text, max(0, match.start() - 6), match.start())
        return EntityType.DATE if in_time and _SHORT_DECADE.fullmatch(match[0]) else None
    return EntityType.DATE if _is_date(text, match) else None


def is_money(surface: str, currency: str) -> bool:
    """Whether the word after the number is a currency there: "two won" and "3 real" are not, "500 won" is."""
    if currency.strip().removesuffix("s") not in OTHER_MEANINGS:
        return True
    amount = read_amount(" ".join(surface.split()), EntityType.MONEY)
    return amount is not None and amount.value >= _LEAST_OF_DOUBTFUL


def _is_date(text: str, match: re.Match[str]) -> bool:
    start, number = match.start(), match[0]
    if match["years"]:
        first = number[: -len(match["years"])]
        return _YEAR.fullmatch(first) is not None and read_date(number) is not None
    if _YEAR.fullmatch(number):
        return _YEAR_BEFORE.search(text, max(0, start - 9), start) is not None
    return _POINTED_DATE.fullmatch(number) is not None and read_date(number) is not None


def _range(
    text: str, start: int, low: re.Match[str], high: re.Match[str], kind: EntityType | None
) -> tuple[EntityType | None, int]:
    """The type and the end of an amount that `high` may prolong to a range: "$3-5 million", "10 to 15 percent".

    "From 10 to 15 percent" is a change, and "5% to 10%" may be one: they stay two amounts.
    """
    alone = kind, low.end()
    wanted = kind
    if high["percent"]:
        wanted = EntityType.PERCENT
    elif high["currency"] or high["sign"]:
        wanted = EntityType.MONEY
    elif high["unit"]:
        wanted = EntityType.QUANTITY
    if wanted is None or kind not in (None, wanted):
        return alone
    says_unit = low["percent"] or low["currency"] or low["unit"]
    if not high["dash"]:
        before = text[max(0, start - 8) : start].rstrip().lower()
        same_unit = high["percent"] or high["currency"] or high["unit"] or high["sign"] or high["scaled"]
        if says_unit or not same_unit or before.endswith("from"):
            return alone
        if (high["word"] == "and") != before.endswith("between"):
            return alone
    surface = " ".join(text[start : high.end()].split())
    amount = read_amount(surface, wanted)
    if amount is None or amount.value_max is None:
        return alone
    return wanted, high.end()
