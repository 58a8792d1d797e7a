"""Where the lines and the screen rows of a text begin, for texts of any size.

Terms: a *line* ends at "\\n" and nowhere else; a *row* is what the screen shows of a line, one or more where lines are
wrapped. Everything is an offset of code points into the one text: a row is what lies between two entries of an array,
and finding the row of an offset is a bisection. Layouts are immutable and built in steps of a few milliseconds, so that
a thread that builds one does not hold up the thread that draws.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate, compress, count
from operator import add

from search.cancel import NEVER, CancelToken
from search.text.spans import Span
from tui.textcells import MOST_CELLS, TAB, is_plain, measure, plain_row_break, row_break

EXACT_LINE = 4096
"""Code points up to which the cells of an unwrapped line are counted one by one; beyond, a code point is a cell."""

_STEP_TEXT = 1 << 17
_STEP_LINES = 1 << 14
_STEP_ROWS = 1 << 10
_LINES_MEASURED = 64


def _offsets(text: str) -> "array[int]":
    """An empty array of offsets into `text`, four bytes each where they are enough."""
    return array("I" if len(text) < 1 << 32 else "q")


def _between(text: str, starts: "array[int]", index: int) -> Span:
    """From one start to the next, without the newline."""
    start = starts[index]
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    return Span(start, end - 1 if end > start and text[end - 1] == "\n" else end)


class LineIndex:
    """Where each line of a text begins. A final newline ends the last line and begins none."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str, cancel: CancelToken = NEVER) -> None:
        """Raises `Cancelled` when the token is set."""
        starts = _offsets(text)
        starts.append(0)
        for base in range(0, len(text), _STEP_TEXT):
            cancel.check()
            lengths = [len(piece) for piece in text[base : base + _STEP_TEXT].split("\n")]
            del lengths[-1]
            starts.extend(map(add, accumulate(lengths), count(base + 1)))
        if text and starts[-1] == len(text):
            del starts[-1]
        self.text = text
        self.starts = starts

    def __len__(self) -> int:
        return len(self.starts)

    def line_of(self, offset: int) -> int:
        """The line, from 0, that holds `offset`; a newline belongs to the line that it ends."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, line: int) -> Span:
        """The line from 0, without its newline."""
        return _between(self.text, self.starts, line)

    def longer_than(self, length: int, cancel: CancelToken = NEVER) -> Iterator[int]:
        """Lines with more than `length` code points, in order."""
        for base, lengths in self._lengths(cancel):
            yield from compress(count(base), map(length.__lt__, lengths))

    def longest(self, cancel: CancelToken = NEVER) -> int:
        """Code points of the longest line."""
        return max(max(lengths) for _, lengths in self._lengths(cancel))

    def _lengths(self, cancel: CancelToken) -> Iterator[tuple[int, list[int]]]:
        """Code points of each line, by blocks: the block's first line, then the lengths."""
        starts = self.starts
        for base in range(0, len(starts), _STEP_LINES):
            cancel.check()
            firsts = starts[base : base + _STEP_LINES]
            nexts = starts[base + 1 : base + _STEP_LINES + 1]
            lengths = [following - first - 1 for first, following in zip(firsts, nexts, strict=False)]
            if len(lengths) < len(firsts):
                start, end = self.span(len(starts) - 1)
                lengths.append(end - start)
            yield base, lengths


class WrapIndex:
    """Where each row begins when lines wrap at `width` cells. Rows tile the text: each begins where the last ended, but
    for the newline between lines.
    """

    __slots__ = ("starts", "text", "width")

    def __init__(self, lines: LineIndex, width: int, cancel: CancelToken = NEVER) -> None:
        """Raises `Cancelled` when the token is set, ValueError when the width is not positive."""
        if width < 1:
            raise ValueError(f"a row needs at least one cell, not {width}")
        self.text = lines.text
        self.width = width
        self.starts = _wrapped(lines, width, cancel)

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, row: int) -> Span:
        """The row from 0, without its newline. A space at its end may lie beyond the width."""
        return _between(self.text, self.starts, row)


def _most_cells(text: str, cancel: CancelToken) -> int:
    """The most cells that one character of the text may take."""
    if "\t" in text:
        return TAB
    if text.isascii():
        return 1
    for base in range(0, len(text), _STEP_TEXT):
        cancel.check()
        if not is_plain(text, base, base + _STEP_TEXT):
            return MOST_CELLS
    return 1


def _wrapped(lines: LineIndex, width: int, cancel: CancelToken) -> "array[int]":
    text = lines.text
    most_cells = _most_cells(text, cancel)
    break_after = plain_row_break if most_cells == 1 else row_break
    rows: array[int] | None = None
    taken = 0
    # Lines too short to reach the edge whatever they hold are taken over in runs, unseen.
    for line in lines.longer_than(width // most_cells, cancel):
        start, end = lines.span(line)
        row_start = break_after(text, start, end, width)
        if row_start == end:
            continue
        if rows is None:
            rows = _offsets(text)
        rows.extend(lines.starts[taken : line + 1])
        taken = line + 1
        while row_start < end:
            rows.append(row_start)
            row_start = break_after(text, row_start, end, width)
            if not len(rows) % _STEP_ROWS:
                cancel.check()
    if rows is None:
        return lines.starts
    rows.extend(lines.starts[taken:])
    return rows


def _widest(lines: LineIndex, cancel: CancelToken) -> int:
    """Cells of the widest line, among the longest ones when not all characters take one cell."""
    text = lines.text
    if _most_cells(text, cancel) == 1:
        return lines.longest(cancel)
    spans = map(lines.span, lines.longer_than(0, cancel))
    longest = nlargest(_LINES_MEASURED, spans, key=lambda span: span.end - span.start)
    return max((_cells_of_line(text, span) for span in longest), default=0)


def _cells_of_line(text: str, line: Span) -> int:
    length = line.end - line.start
    return measure(text, *line) if length <= EXACT_LINE else length


@dataclass(frozen=True, slots=True)
class DocumentLayout:
    """A text with its lines and its rows. Not wrapped, each line is a row and `width` is that of the widest."""

    text: str
    lines: LineIndex
    rows: LineIndex | WrapIndex
    width: int

    @classmethod
    def build(cls, text: str, width: int, *, cancel: CancelToken = NEVER) -> "DocumentLayout":
        """Wrap `text` at `width` cells. Raises `Cancelled` when the token is set."""
        lines = LineIndex(text, cancel)
        return cls(text, lines, WrapIndex(lines, width, cancel), width)

    @property
    def wrapped(self) -> bool:
        """Whether lines were wrapped at `width`."""
        return isinstance(self.rows, WrapIndex)

    def wrap(self, width: int, *, cancel: CancelToken = NEVER) -> "DocumentLayout":
        """The same lines wrapped at another width."""
        return DocumentLayout(self.text, self.lines, WrapIndex(self.lines, width, cancel), width)

    def unwrap(self, *, cancel: CancelToken = NEVER) -> "DocumentLayout":
        """The same lines, a row each."""
        return DocumentLayout(self.text, self.lines, self.lines, _widest(self.lines, cancel))

    def row_span(self, row: int) -> Span:
        """The row from 0, without its newline."""
        return self.rows.span(row)

    def row_of(self, offset: int) -> int:
        """The row from 0 that holds `offset`; a newline belongs to the row that it ends."""
        return max(0, bisect_right(self.rows.starts, offset) - 1)
