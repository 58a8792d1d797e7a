"""Telephone numbers in the layouts that tell them from other figures, in the form of ITU-T E.164 as far as it is known.

Known are international numbers (a plus, or 00 before a country), those of North America (3-3-4 digits) and national
ones with their leading zero in groups. Any other layout counts only after a word such as "Tel." or "fax". A run of
figures that goes on after a number is none, but a row of a table.
"""

import re
from collections.abc import Iterable, Iterator

from search.text.spans import Span

_LEAST_DIGITS, _MOST_DIGITS = 7, 15
_LEAST_NATIONAL_DIGITS = 9
_BLOCK = re.compile(r"[0-9](?<![\w.,:][0-9])[0-9 ()./\u00a0-]{5,34}(?<=[0-9])")
_GAP = r"(?:\s?\(0\)\s?|[ -]?\(|\)[ -]?|[ .\u00a0/-])"
_NUMBER = re.compile(
    rf"""\+[1-9][0-9]{{0,14}}(?:{_GAP}[0-9]{{1,14}}){{0,7}}
      | (?:1[ .-])?\([2-9][0-9]{{2}}\)\s?[2-9][0-9]{{2}}[ .-][0-9]{{4}}
      | (?:1[ .-][2-9][0-9]{{2}}[ .-]|[2-9][0-9]{{2}}[.-])[2-9][0-9]{{2}}[.-][0-9]{{4}}
      | 0[1-9](?P<gap>[ .])[0-9]{{2}}(?:(?P=gap)[0-9]{{2}}){{3}}
      | (?:\(0[1-9][0-9]{{0,4}}\)\s?|0[1-9][0-9]{{0,4}}[ /-])[0-9]{{2,8}}(?:[ -][0-9]{{2,5}}){{0,3}}
      | 00[ ]?[1-9][0-9]{{0,3}}(?:[ ][0-9]{{1,9}}){{1,6}}""",
    re.X,
)
_ANY_NUMBER = re.compile(r"[+(]?[0-9][0-9 ().\u00a0/-]{5,20}")
_AFTER = re.compile(r"(?![\w%€$£]|[.,:/-][0-9]|\s?[-–]\s?[0-9])")
_ANNOUNCEMENT = re.compile(
    r"(?<!\w)(?i:tel|telephone|phone|ph|fax|mobile|cell|call|hotline|whatsapp)\b\.?(?:\s(?i:no|number)\b\.?)?:?\s?\Z"
)
_LONGEST_ANNOUNCEMENT = 24
_DIGIT_GROUPS = re.compile(r"[0-9]+")
_NORTH_AMERICAN = re.compile(r"1?([2-9][0-9]{2}[2-9][0-9]{6})")
_IN_NORTH_AMERICA = re.compile(r"(?:1[ .-])?\(?[2-9][0-9]{2}(?:\)\s?|[ .-])[2-9][0-9]{2}[ .-][0-9]{4}")


def phones(text: str, runs: Iterable[int]) -> Iterator[Span]:
    """Spans of telephone numbers whose first digits are one of the runs, in text order; extensions are outside."""
    read = 0
    for run in runs:
        block = _BLOCK.match(text, run) if run >= read else None
        if block is None or _count(block[0]) < _LEAST_DIGITS:
            continue
        start, end = block.span()
        read = end
        while text[start - 1 : start] in ("+", "("):
            start -= 1
        if start and text[start - 1].isalnum():
            continue
        is_announced = _ANNOUNCEMENT.search(text, max(0, start - _LONGEST_ANNOUNCEMENT), start)
        number = (_ANY_NUMBER if is_announced else _NUMBER).fullmatch(text, start, end)
        if number and _is_phone(number[0]) and _AFTER.match(text, number.end()):
            yield Span(*number.span())


def _is_phone(surface: str) -> bool:
    least = _LEAST_DIGITS if surface[0] != "0" else _LEAST_NATIONAL_DIGITS
    return least <= _count(surface) <= _MOST_DIGITS and surface.count("(") == surface.count(")")


def normal_phone(surface: str) -> str:
    """ "+" and digits with the country, where the layout tells it, else the digits; it is its own normal form."""
    bare = surface.replace("(0)", "") if surface.startswith(("+", "00")) else surface
    digits = "".join(_DIGIT_GROUPS.findall(bare))
    if bare.startswith("+"):
        return f"+{digits}"
    if digits.startswith("00") and len(digits) > 9:
        return f"+{digits[2:]}"
    if _IN_NORTH_AMERICA.fullmatch(surface) and (number := _NORTH_AMERICAN.fullmatch(digits)):
        return f"+1{number[1]}"
    return digits


def _count(surface: str) -> int:
    return sum(map(len, _DIGIT_GROUPS.findall(surface)))
