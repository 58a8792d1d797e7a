"""Making a catalogue, and bringing one of an older Cristal up to the current version."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from search.errors import CristalError, MemoryDamaged, NotFound
from search.memory import schema
from search.memory.connections import connect
from search.memory.copying import copy_to
from search.memory.locking import ingest_lock
from search.memory.paths import shown

FILE = "memory.db"
INDEX = "index"

FORMER = FILE + ".version-"
"""How the name of the copy begins that is kept before an older catalogue is brought up."""

_MAKING = 5.0
"""Seconds to wait for another process that makes the same memory."""


def make(folder: Path) -> None:
    """Make an empty catalogue in `folder`, which only its owner may read, unless there is one by then."""
    file = folder / FILE
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise CristalError(f"{_shown(file)} cannot be made ({error.strerror}); check the folder") from error
    # Two processes may come to make it: changing the journal's mode fails at once rather than wait.
    with ingest_lock(folder, _MAKING), closing(connect(file.resolve(), "rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        schema.migrate(connection)


def bring_up(connection: sqlite3.Connection, folder: Path, *, writable: bool) -> None:
    """Bring the catalogue in `folder` up to the current version, after a copy was kept beside it. NotFound when it is
    empty, CristalError when it may not be written to, MemoryDamaged when it is of a newer Cristal.
    """
    version = schema.version_of(connection)
    if version == 0:
        raise no_memory(folder)
    if not writable:
        schema.require_current(connection)
    elif version < len(schema.MIGRATIONS):
        _keep(connection, folder, version)
        schema.migrate(connection)


def no_memory(folder: Path) -> CristalError:
    """What to say of a folder without a catalogue. An index is made only for a memory that is there: one without the
    other has lost it.
    """
    if (folder / INDEX).is_dir():
        return MemoryDamaged(
            f"{_shown(folder)} has lost its memory, only the index is left; restore {FILE} from a backup, or remove "
            f"the folder {INDEX} to begin anew"
        )
    return NotFound(f"{_shown(folder)} is not a memory; remember a folder with: cristal add PATH")


def _keep(connection: sqlite3.Connection, folder: Path, version: int) -> None:
    kept = folder / f"{FORMER}{version}"
    part = folder / f".{kept.name}.{os.getpid()}.part"
    try:
        if not kept.exists():
            copy_to(connection, part)
            os.replace(part, kept)
    except OSError as error:
        raise CristalError(
            f"the memory in {_shown(folder)} was not brought up to this version of Cristal: {_shown(kept)} cannot be "
            f"written ({error.strerror})"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _shown(path: Path) -> str:
    return shown(os.fsencode(path))
