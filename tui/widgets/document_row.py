"""Draws one row of a document: the text made safe, tabs as spaces, marks as styles.

Every segment carries the document offset of its first character as `offset` metadata, (offset, 0), which is where
Textual looks for what the mouse points at: a selection is then a range of the text and survives a reflow.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from search.text.spans import Span
from tui.sanitize import safe
from tui.textcells import TAB, is_plain, measure, starts_cluster


class Mark(NamedTuple):
    """A range to be drawn in a style over what is below it."""

    start: int
    end: int
    style: Style


def draw_row(text: str, row: Span, column: int, base: Style, marks: Iterable[Mark]) -> list[Segment]:
    """The segments of a row that begins `column` cells into its line; later marks lie over earlier ones.

    A mark that would cut a cluster takes in the whole of it. An empty row is one empty segment, so that it too has a
    place in the text.
    """
    start, end = row
    whole = is_plain(text, start, end)
    clipped = [
        Mark(*(_clip(text, mark, row) if whole else _clip_to_clusters(text, mark, row)), mark.style)
        for mark in marks
        if mark.start < end and mark.end > start
    ]
    cuts = sorted({start, end, *(mark.start for mark in clipped), *(mark.end for mark in clipped)})
    styles = [base] * max(1, len(cuts) - 1)
    for mark in clipped:
        for index in range(bisect_left(cuts, mark.start), bisect_left(cuts, mark.end)):
            styles[index] += mark.style
    if start == end:
        return [_segment("", base, start)]
    segments: list[Segment] = []
    for first, last, style in zip(cuts, cuts[1:], styles, strict=False):
        segments.extend(_draw_piece(text, first, last, column, style))
        column += measure(text, first, last, column)
    return segments


def _draw_piece(text: str, start: int, end: int, column: int, style: Style) -> Iterator[Segment]:
    position = start
    while (tab := text.find("\t", position, end)) >= 0:
        if tab > position:
            yield _segment(safe(text[position:tab]), style, position)
            column += measure(text, position, tab, column)
        cells = TAB - column % TAB
        yield _segment(" ", style, tab)
        # The rest of a tab points past it: what lies between two offsets has no cells of its own.
        yield from (_segment(" ", style, tab + 1) for _ in range(cells - 1))
        column += cells
        position = tab + 1
    if position < end:
        yield _segment(safe(text[position:end]), style, position)


def _segment(shown: str, style: Style, offset: int) -> Segment:
    return Segment(shown, style + Style.from_meta({"offset": (offset, 0)}))


def _clip(text: str, mark: Mark, row: Span) -> Span:
    """The part of a mark that lies in the row, without the space where it goes on in the next."""
    start, end = max(mark.start, row.start), min(mark.end, row.end)
    while start < end < mark.end and text[end - 1] == " ":
        end -= 1
    return Span(start, end)


def _clip_to_clusters(text: str, mark: Mark, row: Span) -> Span:
    start, end = _clip(text, mark, row)
    while not starts_cluster(text, start, row.start):
        start -= 1
    while end < row.end and not starts_cluster(text, end, row.start):
        end += 1
    return Span(start, end)
