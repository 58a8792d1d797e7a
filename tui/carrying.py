"""Places carried from one version of a text to another: the same words, wherever they are there."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from search.text.differing import Change


def carried(offset: int, changes: Sequence[Change]) -> int:
    """The offset in the text after the `changes` (in order) of an offset in the text before; the top stays the top.

    Inside of what was replaced it is as far along as it was before.
    """
    place = bisect_right(changes, offset, key=attrgetter("before.start")) - 1
    if place < 0 or not offset:
        return offset
    before, after = changes[place]
    if offset >= before.end:
        return offset - before.end + after.end
    return after.start + (offset - before.start) * (after.end - after.start) // (before.end - before.start)
