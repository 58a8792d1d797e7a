"""The engine on Whoosh 2.7.4: its files and its scores; the reading and writing are ours, for speed and safety."""

from __future__ import annotations

import pickle
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh import versionstring
from whoosh.query import Query

from search.cancel import CancelToken
from search.errors import BadInput
from search.index import committing
from search.index.cache import PostingCache
from search.index.engine import Engine, IndexDocument, IndexStats, Ranking
from search.index.evaluate import Evaluation
from search.index.expansion import similar
from search.index.merging import join, small_ones
from search.index.ranking import best_by_score, first_by_order
from search.index.schema import WORD_FIELDS
from search.index.snapshot import NOTHING, open_latest
from search.index.toc import damaged

ENGINE = f"Whoosh {versionstring()}"

# What damaged posting lists raise. KeyError and IndexError would rather be mistakes of ours.
_DAMAGE = (zlib.error, pickle.UnpicklingError, struct.error, EOFError)


def open_engine(folder: Path, *, writable: bool) -> Engine:
    """The engine on the index in `folder`.

    When there is none, a writable one is made (folders 0700); otherwise it has no documents and finds what is made at
    a later `refresh`. Raises MemoryDamaged, and MemoryBusy when another process is writing for long.
    """
    if writable:
        committing.create(folder)
    return WhooshEngine(folder, writable)


def discard(folder: Path) -> None:
    """Remove the index in `folder`, damaged or not, so that it can be made again."""
    committing.discard(folder)


class WhooshEngine:
    """See `Engine`. Made by `open_engine`."""

    def __init__(self, folder: Path, writable: bool) -> None:
        self._folder = folder
        self._writable = writable
        self._cache = PostingCache()
        self._snapshot = open_latest(folder, NOTHING, self._cache)

    def refresh(self) -> bool:
        """Open what was committed since; True when there was something."""
        latest = open_latest(self._folder, self._snapshot, self._cache)
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

        Raises BadInput for a pattern that cannot be searched for, MemoryDamaged, Cancelled.
        """
        snapshot = self._snapshot
        mask = scope[: len(order)].ljust(snapshot.top + 1, b"\0")
        mask[0] = 0
        evaluation = Evaluation(snapshot, cancel)
        with self._reading():
            scores = evaluation.scores(query, mask)
        window = best_by_score if by_score else first_by_order
        return Ranking(len(scores), window(scores, order, limit, offset), tuple(evaluation.expansions))

    def frequency(self, word: str) -> int:
        """How many versions hold the folded `word` in text or title."""
        with self._reading():
            found = [part.versions for field in WORD_FIELDS for part in self._snapshot.postings(field, word)]
        return len(set().union(*found) - {0})

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
        with committing.writing(self._folder) as writer:
            self.refresh()
            known = self.versions()
            before = len(known)
            for document in documents:
                if document.version not in known:
                    known.add(document.version)
                    writer.add_document(**document._asdict())
            if len(known) > before:
                writer.commit(merge=False)
        self.refresh()

    def merge(self) -> bool:
        """Join small segments into one when there are many; True when something was joined. Answers stay the same."""
        self._check_writable()
        with committing.writing(self._folder) as writer:
            self.refresh()
            chosen = small_ones(self._snapshot.segments)
            if chosen:
                with self._reading():
                    join(writer, chosen)
        return bool(chosen) and self.refresh()

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
            raise damaged(self._folder, f"bad posting list: {error}") from error
