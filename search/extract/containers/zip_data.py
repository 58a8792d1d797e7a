"""The bytes of one member of a zip file, unpacked lazily by whichever method it was packed with, and checked."""

import zlib
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from search.extract.containers import zip_entries as entries
from search.extract.containers.inflating import TAKEN, bzip2, deflate, inflated, xz, zip_lzma
from search.extract.containers.zip_entries import Entry
from search.extract.extracted import Status
from search.extract.trouble import Unreadable

_OTHER_METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 93: "Zstandard", 98: "PPMd"}
"""What is not unpacked, and is called by name in sentences."""


def check_password(entry: Entry) -> None:
    """Unreadable when it is encrypted."""
    if entry.is_encrypted:
        raise Unreadable(Status.ENCRYPTED, "password needed")


def start_of(file: BinaryIO, entry: Entry) -> int:
    """Where the member's data begin. Unreadable when it is not there."""
    start = entries.data_start(file, entry)
    if start is None:
        raise Unreadable(Status.FAILED, "damaged: it is not where the list of contents has it")
    return start


def unpacked(file: BinaryIO, entry: Entry, start: int) -> Iterator[bytes]:
    """The bytes of a member whose data begin at `start`; between two pieces others may read the file elsewhere.

    Unreadable as for `inflated`, and for an unknown method and, behind all that there is, a wrong checksum.
    """
    crc = 0
    for chunk in _plain(_raw(file, start, entry.compressed), entry):
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if entry.crc is not None and crc != entry.crc:
        raise Unreadable(Status.PARTIAL, "damaged: its checksum is another")


def _plain(raw: Iterator[bytes], entry: Entry) -> Iterator[bytes]:
    match entry.method:
        case entries.STORED:
            return raw
        case entries.DEFLATED:
            return inflated(raw, deflate)
        case entries.BZIP2:
            return inflated(raw, bzip2)
        case entries.XZ:
            return inflated(raw, xz)
        case entries.LZMA:
            return _lzma(raw, entry.size)
    name = _OTHER_METHODS.get(entry.method, f"method {entry.method}")
    raise Unreadable(Status.UNSUPPORTED, f"compressed with {name}")


def _lzma(raw: Iterator[bytes], size: int | None) -> Iterator[bytes]:
    """LZMA data have their properties in front (APPNOTE 5.8.8), and need not mark their end: `size` does."""
    head = next(raw, b"")
    data = 4 + int.from_bytes(head[2:4], "little")
    left = size
    for chunk in inflated(chain([head[data:]], raw), lambda: zip_lzma(head[4:data])):
        yield chunk[:left]
        if left is not None and (left := left - len(chunk)) <= 0:
            return


def _raw(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    """`length` bytes of the file from `start`, or what there is of them."""
    end = start + length
    while start < end:
        file.seek(start)
        piece = file.read(min(TAKEN, end - start))
        if not piece:
            raise Unreadable(Status.PARTIAL, "cut short")
        start += len(piece)
        yield piece
