"""Two texts laid out against each other, beside each other or one after the other.

Terms: the *face* of a row is what it shows of either text; a *block* is a run of rows that are alike: of lines that
both texts have, or of lines of one hunk. Like a layout, all is arrays and bisection: what a row shows is found without
looking at those before it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from search.cancel import NEVER, CancelToken
from search.text.differing import Hunk
from search.text.spans import Span
from tui.textlayout import DocumentLayout

SAME = -1
"""In place of the index of a hunk: both texts have these lines."""

_STEP = 4096


class Face(NamedTuple):
    """The rows of the two layouts that a row shows; None: none. `hunk` is its index, or `SAME`."""

    before: int | None
    after: int | None
    hunk: int


class Block(NamedTuple):
    """The first row in each layout, and how many rows it takes from there."""

    before: int
    before_rows: int
    after: int
    after_rows: int
    hunk: int


@dataclass(frozen=True, slots=True)
class Facing:
    """Two layouts of the same width as one run of rows. `starts` are the first rows of the `blocks`, `hunks` those of
    the hunks; `height` is the number of rows.
    """

    before: DocumentLayout
    after: DocumentLayout
    beside: bool
    blocks: Sequence[Block]
    starts: "array[int]"
    hunks: "array[int]"
    height: int

    @classmethod
    def build(
        cls,
        before: DocumentLayout,
        after: DocumentLayout,
        hunks: Sequence[Hunk],
        *,
        beside: bool,
        cancel: CancelToken = NEVER,
    ) -> "Facing":
        """Lay the texts `beside` each other, lines of hunks padded, or those of the text before above the others.
        Cancelled.
        """
        blocks = [block for block in _blocks(before, after, hunks, beside) if block.before_rows or block.after_rows]
        starts, firsts = array("q"), array("q")
        height = 0
        for block in blocks:
            if not len(starts) % _STEP:
                cancel.check()
            if block.hunk == len(firsts):
                firsts.append(height)
            starts.append(height)
            height += _height(block, beside)
        return cls(before, after, beside, blocks, starts, firsts, height)

    def face(self, row: int) -> Face:
        """What a row, from 0, shows."""
        index = bisect_right(self.starts, row) - 1
        block = self.blocks[index]
        down = row - self.starts[index]
        if block.hunk == SAME:
            return Face(block.before + down, block.after + down, SAME)
        before = block.before + down if down < block.before_rows else None
        if not self.beside:
            down -= block.before_rows
        after = block.after + down if 0 <= down < block.after_rows else None
        return Face(before, after, block.hunk)

    def row_of(self, offset: int, *, after: bool) -> int:
        """The row that shows an offset of the text before or of the one `after`."""
        layout, first = (self.after, "after") if after else (self.before, "before")
        row = layout.row_of(offset)
        index = max(0, bisect_right(self.blocks, row, key=attrgetter(first)) - 1)
        if index >= len(self.blocks):
            return 0
        block = self.blocks[index]
        first_row, rows = (block.after, block.after_rows) if after else (block.before, block.before_rows)
        above = block.before_rows if after and block.hunk != SAME and not self.beside else 0
        return self.starts[index] + above + max(0, min(row - first_row, rows - 1))

    def hunks_between(self, first: int, last: int) -> bool:
        """Whether a row from `first` up to, and without, `last` belongs to a hunk."""
        index = bisect_right(self.starts, first) - 1
        while 0 <= index < len(self.blocks) and self.starts[index] < last:
            if self.blocks[index].hunk != SAME:
                return True
            index += 1
        return False

    def next_hunk(self, row: int) -> int:
        """The index of the first hunk that begins at a row or below; their number when there is none."""
        return bisect_left(self.hunks, row)


def _height(block: Block, beside: bool) -> int:
    if beside or block.hunk == SAME:
        return max(block.before_rows, block.after_rows)
    return block.before_rows + block.after_rows


def _blocks(before: DocumentLayout, after: DocumentLayout, hunks: Sequence[Hunk], beside: bool) -> Iterator[Block]:
    done, other_done = 0, 0
    for index, hunk in enumerate(hunks):
        yield _block(before, Span(done, hunk.before.start), after, Span(other_done, hunk.after.start), SAME)
        for one, other in _pairs(before, after, hunk) if beside else [(hunk.before, hunk.after)]:
            yield _block(before, one, after, other, index)
        done, other_done = hunk.before.end, hunk.after.end
    ends = Span(done, len(before.text)), Span(other_done, len(after.text))
    yield _block(before, ends[0], after, ends[1], SAME)


def _pairs(before: DocumentLayout, after: DocumentLayout, hunk: Hunk) -> Iterator[tuple[Span, Span]]:
    """Line by line where both sides have as many, so that each stays beside the one that took its place."""
    lines, others = _lines(before, hunk.before), _lines(after, hunk.after)
    if len(lines) == len(others):
        for line, other in zip(lines, others, strict=True):
            yield _whole_line(before, line), _whole_line(after, other)
    else:
        yield hunk.before, hunk.after


def _lines(layout: DocumentLayout, span: Span) -> range:
    if span.start == span.end:
        return range(0)
    return range(layout.lines.line_of(span.start), layout.lines.line_of(span.end - 1) + 1)


def _whole_line(layout: DocumentLayout, line: int) -> Span:
    start, end = layout.lines.span(line)
    return Span(start, end + 1)


def _block(before: DocumentLayout, one: Span, after: DocumentLayout, other: Span, hunk: int) -> Block:
    return Block(*_rows(before, one), *_rows(after, other), hunk)


def _rows(layout: DocumentLayout, span: Span) -> tuple[int, int]:
    if span.start >= len(layout.text):
        return len(layout.rows), 0
    first = layout.row_of(span.start)
    if span.start == span.end:
        return first, 0
    return first, layout.row_of(span.end - 1) - first + 1
