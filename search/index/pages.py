"""Files of a segment, every page of which is checked before it is believed.

A *page* is 16 KiB. When a segment is written, the CRC-32 of each page of its files is put beside them, in
`MAIN_<id>.sum`; a page is checked when it is read for the first time after opening, in 8 microseconds. So opening costs
next to nothing however large the index is, and no flipped bit is decoded. The digest of a whole file is for `verify`.
"""

from __future__ import annotations

import mmap
import os
import stat
import sys
from array import array
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

from whoosh.filedb.structfile import StructFile

from search.index.pickles import PlainUnpickler

PAGE = 16 << 10
_PICKLE_MOST = 4096


class Torn(Exception):
    """A file is not as it was written; the message says which, and how. Never shown by itself."""


class FileRecord(NamedTuple):
    """What a file was when it was written: bytes, and its BLAKE2b digest in hexadecimal."""

    size: int
    digest: str


def digest_of(content: bytes) -> str:
    """The digest of a file's content."""
    return blake2b(content, digest_size=32).hexdigest()


def measure(path: Path) -> tuple[FileRecord, array[int]]:
    """The record of a file and the checksums of its pages. Raises Torn, OSError."""
    size, digest, sums = 0, blake2b(digest_size=32), array("I")
    with open_plain(path) as file:
        while page := file.read(PAGE):
            size += len(page)
            digest.update(page)
            sums.append(crc32(page))
    return FileRecord(size, digest.hexdigest()), sums


def encode_sums(sums: array[int]) -> bytes:
    """Checksums as they are stored, high byte first."""
    return _big_endian(sums).tobytes()


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


def open_pages(folder: Path, records: dict[str, FileRecord], sums: str) -> dict[str, PagedFile]:
    """The files of a segment by name; the one named `sums` holds the checksums of the others, in the order of names."""
    stored = array("I")
    stored.frombytes(read_recorded(folder / sums, records[sums]))
    known = _big_endian(stored)
    files, first = {}, 0
    for name in sorted(records.keys() - {sums}):
        last = first + -(-records[name].size // PAGE)
        files[name] = PagedFile(folder / name, records[name].size, known[first:last])
        first = last
    if first != len(known):
        raise Torn(f"{sums} is of other files")
    return files


class PagedFile(StructFile):  # type: ignore[misc]
    """A file in memory, for Whoosh's readers too; the pickles in it may name no class. Reading raises Torn."""

    def __init__(self, path: Path, size: int, sums: array[int]) -> None:
        with open_plain(path) as file:
            if os.fstat(file.fileno()).st_size != size:
                raise Torn(f"{path.name} has another size than it was written with")
            # An empty file cannot be mapped: all words of its segment are rare, and in the dictionary.
            self.map: bytes | mmap.mmap = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        super().__init__(self.map, name=path.name)
        self.length = size
        self._sums = sums
        self._unchecked = bytearray(b"\1" * len(sums))
        self._position = 0

    def check(self, start: int, end: int) -> None:
        """Look at the pages of a part that nobody has looked at yet."""
        if start < 0 or end > self.length:
            raise Torn(f"{self._name} ends before something that should be in it")
        page, last = start // PAGE, -(-end // PAGE)
        while (page := self._unchecked.find(1, page, last)) >= 0:
            if crc32(self.map[page * PAGE : (page + 1) * PAGE]) != self._sums[page]:
                raise Torn(f"{self._name} is not as it was written at byte {page * PAGE:,}")
            self._unchecked[page] = 0

    def get(self, position: int, length: int) -> bytes:
        """Bytes at a place, without moving."""
        self.check(position, position + length)
        return self.map[position : position + length]

    def all(self) -> bytes:
        """The whole content."""
        return self.get(0, self.length)

    def seek(self, position: int) -> None:
        """Move to a place, counted from the start."""
        self._position = position

    def tell(self) -> int:
        """The current place."""
        return self._position

    def read(self, length: int) -> bytes:
        """The next bytes."""
        found = self.get(self._position, length)
        self._position += length
        return found

    def read_pickle(self) -> Any:
        """The small pickle at the current place."""
        stream = BytesIO(self.get(self._position, min(_PICKLE_MOST, self.length - self._position)))
        found = PlainUnpickler(stream).load()
        self._position += stream.tell()
        return found


def _big_endian(sums: array[int]) -> array[int]:
    swapped = array("I", sums)
    if sys.byteorder == "little":
        swapped.byteswap()
    return swapped
