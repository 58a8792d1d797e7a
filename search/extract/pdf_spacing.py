"""Spaces between words that a page parts only by their places.

Some programs (groff, and TeX with some fonts) write no spaces: the next word stands further right. PDFium gives a space
for such a gap, but not for a narrow one, and then two words are one. Widths are in heights of the line, as PDFium has
it. Measured on manual pages: letters of a word stand 0.05 apart at most, words 0.12 at least.
"""

import ctypes
import re
from collections.abc import Iterable
from statistics import median
from typing import Any

NARROW = 0.35
"""A page with a gap up to this for which PDFium gave a space may have others for which it did not."""

APART = 0.1
"""By how much more than the letters around it what belongs to the next word stands apart."""

SAMPLE = 64
"""Spaces of a page that are looked at, or up to twice as many: what writes none writes hardly any."""

_GAP = re.compile(r"(?<=[^\W_]) (?=[^\W_])")
_WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]{4,}")


def spaced(text_page: Any, text: str) -> str:
    """`text`, which is all that a text page of pypdfium2 holds, with the spaces that are missing in it."""
    if len(text) != text_page.count_chars():
        return text
    places = _Places(text_page)
    if not places.has_narrow_gap(text):
        return text
    pieces: list[str] = []
    done = 0
    for word in _WORD.finditer(text):
        for at in places.seams(word.start(), word.end()):
            pieces += (text[done:at], " ")
            done = at
    return "".join((*pieces, text[done:])) if pieces else text


class _Places:
    """Where the characters of a page stand."""

    def __init__(self, text_page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._is_generated = pdfium.FPDFText_IsGenerated
        self._place = pdfium.FPDFText_GetLooseCharBox
        self._page = text_page.raw
        self._box = pdfium.FS_RECTF()
        self._at_box = ctypes.byref(self._box)

    def has_narrow_gap(self, text: str) -> bool:
        """Whether PDFium gave a space for a narrow gap between words of a line, as far as some of the spaces tell."""
        spaces = [space.start() for space in _GAP.finditer(text)]
        for at in spaces[:: max(1, len(spaces) // SAMPLE)]:
            if self._is_generated(self._page, at) == 1 and 0 < self._gaps((at - 1, at + 1))[0] <= NARROW:
                return True
        return False

    def seams(self, start: int, end: int) -> list[int]:
        """Where a run of letters is really two words: the indices of the first letters of the later ones."""
        gaps = self._gaps(range(start, end))
        if max(gaps) <= APART:
            return []
        usual = max(median(gaps), 0.0)
        return [start + at for at, gap in enumerate(gaps, 1) if gap - usual > APART]

    def _gaps(self, places: Iterable[int]) -> list[float]:
        """The room before each character but the first; 0 where it is not on the line of the one before."""
        box = self._box
        gaps: list[float] = []
        right = bottom = 0.0
        for at in places:
            self._place(self._page, at, self._at_box)
            height = box.top - box.bottom
            is_beside = height > 0 and abs(box.bottom - bottom) < height / 4
            gaps.append((box.left - right) / height if is_beside else 0.0)
            right, bottom = box.right, box.bottom
        return gaps[1:]
