"""The engine on Whoosh 2.7.4: its files and its scores; the reading and writing are ours, for speed and safety."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from whoosh import versionstring
from whoosh.query import Query

from search.cancel import CancelToken
from search.errors import BadInput, IndexDamaged
from search.index import committing
from search.index.building import Builder
from search.index.cache import PostingCache
from search.index.engine import Engine, IndexDocument, IndexStats, Ranking
from search.index.evaluate import Evaluation
from search.index.expansion import similar
from search.index.merging import join, small_ones
from search.index.pages import Torn
from search.index.ranking import best_by_score, first_by_order
from search.index.schema import WORD_FIELDS
from search.index.segment import DELETED
from search.index.snapshot import NOTHING, open_latest
from search.index.toc import latest_table
from search.index.verifying import verify

ENGINE = f"Whoosh {versionstring()}"

_DAMAGE = (Torn, UnicodeDecodeError)


def open_engine(folder: Path, *, writable: bool, memory: str = "") -> Engine:
    """The engine on the index in `folder`, which is of the memory with the id `memory`.

    When there is none, a writable one is made (folders 0700); otherwise it has no documents and finds what is made at
    a later `refresh`. Raises IndexDamaged, also for the index of another memory, and MemoryBusy when another process
    is writing for long.
    """
    if writable:
        committing.create(folder, memory)
    return WhooshEngine(folder, memory, writable)


def discard(folder: Path) -> None:
    """Remove the index in `folder`, damaged or not, so that it can be made again."""
    committing.discard(folder)


class WhooshEngine:
    """See `Engine`. Made by `open_engine`."""

    def __init__(self, folder: Path, memory: str, writable: bool) -> None:
        self._folder = folder
        self._memory = memory
        self._writable = writable
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
            return sum(
                len(np.union1d(*(segment.counted(field, word).documents for field in WORD_FIELDS)))
                for segment in self._snapshot.segments
            )

    def similar(self, word: str, limit: int = 5) -> list[str]:
        """Words of the lexicon spelled like `word`, best first (frequent before rare)."""
        with self._reading():
            return similar(self._snapshot, word, limit)

    def versions(self) -> set[int]:
        """The version numbers that are committed."""
        return set(self._snapshot.versions)

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Commit `documents`, durably, in one step; versions already committed are skipped."""
        self._check_writable()
        with committing.writing(self._folder, self._memory) as commit:
            self.refresh()
            known = self.versions()
            builder = Builder(commit.building)
            for document in documents:
                if document.version not in known:
                    known.add(document.version)
                    builder.add(document)
            if builder.docnum:
                commit.publish([builder.build()])
        self.refresh()

    def merge(self) -> bool:
        """Join small segments into one when there are many; True when something was joined. Answers stay the same."""
        self._check_writable()
        with committing.writing(self._folder, self._memory) as commit:
            self.refresh()
            chosen = small_ones(self._snapshot.segments)
            if chosen:
                with self._reading():
                    commit.publish([join(commit.building, chosen)], [segment.id for segment in chosen])
        return bool(chosen) and self.refresh()

    def purge(self, versions: Collection[int]) -> bool:
        """Rewrite every segment that holds any of `versions` without them, one commit for each, and delete what they
        were in; True when there were any. Killed anywhere, the next call finishes it.
        """
        self._check_writable()
        doomed = frozenset(versions) - {DELETED}
        found = False
        while True:
            with committing.writing(self._folder, self._memory) as commit:
                self.refresh()
                holding = (part for part in self._snapshot.segments if not doomed.isdisjoint(part.versions.tolist()))
                segment = next(holding, None)
                if segment is None:
                    commit.sweep()
                    return found
                with self._reading():
                    commit.publish([join(commit.building, [segment], doomed)], [segment.id])
                found = True

    def verify(self) -> Iterator[str]:
        """Read everything: a sentence for each thing that is not as it was written. Damage is noted in the folder, so
        that the next sync makes the index again.
        """
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

    def _check_writable(self) -> None:
        if not self._writable:
            raise BadInput(f"The index in {self._folder} was opened to be read only.")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            self._note(str(error))
            raise IndexDamaged(self._folder, error) from error

    def _note(self, why: str) -> None:
        """Tell whoever opens the index next, unless it was made anew meanwhile."""
        try:
            current = latest_table(self._folder) == self._snapshot.table
        except IndexDamaged:
            return
        if current:
            committing.note_damage(self._folder, why)
