"""What a zip file holds: by the type that it states, else by the names of its members.

Only names at their own place count, so that an archive with an Office document in it stays an archive. The list of
members is walked within a bounded part of the file; of a damaged file the members at its start have to do.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from search.extract import kinds
from search.extract.kinds import Kind

WINDOW = 1 << 16
"""Bytes read of each part of the file that is looked at."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_CENTRAL_MARK = b"PK\x01\x02"
_DEFLATED = 8
_SHORT = 100
"""Bytes taken of a stored member that does not say how long it is."""


class _Entry(NamedTuple):
    name: str
    offset: int


def zip_kind(file: BinaryIO, head: bytes) -> Kind:
    """The kind of a zip file of which `head` are the first bytes; ZIP when it is none that is known."""
    entries = {entry.name: entry for entry in (*_listed(file), *_leading(head))}
    if (mimetype := entries.get("mimetype")) is not None:
        stated = _content(file, mimetype).strip()
        for start, kind in kinds.MEDIA_TYPES:
            if stated.startswith(start):
                return kind
    if (types := entries.get("[content_types].xml")) is not None:
        listed = _content(file, types).lower()
        for part, kind in kinds.CONTENT_TYPES:
            if part in listed:
                return kind
    if "content.xml" in entries and "meta-inf/manifest.xml" in entries and "mimetype" not in entries:
        return kinds.OPENDOCUMENT
    for named, kind in kinds.ZIPPED:
        if any(name.startswith(named) for name in entries):
            return kind
    return kinds.ZIP


def ends_as_zip(file: BinaryIO) -> bool:
    """Whether a file that does not start as one may be a zip file with something before it."""
    return b"PK\x05\x06" in _window(file, max(0, file.seek(0, os.SEEK_END) - WINDOW))


def _listed(file: BinaryIO) -> Iterator[_Entry]:
    """The members that the directory at the end of the file lists (APPNOTE 4.3.12), as far as
    WINDOW goes at its start and its end."""
    size = file.seek(0, os.SEEK_END)
    tail_start = max(0, size - WINDOW)
    tail = _window(file, tail_start)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + _END.size:
        return
    *_, length, start, _comment = _END.unpack_from(tail, end)
    # What stands before the zip file moves its directory; where it ends is known better than where it starts.
    start = max(0, tail_start + end - length) if length < tail_start + end else start
    if start < tail_start:
        yield from _entries(_window(file, start))
        yield from _entries(tail[tail.find(_CENTRAL_MARK) : end])
    else:
        yield from _entries(tail[start - tail_start : end])


def _entries(directory: bytes) -> Iterator[_Entry]:
    at = 0
    while at + _CENTRAL.size <= len(directory):
        fields = _CENTRAL.unpack_from(directory, at)
        if fields[0] != _CENTRAL_MARK:
            return
        names, extra, comment = fields[10:13]
        at += _CENTRAL.size
        yield _Entry(_name(directory[at : at + names]), fields[16])
        at += names + extra + comment


def _leading(head: bytes) -> Iterator[_Entry]:
    """The members at the start of the file, by their own headers (APPNOTE 4.3.7)."""
    at = 0
    while at >= 0 and at + _LOCAL.size <= len(head):
        fields = _LOCAL.unpack_from(head, at)
        if fields[0] != b"PK\x03\x04":
            return
        names, extra = fields[9:11]
        start = at + _LOCAL.size
        yield _Entry(_name(head[start : start + names]), at)
        # A member that was written as a stream does not say how long it is: the next header is searched.
        behind = start + names + extra + fields[7]
        at = behind if fields[7] else head.find(b"PK\x03\x04", behind)


def _content(file: BinaryIO, entry: _Entry) -> bytes:
    """The first bytes of a member, inflated; nothing when it cannot be read."""
    data = _window(file, entry.offset)
    if len(data) < _LOCAL.size or not data.startswith(b"PK\x03\x04"):
        return b""
    fields = _LOCAL.unpack_from(data)
    method, size = fields[3], fields[7]
    start = _LOCAL.size + fields[9] + fields[10]
    if method != _DEFLATED:
        return data[start : start + (size or _SHORT)]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[start:], WINDOW)
    except zlib.error:
        return b""


def _window(file: BinaryIO, start: int) -> bytes:
    file.seek(start)
    return file.read(WINDOW)


def _name(raw: bytes) -> str:
    return raw.decode("latin-1").replace("\\", "/").lstrip("/").lower()
