"""A text with every letter folded, where that keeps every offset."""

import unicodedata

from search.text.characters import CJK, IGNORABLE, KANA_VOICING
from search.text.folding import fold
from search.text.late import late

_REMEMBERED = 1 << 14
_NO_SHADOW = "\0\0"  # two characters for one: the length tells
_HYPHEN = "\u2010"
# What changes the characters beside it; of the last range, syllables are composed.
_TOGETHER = late(f"[{KANA_VOICING}{IGNORABLE}\u1100-\u11ff]")
_IDEOGRAPH = late(f"[{CJK}]")


def shadow_of(text: str) -> str | None:
    """`text` folded character by character: as long as `text`, with word characters at the same places; or None."""
    if text.isascii():
        return text.lower()
    shadow = text.translate(_SHADOWS)
    return shadow if len(shadow) == len(text) else None


class _Shadows(dict[int, str]):
    """Code point to what it looks like in a shadow, computed when first met."""

    def __missing__(self, code: int) -> str:
        shadow = _shadow_of(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = shadow
        return shadow


_SHADOWS = _Shadows()


def _shadow_of(char: str) -> str:
    if char.isascii():
        return char.lower()
    if _TOGETHER.match(char) or unicodedata.category(char).startswith("M"):
        return _NO_SHADOW
    ideograph = _IDEOGRAPH.match(char) is not None
    if not ideograph and not char.isalnum():
        return "-" if char == _HYPHEN else "."
    folded = fold(char)
    if len(folded) != 1 or _TOGETHER.match(folded) or ideograph != bool(_IDEOGRAPH.match(folded)):
        return _NO_SHADOW
    alike = ideograph or (folded.isalpha() if char.isalpha() else char.isdecimal() and folded.isdecimal())
    return folded if alike else _NO_SHADOW
