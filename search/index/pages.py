"""Files of the index, and what they were when they were written.

A *page* is 16 KiB, with a CRC-32 of its own, which is looked at when the page is read for the first time after opening,
in 8 microseconds. So opening costs next to nothing however large the index is, and no flipped bit is decoded. The
digest of a whole file is for `verify`.
"""

from __future__ import annotations

import os
import stat
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

PAGE = 16 << 10
_PART = 1 << 20


class Torn(Exception):
    """A file is not as it was written; the message says which, and how. Never shown by itself."""


class FileRecord(NamedTuple):
    """What a file was when it was written: bytes, and its BLAKE2b digest in hexadecimal."""

    size: int
    digest: str


def digest_of(content: bytes) -> str:
    """The digest of a file's content."""
    return blake2b(content, digest_size=32).hexdigest()


def measure(path: Path) -> FileRecord:
    """The record of a file. Raises Torn, OSError."""
    size, digest = 0, blake2b(digest_size=32)
    with open_plain(path) as file:
        while part := file.read(_PART):
            size += len(part)
            digest.update(part)
    return FileRecord(size, digest.hexdigest())


def open_plain(path: Path) -> BinaryIO:
    """A file open for reading; Torn for a link, a pipe and whatever else was never written here."""
    try:
        file = open(path, "rb", opener=_open_at_once)  # noqa: SIM115
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Torn(f"{path.name} cannot be opened: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise Torn(f"{path.name} is not a file")
    return file


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def read_recorded(path: Path, record: FileRecord) -> bytes:
    """The content of a small file that is what `record` says; Torn when it is not."""
    with open_plain(path) as file:
        content = file.read(record.size + 1)
    if len(content) != record.size or digest_of(content) != record.digest:
        raise Torn(f"{path.name} is not as it was written")
    return content
