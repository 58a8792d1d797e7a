"""The engine on Whoosh 2.7.4: its files and its scores; the reading and writing are ours, for speed and safety."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from whoosh import versionstring
from whoosh.query import Query

from search.cancel import CancelToken
from search.errors import IndexDamaged
from search.index.cache import PostingCache
from search.index.engine import Engine, IndexStats, Ranking
from search.index.evaluate import Evaluation
from search.index.expansion import similar
from search.index.pages import Torn
from search.index.ranking import best_by_score, first_by_order
from search.index.segment import DELETED
from search.index.snapshot import NOTHING, open_latest
from search.index.spelling import WORD_FIELDS
from search.index.toc import latest_table, note_damage

ENGINE = f"Whoosh {versionstring()}"


def open_engine(folder: Path, *, memory: str = "") -> Engine:
    """The engine on the index in `folder`, which is of the memory with the id `memory`.

    When there is none it has no documents, and finds what is made at a later `refresh`. Raises IndexDamaged, also for
    the index of another memory.
    """
    return WhooshEngine(folder, memory)


class WhooshEngine:
    """See `Engine`. Made by `open_engine`, and by `open_writable` with more to it."""

    def __init__(self, folder: Path, memory: str) -> None:
        self._folder = folder
        self._memory = memory
        self._cache = PostingCache()
        self._snapshot = open_latest(folder, memory, NOTHING, self._cache)

    def refresh(self) -> bool:
        """Open what was committed since; True when there was something."""
        latest = open_latest(self._folder, self._memory, self._snapshot, self._cache)
        if latest is self._snapshot:
            return False
        self._cache.keep({segment.id for segment in latest.segments})
        self._snapshot = latest
        return True

    def search(
        self,
        query: Query,
        scope: bytearray,
        order: array[int],
        *,
        by_score: bool = True,
        limit: int = 20,
        offset: int = 0,
        cancel: CancelToken,
    ) -> Ranking:
        """Rank the versions in `scope` that match `query`; filters alone need no version to be in the index.

        Raises BadInput for a pattern that cannot be searched for, IndexDamaged, Cancelled.
        """
        snapshot = self._snapshot
        mask = np.frombuffer(scope[: len(order)].ljust(snapshot.top + 1, b"\0"), np.uint8).copy()
        mask[DELETED] = 0
        evaluation = Evaluation(snapshot, mask, cancel)
        with self._reading():
            found = evaluation.run(query)
        window = best_by_score if by_score else first_by_order
        top = window(found.versions, found.scores, np.frombuffer(order, order.typecode), limit, offset)
        return Ranking(len(found.versions), top, tuple(evaluation.expansions))

    def frequency(self, word: str) -> int:
        """How many versions hold the folded `word` in text or title."""
        with self._reading():
            found = 0
            for segment in self._snapshot.segments:
                documents = np.union1d(*(segment.counted(field, word).documents for field in WORD_FIELDS))
                found += int(np.count_nonzero(segment.versions[documents] != DELETED))
        return found

    def holds(self, word: str) -> bool:
        """Whether any version holds the folded `word`."""
        with self._reading():
            return any(self._snapshot.frequency(field, word) for field in WORD_FIELDS)

    def similar(self, word: str, limit: int = 5) -> list[str]:
        """Words of the lexicon spelled like `word`, best first (frequent before rare)."""
        with self._reading():
            return similar(self._snapshot, word, limit)

    def versions(self) -> set[int]:
        """The version numbers that are committed."""
        return set(self._snapshot.versions)

    def verify(self) -> Iterator[str]:
        """Read everything: a sentence for each thing that is not as it was written. Damage is noted in the folder, so
        that the next sync makes the index again.
        """
        from search.index.verifying import verify

        self.refresh()
        for sentence in verify(self._folder, self._snapshot, self._memory):
            self._note(sentence)
            yield sentence

    def stats(self) -> IndexStats:
        """Size and shape of what is committed."""
        snapshot = self._snapshot
        size = sum(segment.bytes for segment in snapshot.segments)
        return IndexStats(ENGINE, size, len(snapshot.segments), len(snapshot.versions))

    def close(self) -> None:
        """Release files."""
        self._snapshot = NOTHING
        self._cache.keep(set())

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            for segment in self._snapshot.segments:
                segment.files.check_sizes()
            yield
        except Torn as error:
            self._note(str(error))
            raise IndexDamaged(self._folder, error) from error

    def _note(self, why: str) -> None:
        """Tell whoever opens the index next, unless it was made anew meanwhile."""
        try:
            current = latest_table(self._folder) == self._snapshot.table
        except IndexDamaged:
            return
        if current:
            note_damage(self._folder, why)
