"""The engine on Whoosh 2.7.4: its files and its scores; the reading and writing are ours, for speed and safety."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
from whoosh import versionstring
from whoosh.query import Query

from search.cancel import CancelToken
from search.errors import BadInput, IndexDamaged
from search.index import committing
from search.index.aside import Aside
from search.index.builders import Builders, Order
from search.index.building import Builder, Built
from search.index.cache import PostingCache
from search.index.engine import Engine, IndexDocument, IndexStats, Ranking
from search.index.evaluate import Evaluation
from search.index.expansion import similar
from search.index.jobs import JoinJob, TextJob, put_texts
from search.index.merging import join, small_ones
from search.index.pages import Torn
from search.index.ranking import best_by_score, first_by_order
from search.index.schema import WORD_FIELDS
from search.index.segment import DELETED, Segment
from search.index.snapshot import NOTHING, open_latest
from search.index.toc import latest_table
from search.index.verifying import verify
from search.memory.failures import written

WORTH_A_PROCESS = 500_000
"""Code points of text, or bytes of segments, from which on another process gets them."""

ENGINE = f"Whoosh {versionstring()}"

_DAMAGE = (Torn, UnicodeDecodeError)


def open_engine(folder: Path, *, writable: bool, memory: str = "", builders: int = 0) -> Engine:
    """The engine on the index in `folder`, which is of the memory with the id `memory`. It may have so many processes
    for building.

    When there is none, a writable one is made (folders 0700); otherwise it has no documents and finds what is made at
    a later `refresh`. Raises IndexDamaged, also for the index of another memory, and MemoryBusy when another process
    is writing for long.
    """
    if writable:
        committing.create(folder, memory)
    return WhooshEngine(folder, memory, writable, builders)


def discard(folder: Path) -> None:
    """Remove the index in `folder`, damaged or not, so that it can be made again."""
    committing.discard(folder)


class WhooshEngine:
    """See `Engine`. Made by `open_engine`."""

    def __init__(self, folder: Path, memory: str, writable: bool, builders: int) -> None:
        self._folder = folder
        self._memory = memory
        self._writable = writable
        self._builders = Builders(builders)
        self._building: set[int] = set()
        self._joining = False
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
                found += np.count_nonzero(segment.versions[documents] != DELETED)
        return found

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

    def add_aside(self, documents: Iterable[IndexDocument], committed: Callable[[], None]) -> None:
        """Commit `documents` as `add` does, but build their segment in another process when there is much to build.
        `committed` is called once they are: by this call, or by a later one of `publish` or `settle`.
        """
        self._check_writable()
        with written(self._folder):
            aside = Aside(self._folder)
        known = self._snapshot.versions | self._building
        fresh = {document.version: document for document in documents if document.version not in known}
        with written(self._folder):
            size = put_texts(aside.path, fresh.values())
        self._building |= fresh.keys()
        order = Order(TextJob(aside.path), aside, partial(self._publish_texts, fresh.keys(), committed))
        self._give(order, worth=size >= WORTH_A_PROCESS)

    def publish(self) -> None:
        """Commit what other processes have built meanwhile, without waiting."""
        with self._reading():
            while self._builders.publish(wait=False):
                pass

    def settle(self) -> None:
        """Wait for all that is being built, commit it, and join small segments until there are few."""
        with self._reading():
            while self._builders.publish(wait=True) or self._merge_aside():
                pass

    def _publish_texts(self, versions: Collection[int], committed: Callable[[], None], built: Built | None) -> None:
        if built is not None and built.segment.doc_count_all():
            with committing.writing(self._folder, self._memory) as commit:
                commit.publish([built])
            self.refresh()
        self._building -= set(versions)
        committed()
        self._merge_aside()

    def _merge_aside(self) -> bool:
        """Begin to join small segments, if there are many and none are being joined; True when there was something to
        do.
        """
        chosen = [] if self._joining else small_ones(self._snapshot.segments)
        if not chosen:
            return False
        with written(self._folder):
            aside = Aside(self._folder)
        job = JoinJob(aside.path, self._folder, self._memory, tuple(segment.id for segment in chosen))
        self._joining = True
        size = sum(segment.bytes for segment in chosen)
        self._give(Order(job, aside, partial(self._publish_joined, chosen)), worth=size >= WORTH_A_PROCESS)
        return True

    def _publish_joined(self, segments: list[Segment], built: Built | None) -> None:
        self._joining = False
        if built is not None:
            with committing.writing(self._folder, self._memory) as commit:
                commit.publish([built], segments)
            self.refresh()

    def _give(self, order: Order, *, worth: bool) -> None:
        with self._reading():
            if worth and self._builders.most:
                self._builders.give(order)
            else:
                order.do()

    def merge(self) -> bool:
        """Join small segments into one when there are many; True when something was joined. Answers stay the same."""
        self._check_writable()
        with committing.writing(self._folder, self._memory) as commit:
            self.refresh()
            chosen = small_ones(self._snapshot.segments)
            if chosen:
                with self._reading():
                    commit.publish([join(commit.building, chosen)], chosen)
        return bool(chosen) and self.refresh()

    def purge(self, versions: Collection[int]) -> bool:
        """Rewrite every segment that holds any of `versions` without them, one commit for each, and delete what they
        were in; True when there were any. Killed anywhere, the next call finishes it.
        """
        self._check_writable()
        self.settle()
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
                    commit.publish([join(commit.building, [segment], doomed)], [segment])
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
        """Release files and processes; what was still being built is forgotten."""
        self._builders.close()
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
