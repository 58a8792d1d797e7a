"""Two sequences, aligned: where they differ, and between that where they are the same.

What begins and ends alike is set aside; items that occur once in either sequence are anchors (patience diff, Bram
Cohen); what lies between anchors and is short is aligned by longest common subsequence. So the time is near linear for
texts of any size, and what is too large and has no anchors counts as different throughout.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from search.cancel import NEVER, CancelToken

EXACT_CELLS = 16_000_000
"""Pairs of items up to which two stretches are aligned exactly: 2 MB of memory and some milliseconds."""


class Difference(NamedTuple):
    """`before[start:end]` became `after[after_start:after_end]`; one of them may be empty."""

    start: int
    end: int
    after_start: int
    after_end: int


def differences(
    before: Sequence[Hashable], after: Sequence[Hashable], cancel: CancelToken = NEVER
) -> Iterator[Difference]:
    """Where two sequences differ, in order; never two that touch on both sides."""
    pending: Difference | None = None
    for found in _differences(before, after, cancel):
        if pending is not None and (pending.end, pending.after_end) == (found.start, found.after_start):
            pending = Difference(pending.start, found.end, pending.after_start, found.after_end)
            continue
        if pending is not None:
            yield pending
        pending = found
    if pending is not None:
        yield pending


def _differences(before: Sequence[Hashable], after: Sequence[Hashable], cancel: CancelToken) -> Iterator[Difference]:
    stretches = [Difference(0, len(before), 0, len(after))]
    while stretches:
        cancel.check()
        stretch = _trimmed(before, after, stretches.pop())
        start, end, after_start, after_end = stretch
        if start == end or after_start == after_end:
            if start != end or after_start != after_end:
                yield stretch
            continue
        anchors = _anchors(before, after, stretch)
        if anchors:
            stretches.extend(reversed(_between(stretch, anchors)))
        elif (end - start) * (after_end - after_start) <= EXACT_CELLS:
            yield from _exact(before, after, stretch)
        else:
            yield stretch


def _trimmed(before: Sequence[Hashable], after: Sequence[Hashable], stretch: Difference) -> Difference:
    start, end, after_start, after_end = stretch
    while start < end and after_start < after_end and before[start] == after[after_start]:
        start += 1
        after_start += 1
    while start < end and after_start < after_end and before[end - 1] == after[after_end - 1]:
        end -= 1
        after_end -= 1
    return Difference(start, end, after_start, after_end)


def _anchors(before: Sequence[Hashable], after: Sequence[Hashable], stretch: Difference) -> list[tuple[int, int]]:
    """Pairs of places of what occurs once in either stretch, ascending in both: as many as can be had."""
    places = _once(before, stretch.start, stretch.end)
    others = _once(after, stretch.after_start, stretch.after_end)
    pairs = [(place, others[item]) for item, place in places.items() if item in others]
    # The longest ascending run: `ends[n]` is the pair that a run of n + 1 pairs ends with, as early as possible.
    ends: list[int] = []
    last: list[int] = []
    former: list[int] = []
    for number, (_, other) in enumerate(pairs):
        at = bisect_left(ends, other)
        former.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(other)
            last.append(number)
        else:
            ends[at] = other
            last[at] = number
    chosen = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = former[number]
    return chosen[::-1]


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """The items that occur once between two places, with where, in order."""
    places: dict[Hashable, int] = {}
    for place in range(start, end):
        item = items[place]
        places[item] = -1 if item in places else place
    return {item: place for item, place in places.items() if place >= 0}


def _between(stretch: Difference, anchors: list[tuple[int, int]]) -> list[Difference]:
    """The stretches that anchors leave."""
    left = []
    start, after_start = stretch.start, stretch.after_start
    for place, other in anchors:
        left.append(Difference(start, place, after_start, other))
        start, after_start = place + 1, other + 1
    left.append(Difference(start, stretch.end, after_start, stretch.after_end))
    return left


def _exact(before: Sequence[Hashable], after: Sequence[Hashable], stretch: Difference) -> Iterator[Difference]:
    from rapidfuzz.distance import LCSseq

    start, end, after_start, after_end = stretch
    for step in LCSseq.opcodes(before[start:end], after[after_start:after_end]):
        if step.tag != "equal":
            yield Difference(
                start + step.src_start, start + step.src_end, after_start + step.dest_start, after_start + step.dest_end
            )
