"""One form for everything that people take for the same word: case, accents, ligatures, widths, quotes.

Compatibility decomposition and case folding follow Unicode (UAX 15, and section 3.13 of the standard). Dropped are the
marks that readers treat as optional: accents of the alphabets, points of Hebrew and Arabic, variation selectors.
Vowel signs of Indic and South-East Asian scripts and the voicing marks of Kana make other words, and stay.
"""

import re
import unicodedata
from functools import lru_cache

_CACHED_LENGTH = 40

_DROPPED = re.compile(
    "["
    "\u00ad\u034f\u061c\u180b-\u180f\u200c-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"  # invisible
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f\u0483-\u0489\ua66f-\ua67d"  # accents
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufb1e"  # Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"
    "\u0640\u0711\u0730-\u074a"  # Arabic lengthening, Syriac
    "]+"
)

# Letters whose accent or ligature is part of the code point and that Unicode does not decompose.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u2032": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u2033": '"',
        "«": '"',
        "»": '"',
        "‹": "'",
        "›": "'",
        "\u2010": "-",
        "\u2011": "-",
    }
)


def fold(word: str) -> str:
    """The form under which `word` is indexed and looked for.

    Idempotent; never longer than 18 times the word. A word of nothing but optional marks stays as it is.
    """
    if word.isascii():
        return word.lower()
    return _cached(word) if len(word) <= _CACHED_LENGTH else _fold(word)


def _fold(word: str) -> str:
    folded = _DROPPED.sub("", unicodedata.normalize("NFKD", word)).casefold()
    folded = _DROPPED.sub("", unicodedata.normalize("NFKD", folded)).translate(_LETTERS)
    return unicodedata.normalize("NFC", folded) or word


_cached = lru_cache(1 << 16)(_fold)
