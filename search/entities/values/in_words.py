"""Amounts, lengths of time and days that are written in words: "half a million dollars", "a few weeks ago"."""

import re
from collections.abc import Iterator

from search.entities.mentions import EntityType
from search.entities.values.in_calendar import widened
from search.entities.values.in_digits import CURRENCY, PERCENT, PERIOD, is_money
from search.entities.values.numbers import MAGNITUDE, NUMBER_WORD, NUMBER_WORDS
from search.entities.values.patterns import Found, tails
from search.entities.values.units import UNIT

_SPAN_OF_TIME = (
    r"(?:week|month|(?:financial\s|fiscal\s)?year|quarter|decade|century|summer|winter|spring|autumn|fall|weekend)s?"
)
_DAYS = ("today", "yesterday", "tomorrow", "tonight")
_COUNTS = (*NUMBER_WORDS, "several", "few", "a few", "a couple of", "a dozen", "half a", "half an")
_PARTS = [
    f"{part} of the" for part in ("beginning", "start", "middle", "end", "first half", "second half", "latter half")
]
_OPENINGS = (*_DAYS, "last", "next", "past", "this", *_PARTS, *_COUNTS)
_TAILS = tails(_OPENINGS)
_TAILS["a"] = rf"(?:{_TAILS['a']}|n?(?=[\s-][dwmyhlkcbtpMBT]))"
_STARTS = (
    f"(?=[{''.join(_TAILS)}{''.join(_TAILS).upper()}][{''.join(sorted({opening[1] for opening in _OPENINGS}))}n\\s])"
)
_BY_LETTER = "|".join(f"[{first}{first.upper()}]{tail}" for first, tail in _TAILS.items())
_IN_WORDS = re.compile(
    rf"""[ \n\t\u00a0(\["'“‘—–-]{_STARTS}(?:{_BY_LETTER})
    (?: (?P<day>(?<=day)|(?<=row)|(?<=night))
      | (?<=the)\s(?:year|month|week|quarter|decade|century)
      | (?<=ast|ext|his)\s
        (?:(?:{NUMBER_WORD}|[0-9]{{1,3}}|several|few|couple(?:\sof)?|dozen|hundred)\s(?:days?|{_SPAN_OF_TIME})
          |{_SPAN_OF_TIME})
      | (?<!ast|ext|his|the)(?:[ -]{NUMBER_WORD})?[\s-]
        (?: (?P<period>{PERIOD}) | (?P<percent>{PERCENT}) | (?P<of_money>{MAGNITUDE}\s)?(?P<money>{CURRENCY})
          | (?P<of_unit>{MAGNITUDE}\s)?(?P<unit>{UNIT}) )
    )(?!\w)""",
    re.X,
)
_ARTICLE = re.compile(r"[aA]n?\s(?!few\s|couple\s|dozen\s)")
_DURING = re.compile(r"\b(?:for|in|within|after|over|than|nearly|almost|about)\s\Z", re.I)
_FULL_LENGTH = ("ago", "earlier", "later", "now")


def in_words(text: str) -> Iterator[Found]:
    """Spans of amounts and dates in words, in text order.

    An article alone makes no amount ("a foot", "a pound"), but "half a pound" and "a million pounds" are. It makes a
    length of time only as in "for a year" or "a year ago": "$20 a year" has none.
    """
    for match in _IN_WORDS.finditer(f" {text}"):
        start, end = match.start(), match.end() - 1
        only_article = _ARTICLE.match(text, start) is not None
        if match["percent"]:
            yield Found(start, end, EntityType.PERCENT)
        elif match["money"]:
            if (match["of_money"] or not only_article) and is_money(text[start:end], match["money"]):
                yield Found(start, end, EntityType.MONEY)
        elif match["unit"]:
            if match["of_unit"] or not only_article:
                yield Found(start, end, EntityType.QUANTITY)
        elif match["day"] is not None:
            yield Found(start, end, EntityType.DATE)
        elif not match["period"]:
            yield Found(widened(text, start, end), end, EntityType.DATE)
        elif (
            not only_article or match["period"].endswith(_FULL_LENGTH) or _DURING.search(text, max(0, start - 8), start)
        ):
            yield Found(start, end, EntityType.DATE)
