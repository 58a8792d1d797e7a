"""Decoded posting lists that were used lately, within a budget of memory."""

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.index.segment import Postings

BUDGET = 64 << 20
OVERHEAD = 400

Key = tuple[str, str, str]
"""Segment, field, and a word or a start."""


class PostingCache:
    """Least recently used goes first. Segments never change, so an entry is right for as long as its segment is."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._size = 0
        self._lists: OrderedDict[Key, Postings] = OrderedDict()

    def get(self, key: Key) -> "Postings | None":
        """What was put under `key`, if it is still there."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def put(self, key: Key, postings: "Postings") -> None:
        """Keep `postings`, and let go of the oldest as needed."""
        self._lists[key] = postings
        self._size += _size(postings)
        while self._size > self._budget:
            self._size -= _size(self._lists.popitem(last=False)[1])

    def keep(self, segments: set[str]) -> None:
        """Forget the lists of other segments."""
        for key in [key for key in self._lists if key[0] not in segments]:
            self._size -= _size(self._lists.pop(key))


def _size(postings: "Postings") -> int:
    return 8 * len(postings.versions) + OVERHEAD
