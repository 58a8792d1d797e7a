"""Copies of a database, each of one moment and durable."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copy_to(connection: sqlite3.Connection, file: Path) -> None:
    """Copy a database, as it is at one moment, to the new `file`, durably, readable by its owner alone."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    sync(file)


def sync(path: Path) -> None:
    """Return when a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
