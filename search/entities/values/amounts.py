"""Normal forms of amounts: "US$3.5bn" and "3.5 billion dollars" are both "USD 3500000000".

The form is unit, value, and where the text says so a greatest value, a period and "~" for what is said to be no exact
figure: `USD 20`, `percent 10..15`, `EUR 20000000/year`, `~USD 3000000..5000000`, `degC -5`. Values are plain decimals.
Units of money are ISO 4217 codes, or the word when no country is said and several use it ("peso"); others are
"percent" and the symbols of `search.entities.values.units`.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from search.entities.mentions import EntityType
from search.entities.values.currencies import CODES, COUNTRIES, DOLLAR_PREFIXES, SHORT_FORMS, SIGNS, WORDS
from search.entities.values.numbers import DIGITS, MAGNITUDE, NUMBER_WORD, number_of, plain, scaled
from search.entities.values.units import SYMBOLS, symbol_of
from search.text.folding import fold

PERIODS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
_SIGN = f"[{''.join(SIGNS)}]"
_CODE = r"(?!half\b|minus\b)[A-Za-z.]{1,4}"
_PARTS = re.compile(
    rf"""(?P<minus>[-−]|minus[ ])?(?P<before>(?:{_CODE})?)[ ]?(?P<sign>{_SIGN})?[ ]?
    (?P<number>{DIGITS}|half[ ]an?|an?|{NUMBER_WORD}(?:[ -]{NUMBER_WORD})?)
    (?:[ -]{{0,2}}(?P<magnitude>{MAGNITUDE})\b)?
    (?P<low_after>%|[ ]?[€₽₹])?
    (?:(?:[ ]?[-–—][ ]?|[ ](?:to|and)[ ])(?:{_CODE})?[ ]?{_SIGN}?[ ]?
       (?P<high>{DIGITS})(?:[ -]{{0,2}}(?P<high_magnitude>{MAGNITUDE})\b)?)?
    [ -]?(?P<after>.*)""",
    re.X | re.I,
)
_NORM = re.compile(
    rf"(?P<about>~?)(?P<unit>\S{{1,20}}) (?P<value>-?[0-9]{{1,60}}(?:\.[0-9]{{1,60}})?)"
    rf"(?:\.\.(?P<most>-?[0-9]{{1,60}}(?:\.[0-9]{{1,60}})?))?(?:/(?P<period>{'|'.join(PERIODS)}))?"
)
_UNITS = frozenset({"percent", *CODES, *SHORT_FORMS.values(), *DOLLAR_PREFIXES.values(), *SIGNS.values()})
_UNITS |= frozenset({*WORDS.values(), *COUNTRIES.values(), *SYMBOLS.values()})
_BASIS_POINT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a unit; `value_max` is the upper end of a range, above `value`; `period` is a word of `PERIODS`."""

    value: Decimal
    value_max: Decimal | None
    unit: str
    period: str | None
    approximate: bool

    def __str__(self) -> str:
        """The normal form."""
        about = "~" if self.approximate else ""
        most = "" if self.value_max is None else f"..{plain(self.value_max)}"
        period = f"/{self.period}" if self.period else ""
        return f"{about}{self.unit} {plain(self.value)}{most}{period}"


def amount_of(norm: str) -> Amount | None:
    """The amount that a normal form stands for; None for anything else. `str` of it is the form again."""
    form = _NORM.fullmatch(norm)
    if form is None or form["unit"] not in _UNITS:
        return None
    value, most = Decimal(form["value"]), Decimal(form["most"]) if form["most"] else None
    if most is not None and most <= value:
        return None
    amount = Amount(value, most, form["unit"], form["period"], bool(form["about"]))
    return amount if str(amount) == norm else None


@lru_cache(maxsize=1 << 14)
def normal_amount(surface: str, kind: EntityType, period: str | None = None, approximate: bool = False) -> str:
    """The normal form of a money, percent or quantity surface, with what the text around it adds.

    A normal form is its own normal form. What cannot be read is the folded surface.
    """
    amount = amount_of(surface) or read_amount(surface, kind)
    if amount is None:
        return fold(surface)
    return str(replace(amount, period=amount.period or period, approximate=amount.approximate or approximate))


def read_amount(surface: str, kind: EntityType) -> Amount | None:
    """What a surface says by itself; a range counts only when its ends are in order.

    The lower end of "$3-5 million" is in millions too; that of "$900,000-1.2 million" is not, since it would be above.
    """
    parts = _PARTS.fullmatch(surface)
    number = number_of(parts["number"].lower()) if parts else None
    if parts is None or number is None:
        return None
    magnitude = (parts["magnitude"] or "").lower()
    value, most = scaled(number, magnitude), None
    if parts["high"]:
        high, shared = number_of(parts["high"]), (parts["high_magnitude"] or "").lower()
        if high is None:
            return None
        most = scaled(high, shared)
        if not magnitude and number < high:
            value = scaled(number, shared)
        if most <= value or parts["minus"]:
            return None
    after = parts["after"]
    unit: str | None
    period: str | None = None
    if kind is EntityType.PERCENT:
        unit = "percent"
        if after.lower().startswith(("basis", "bp")):
            value, most = value * _BASIS_POINT, None if most is None else most * _BASIS_POINT
    elif kind is EntityType.MONEY:
        unit = _currency(parts["before"], parts["sign"] or "", after or (parts["low_after"] or "").strip())
    else:
        unit = symbol_of(after)
        if unit == "bpd":
            unit, period = "bbl", "day"
    if parts["minus"]:
        value = -value
    return Amount(value, most, unit, period, False) if unit else None


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
