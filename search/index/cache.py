"""What was made of posting lists lately, within a budget of memory."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.index.codec.starts import Counted

BUDGET = 64 << 20
OVERHEAD = 400

Key = tuple[str, str, str]
"""Segment, field, and the beginning of words."""


class PostingCache:
    """Least recently used goes first. Segments never change, so an entry is right for as long as its segment is."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._size = 0
        self._lists: OrderedDict[Key, Counted] = OrderedDict()

    def get(self, key: Key) -> Counted | None:
        """What was put under `key`, if it is still there."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def put(self, key: Key, counted: Counted) -> None:
        """Keep `counted`, and let go of the oldest as needed."""
        self._lists[key] = counted
        self._size += _size(counted)
        while self._size > self._budget:
            self._size -= _size(self._lists.popitem(last=False)[1])

    def keep(self, segments: set[str]) -> None:
        """Forget the lists of other segments."""
        for key in [key for key in self._lists if key[0] not in segments]:
            self._size -= _size(self._lists.pop(key))


def _size(counted: Counted) -> int:
    return counted.documents.nbytes + counted.frequencies.nbytes + OVERHEAD
