"""The engine on an index that may be changed: commits, what is built in other processes, merges and purges."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from search.errors import CristalError, IndexDamaged
from search.index import committing
from search.index.aside import Aside
from search.index.builders import Builders, Order
from search.index.building import Builder, Built
from search.index.engine import IndexDocument, WritableEngine
from search.index.jobs import JoinJob, TextJob, put_texts
from search.index.merging import join, small_ones
from search.index.segment import DELETED, Segment
from search.index.whoosh_engine import WhooshEngine
from search.memory.failures import written

WORTH_A_PROCESS = 500_000
"""Code points of text, or bytes of segments, from which on another process gets them."""


def open_writable(folder: Path, *, memory: str = "", builders: int = 0) -> WritableEngine:
    """The engine on the index in `folder`, which is of the memory with the id `memory`, to change it. When there is
    none it is made (folders 0700). It may have so many processes for building.

    Raises IndexDamaged, also for the index of another memory, and MemoryBusy when another process is writing for long.
    """
    committing.create(folder, memory)
    return WritableWhooshEngine(folder, memory, builders)


def discard(folder: Path) -> None:
    """Remove the index in `folder`, damaged or not, so that it can be made again."""
    committing.discard(folder)


class WritableWhooshEngine(WhooshEngine):
    """See `WritableEngine`. Made by `open_writable`."""

    def __init__(self, folder: Path, memory: str, builders: int) -> None:
        super().__init__(folder, memory)
        self._builders = Builders(builders)
        self._building: set[int] = set()
        self._joining = False

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Commit `documents`, durably, in one step; versions already committed are skipped."""
        with committing.writing(self._folder, self._memory) as commit:
            self.refresh()
            added: set[int] = set()
            builder = Builder(commit.building)
            for document in documents:
                if document.version not in added and not self._snapshot.holds(document.version):
                    added.add(document.version)
                    builder.add(document)
            if builder.docnum:
                commit.publish([builder.build()])
        self.refresh()

    def add_aside(self, documents: Iterable[IndexDocument], committed: Callable[[], None]) -> None:
        """Commit `documents` as `add` does, but build their segment in another process when there is much to build.
        `committed` is called once they are: by this call, or by a later one of `publish` or `settle`.
        """
        aside = self._aside()
        fresh: set[int] = set()
        try:
            with written(self._folder):
                size = put_texts(aside.path, self._fresh(documents, fresh))
        except BaseException:
            aside.close()
            raise
        self._building |= fresh
        order = Order(TextJob(aside.path), aside, partial(self._publish_texts, fresh, committed))
        self._give(order, worth=size >= WORTH_A_PROCESS)

    def _fresh(self, documents: Iterable[IndexDocument], fresh: set[int]) -> Iterator[IndexDocument]:
        """Those that are neither committed nor being built, each once; `fresh` becomes their versions."""
        for document in documents:
            version = document.version
            if not (version in fresh or version in self._building or self._snapshot.holds(version)):
                fresh.add(version)
                yield document

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
        if built is not None and built.record.documents:
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
        aside = self._aside()
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

    def _aside(self) -> Aside:
        try:
            with written(self._folder):
                return Aside(self._folder)
        except CristalError as error:
            if not self._folder.exists():
                raise IndexDamaged(self._folder, "its folder is gone") from error
            raise

    def _give(self, order: Order, *, worth: bool) -> None:
        with self._reading():
            if worth and self._builders.most:
                self._builders.give(order)
            else:
                order.do()

    def merge(self) -> bool:
        """Join small segments into one when there are many; True when something was joined. Answers stay the same."""
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
        self.settle()
        doomed = [version for version in versions if version != DELETED]
        found = False
        while True:
            with committing.writing(self._folder, self._memory) as commit:
                self.refresh()
                holding = (part for part in self._snapshot.segments if np.isin(part.files.versions, doomed).any())
                segment = next(holding, None)
                if segment is None:
                    commit.sweep()
                    return found
                with self._reading():
                    commit.publish([join(commit.building, [segment], doomed)], [segment])
                found = True

    def close(self) -> None:
        """Release files and processes; what was still being built is forgotten."""
        self._builders.close()
        super().close()
