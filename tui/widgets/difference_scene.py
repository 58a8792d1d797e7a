"""Draws the rows of two texts that are compared: what differs by a sign, by colour, and word by word."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.facing import SAME, Facing
from tui.textlayout import DocumentLayout
from tui.widgets.document_marks import Marks
from tui.widgets.document_row import Mark, draw_row

GUTTER = 2
"""Cells of the sign and the space after it."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How one side of a change is drawn: its lines, the words that differ, its sign."""

    sign: str
    line: Style
    word: Style
    words: Marks


@dataclass(frozen=True, slots=True)
class DifferenceScene:
    """All that a row is drawn from. `width` is the cells of a row; `current` is the index of the hunk whose signs
    are drawn as `current_style`.
    """

    facing: Facing
    deleted: Ink
    inserted: Ink
    current: int
    width: int
    base: Style
    rule: Style
    current_style: Style

    def draw(self, row: int) -> Strip:
        """A row; blank below the last."""
        facing = self.facing
        if row >= facing.height:
            return Strip.blank(self.width, self.base)
        face = facing.face(row)
        if not facing.beside:
            if face.hunk != SAME and face.after is None:
                return self._side(facing.before, face.before, face.hunk, self.deleted, self.width)
            return self._side(facing.after, face.after, face.hunk, self.inserted, self.width)
        half = side_width(self.width, beside=True)
        left = self._side(facing.before, face.before, face.hunk, self.deleted, half)
        right = self._side(facing.after, face.after, face.hunk, self.inserted, self.width - half - 1)
        return Strip([*left, Segment("│", self.base + self.rule), *right], self.width)

    def _side(self, layout: DocumentLayout, row: int | None, hunk: int, ink: Ink, width: int) -> Strip:
        if row is None:
            return Strip.blank(width, self.base)
        style = self.base if hunk == SAME else self.base + ink.line
        return Strip(self._segments(layout, row, hunk, ink, style)).adjust_cell_length(width, style)

    def _segments(self, layout: DocumentLayout, row: int, hunk: int, ink: Ink, style: Style) -> Iterator[Segment]:
        span = layout.row_span(row)
        sign = " " if hunk == SAME else ink.sign
        yield Segment(sign, style + self.current_style if hunk == self.current else style)
        yield Segment(" ", style)
        words = (Mark(*word, ink.word) for _, word in ink.words.touching(*span))
        yield from draw_row(layout.text, span, 0, style, words)


def side_width(width: int, *, beside: bool) -> int:
    """Cells of a side, with its gutter."""
    return (width - 1) // 2 if beside else width
