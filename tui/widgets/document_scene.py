"""Draws the rows of a laid-out text, with line numbers and whatever marks lie on them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from search.text.spans import Span
from tui.textlayout import DocumentLayout
from tui.widgets.document_places import visible_part
from tui.widgets.document_row import Mark, draw_row


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a row is drawn from. `width` and `gutter` are cells; `marks` gives the marks of a part of the text,
    those below first.
    """

    layout: DocumentLayout
    marks: Callable[[Span], Iterable[Mark]]
    width: int
    gutter: int
    base: Style
    number_style: Style

    def draw(self, row: int, left: int) -> Strip:
        """A row of the layout, from the column `left` on; blank below the last."""
        layout, base = self.layout, self.base
        if row >= len(layout.rows):
            return Strip.blank(self.width, base)
        span = layout.row_span(row)
        segments = list(self._draw_gutter(span.start))
        part, column = (span, 0) if layout.wrapped else visible_part(layout.text, span, left, self.width)
        if column > left:
            segments.append(Segment(" " * (column - left), base))
        segments.extend(draw_row(layout.text, part, column, base, self.marks(part)))
        return Strip(segments).adjust_cell_length(self.width, base)

    def _draw_gutter(self, row_start: int) -> Iterator[Segment]:
        if self.gutter:
            lines = self.layout.lines
            line = lines.line_of(row_start)
            number = str(line + 1) if lines.starts[line] == row_start else ""
            yield Segment(f"{number:>{self.gutter - 2}}  ", self.base + self.number_style)
