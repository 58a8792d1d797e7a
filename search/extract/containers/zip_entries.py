"""What a zip file holds: by its list of contents (the central directory), or by the members' own headers.

Read a record at a time, so that a list of millions takes no memory. Source: PKWARE's APPNOTE.TXT 6.3.10 (the numbers of
sections are its), Info-ZIP's extra fields.
"""

import os
import stat
import zlib
from calendar import timegm
from collections.abc import Iterator
from struct import Struct, error, unpack_from
from typing import BinaryIO, NamedTuple

from search.extract.containers.listing import instant

STORED, DEFLATED, BZIP2, LZMA, XZ = 0, 8, 12, 14, 95

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END64, _END64_LOCATOR = b"PK\x06\x06", b"PK\x06\x07"
_LOCAL_HEADER = Struct("<4s5H3I2H")
_CENTRAL_HEADER = Struct("<4s6H3I5H2I")
_END_RECORD = Struct("<4s4H2IH")
_LONGEST_COMMENT = 0xFFFF
_UNIX_HOSTS = (3, 19)
_METHODS = frozenset(range(20)) | frozenset(range(92, 100))
_TOLD_BELOW = 0xFFFF
"""Stands for the number of a part that is in an extra field."""

_PIECE = 1 << 20
_BEYOND_FILES = 1 << 62


class Entry(NamedTuple):
    """One member, or a folder. `name` is as written, and `offset` that of its own header.

    `compressed` and `size` count bytes. Where `crc` is None the first is but an upper bound, and the others unknown.
    `is_elsewhere`: it begins in another part of an archive that is in several.
    """

    name: bytes
    method: int
    is_encrypted: bool
    crc: int | None
    compressed: int
    size: int | None
    offset: int
    modified: str | None
    is_link: bool = False
    comment: bytes = b""
    is_elsewhere: bool = False


class Contents(NamedTuple):
    """Where the list of contents is; offsets in it are `shift` too small. It has `promised` entries, in old
    files modulo 65,536. `comment` is that of the whole file, `part` its number where the archive is in several."""

    start: int
    end: int
    shift: int
    promised: int
    comment: bytes
    part: int


def contents(file: BinaryIO) -> Contents | None:
    """The place of the list of contents (4.3.16, 4.3.14); None when the file does not say."""
    size = file.seek(0, os.SEEK_END)
    tail_start = file.seek(max(0, size - _LONGEST_COMMENT - _END_RECORD.size))
    tail = file.read(size - tail_start)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        return None
    _, part, _, _, count, length, start, comment = _END_RECORD.unpack_from(tail, at)
    end = tail_start + at
    if tail[max(at - 20, 0) : at].startswith(_END64_LOCATOR):
        (place,) = unpack_from("<Q", tail, at - 12)
        for candidate in (place, end - 20 - 56):
            file.seek(max(0, min(candidate, size)))
            record = file.read(56)
            if len(record) == 56 and record.startswith(_END64):
                count, length, start = unpack_from("<3Q", record, 32)
                end = candidate
                break
    if end < length:
        return None
    first = at + _END_RECORD.size
    return Contents(end - length, end, end - length - start, count, tail[first : first + comment], part)


def listed(file: BinaryIO, where: Contents) -> Iterator[Entry]:
    """The entries of the list of contents (4.3.12), folders too, up to the first that is damaged."""
    place = where.start
    while place + _CENTRAL_HEADER.size <= where.end:
        file.seek(place)
        header = file.read(_CENTRAL_HEADER.size)
        if not header.startswith(_CENTRAL):
            return
        fields = _CENTRAL_HEADER.unpack(header)
        _, made_by, _, flags, method, time, day, crc, compressed, size, *lengths, _, attributes, offset = fields
        name_length, extra_length, comment_length, part = lengths
        data = file.read(name_length + extra_length + comment_length)
        place += len(header) + len(data)
        if len(data) < name_length + extra_length + comment_length:
            return
        extra = _extra_fields(data[name_length : name_length + extra_length])
        size, compressed, offset = _large(extra.get(0x0001, b""), size, compressed, offset)
        yield Entry(
            _name(data[:name_length], extra),
            method,
            bool(flags & 1),
            crc,
            compressed,
            size,
            offset + where.shift,
            _modified(extra, time, day),
            made_by >> 8 in _UNIX_HOSTS and stat.S_ISLNK(attributes >> 16),
            data[name_length + extra_length :],
            part not in (where.part, _TOLD_BELOW),
        )


def found(file: BinaryIO) -> Iterator[Entry]:
    """The entries that the members' own headers tell of (4.3.7), for a file whose list of contents is lost."""
    end = file.seek(0, os.SEEK_END)
    signatures = _Signatures(file)
    place = 0
    unbounded: tuple[Entry, int] | None = None
    while (place := signatures.after(place)) < end:
        entry, start = _local(file, place)
        if entry is None:
            place += len(_LOCAL)
            continue
        if unbounded is not None:
            yield _reaching(*unbounded, place)
        # A member whose length stands behind its data, or leads past the end, reaches at most to the next header.
        is_bounded = (entry.crc is not None or entry.compressed > 0) and start + entry.compressed <= end
        unbounded = None if is_bounded else (entry, start)
        if is_bounded:
            yield entry
        place = start + entry.compressed if is_bounded else start
    if unbounded is not None:
        yield _reaching(*unbounded, end)


def data_start(file: BinaryIO, entry: Entry) -> int | None:
    """Where the data of a member begin: behind its own header; None when that is not there."""
    if not 0 <= entry.offset < _BEYOND_FILES:
        return None
    file.seek(entry.offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(_LOCAL):
        return None
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    return entry.offset + len(header) + int(name_length) + int(extra_length)


def _reaching(entry: Entry, start: int, end: int) -> Entry:
    return entry._replace(compressed=max(0, end - start))


class _Signatures:
    """Where local headers seem to begin. Each piece of the file is read once, however many there are in it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._piece = b""
        self._start = 0

    def after(self, place: int) -> int:
        """The first at or behind `place`, which only grows, or the end of the file."""
        while True:
            at = self._piece.find(_LOCAL, max(0, place - self._start))
            if at >= 0:
                return self._start + at
            place = max(place, self._start + len(self._piece) - len(_LOCAL) + 1)
            self._file.seek(place)
            self._piece, self._start = self._file.read(_PIECE), place
            if len(self._piece) < len(_LOCAL):
                return place + len(self._piece)


def _local(file: BinaryIO, place: int) -> tuple[Entry | None, int]:
    """The member whose own header is at `place`, if it makes sense, and where its data begin."""
    file.seek(place)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        return None, place
    _, version, flags, method, time, day, crc, compressed, size, name_length, extra_length = _LOCAL_HEADER.unpack(
        header
    )
    if version & 0xFF > 99 or method not in _METHODS or not name_length:
        return None, place
    data = file.read(name_length + extra_length)
    extra = _extra_fields(data[name_length:])
    size, compressed, _ = _large(extra.get(0x0001, b""), size, compressed, 0)
    is_told = not flags & 8
    entry = Entry(
        _name(data[:name_length], extra),
        method,
        bool(flags & 1),
        crc if is_told else None,
        compressed,
        size if is_told else None,
        place,
        _modified(extra, time, day),
    )
    return entry, place + len(header) + name_length + extra_length


def _extra_fields(data: bytes) -> dict[int, bytes]:
    """Extra fields by number (4.5.1); of two with one number the first."""
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        number, length = unpack_from("<2H", data, at)
        fields.setdefault(number, data[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def _large(field: bytes, size: int, compressed: int, offset: int) -> tuple[int, int, int]:
    """Numbers of 64 bits stand in an extra field, those alone that did not fit (4.5.3)."""
    values = iter(unpack_from(f"<{len(field) // 8}Q", field))
    size, compressed, offset = (
        next(values, number) if number == 0xFFFFFFFF else number for number in (size, compressed, offset)
    )
    return size, compressed, offset


def _name(written: bytes, extra: dict[int, bytes]) -> bytes:
    """The name: what an extra field gives in UTF-8 if it belongs to the one that is written (4.6.9), else that."""
    field = extra.get(0x7075, b"")
    is_current = len(field) > 5 and field[0] == 1 and int.from_bytes(field[1:5], "little") == zlib.crc32(written)
    return field[5:] if is_current else written


def _modified(extra: dict[int, bytes], time: int, day: int) -> str | None:
    """UTC from an extra field of Unix or NTFS where there is one, else the clock of wherever the file was made."""
    try:
        if (unix := extra.get(0x5455, b"")) and unix[0] & 1:
            return instant(unpack_from("<i", unix, 1)[0])
        if (ntfs := extra.get(0x000A, b"")) and unpack_from("<2H", ntfs, 4) == (1, 24):
            return instant(unpack_from("<Q", ntfs, 8)[0] / 10_000_000 - 11_644_473_600)
        if older := extra.get(0x5855, b""):
            return instant(unpack_from("<i", older, 4)[0])
    except error:
        pass
    month, date = day >> 5 & 15, day & 31
    if not 1 <= month <= 12 or not date or (day, time) == (0x21, 0):  # the first day of 1980 says "no time"
        return None
    return instant(timegm((1980 + (day >> 9), month, date, time >> 11, time >> 5 & 63, (time & 31) * 2)))
