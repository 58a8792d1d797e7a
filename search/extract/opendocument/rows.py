"""Rows of a spreadsheet as lines. Repetitions are written out as far as they are worth reading, and no further."""

REPEATED = 1 << 16
"""Code points of repeated cells and rows that are written out, for one sheet."""

BLANKS = 64
"""Empty cells in a row that are written out before a filled one."""


class Rows:
    """The rows of one sheet."""

    def __init__(self) -> None:
        self._cells: list[str] = []
        self._blanks = 0
        self._left = REPEATED

    def cell(self, text: str, times: int) -> None:
        """The next cell, and how often it stands there."""
        if not text:
            self._blanks += times
            return
        self._cells += [""] * min(self._blanks, BLANKS)
        self._blanks = 0
        self._cells += [text] * self._copies(text, times)

    def row(self, times: int) -> list[str]:
        """The row is complete: its lines, none when it is empty."""
        line = "\t".join(self._cells)
        self._cells, self._blanks = [], 0
        return [line] * self._copies(line, times) if line else []

    def _copies(self, text: str, times: int) -> int:
        size = len(text) + 1
        more = min(times - 1, self._left // size)
        self._left -= max(more, 0) * size
        return 1 + max(more, 0)
