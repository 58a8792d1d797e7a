"""Commits that survive a kill or a power cut at any moment, in this order: segment files, manifest and table of
contents built aside in `building/<pid>`, and synced; segment files and manifest moved in; the folder synced; the table
moved in; the folder synced; only then what no table needs is deleted.

So the folder always holds a table of contents, its manifest, and everything that they list. Readers that still hold
deleted files open keep them.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.util.filelock import FileLock, try_for

from search.errors import CristalError, IndexDamaged, MemoryBusy
from search.index.aside import BUILDING, Aside, sweep
from search.index.building import Built
from search.index.codec.files import SegmentFiles
from search.index.codec.segment import stored_segment
from search.index.manifest import NOT_OURS, Manifest, SegmentRecord, encode, is_ours, read_manifest
from search.index.pages import Torn, measure
from search.index.schema import SCHEMA
from search.index.segment import Segment
from search.index.toc import (
    DAMAGE_NOTE,
    NAME,
    NO_INDEX,
    NO_TABLE,
    generation_of,
    latest_table,
    manifest_name,
    segment_of,
    toc_name,
)
from search.memory.failures import written

LOCK = f"{NAME}_WRITELOCK"
LOCK_SECONDS = 10.0


class Commit:
    """The chance to change the index: alone, on its newest generation."""

    def __init__(self, folder: Path, building: Path, manifest: Manifest) -> None:
        self.building = building
        self._folder = folder
        self._manifest = manifest

    def publish(self, built: Sequence[Built], instead_of: Collection[Segment] = ()) -> bool:
        """Make a generation of the segments there are, without those in `instead_of`, and of what was built.

        False, and nothing is done, when one of those is no longer there. What was deleted from them since is deleted
        from what was built.
        """
        current = {record.id: record for record in self._manifest.segments}
        left_out = {segment.id for segment in instead_of}
        if not left_out <= current.keys():
            return False
        pairs = [(segment, current[segment.id]) for segment in instead_of]
        new = [_without_deleted(part, pairs) for part in built if part.record.documents]
        kept = tuple(record for record in self._manifest.segments if record.id not in left_out)
        publish(self._folder, kept, new, self._manifest, self.building)
        return True

    def sweep(self) -> None:
        """Delete for good what the present generation does not need: what a commit that was killed left behind."""
        _clean(self._folder, self._manifest)
        _sync(self._folder)


def _without_deleted(built: Built, sources: Sequence[tuple[Segment, SegmentRecord]]) -> Built:
    """A segment less what was deleted from its sources, each as it was joined and as it is now."""
    versions = [
        int(joined.files.versions[document])
        for joined, now in sources
        for document in set(now.deleted).difference(joined.record.deleted)
    ]
    if not versions:
        return built
    files = SegmentFiles(built.folder, built.record.id, built.record.documents)
    deleted = np.flatnonzero(np.isin(files.versions, versions)).tolist()
    return built._replace(record=built.record._replace(deleted=tuple(deleted)))


@contextmanager
def writing(folder: Path, memory: str) -> Iterator[Commit]:
    """A commit on the newest generation of the index of `memory`. Nothing happens unless something is published.

    Raises MemoryBusy when another process is writing, CristalError when the disk is full or refuses to be written,
    IndexDamaged.
    """
    with written(folder), _locked(folder), _building(folder) as building:
        try:
            manifest = read_manifest(folder, latest_table(folder).generation, memory)
        except FileNotFoundError as error:
            raise IndexDamaged(folder, f"{Path(error.filename).name} is missing") from error
        except Torn as error:
            raise IndexDamaged(folder, error) from error
        yield Commit(folder, building, manifest)


def create(folder: Path, memory: str) -> None:
    """Make `folder` an index of `memory`, empty, if it is not an index already. Raises like `writing`."""
    with written(folder):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError as error:
            raise IndexDamaged(folder, "something else is in its place") from error
    if not is_ours(folder):
        raise IndexDamaged(folder, NOT_OURS)
    if latest_table(folder) == NO_TABLE:
        with written(folder), _locked(folder), _building(folder) as building:
            if latest_table(folder) == NO_TABLE:
                publish(folder, (), (), Manifest(memory, NO_INDEX, (), {}), building)


def publish(
    folder: Path, kept: tuple[SegmentRecord, ...], built: Sequence[Built], before: Manifest, building: Path
) -> None:
    """Make the generation after `before` of the segments that are `kept` of it and of those that were `built`, durably,
    and delete what it does not need.
    """
    generation = before.generation + 1
    segments = kept + tuple(part.record for part in built)
    ids = {record.id for record in kept}
    files = {name: record for name, record in before.files.items() if segment_of(name) in ids}
    for part in built:
        files |= part.files
    TOC(SCHEMA, list(map(stored_segment, segments)), generation).write(FileStorage(str(building)), NAME)
    table, path = building / toc_name(generation), building / manifest_name(generation)
    files[table.name] = measure(table)
    manifest = Manifest(before.memory, generation, segments, files)
    path.write_bytes(encode(manifest))
    aside = [*(part.folder / name for part in built for name in part.files), path]
    for file in (*aside, table):
        _sync(file)
    for file in aside:
        os.replace(file, folder / file.name)
    _sync(folder)
    os.replace(table, folder / table.name)
    _sync(folder)
    _clean(folder, manifest)


def discard(folder: Path) -> None:
    """Remove the index in `folder`, damaged or not, and the folder if nothing else is in it."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        folder.unlink(missing_ok=True)
        return
    except OSError as error:
        raise IndexDamaged(folder, error.strerror) from error
    _remove(folder / BUILDING)
    # Tables first: a folder with segments but no table is known to be damaged, one with half of its segments is not.
    # The note last: until then the rest is known to be damaged.
    for name in sorted(names, key=lambda name: (name == DAMAGE_NOTE, generation_of(name) is None)):
        if generation_of(name) is not None or segment_of(name) is not None or name in (LOCK, DAMAGE_NOTE):
            _remove(folder / name)
    try:
        folder.rmdir()
    except OSError:
        pass


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    file = folder / LOCK
    if file.is_symlink() or not file.is_file():
        _remove(file)
    lock = FileLock(str(file))
    try:
        acquired = try_for(lock.acquire, timeout=LOCK_SECONDS)
    except FileNotFoundError as error:
        raise IndexDamaged(folder, "its folder is gone") from error
    except OSError as error:
        raise CristalError(
            f"The index in {folder} cannot be locked ({error.strerror}): check its permissions."
        ) from error
    if not acquired:
        raise MemoryBusy(f"Another process is writing to the index in {folder}. Try again when it has finished.")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _building(folder: Path) -> Iterator[Path]:
    """A folder to build in, where nothing is left of what was built by the dead."""
    sweep(folder)
    aside = Aside(folder)
    try:
        yield aside.path
    finally:
        aside.close()


def _clean(folder: Path, manifest: Manifest) -> None:
    needed = {record.id for record in manifest.segments}
    for name in os.listdir(folder):
        generation, segment = generation_of(name), segment_of(name)
        replaced = generation is not None and generation != manifest.generation
        if replaced or (segment is not None and segment not in needed):
            _remove(folder / name)


def _remove(path: Path) -> None:
    """Delete whatever is at `path`, if anything; of a link only the link."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise IndexDamaged(path.parent, f"{path.name} cannot be removed: {error.strerror}") from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
