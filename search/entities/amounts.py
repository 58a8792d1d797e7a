"""Normal forms of amounts: "US$3.5bn" and "3.5 billion dollars" are both "USD 3500000000"."""

import re
from decimal import Decimal
from functools import lru_cache

from search.entities.currencies import CODES, COUNTRIES, DOLLAR_PREFIXES, SHORT_FORMS, SIGNS, WORDS
from search.entities.mentions import EntityType
from search.entities.numbers import DIGITS, MAGNITUDE, NUMBER_WORD, number_of, plain, scaled
from search.entities.units import SYMBOLS
from search.text.folding import fold

_PARTS = re.compile(
    rf"""(?P<before>(?:(?!half\b)[A-Za-z.]{{1,4}})?)[ ]?(?P<sign>[{"".join(SIGNS)}])?[ ]?
    (?P<number>{DIGITS}|half[ ]an?|an?|{NUMBER_WORD}(?:[ -]{NUMBER_WORD})?)
    (?:[ -]{{0,2}}(?P<magnitude>{MAGNITUDE})\b)?
    [ -]?(?P<after>.*)""",
    re.X | re.I,
)
_BASIS_POINT = Decimal("0.01")


@lru_cache(maxsize=1 << 14)
def normal_amount(surface: str, kind: EntityType) -> str:
    """A unit and a plain decimal for a money, percent or quantity surface: "USD 3500000000", "percent 0.5", "km 12".

    Money units are ISO 4217 codes, or the word when no country is said and several use it ("peso 20"). What cannot be
    read is the folded surface.
    """
    parts = _PARTS.fullmatch(surface)
    number = number_of(parts["number"].lower()) if parts else None
    if parts is None or number is None:
        return fold(surface)
    amount = scaled(number, (parts["magnitude"] or "").lower())
    after = parts["after"]
    unit: str | None
    if kind is EntityType.PERCENT:
        unit = "percent"
        if after.startswith("basis"):
            amount *= _BASIS_POINT
    elif kind is EntityType.MONEY:
        unit = _currency(parts["before"], parts["sign"] or "", after)
    else:
        unit = SYMBOLS.get(after) or SYMBOLS.get(after.removesuffix("s"))
    return f"{unit} {plain(amount)}" if unit else fold(surface)


def _currency(before: str, sign: str, after: str) -> str | None:
    if sign:
        return DOLLAR_PREFIXES.get(before, SIGNS[sign]) if sign == "$" else SIGNS[sign]
    code = before.rstrip(".") or after
    if code in CODES:
        return code
    if code in SHORT_FORMS:
        return SHORT_FORMS[code]
    if after in SIGNS:
        return SIGNS[after]
    words = after.lower().replace(".", "")
    word = words if words in WORDS else words.removesuffix("s")
    if word in WORDS:
        return WORDS[word]
    country, _, word = word.rpartition(" ")
    return COUNTRIES.get((country, word))
