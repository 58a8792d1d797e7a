"""What is remembered together and becomes one segment of the index; and how either is written.

A batch is remembered first and indexed second, so the catalogue always knows what the index still lacks. It is
remembered in several transactions, so that nobody else who writes has to wait long: killed between two, the rest is
read again.
"""

import time
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TypeVar

from search.extract.extracted import Status
from search.index.engine import IndexDocument, WritableEngine
from search.memory.following import pack_version
from search.memory.instants import now
from search.memory.memory import Memory
from search.memory.packing import Packed
from search.memory.records import NewVersion, Stamp
from search.memory.writing import Write

BATCH_CODE_POINTS = 3_000_000
BATCH_FILES = 1_000
TRANSACTION_SECONDS = 0.1
"""When a transaction takes nothing more; what it is at is finished."""

T = TypeVar("T")


def write_each(memory: Memory, items: Sequence[T], act: Callable[[Write, T], None]) -> None:
    """Do `act` for each of `items` in order, in as many transactions as keep each of them short."""
    at = 0
    while at < len(items):
        with memory.write() as write:
            until = time.monotonic() + TRANSACTION_SECONDS
            act(write, items[at])
            at += 1
            while at < len(items) and time.monotonic() < until:
                act(write, items[at])
                at += 1


class Batch:
    """The versions, new stamps and moves that wait to be committed: about `most` code points of them.

    `code_points` is how many the versions have.
    """

    def __init__(self, memory: Memory, engine: WritableEngine, most: int) -> None:
        self._memory = memory
        self._engine = engine
        self._most = most
        self._clear()

    def _clear(self) -> None:
        self._versions: list[NewVersion] = []
        self._others: list[Callable[[Write], None]] = []
        self._closings: list[Callable[[Write], None]] = []
        self.code_points = 0

    @property
    def documents(self) -> int:
        """How many versions wait."""
        return len(self._versions)

    @property
    def full(self) -> bool:
        """Whether it holds as much as may be lost by a kill."""
        return self.code_points >= self._most or len(self._versions) + len(self._others) >= BATCH_FILES

    def remember(self, new: NewVersion) -> None:
        """Add a version."""
        self._versions.append(new)
        self.code_points += len(new.extracted.text)

    def close(
        self, path: bytes, kept: Collection[bytes], status: Status, reason: str | None, stamp: Stamp | None
    ) -> None:
        """All that is in the container at `path` was added; see `Write.close_container`."""
        at = now()
        self._closings.append(lambda write: write.close_container(path, kept, at, status, reason, stamp))

    def touch(self, document: int, stamp: Stamp) -> None:
        """The file of `document` has other times and the same content."""
        self._others.append(lambda write: write.touch(document, stamp))

    def move(self, document: int, path: bytes, stamp: Stamp, source: int) -> None:
        """The file of `document` is at `path` now, in `source`."""
        at = now()
        self._others.append(lambda write: write.rename(document, path, at, stamp, source))

    def commit(self, committed: Callable[[int], None]) -> bool:
        """Remember what waits and have it indexed, then forget it here; False when nothing did.

        `committed` is called once it can be found, at the latest when the engine has settled, with how many versions
        that are.
        """
        if not (self._versions or self._others or self._closings):
            return False
        versions, others, closings = self._versions, self._others, self._closings
        self._clear()
        write_each(self._memory, others, lambda write, act: act(write))
        packed = [pack_version(self._memory, new) for new in versions]
        numbers: list[int] = []
        write_each(self._memory, list(zip(versions, packed, strict=True)), partial(_remember, numbers))
        if versions:
            searchable = (
                IndexDocument(number, new.title, new.extracted.text)
                for number, new in zip(numbers, versions, strict=True)
                if new.extracted.status.searchable
            )
            self._engine.add_aside(searchable, partial(self._mark, numbers, committed))
        else:
            committed(0)
        write_each(self._memory, closings, lambda write, act: act(write))
        return True

    def _mark(self, numbers: Sequence[int], committed: Callable[[int], None]) -> None:
        with self._memory.write() as write:
            write.mark_indexed(numbers)
        committed(len(numbers))


def _remember(numbers: list[int], write: Write, item: tuple[NewVersion, Packed]) -> None:
    numbers.append(write.remember(*item))
