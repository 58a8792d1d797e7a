"""One SQLite connection per thread, all to the same catalogue."""

import os
import sqlite3
import threading
from pathlib import Path
from weakref import WeakSet

from search.errors import CristalError, MemoryDamaged
from search.memory.paths import shown

BUSY_TIMEOUT = 5_000
"""Milliseconds that a writer waits for another one."""


class _Connection(sqlite3.Connection):
    """A connection that can be referred to weakly: it goes when its thread goes."""


class Connections:
    """The connections to the database `file`, opened as threads ask for one.

    Read-only connections cannot make the shared memory of SQLite's write-ahead log. Without a log they take the file
    as unchanging, and are opened anew once it has changed or a log has appeared. All are opened anew once another file
    has taken the place of the one that they are of.
    """

    def __init__(self, file: Path, *, writable: bool) -> None:
        self.writable = writable
        self._file = file.resolve()
        self._log = self._file.with_name(self._file.name + "-wal")
        self._shared = self._file.with_name(self._file.name + "-shm")
        self._own = threading.local()
        self._all: WeakSet[_Connection] = WeakSet()
        self._lock = threading.Lock()

    def get(self) -> sqlite3.Connection:
        """The connection of the calling thread."""
        state = self._state()
        connection: _Connection | None = getattr(self._own, "connection", None)
        if connection is None or self._own.state != state:
            connection = self._open(immutable=not self.writable and state[0] is None)
            self._own.connection, self._own.state = connection, state
            with self._lock:
                self._all.add(connection)
        return connection

    def close(self) -> None:
        """Close the connections of all threads, none of which may be using its own."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._own = threading.local()

    def _open(self, *, immutable: bool) -> _Connection:
        mode = "rw" if self.writable else "ro&immutable=1" if immutable else "ro"
        if (
            mode == "ro"
            and not self._shared.exists()
            and self._log.exists()
            and not os.access(self._file.parent, os.W_OK)
        ):
            raise CristalError(
                f"{shown(os.fsencode(self._file))} was copied or left while it was written to, and cannot be written "
                "here; open the memory once where it can be written"
            )
        return connect(self._file, mode)

    def _state(self) -> tuple[int | None, int, int, int]:
        """Changes whenever a connection must be opened anew; begins with None when a read-only one has no log."""
        try:
            file = self._file.stat()
        except OSError as error:
            path = shown(os.fsencode(self._file))
            raise MemoryDamaged(f"{path} can no longer be read ({error.strerror}); was it moved away?") from error
        if self.writable:
            return (0, file.st_ino, 0, 0)
        log = self._written_log()
        # With a log, SQLite itself sees every commit.
        return (None, file.st_ino, file.st_mtime_ns, file.st_size) if log is None else (log, file.st_ino, 0, 0)

    def _written_log(self) -> int | None:
        """The inode of the log; None without one, or when its writer could not fill it."""
        try:
            log = self._log.stat()
        except FileNotFoundError:
            return None
        return log.st_ino if log.st_size else None


def connect(file: Path, mode: str) -> _Connection:
    """A connection to the absolute path `file`; `mode` as in SQLite's URIs: "rwc" makes the file."""
    connection = sqlite3.connect(
        f"{file.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,  # `Connections.close` closes those of other threads
        timeout=BUSY_TIMEOUT / 1000,
        factory=_Connection,
    )
    # One flush to disk per commit: a version that was reported as remembered survives a power cut.
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY", "cache_size = -16000"):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except UnicodeDecodeError as error:
            # SQLite quotes a damaged description of a table as it is.
            raise sqlite3.DatabaseError(f"could not decode how a table is described: {error.reason}") from error
    return connection
