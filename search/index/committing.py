"""Commits that survive a kill or a power cut at any moment, in this order: segment files built aside in
`building/<pid>`, synced, moved in; the folder synced; the table of contents written aside, synced, moved in; the
folder synced; only then what no table needs is deleted.

So the folder always holds a table of contents and everything that it lists. Readers that still hold deleted files
open keep them.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import SegmentWriter

from search.errors import MemoryBusy
from search.index.codec import Codec, Pool, PostingSource
from search.index.schema import SCHEMA
from search.index.toc import NAME, NO_INDEX, Toc, generation_of, latest_generation, read_toc, segment_of, toc_name
from search.memory.failures import written

BUILDING = "building"
LOCK = f"{NAME}_WRITELOCK"
LOCK_SECONDS = 10.0


class Writer(SegmentWriter):  # type: ignore[misc]
    """Builds one segment aside and publishes it."""

    def __init__(self, folder: Path, building: Path, toc: Toc) -> None:
        super().__init__(_Index(building, toc), codec=Codec(), compound=False, _lk=False)
        self.pool: PostingSource = Pool()
        self._folder = folder
        self._building = building

    def get_segment(self) -> Any:
        """The new segment; a plain dictionary of lengths keeps the table of contents free of other classes."""
        segment = super().get_segment()
        segment._fieldlengths = dict(segment._fieldlengths)
        return segment

    def _commit_toc(self, segments: list[Any]) -> None:
        files = [path for path in self._building.iterdir() if path.is_file()]
        for path in files:
            _sync(path)
        for path in files:
            os.replace(path, self._folder / path.name)
        _sync(self._folder)
        publish(self._folder, self._building, Toc(self.generation, segments))
        _clean(self._folder, Toc(self.generation, segments))


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """A writer on the newest generation, alone. Nothing happens unless its `commit` is called.

    Raises MemoryBusy when another process is writing, CristalError when the disk is full or refuses to be written.
    """
    with written(folder), _locked(folder), _building(folder) as building:
        writer = Writer(folder, building, read_toc(folder, latest_generation(folder)))
        try:
            yield writer
        finally:
            if not writer.is_closed:
                # After a commit that failed it is half closed; what it built goes with its folder.
                with suppress(Exception):
                    writer.cancel()


def create(folder: Path) -> None:
    """Make `folder` an index, empty, if it is not one already. Raises like `writing`."""
    with written(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if latest_generation(folder) == NO_INDEX:
        with written(folder), _locked(folder), _building(folder) as building:
            if latest_generation(folder) == NO_INDEX:
                publish(folder, building, Toc(0, []))


def publish(folder: Path, building: Path, toc: Toc) -> None:
    """Make `toc` the table of contents of `folder`, durably."""
    TOC(SCHEMA, toc.segments, toc.generation).write(FileStorage(str(building)), NAME)
    name = toc_name(toc.generation)
    _sync(building / name)
    os.replace(building / name, folder / name)
    _sync(folder)


def discard(folder: Path) -> None:
    """Remove the index in `folder`, damaged or not, and the folder if nothing else is in it."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    shutil.rmtree(folder / BUILDING, ignore_errors=True)
    # Tables first: a folder with segments but no table is known to be damaged, one with half of its segments is not.
    with written(folder):
        for name in sorted(names, key=lambda name: generation_of(name) is None):
            if generation_of(name) is not None or segment_of(name) is not None or name == LOCK:
                os.unlink(folder / name)
    try:
        folder.rmdir()
    except OSError:
        pass


class _Index:
    """What Whoosh's writer asks of an index: where to build, and on what."""

    def __init__(self, building: Path, toc: Toc) -> None:
        self.storage = FileStorage(str(building))
        self.indexname = NAME
        self._toc = toc

    def _read_toc(self) -> Any:
        return TOC(SCHEMA, list(self._toc.segments), self._toc.generation)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = FileLock(str(folder / LOCK))
    if not try_for(lock.acquire, timeout=LOCK_SECONDS):
        raise MemoryBusy(f"Another process is writing to the index in {folder}. Try again when it has finished.")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _building(folder: Path) -> Iterator[Path]:
    building = folder / BUILDING / str(os.getpid())
    _sweep(folder / BUILDING)
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(mode=0o700, parents=True)
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _sweep(buildings: Path) -> None:
    """Remove what dead builders left."""
    if buildings.is_dir():
        for left in buildings.iterdir():
            if not _is_alive(left.name):
                shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def _clean(folder: Path, toc: Toc) -> None:
    needed = {segment.segment_id() for segment in toc.segments}
    for name in os.listdir(folder):
        generation, segment = generation_of(name), segment_of(name)
        if (generation is not None and generation != toc.generation) or (segment is not None and segment not in needed):
            (folder / name).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
