"""Numbers as texts write them, to exact decimals.

Terms: a *magnitude* is a word or letter that multiplies ("million", "bn"), or two of them ("lakh crore"). Decimals are
written without exponent and without trailing zeros, so that equal amounts have equal forms.
"""

import re
from decimal import Decimal

_SPACES = "[ '’\u00a0\u2009\u202f]"
_NEXT_DIGITS = rf"(?:[,.]|(?<![0-9]{{4}}){_SPACES}(?=[0-9]{{3}}(?![0-9])))[0-9]{{1,20}}"
_DENOMINATOR = "(?:2|4|5|8|10|16)"
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
MORE_DIGITS = rf"(?:(?:[ -][0-9]{{1,2}})?/{_DENOMINATOR}(?=[ -])|(?:{_NEXT_DIGITS}){{0,6}}[{''.join(_FRACTIONS)}]?)"
"""What follows the first digits of a number: separators and digits, groups of three after a space or apostrophe, or a
fraction.
"""
DIGITS = rf"[0-9]{{1,20}}{MORE_DIGITS}"
"""A number in digits with its separators; bounded, so that a line of digits costs no more than its length."""

_SIZES = {
    "hundred": 2,
    "thousand": 3,
    "k": 3,
    "lakh": 5,
    "lakhs": 5,
    "million": 6,
    "mln": 6,
    "mn": 6,
    "m": 6,
    "crore": 7,
    "crores": 7,
    "billion": 9,
    "bln": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
    "trn": 12,
    "tn": 12,
}
_ONE_MAGNITUDE = "|".join(sorted(_SIZES, key=len, reverse=True))
MAGNITUDE = rf"(?i:(?:(?:hundred|thousand|lakh|million)\s)?(?:{_ONE_MAGNITUDE}))"

_TO_NINETEEN = (
    "one two three four five six seven eight nine ten"
    " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(_TO_NINETEEN.split(), start=1)}
_WORDS |= {word: 10 * tens for tens, word in enumerate(_TENS.split(), start=2)}
NUMBER_WORDS = tuple(sorted(_WORDS, key=len, reverse=True))
NUMBER_WORD = "(?:" + "|".join(NUMBER_WORDS) + ")"

_MOST_DIGITS = 28
_FRACTION = re.compile(rf"(?:(?P<whole>[0-9]{{1,20}})[ -])?(?P<over>[0-9]{{1,20}})/(?P<under>{_DENOMINATOR})")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}")
_SPACED = re.compile(rf"{_SPACES}(?=[0-9]{{3}}(?![0-9]))")


def decimal_of(digits: str) -> Decimal | None:
    """The value of a number in digits: "1,234.5" and "1 234,5" are 1234.5, "1,234" is 1234, "1.234" is 1.234.

    Fractions are those that end as decimals: "5 3/4" and "5¾" are 5.75.

    None when it cannot be told ("1.2.3") or has more than 28 digits.
    """
    if len(digits) > _MOST_DIGITS:
        return None
    if fraction := _FRACTION.fullmatch(digits):
        return Decimal(fraction["whole"] or 0) + Decimal(fraction["over"]) / Decimal(fraction["under"])
    if digits[-1:] in _FRACTIONS:
        whole = decimal_of(digits[:-1])
        return None if whole is None else whole + _FRACTIONS[digits[-1]]
    digits = _SPACED.sub("", digits)
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        decimal_mark, other = (".", ",") if digits.rfind(".") > digits.rfind(",") else (",", ".")
        if digits.count(decimal_mark) > 1:
            return None
        digits = digits.replace(other, "").replace(decimal_mark, ".")
    elif commas:
        if _THOUSANDS.fullmatch(digits):
            digits = digits.replace(",", "")
        elif commas == 1:
            digits = digits.replace(",", ".")
        else:
            return None
    elif points > 1:
        groups = digits.split(".")
        if any(len(group) != 3 for group in groups[1:]):
            return None
        digits = "".join(groups)
    return Decimal(digits)


def number_of(text: str) -> Decimal | None:
    """The value of digits or of lower-case words up to ninety-nine ("twenty-five", "a", "half a")."""
    if text[:1].isdigit():
        return decimal_of(text)
    if text in ("a", "an"):
        return Decimal(1)
    if text in ("half a", "half an", "half"):
        return Decimal("0.5")
    if text in ("dozen", "a dozen"):
        return Decimal(12)
    total = 0
    for word in re.split(r"[\s-]+", text):
        if word not in _WORDS:
            return None
        total += _WORDS[word]
    return Decimal(total)


def scaled(number: Decimal, magnitude: str) -> Decimal:
    """`number` times a magnitude in lower case, which may be empty."""
    return number.scaleb(sum(_SIZES[word] for word in magnitude.split()))


def plain(number: Decimal) -> str:
    """The one way to write a decimal: no exponent, no trailing zeros, no negative zero."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
