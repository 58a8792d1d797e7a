"""What is marked in an open document, matches or mentions, and which mark is the current one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from search.text.spans import Span, Spans


class Marks:
    """Spans of one kind. `current` is the index of the current one, -1 when there is none."""

    __slots__ = ("current", "spans")

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self.current = -1

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def current_span(self) -> Span | None:
        """The current mark."""
        return self.spans[self.current] if self.current >= 0 else None

    def touching(self, start: int, end: int) -> Iterator[tuple[int, Span]]:
        """The marks that share a code point with the range, with their indexes."""
        index = bisect_right(self.spans.ends, start)
        while index < len(self.spans) and self.spans.starts[index] < end:
            yield index, self.spans[index]
            index += 1

    def any_from(self, start: int, end: int) -> bool:
        """Whether a mark starts in the range."""
        index = bisect_left(self.spans.starts, start)
        return index < len(self.spans) and self.spans.starts[index] < end

    def select(self, index: int) -> bool:
        """Make a mark current; False, and nothing changes, when there is none of that index."""
        if not 0 <= index < len(self.spans):
            return False
        self.current = index
        return True

    def select_at(self, offset: int) -> bool:
        """Make the mark at `offset` current, or the first one after it."""
        return self.select(bisect_right(self.spans.ends, offset))

    def select_next(self, seen: Span) -> bool:
        """Go on from the current mark while it is among what is `seen`, else from the start of what is seen."""
        if self._is_current_in(seen):
            return self.select(self.current + 1)
        return self.select(bisect_left(self.spans.starts, seen.start))

    def select_previous(self, seen: Span) -> bool:
        """Go back from the current mark while it is among what is `seen`, else from the start of what is seen."""
        if self._is_current_in(seen):
            return self.select(self.current - 1)
        return self.select(bisect_left(self.spans.starts, seen.start) - 1)

    def replace(self, spans: Spans) -> None:
        """Take other spans; the current mark stays current when one of them starts where it did."""
        previous = self.current_span
        self.spans = spans
        self.current = -1
        if previous is not None:
            index = bisect_left(spans.starts, previous.start)
            if index < len(spans) and spans.starts[index] == previous.start:
                self.current = index

    def _is_current_in(self, seen: Span) -> bool:
        return self.current >= 0 and seen.start <= self.spans.starts[self.current] < seen.end
