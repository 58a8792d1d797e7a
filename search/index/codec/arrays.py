"""A file of named arrays of unsigned numbers, low byte first.

Layout: MAGIC, of which the last byte is the version of the format; the arrays, each at a multiple of 8 bytes; the
CRC-32 of each page so far; a table in JSON of the kind of file, the arrays and the checksums; and a footer with the
size of the file, where the table is, its CRC-32 and MAGIC again. So a file that was cut or grown is refused when it is
opened, in time that does not depend on its size, and a page that was changed is refused when it is first read.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterable, Iterator
from errno import EINVAL
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.index.pages import PAGE, FileRecord, Torn, open_plain

Array = npt.NDArray[Any]

MAGIC = b"Cristal\x01"
TYPES = ("<u1", "<u2", "<u4")
ALIGNMENT = 8
SPOOL = 1 << 20
"""Bytes of a growing array that are kept in memory."""

_POPULATE_READ = 22
"""MADV_POPULATE_READ, of Linux 5.14; other kernels know no such number."""

_PART = 1 << 20
_TABLE_MOST = 1 << 20
_FOOTER = Struct("<QQII8s")  # size of the file, offset, size and CRC-32 of the table, MAGIC


def narrowest(largest: int) -> str:
    """The type of the smallest numbers that hold `largest`. Raises OverflowError beyond 4,294,967,295."""
    if largest > 0xFFFFFFFF:
        raise OverflowError(f"{largest:,} does not fit in an array")
    return TYPES[(largest > 0xFF) + (largest > 0xFFFF)]


class Growing:
    """An array that parts are still appended to, in memory at first and then in a file without a name."""

    def __init__(self, of: str, folder: Path) -> None:
        self.of = of
        self.count = 0
        self._spool = SpooledTemporaryFile(SPOOL, dir=str(folder))  # noqa: SIM115

    def append(self, values: Array) -> None:
        """Append numbers that fit its type."""
        self._spool.write(np.ascontiguousarray(values, self.of).data)
        self.count += len(values)

    def slice(self, first: int, last: int) -> Array:
        """Some of what was appended."""
        width = np.dtype(self.of).itemsize
        self._spool.seek(first * width)
        found = np.frombuffer(self._spool.read((last - first) * width), self.of)
        self._spool.seek(0, os.SEEK_END)
        return found

    def parts(self) -> Iterator[Array]:
        """All that was appended."""
        self._spool.seek(0)
        while part := self._spool.read(_PART):
            yield np.frombuffer(part, self.of)

    def close(self) -> None:
        """Forget it."""
        self._spool.close()


class ArrayWriter:
    """Writes one file: whole arrays as they are added, and after them those that grew side by side."""

    def __init__(self, path: Path, kind: str) -> None:
        self._file = open(path, "xb")  # noqa: SIM115
        self._folder = path.parent
        self._kind = kind
        self._arrays: dict[str, list[Any]] = {}
        self._growing: dict[str, Growing] = {}
        self._digest = blake2b(digest_size=32)
        self._sums: list[int] = []
        self._size = self._sum = 0
        self._write(MAGIC)

    def __enter__(self) -> ArrayWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._file.close()
        for array in self._growing.values():
            array.close()

    def add(self, name: str, values: Array | bytes | list[int], of: str | None = None) -> None:
        """Append a whole array: as the narrowest type that holds all its values, unless told a type."""
        found = np.frombuffer(values, np.uint8) if isinstance(values, bytes) else np.asarray(values)
        self.stream(name, of or narrowest(int(found.max()) if len(found) else 0), [found])

    def stream(self, name: str, of: str, parts: Iterable[Array]) -> None:
        """Append an array that comes in parts."""
        self._write(bytes(-self._size % ALIGNMENT))
        start, count = self._size, 0
        for part in parts:
            count += len(part)
            self._write(np.ascontiguousarray(part, of).data)
        self._arrays[name] = [of, start, count]

    def growing(self, name: str, of: str) -> Growing:
        """An array that is written when the file is closed."""
        self._growing[name] = Growing(of, self._folder)
        return self._growing[name]

    def close(self) -> FileRecord:
        """Finish the file; what it is now."""
        for name, array in self._growing.items():
            self.stream(name, array.of, array.parts())
        self._write(bytes(-self._size % ALIGNMENT))
        last = [self._sum] if self._size % PAGE else []
        sums = np.array(self._sums + last, "<u4").tobytes()
        start = self._size
        self._write(sums)
        table = json.dumps({"kind": self._kind, "arrays": self._arrays, "sums": [start, crc32(sums)]}).encode()
        offset = self._size
        self._write(table)
        size = self._size + _FOOTER.size
        self._write(_FOOTER.pack(size, offset, len(table), crc32(table), MAGIC))
        self._file.close()
        return FileRecord(size, self._digest.hexdigest())

    def _write(self, data: bytes | memoryview) -> None:
        """Append bytes, and take the checksum of each page that they fill."""
        view = memoryview(data).cast("B") if len(data) else memoryview(b"")
        self._file.write(view)
        self._digest.update(view)
        start = 0
        while start < len(view):
            end = min(start + PAGE - self._size % PAGE, len(view))
            self._sum = crc32(view[start:end], self._sum)
            self._size += end - start
            start = end
            if self._size % PAGE == 0:
                self._sums.append(self._sum)
                self._sum = 0


class _Part(NamedTuple):
    of: str
    start: int
    length: int


class _Table(NamedTuple):
    """What is in a file: its arrays, and the checksums of the pages before `sums`."""

    arrays: dict[str, _Part]
    sums: int
    sum_of_sums: int
    end: int


class ArrayFile:
    """A file open for reading. Opening and reading raise Torn when it is not what was written; whatever a forged table
    says, only what is in the file is handed out.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self._name = path.name
        with open_plain(path) as file:
            self.size = os.fstat(file.fileno()).st_size
            if self.size < len(MAGIC) + _FOOTER.size:
                raise Torn(f"{self._name} is too short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        table = self._table(kind)
        sums = self._map[table.sums : table.end]
        if crc32(sums) != table.sum_of_sums or len(sums) != -(-table.sums // PAGE) * 4:
            raise Torn(f"{self._name} has bad checksums")
        self._sums = np.frombuffer(sums, "<u4").tolist()
        self._checked_end = table.sums
        self._unchecked = bytearray(b"\1" * len(self._sums))
        self._starts: dict[str, int] = {}
        self._arrays: dict[str, Array] = {}
        for name, (of, start, count) in table.arrays.items():
            if of not in TYPES or not 0 <= start <= start + count * np.dtype(of).itemsize <= table.sums:
                raise Torn(f"{self._name} has an array that it cannot have")
            self._starts[name] = start
            self._arrays[name] = np.frombuffer(self._map, of, count, start)

    def _table(self, kind: str) -> _Table:
        size, offset, length, checksum, magic = _FOOTER.unpack(self._map[-_FOOTER.size :])
        if magic != MAGIC or self._map[: len(MAGIC)] != MAGIC:
            raise Torn(f"{self._name} is not in this format")
        if size != self.size or length > _TABLE_MOST or offset + length + _FOOTER.size != size:
            raise Torn(f"{self._name} has another size than it was written with")
        content = self._map[offset : offset + length]
        if crc32(content) != checksum:
            raise Torn(f"{self._name} is not as it was written at its end")
        try:
            stated = json.loads(content)
            own_kind, (sums, sum_of_sums) = stated["kind"], stated["sums"]
            arrays = {name: _Part(of, start, length) for name, (of, start, length) in stated["arrays"].items()}
            numbers = [sums, sum_of_sums, *(number for part in arrays.values() for number in part[1:])]
            sound = all(type(number) is int and number >= 0 for number in numbers)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            sound = False
        if not sound:
            raise Torn(f"{self._name} has no table")
        if own_kind != kind:
            raise Torn(f"{self._name} is of another kind")
        return _Table(arrays, sums, sum_of_sums, offset)

    def count(self, name: str) -> int:
        """How many numbers the array `name` has; 0 when there is none."""
        return len(self._arrays[name]) if name in self._arrays else 0

    def slice(self, name: str, first: int = 0, last: int | None = None) -> Array:
        """`array[first:last]`, a view of the file."""
        array = self._arrays.get(name)
        if array is None:
            raise Torn(f"{self._name} has no {name}")
        last = len(array) if last is None else last
        if not 0 <= first <= last <= len(array):
            raise Torn(f"{self._name} has no {name}[{first}:{last}]")
        start, width = self._starts[name], array.itemsize
        self._check(start + first * width, start + last * width)
        return array[first:last]

    def check_size(self) -> None:
        """Whether it still is as long as when it was opened: memory that was mapped beyond its end cannot be read."""
        if self._map.size() != self.size:
            raise Torn(f"{self._name} was cut or grown while it was open")

    def _fetch(self, begin: int) -> None:
        """Have a page read from the disk. Where the kernel can say so, that it cannot be is no signal that kills."""
        self.check_size()
        try:
            self._map.madvise(_POPULATE_READ, begin, min(PAGE, self.size - begin))
        except OSError as error:
            if error.errno != EINVAL:
                raise Torn(f"{self._name} cannot be read at byte {begin:,}: {error.strerror}") from error

    def _check(self, start: int, end: int) -> None:
        """Look at the pages of a part that nobody has looked at yet."""
        page, last = start // PAGE, -(-end // PAGE)
        while (page := self._unchecked.find(1, page, last)) >= 0:
            begin = page * PAGE
            self._fetch(begin)
            # The last page ends where the checksums begin.
            if crc32(self._map[begin : min(begin + PAGE, self._checked_end)]) != self._sums[page]:
                raise Torn(f"{self._name} is not as it was written at byte {begin:,}")
            self._unchecked[page] = 0
