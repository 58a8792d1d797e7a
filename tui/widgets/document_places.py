"""Places in a laid-out document: where the reader is, what is in view, what a quote takes in."""

from typing import NamedTuple

from search.text.spans import Span
from tui.textcells import measure, most_characters, offset_at
from tui.textlayout import EXACT_LINE, DocumentLayout

QUOTE = 2000
"""Most code points of a quoted line; of a longer one the row is quoted."""


class Position(NamedTuple):
    """What the top row shows: its line, from 1, of how many; the share of the document above the bottom row, 0 to 100;
    and its offset in the text.
    """

    line: int
    lines: int
    percent: int
    offset: int


class Quote(NamedTuple):
    """A piece of the document and where it is from, in code points of the text."""

    text: str
    start: int
    end: int


class Hold(NamedTuple):
    """The offset to keep in view, at the top or at one third of the height."""

    offset: int
    at_third: bool


def position_at(layout: DocumentLayout, top: int, height: int) -> Position:
    """Where the reader is whose window of `height` rows begins at the row `top`."""
    rows = len(layout.rows)
    offset = seen_from(layout, top, height).start
    percent = 100 * min(rows, top + height) // rows
    return Position(layout.lines.line_of(offset) + 1, len(layout.lines), percent, offset)


def seen_from(layout: DocumentLayout, top: int, height: int) -> Span:
    """The part of the text in that window; the newline at its end is seen with it."""
    last = len(layout.rows) - 1
    return Span(layout.row_span(min(top, last)).start, layout.row_span(min(top + height - 1, last)).end + 1)


def quote_at(layout: DocumentLayout, offset: int) -> Quote:
    """The line that holds `offset`."""
    span = layout.lines.span(layout.lines.line_of(offset))
    if span.end - span.start > QUOTE:
        row = layout.row_span(layout.row_of(offset))
        span = Span(max(row.start, offset - QUOTE // 2), min(row.end, offset + QUOTE // 2))
    return Quote(layout.text[span.start : span.end], *span)


def top_row(layout: DocumentLayout, hold: Hold, height: int) -> int:
    """The row to scroll to, for `hold` to be where it is held."""
    row = layout.row_of(hold.offset)
    return max(0, row - height // 3) if hold.at_third else row


def left_column(layout: DocumentLayout, offset: int, left: int, width: int) -> int:
    """Where to scroll sideways for `offset` to be among `width` cells; `left`, where it is, when that will do."""
    if layout.wrapped:
        return 0
    line = layout.row_span(layout.row_of(offset))
    exact = line.end - line.start <= EXACT_LINE
    column = measure(layout.text, line.start, offset) if exact else offset - line.start
    return left if left <= column < left + width * 9 // 10 else max(0, column - width // 3)


def visible_part(text: str, line: Span, left: int, width: int) -> tuple[Span, int]:
    """The part of an unwrapped line that fills `width` cells from the column `left`, and the column where it begins."""
    start, end = line
    if end - start <= EXACT_LINE:
        first, column = offset_at(text, start, end, left)
    else:
        first, column = min(start + left, end), left
    return Span(first, min(end, first + most_characters(width))), column
