"""Half-open ranges of code points, one by one and by the million."""

import heapq
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """`start <= offset < end`, in code points of a stored text."""

    start: int
    end: int


class Spans:
    """Many spans, sorted by start and not overlapping, in 16 bytes each. Immutable by convention: whoever holds one
    may share it.
    """

    __slots__ = ("ends", "starts")

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        self.starts = array("q")
        self.ends = array("q")
        for start, end in pairs:
            self.starts.append(start)
            self.ends.append(end)

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> Span:
        return Span(self.starts[index], self.ends[index])

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self.starts, self.ends)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spans) and self.starts == other.starts and self.ends == other.ends

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Spans({list(self)!r})"


def merged(first: Spans, second: Spans) -> Spans:
    """Both, in order; spans that overlap become one."""
    if not len(second):
        return first
    if not len(first):
        return second
    out = Spans()
    end = -1
    for span in heapq.merge(first, second):
        if span.start >= end:
            out.starts.append(span.start)
            out.ends.append(span.end)
            end = span.end
        elif span.end > end:
            end = out.ends[-1] = span.end
    return out
