"""The container of old Office documents and Outlook messages (MS-CFB): a file system of storages and streams in a file.

Nothing is believed that the file says twice: chains of sectors that loop or lead out of the file end where they do, a
storage that is listed in two others is in the first. A truncated file gives what is left of it.
"""

import os
import struct
from array import array
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from search.extract.extracted import Status
from search.extract.kinds import OLE_START
from search.extract.trouble import Unreadable

PIECE = 1 << 20

_HEADER = struct.Struct("<8s16xHHHHH6xLLL4xLLLLL")
_ENTRY = struct.Struct("<64sHBxLLL36xLQ")
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_LAST = 0xFFFFFFFA
"""Numbers from here on are no sectors but ends of chains, unused sectors and so on."""
_GENEROSITY = 3
"""How many times its own size a file may give in all: streams may be read twice, but not share their sectors."""


class Entry(NamedTuple):
    """A stream, or a storage; `name` is in small letters."""

    name: str
    id: int
    is_storage: bool
    start: int
    size: int


class CompoundFile:
    """An open compound file. Unreadable, from the start: FAILED for damage.

    `is_damaged`: the list of contents, or a stream that was read, is not whole; what nothing leads to is lost.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._length = file.seek(0, os.SEEK_END)
        file.seek(0)
        header = file.read(512)
        if len(header) < 512 or not header.startswith(OLE_START):
            raise Unreadable(Status.FAILED, "damaged: it has no header")
        fields = _HEADER.unpack_from(header)
        version, shift, small_shift = fields[2], fields[4], fields[5]
        if shift not in (9, 12) or small_shift != 6 or version not in (3, 4):
            raise Unreadable(Status.FAILED, "damaged: its header makes no sense")
        self._sector, self._small_sector = 1 << shift, 1 << small_shift
        self._left = self._length * _GENEROSITY + PIECE
        directory, self._small_below, small_table, tables = fields[8], fields[9], fields[10], fields[12]
        self._table = self._load_table(array("I", header[76:512]), tables)
        listing = b"".join(self._sectors(self._chain(directory)))
        entries = [_entry(listing, at, version) for at in range(0, len(listing) - _ENTRY.size + 1, _ENTRY.size)]
        root = entries[0][0] if entries else None
        if root is None:
            raise Unreadable(Status.FAILED, "damaged: its list of contents is lost")
        self.root = root
        self._children = _children(entries)
        listed = 1 + sum(map(len, self._children.values()))
        self.is_damaged = any(len(entries) <= number < _LAST for _, *links in entries for number in links) or (
            listed < sum(entry is not None for entry, *_ in entries)
        )
        self._small_table = array("I", _whole_numbers(b"".join(self._sectors(self._chain(small_table)))))
        self._small = array("I", self._chain(root.start))

    def inside(self, storage: Entry) -> dict[str, Entry]:
        """What is in a storage, by name."""
        return self._children.get(storage.id, {})

    def read(self, entry: Entry, limit: int | None = None) -> bytes:
        """A stream's bytes, whole or its first `limit`, or what is left of it."""
        pieces: list[bytes] = []
        size = 0
        try:
            for piece in self.chunks(entry):
                pieces.append(piece)
                size += len(piece)
                if limit is not None and size >= limit:
                    break
        except Unreadable:
            self.is_damaged = True
        return b"".join(pieces)[:limit]

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """A stream's bytes. Unreadable behind what is left of it: PARTIAL when something is."""
        given = 0
        size = min(entry.size, self._length)
        is_small = entry.size < self._small_below
        sectors = self._small_sectors(entry.start, size) if is_small else self._sectors(self._chain(entry.start, size))
        for piece in sectors:
            self._left -= len(piece)
            if self._left < 0:
                raise Unreadable(Status.FAILED, "damaged: its streams share their data")
            piece = piece[: entry.size - given]
            given += len(piece)
            yield piece
        if given < entry.size:
            raise Unreadable(Status.PARTIAL if given else Status.FAILED, "cut short")

    def _load_table(self, first: "array[int]", sectors: int) -> "array[int]":
        """Which sector follows which (MS-CFB 2.3, 2.5)."""
        places = first
        seen: set[int] = set()
        while sectors < _LAST and sectors not in seen and len(more := self._read_sector(sectors)) == self._sector:
            seen.add(sectors)
            places.frombytes(more)
            sectors = places.pop()
        table = array("I")
        for place in dict.fromkeys(places):
            if place >= _LAST or len(table) * self._sector > self._length:
                break
            table.frombytes(self._read_sector(place).ljust(self._sector, b"\xff"))
        return table

    def _chain(self, start: int, size: int | None = None) -> Iterator[int]:
        """The sectors from `start` on, those of `size` bytes or all, as far as they are in the file."""
        sector = start
        seen: set[int] = set()
        count = -(-(self._length if size is None else size) // self._sector)
        for _ in range(count):
            if sector >= _LAST or (sector + 1) * self._sector >= self._length or sector in seen:
                return
            if size is None:
                seen.add(sector)
            yield sector
            sector = self._table[sector] if sector < len(self._table) else _LAST

    def _sectors(self, chain: Iterator[int]) -> Iterator[bytes]:
        """The bytes of sectors; those that lie side by side are read together."""
        first, count = 0, 0
        for sector in chain:
            if count and sector == first + count and count * self._sector < PIECE:
                count += 1
                continue
            if count:
                yield self._read_sector(first, count)
            first, count = sector, 1
        if count:
            yield self._read_sector(first, count)

    def _small_sectors(self, start: int, size: int) -> Iterator[bytes]:
        """The same for a small stream, whose sectors are in the stream of the root (MS-CFB 2.4)."""
        small = start
        each = self._sector // self._small_sector
        for _ in range(-(-size // self._small_sector)):
            if small >= _LAST or small // each >= len(self._small):
                return
            self._file.seek((self._small[small // each] + 1) * self._sector + small % each * self._small_sector)
            yield self._file.read(self._small_sector)
            small = self._small_table[small] if small < len(self._small_table) else _LAST

    def _read_sector(self, sector: int, count: int = 1) -> bytes:
        self._file.seek((sector + 1) * self._sector)
        return self._file.read(count * self._sector)


def _entry(listing: bytes, at: int, version: int) -> tuple[Entry | None, int, int, int]:
    """A directory entry (MS-CFB 2.6.1), and the numbers of those left and right of it and of the first in it."""
    name, length, kind, left, right, child, start, size = _ENTRY.unpack_from(listing, at)
    if kind not in (_STORAGE, _STREAM, _ROOT):
        return None, _LAST, _LAST, _LAST
    text = name[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
    size = size & 0xFFFFFFFF if version == 3 else size
    return Entry(text, at // _ENTRY.size, kind != _STREAM, start, size), left, right, child


def _children(entries: list[tuple[Entry | None, int, int, int]]) -> dict[int, dict[str, Entry]]:
    """What is in each storage, by its number. The entries of one storage are a tree, whose order does not matter."""
    children: dict[int, dict[str, Entry]] = {}
    seen = {0}
    waiting = [(0, entries[0][3])]
    while waiting:
        storage, number = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry, left, right, child = entries[number]
        if entry is not None:
            children.setdefault(storage, {}).setdefault(entry.name, entry)
            waiting += ((storage, left), (storage, right))
            if entry.is_storage:
                waiting.append((number, child))
    return children


def _whole_numbers(data: bytes) -> bytes:
    return data[: len(data) // 4 * 4]
