"""The character classes that words are made of, as bodies of regular-expression sets.

A *mark* is a combining character: it continues a word and never starts one. An *ignorable* is invisible inside a word
(soft hyphen, joiners) and no part of it. *CJK* is Han and Kana, which put no space between words.
"""

import unicodedata
from collections.abc import Iterable


def _class(code_points: Iterable[int]) -> str:
    ranges: list[list[int]] = []
    for code in code_points:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _marks() -> Iterable[int]:
    # The gaps hold CJK, Hangul, private use and surrogates: half the plane, and no mark.
    for block in (range(0x0300, 0x3100), range(0xA66F, 0xAC00), range(0xFB1E, 0xFE30)):
        yield from (code for code in block if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me"))


# Every range beyond the first plane slows all matching. These two are the Kaithi nukta, the only mark there that
# composes with a letter, and the variants of Han characters.
MARKS = _class(_marks()) + "\U000110ba\U000e0100-\U000e01ef"

KANA_VOICING = "\u3099\u309a\uff9e\uff9f"
"""Combining and half-width sound marks. The half-width ones are letters to Unicode; here all four are marks."""

IGNORABLE = "\u00ad\u200c\u200d\u2060"

CJK = (
    "\u3005\u3007\u303b"  # iteration marks and zero
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"  # Han
    "\U0001aff0-\U0001afff\U0001b000-\U0001b16f"  # Kana, historic
    "\U00020000-\U0003ffff"  # Han, rare
)

HYPHENS = "\\-\u2010\u00ad"
"""What a line can end in when the word goes on in the next."""
