"""Amounts, dates, addresses and identifiers in a text, with their normal forms.

A date has its article inside where that makes it a date ("the 1990s", "the last week"). Words around an amount stay
outside its span, but say more about it: "about" and its like that the figure is not exact, "a year" that it comes
again. Both are in the normal form (see `search.entities.values.amounts`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from search.entities.mentions import EntityType, Mention
from search.entities.values.amounts import normal_amount
from search.entities.values.contacts import contacts, normal_contact
from search.entities.values.dates import MONTH, ORDINALS, normal_date
from search.entities.values.identifiers import identifiers
from search.entities.values.in_calendar import calendar_dates
from search.entities.values.in_digits import in_digits
from search.entities.values.in_words import in_words
from search.entities.values.numbers import NUMBER_WORD
from search.entities.values.patterns import Found, any_of, runs_of_digits
from search.entities.values.phones import normal_phone, phones

_ARTICLE = re.compile(r"(?<!\w)[tT]he\s")
_TAKES_ARTICLE = re.compile(
    rf"(?:(?:last|past|next)\s(?:{NUMBER_WORD}|[0-9]|few|several|couple|year|month|week|decade|quarter|century)"
    rf"|(?:early|mid|late|beginning|start|middle|end|first|second|latter)(?:\s|-(?=[0-9]))|{MONTH}[-–]{MONTH}\squarter\b"
    r"|(?:spring|summer|autumn|fall|winter)\sof\s"
    rf"|(?:{any_of(ORDINALS)}|final|[0-9]{{1,2}}(?:st|nd|rd|th))\s(?:quarter|century)\b|(?:1[5-9]|20)?[0-9]0s\b)"
)
_ABOUT_BEFORE = re.compile(
    r"""(?:[~≈]\s?|\b(?:about|around|approximately|approx\.|roughly|nearly|almost|some|over|under|above|below|up\sto|close\sto
    |more\sthan|less\sthan|fewer\sthan|at\sleast|at\smost|as\smuch\sas|as\slittle\sas|an?\sestimated|estimated
    |circa|c\.|just\sunder|just\sover)[ ])\Z""",
    re.X | re.I,
)
_LONGEST_ABOUT = 16
_PERIOD_AFTER = re.compile(
    r"""\s(?:an?|per|each|every)\s(?P<unit>second|minute|hour|day|week|month|quarter|year|annum)\b
        (?!\s(?:ago|earlier|later|before|after|on|old)\b|-)
      | [ ]?/[ ]?(?P<short>s|sec|min|h|hr|hour|d|day|wk|week|mo|month|qtr|y|yr|year)\b
      | \s(?P<adverb>hourly|daily|weekly|monthly|quarterly|yearly|annually)\b""",
    re.X,
)
_PERIODS = {"annum": "year", "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day"}
_PERIODS |= {
    "wk": "week",
    "mo": "month",
    "qtr": "quarter",
    "y": "year",
    "yr": "year",
    "daily": "day",
    "annually": "year",
}
_MARKS_FROM = "\u0300"
"""The first combining mark."""


def values(text: str) -> list[Mention]:
    """Money, percentages, dates, quantities, contacts and identifiers; sorted by start, not overlapping.

    Of two that overlap the first counts, and the longer of the same start; clock times are none.
    """
    runs = runs_of_digits(text)
    mentions = list(_addresses(text, runs))
    mentions += (_mention(text, found) for found in (*calendar_dates(text), *in_digits(text, runs), *in_words(text)))
    mentions.sort(key=lambda one: (one.start, -one.end))
    kept: list[Mention] = []
    end = 0
    for one in mentions:
        if one.start >= end and not _splits_a_letter(text, one.end):
            kept.append(one)
            end = one.end
    return kept


def _addresses(text: str, runs: Sequence[int]) -> Iterator[Mention]:
    for start, end, norm in identifiers(text, runs):
        yield Mention(start, end, EntityType.IDENTIFIER, _surface(text, start, end), norm)
    for spans, normal in ((contacts(text), normal_contact), (phones(text, runs), normal_phone)):
        for start, end in spans:
            surface = _surface(text, start, end)
            yield Mention(start, end, EntityType.CONTACT, surface, normal(surface))


def _mention(text: str, found: Found) -> Mention:
    start, end, kind = found
    if kind is EntityType.DATE and start >= 4 and _ARTICLE.match(text, start - 4) and _TAKES_ARTICLE.match(text, start):
        start -= 4
    surface = _surface(text, start, end)
    if kind is EntityType.DATE:
        return Mention(start, end, kind, surface, normal_date(surface))
    before = text[max(0, start - _LONGEST_ABOUT) : start].replace("\n", " ")
    is_about = before.endswith((" ", "~", "≈")) and _ABOUT_BEFORE.search(before) is not None
    return Mention(start, end, kind, surface, normal_amount(surface, kind, _period(text, end), is_about))


def _period(text: str, end: int) -> str | None:
    if found := _PERIOD_AFTER.match(text, end):
        word = found[found.lastgroup or 0]
        return _PERIODS.get(word) or word.removesuffix("ly")
    return None


def _surface(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def _splits_a_letter(text: str, end: int) -> bool:
    return text[end : end + 1] >= _MARKS_FROM and unicodedata.category(text[end])[0] == "M"
