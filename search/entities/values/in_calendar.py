"""Dates that name a month, a weekday, a quarter, a century or a part of a year."""

import re
from collections.abc import Iterator

from search.entities.mentions import EntityType
from search.entities.values.dates import MONTH, MONTHS, ORDINALS, SHORT_MONTHS, read_date
from search.entities.values.intervals import SEASONS
from search.entities.values.patterns import Found, any_of, around, tails

_NAMES = tails((*MONTHS, *SHORT_MONTHS))
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?\b(?![:%,.][0-9])"
_YEAR = r"[0-9]{4}\b"
_IN_MONTHS = re.compile(
    rf"""[{"".join(_NAMES)}](?<!\w.)(?:{"|".join(f"(?<={first}){tail}" for first, tail in _NAMES.items())})\b
    (?P<more> \.?(?:\s{_DAY}(?:\s?[-–]\s?{_DAY})?(?:,?\s{_YEAR})?
                  |(?P<wide>(?:\s?[-–]\s?{MONTH}\b\.?)?,?\s(?:of\s)?{_YEAR}|[-–]{MONTH}\b(?:\squarter\b)?)))?""",
    re.X,
)
_WEEKDAY = re.compile(
    rf"day(?:s\b|\b(?:,?\s(?:the\s)?(?:{MONTH}\b\.?\s{_DAY}|{_DAY}(?:\sof)?\s{MONTH}\b)(?:\.?,?\s{_YEAR})?)?)"
)
_WEEKDAY_IN_CAPITALS = re.compile(r"DAYS?\b")
_WEEKDAY_BEFORE = re.compile(r"(?:\b(?:[lL]ast|[nN]ext|[tT]his)\s)?\b(?i:mon|tues|wednes|thurs|fri|satur|sun)\Z")
_CHRISTMAS = re.compile(rf"hristmas(?:\s(?:Day|Eve))?\b(?:,?\s{_YEAR})?")
_NEW_YEAR = re.compile(rf"New\sYear['’]s\s(?:Day|Eve)\b(?:,?\s{_YEAR})?")
_CAPITAL_BEFORE = re.compile(r"(?<!\w)C\Z")
_NO_WORD_BEFORE = re.compile(r"(?<!\w)\Z")
_DOUBTFUL_NAMES = frozenset({"May", "March", *SHORT_MONTHS})
_TIME_BEFORE = re.compile(r"\b(?:in|since|last|next|by|until|early|mid|late|this|from|of|and|to|on)[\s-]\Z", re.I)
_NEARNESS_BEFORE = re.compile(r"\b(?:last|next|this)[\s-]\Z", re.I)

_QUARTERS = r"(?:[fF]irst|[sS]econd|[tT]hird|[fF]ourth|[fF]inal|1st|2nd|3rd|4th)"
_SEASON = "(?:" + "|".join(f"[{name[0]}{name[0].upper()}]{name[1:]}" for name in (*SEASONS, "fall")) + ")"
_PART = rf"""(?:(?:[eE]arly|[mM]id|[lL]ate)(?:[\s-]|\sin\s(?:the\s)?)
    |(?:[bB]eginning|[sS]tart|[mM]iddle|[eE]nd)\sof\s(?:the\s)?
    |(?:[fF]irst|[sS]econd|[lL]atter)\shalf\sof\s(?:the\s)?
    |{_QUARTERS}[\s-]quarter,?\s(?:of\s)?(?:the\s)?
    |{_SEASON}\s(?:of\s)?)"""
_PART_BEFORE = re.compile(rf"(?<![\w-]){_PART}\Z", re.X)
_ENDS_OF_PARTS = ("rly", "mid", "ate", " of", "ter", "the", " in", "er,", "ing", "mer", "umn", "all")
_LONGEST_PART = 30

_QUARTER = re.compile(r"uarter(?!s)(?:\sof\sthe\syear\b)?")
_QUARTER_BEFORE = re.compile(rf"(?<![\w-]){_QUARTERS}[\s-][qQ]\Z")
_CENTURY = re.compile(r"entur(?:y|ies)\b(?!\s(?:BC|B\.C))")
_CENTURY_BEFORE = re.compile(rf"(?<![\w-])(?i:{any_of(ORDINALS)})[\s-][cC]\Z")
_FISCAL = re.compile(r"iscal(?:\s(?:year\s)?(?:20|19)[0-9]{2}\b|(?<=[0-9]\sfiscal)\syear\b)")
_FISCAL_BEFORE = re.compile(r"(?<!\w)(?:[12][0-9]{3}\s)?[fF]\Z")
_SHORT_YEAR = r"['’]?(?:(?:20|19)[0-9]{2}|[0-9]{2})\b(?![.,%:-][0-9])"
_FISCAL_CODE = re.compile(rf"FY(?<!\w..)\s?{_SHORT_YEAR}")
_OF_YEAR = rf"(?:\sof)?\s?(?:FY\s?|fiscal\s(?:year\s)?)?{_SHORT_YEAR}"
_QUARTER_CODE = re.compile(rf"Q(?:[1-4]|(?<=[1-4].)){_OF_YEAR}")
_BARE_QUARTER = re.compile(r"Q(?:[1-4]|(?<=[1-4].))\b(?![-.:)/]\w?)")
_WORDS_BEFORE = "in for of the this last next during since by from until and to"
_BARE_BEFORE = re.compile("(?:" + "|".join(rf"(?<=\b{word}\s)" for word in _WORDS_BEFORE.split()) + r")[1-4]?\Z")
_HALF_CODE = re.compile(rf"H(?:[12]|(?<=[12].)){_OF_YEAR}")
_CODE_BEFORE = re.compile(r"(?<![\w.,-])[1-4]?\Z")
_DAYS = (
    (_WEEKDAY, _WEEKDAY_BEFORE),
    (_WEEKDAY_IN_CAPITALS, _WEEKDAY_BEFORE),
    (_CHRISTMAS, _CAPITAL_BEFORE),
    (_NEW_YEAR, _NO_WORD_BEFORE),
)
_AROUND = (
    (_QUARTER, _QUARTER_BEFORE),
    (_CENTURY, _CENTURY_BEFORE),
    (_FISCAL, _FISCAL_BEFORE),
    (_FISCAL_CODE, _CODE_BEFORE),
    (_QUARTER_CODE, _CODE_BEFORE),
    (_BARE_QUARTER, _BARE_BEFORE),
    (_HALF_CODE, _CODE_BEFORE),
)
"""What begins with a rare literal, and what must be before it."""


def calendar_dates(text: str) -> Iterator[Found]:
    """Spans of dates with such a name in them; they may overlap, and then the longer one of the same start counts."""
    yield from _months(text)
    for middle, before in _DAYS:
        yield from (Found(start, end, EntityType.DATE) for start, end in around(text, middle, before))
    for middle, before in _AROUND:
        for start, end in around(text, middle, before):
            yield Found(widened(text, start, end), end, EntityType.DATE)


def widened(text: str, start: int, end: int) -> int:
    """Where the date that ends at `end` begins, with the words before `start` that take a part of it ("early")."""
    if not text[max(0, start - 4) : max(0, start - 1)].endswith(_ENDS_OF_PARTS):
        return start
    part = _PART_BEFORE.search(text, max(0, start - _LONGEST_PART), start)
    if part is None:
        return start
    surface = " ".join(text[part.start() : end].split())
    return start if read_date(surface) is None else part.start()


def _months(text: str) -> Iterator[Found]:
    for match in _IN_MONTHS.finditer(text):
        start, end = match.span()
        bare = match["more"] is None
        name = match[0]
        if bare:
            if name in _DOUBTFUL_NAMES and not _TIME_BEFORE.search(text, max(0, start - 8), start):
                continue
            if nearness := _NEARNESS_BEFORE.search(text, max(0, start - 6), start):
                start = nearness.start()
        elif not match["wide"]:
            yield Found(start, end, EntityType.DATE)
            continue
        start = widened(text, start, end)
        yield Found(start, end, EntityType.DATE)
