"""The postings of one term as Whoosh's own queries take them: one at a time."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

from search.index.codec.arrays import Array
from search.index.codec.postings import Postings


class PostingMatcher(LeafMatcher):  # type: ignore[misc]
    """Goes through the documents of a term; to Whoosh it is one block. Values are packed positions."""

    def __init__(
        self, postings: Postings, place: int, lengths: Array, term: tuple[str, bytes], format_: Any, scorer: Any
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._opened = (postings, place, lengths, term, format_, scorer)
        entry = postings.entry(place)
        documents, frequencies = postings.listed(entry.places)
        own = lengths[documents]
        self._least, self._most = int(own.min()), int(own.max())
        self._documents: list[int] = documents.tolist()
        self._frequencies: list[int] = frequencies.tolist()
        self._positions = postings.positions(entry, frequencies)
        self._ends: list[int] = np.cumsum(frequencies, dtype=np.int64).tolist()
        self._at = 0

    def is_active(self) -> bool:
        """Whether it is at a posting."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> PostingMatcher:
        """Another one at the same posting."""
        other = PostingMatcher(*self._opened)
        other._at = self._at
        return other

    def id(self) -> int:
        """The document."""
        return self._documents[self._at]

    def all_ids(self) -> list[int]:
        """Every document of the term."""
        return self._documents

    def weight(self) -> float:
        """The frequency."""
        return float(self._frequencies[self._at])

    def value(self) -> bytes:
        """The packed positions."""
        end = self._ends[self._at]
        return self._positions[end - self._frequencies[self._at] : end].astype("<u4").tobytes()

    def next(self) -> bool:
        """Go to the next posting; True at the end of the block, which is the end."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return not self.is_active()

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh calls it so
        """Go on to the first posting of this or a later document."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the end when no posting can score more; how many blocks were left out."""
        if not self.is_active() or self.block_quality() > minquality:
            return 0
        self._at = len(self._documents)
        return 1

    def block_min_id(self) -> int:
        """The first document."""
        return self._documents[0]

    def block_max_id(self) -> int:
        """The last document."""
        return self._documents[-1]

    def block_min_length(self) -> int:
        """The length of the field in the shortest of the documents."""
        return self._least

    def block_max_length(self) -> int:
        """The length of the field in the longest of the documents."""
        return self._most

    def block_max_weight(self) -> float:
        """The greatest frequency."""
        return float(max(self._frequencies))
