"""The whole memory in one file, and back. The index is left out: it is made again from the memory."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from search.errors import BadInput, CristalError, MemoryDamaged
from search.memory.beginning import FILE
from search.memory.checking import check
from search.memory.connections import Connections, connect
from search.memory.copying import copy_to, sync
from search.memory.failures import explained
from search.memory.instants import now
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.schema import version_of
from search.memory.spelling import discard

REPLACED = FILE + ".replaced-"
"""How the name of a catalogue begins that a restored one took the place of."""


def back_up(memory: Memory, file: Path) -> int:
    """Write the memory, as it is at one moment, to the new `file`; its size in bytes. Another process may write to the
    memory meanwhile. The copy is read through before it gets its name. BadInput, MemoryDamaged.
    """
    if file.exists():
        raise BadInput(f"{_shown(file)} is there already: give the name of a new file")
    with _beside(file) as part:
        with memory.reading() as connection:
            copy_to(connection, part)
        _require_sound(part, "the backup")
        os.replace(part, file)
        sync(file.parent)
    return file.stat().st_size


def restore(file: Path, folder: Path) -> int:
    """Make `folder` the memory that was backed up to `file`; how many versions it has. The caller holds the ingest
    lock. A memory that is there is kept beside it under a name that begins with `REPLACED`. BadInput, MemoryDamaged.
    """
    if not file.is_file():
        raise BadInput(f"{_shown(file)} is not there: give the file that `cristal backup` wrote")
    with _beside(folder / FILE) as part:
        with explained(file.parent), closing(_read_only(file)) as connection:
            if version_of(connection) == 0:
                raise BadInput(f"{_shown(file)} is not a backup of a memory")
            copy_to(connection, part)
        versions = _require_sound(part, _shown(file))
        with closing(connect(part.resolve(), "rw")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        _set_aside(folder)
        discard(folder)
        os.replace(part, folder / FILE)
        sync(folder)
    return versions


def _read_only(file: Path) -> sqlite3.Connection:
    return connect(file.resolve(), "ro&immutable=1")


def _require_sound(file: Path, name: str) -> int:
    """How many versions the catalogue in `file` has; MemoryDamaged when it is not what was remembered."""
    memory = Memory(file.parent, Connections(file, writable=False))
    try:
        found = next(check(memory), None)
        if found is not None:
            raise MemoryDamaged(f"{name} is damaged ({found}); nothing was changed")
        return memory.totals().versions
    finally:
        memory.close()


def _set_aside(folder: Path) -> None:
    """Give the catalogue in `folder` another name, its log first: without it the rest is an older state, never a torn
    one.
    """
    if not (folder / FILE).exists():
        return
    aside = REPLACED + now().replace(":", "")
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            os.rename(folder / (FILE + ending), folder / (aside + ending))


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A name for what is to become `file`, free at the beginning and at the end."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with explained(file.parent):
            yield part
    except OSError as error:
        raise CristalError(
            f"{_shown(file)} cannot be written ({error.strerror}); check the folder and its disk"
        ) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def _shown(path: Path) -> str:
    return shown(os.fsencode(path))
