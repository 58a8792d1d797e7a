"""Amounts, dates and addresses in a text.

Every pattern begins with a set of characters or with literal words: so the engine skips the rest of the text at the
speed of a character search, which is what makes the difference between one and eight megabytes a second. Every
repetition is bounded, so that no text takes more than linear time.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.entities.amounts import normal_amount
from search.entities.contacts import contacts
from search.entities.currencies import CODES, COUNTRIES, DOLLAR_PREFIXES, SHORT_FORMS, SIGNS, WORDS
from search.entities.dates import MONTH, MONTHS, SHORT_MONTHS, WEEKDAYS, normal_date
from search.entities.mentions import EntityType, Mention
from search.entities.numbers import DIGITS, MAGNITUDE, NUMBER_WORD, NUMBER_WORDS
from search.entities.units import UNIT


class _Found(NamedTuple):
    start: int
    end: int
    type: EntityType


def _any(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first; a space in them is any white space."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first) + ")"


_COUNTRY = _any({country.title() for country, _ in COUNTRIES} | {"US", "U.S."})
_CURRENCY = rf"(?:(?:{_COUNTRY}\s)?{_any(WORDS)}s?|{_any(CODES)})\b"
_SIGNS = "".join(SIGNS)
_PERCENT = r"(?:%|per\s?cent\b|pct\b|percentage\spoints?\b|basis\spoints?\b)"
_PERIOD = r"(?:days?|weeks?|months?|years?|decades?|hours?|minutes?)\b(?!-?\s?old\b)(?:\s(?:ago|earlier|later)\b)?"

_IN_DIGITS = re.compile(
    rf"""[0-9{_SIGNS}](?<![\w.][0-9])
    (?: (?<=[0-9])[0-9]{{0,19}}(?:[,.][0-9]{{1,20}}){{0,6}} | [ \u00a0]?{DIGITS}(?P<sign>) )
    (?: [\s-]?(?P<percent>{_PERCENT})
      | (?P<date>(?:st|nd|rd|th)?(?:\sof)?\s{MONTH}\b\.?(?:,?\s[0-9]{{4}}\b)?
               | -[0-9]{{2}}-[0-9]{{2}}\b | /[0-9]{{1,2}}/[0-9]{{2,4}}\b | [\s-]{_PERIOD})
      | (?P<decade>s\b)
      | (?:[\s-]{{0,2}}{MAGNITUDE}\b)?
        (?: (?P<currency>\s{_CURRENCY}|\s?[€₽₹]) | (?P<unit>[\s-]?{UNIT}\b) )?
    )""",
    re.X,
)
_BEFORE_DOLLAR = re.compile(rf"(?<!\w){_any(DOLLAR_PREFIXES)}\Z")
_BEFORE_NUMBER = re.compile(rf"(?<!\w){_any((*CODES, *SHORT_FORMS))}\.?\s?\Z")
_POINTED_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_YEAR = re.compile(r"1[5-9][0-9]{2}|20[0-9]{2}")
_DECADE = re.compile(r"(?:1[5-9]|20)?[0-9]0s")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|before|after|to|and|during|late|early|mid|through|for|around|the|summer|winter"
    r"|spring|fall|autumn|season|year)[\s-]|[(,–-]\s?|^)\Z",
    re.I,
)


def _tails(words: Iterable[str]) -> dict[str, str]:
    """First letter to a pattern of what follows it."""
    words = sorted(words)
    return {first: _any(word[1:] for word in words if word[0] == first) for first in sorted({w[0] for w in words})}


_CALENDAR = _tails((*MONTHS, *SHORT_MONTHS, *WEEKDAYS))


_IN_NAMES = re.compile(
    rf"""[{"".join(_CALENDAR)}](?<!\w.)(?:{"|".join(f"(?<={first}){tail}" for first, tail in _CALENDAR.items())})\b\.?
    (?P<more>(?:,?\s(?:{MONTH})\b\.?)?\s[0-9]{{1,2}}(?:st|nd|rd|th)?\b(?![:%,.][0-9])(?:,?\s[0-9]{{4}}\b)?
           | ,?\s(?:of\s)?[0-9]{{4}}\b)?""",
    re.X,
)
_DOUBTFUL_NAMES = frozenset({"May", "March", *SHORT_MONTHS})
_TIME_BEFORE = re.compile(r"\b(?:in|since|last|next|by|until|early|late|this|from|of|and|to|on)\s\Z", re.I)
_NEARNESS_BEFORE = re.compile(r"\b(?:last|next|this|early|late|mid)[\s-]\Z", re.I)

_SPAN_OF_TIME = r"(?:week|month|year|quarter|decade|century|summer|winter|spring|autumn|fall|weekend)s?"
_DAYS = ("today", "yesterday", "tomorrow", "tonight")
_NUMBERS = (*NUMBER_WORDS, "several", "few", "half a", "half an", "a", "an")
_OPENINGS = (*_DAYS, "last", "next", "past", "this", *_NUMBERS)
_BY_LETTER = "|".join(f"[{first}{first.upper()}]{tail}" for first, tail in _tails(_OPENINGS).items())
_IN_WORDS = re.compile(
    rf"""[\s(\["'“‘—–-](?:{_BY_LETTER})
    (?: (?<=day)|(?<=row)|(?<=night)
      | (?<=ast|ext|his)\s(?:(?:{NUMBER_WORD}|several|few|couple|dozen|hundred)\s)?{_SPAN_OF_TIME}
      | (?<!ast|ext|his)(?:[ -]{NUMBER_WORD})?[\s-]
        (?: (?P<period>{_PERIOD}) | (?P<percent>{_PERCENT}) | (?:{MAGNITUDE}\s)?(?P<money>{_CURRENCY})
          | (?:{MAGNITUDE}\s)?(?P<unit>{UNIT}) )
    )(?!\w)""",
    re.X,
)


def values(text: str) -> list[Mention]:
    """Money, percentages, dates, quantities and contacts; sorted by start, not overlapping."""
    found = [_Found(*span, EntityType.CONTACT) for span in contacts(text)]
    found += _calendar(text)
    found += _digits(text)
    found += _words(text)
    found.sort(key=lambda one: (one.start, -one.end))
    mentions: list[Mention] = []
    end = 0
    for one in found:
        if one.start >= end:
            mentions.append(_mention(text, one))
            end = one.end
    return mentions


def _mention(text: str, found: _Found) -> Mention:
    surface = " ".join(text[found.start : found.end].split())
    if found.type is EntityType.CONTACT:
        norm = surface.casefold()
    elif found.type is EntityType.DATE:
        norm = normal_date(surface)
    else:
        norm = normal_amount(surface, found.type)
    return Mention(*found, surface, norm)


def _calendar(text: str) -> Iterator[_Found]:
    for match in _IN_NAMES.finditer(text):
        start, end = match.span()
        bare = match["more"] is None
        name = match[0].removesuffix(".") if bare else ""
        if name in _DOUBTFUL_NAMES and not _TIME_BEFORE.search(text, max(0, start - 8), start):
            continue
        if bare:
            end = start + len(name)
            if nearness := _NEARNESS_BEFORE.search(text, max(0, start - 6), start):
                start = nearness.start()
        yield _Found(start, end, EntityType.DATE)


def _digits(text: str) -> Iterator[_Found]:
    for match in _IN_DIGITS.finditer(text):
        start, end = match.span()
        if text[end : end + 1].isdecimal():
            continue
        kind: EntityType | None = None
        if match["percent"]:
            kind = EntityType.PERCENT
        elif match["date"]:
            kind = EntityType.DATE
        elif match["sign"] is not None or match["currency"]:
            kind = EntityType.MONEY
        elif match["unit"]:
            kind = EntityType.QUANTITY
        elif match["decade"]:
            kind = EntityType.DATE if _DECADE.fullmatch(match[0]) else None
        elif _is_date(text, start, match[0]):
            kind = EntityType.DATE
        if kind is None or match["sign"] is not None:
            before = _BEFORE_DOLLAR if match[0][0] == "$" else _BEFORE_NUMBER
            if code := before.search(text, max(0, start - 6), start):
                start, kind = code.start(), EntityType.MONEY
        if kind is not None:
            yield _Found(start, end, kind)


def _is_date(text: str, start: int, number: str) -> bool:
    if _YEAR.fullmatch(number):
        return _YEAR_BEFORE.search(text, max(0, start - 8), start) is not None
    return _POINTED_DATE.fullmatch(number) is not None


def _words(text: str) -> Iterator[_Found]:
    for match in _IN_WORDS.finditer(f" {text}"):
        start, end = match.start(), match.end() - 1
        if match["percent"]:
            yield _Found(start, end, EntityType.PERCENT)
        elif match["money"]:
            yield _Found(start, end, EntityType.MONEY)
        elif match["unit"]:
            yield _Found(start, end, EntityType.QUANTITY)
        elif not match["period"] or match["period"].endswith(("ago", "earlier", "later")) or text[start] not in "aA":
            yield _Found(start, end, EntityType.DATE)
