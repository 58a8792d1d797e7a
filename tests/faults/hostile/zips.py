"""Zip files byte by byte: what `zipfile` refuses to write is what readers have to survive."""

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 1
_DEFLATE = 8


class Entry(NamedTuple):
    """A member: `data` is as it stands in the file, `size` and `crc` are what the headers say of it unpacked."""

    name: bytes
    data: bytes
    size: int
    crc: int
    method: int = 0
    flags: int = 0
    mode: int = 0o100644


def stored(name: str, content: bytes) -> Entry:
    """A member as it is."""
    return Entry(name.encode(), content, len(content), zlib.crc32(content))


def packed(name: str, *runs: tuple[bytes, int]) -> Entry:
    """A deflated member: each run is some bytes and how often they come."""
    crc = size = 0
    for content, times in runs:
        size += len(content) * times
        for _ in range(times):
            crc = zlib.crc32(content, crc)
    return Entry(name.encode(), deflated(*runs), size, crc, _DEFLATE)


def deflated(*runs: tuple[bytes, int]) -> bytes:
    """A raw deflate stream that unpacks to `runs`. A gigabyte takes no longer than one piece of it."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    parts = []
    for content, times in runs:
        # Nothing before a full flush is referred to behind it, so what follows may stand there any number of times.
        parts.append((stream.compress(content) + stream.flush(zlib.Z_FULL_FLUSH)) * times)
    return b"".join([*parts, stream.flush()])


def encrypted(entry: Entry, password: bytes = b"secret") -> Entry:
    """The member under the encryption that every zip program knows (APPNOTE.TXT 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = _crc_step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc_step(keys[2], keys[1] >> 24)

    for byte in password:
        turn(byte)
    secret = bytearray()
    for byte in bytes(11) + bytes([entry.crc >> 24]) + entry.data:
        mask = (keys[2] & 0xFFFF) | 2
        secret.append(byte ^ ((mask * (mask ^ 1) >> 8) & 0xFF))
        turn(byte)
    return entry._replace(data=bytes(secret), flags=_ENCRYPTED)


def _crc_step(crc: int, byte: int) -> int:
    return (zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF


def zipped(*entries: Entry, start: bytes = b"") -> bytes:
    """The file, behind `start`."""
    body = bytearray(start)
    places = []
    for entry in entries:
        places.append(len(body))
        body += _local(entry) + entry.data
    return bytes(body) + directory(zip(entries, places, strict=True), len(body))


def overlapping(kernel: bytes, copies: int) -> bytes:
    """Members that are all the same bytes of the file: more comes out than was ever put in."""
    entry = packed("same.txt", (kernel, 1))
    entries = [entry._replace(name=b"same-%d.txt" % number) for number in range(copies)]
    start = _local(entry) + entry.data
    return start + directory([(entry, 0) for entry in entries], len(start))


def directory(entries: Iterable[tuple[Entry, int]], start: int) -> bytes:
    """The list of members, given with their places, as it stands at `start`."""
    listing = bytearray()
    count = 0
    for entry, place in entries:
        count += 1
        made_by, needs, day = 0x0314, 20, 0x5921
        sizes = (entry.crc, len(entry.data), entry.size, len(entry.name), 0, 0, 0, 0)
        head = (b"PK\1\2", made_by, needs, entry.flags, entry.method, 0, day)
        listing += _CENTRAL.pack(*head, *sizes, entry.mode << 16, place)
        listing += entry.name
    few = min(count, 0xFFFF)
    return bytes(listing) + _END.pack(b"PK\5\6", 0, 0, few, few, len(listing), start, 0)


def _local(entry: Entry) -> bytes:
    head = (b"PK\3\4", 20, entry.flags, entry.method, 0, 0x5921, entry.crc, len(entry.data), entry.size)
    return _LOCAL.pack(*head, len(entry.name), 0) + entry.name
