"""What SQLite and the file system report, as sentences for the person at the terminal."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import Cancelled, CristalError, DiskFull, MemoryBusy, MemoryDamaged
from search.memory.paths import shown

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
_MISSING = ("no such table", "no such column", "no such index")
_UNREADABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what SQLite raises about the memory in `folder` into the errors of `search.errors`.

    Mistakes of the program (a broken constraint, a wrong statement) pass as they are.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        known = _sentence(error, shown(os.fsencode(folder)))
        if known is None:
            raise
        raise known from error


@contextmanager
def written(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses while files are written in `folder`, of a memory, into CristalError."""
    try:
        yield
    except OSError as error:
        raise _refusal(error, shown(os.fsencode(folder))) from error


def _refusal(error: OSError, folder: str) -> CristalError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(folder)
    reason = (error.strerror or "unknown error").lower()
    return CristalError(f"{folder} cannot be written ({reason}); check its permissions and its disk")


def _full(folder: str) -> DiskFull:
    return DiskFull(f"the disk that holds {folder} is full; make room and try again")


def _sentence(error: sqlite3.DatabaseError, folder: str) -> Exception | None:
    # The low byte is the primary code; errors that Python itself finds while decoding a row carry none.
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return _damaged(folder, str(error)) if "decode" in str(error) else None
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return _full(f"the memory in {folder}")
    code &= 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return Cancelled()
    if code in _BUSY:
        return MemoryBusy(f"another process is writing to the memory in {folder}; try again in a moment")
    if code in _DAMAGED or (code == sqlite3.SQLITE_ERROR and str(error).startswith(_MISSING)):
        return _damaged(folder, str(error))
    if code in _UNREADABLE:
        return MemoryDamaged(f"the memory in {folder} cannot be read ({error}); check its permissions and its disk")
    if code == sqlite3.SQLITE_FULL:
        return _full(f"the memory in {folder}")
    if code == sqlite3.SQLITE_READONLY:
        return CristalError(f"the memory in {folder} is read-only; nothing was written")
    return None


def _damaged(folder: str, reason: str) -> MemoryDamaged:
    return MemoryDamaged(f"the memory in {folder} is damaged ({reason}); restore memory.db from a backup")
