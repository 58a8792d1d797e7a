"""The text of a file of any size, block by block, in bounded memory."""

import codecs
import os
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from search.extract.caps import Caps
from search.extract.decoding import decode, decode_part, stateful_encoding
from search.extract.extracted import Status
from search.extract.pieces import Remark
from search.extract.whole import megabytes

BLOCK = 4 << 20
"""Bytes that are decoded at once."""

_NEVER_HALF = bytes(range(0x30))
_LEAST = BLOCK // 2


class Block(NamedTuple):
    """The next piece of a text, not normalised; it ends with a line where there are line ends, else anywhere."""

    text: str
    is_last: bool = True


def blocks_of(file: BinaryIO, caps: Caps) -> Iterator[Block | Remark]:
    """The text of an open file from its start, as far as `caps.text` goes, and a remark before a last, cut block."""
    data = file.read(BLOCK)
    if len(data) < BLOCK and len(text := decode(data)) <= caps.text:
        yield Block(text)
        return
    found = stateful_encoding(data)
    room = caps.text
    read = 0
    pending: str | None = None
    for text, end in _lines(file, data) if found is None else _decoded(file, data, *found):
        if pending is not None:
            yield Block(pending, is_last=False)
        if len(text) > room:
            kept = text[:room]
            pending = kept[: kept.rfind("\n") + 1] or kept
            searched = read + (end - read) * len(pending) // len(text)
            size = file.seek(0, os.SEEK_END)
            yield Remark(Status.PARTIAL, f"first {megabytes(searched)} of {megabytes(size)} searched")
            break
        room -= len(text)
        read = end
        pending = text
    if pending is not None:
        yield Block(pending)


def _decoded(file: BinaryIO, data: bytes, encoding: str, mark: int) -> Iterator[tuple[str, int]]:
    """Text in an encoding that is read from its start only, and the offsets in the file where its pieces end."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pending = ""
    data = data[mark:]
    while data:
        pending += decoder.decode(data)
        end = pending.rfind("\n") + 1 or len(pending) - pending.endswith("\r")
        if end:
            yield pending[:end], file.tell()
        pending = pending[end:]
        data = file.read(BLOCK)
    if pending := pending + decoder.decode(b"", True):
        yield pending, file.tell()


def _lines(file: BinaryIO, data: bytes) -> Iterator[tuple[str, int]]:
    """Text that is cut at line ends before it is decoded, so that trouble in one line stays there; and as above."""
    legacy: str | None = None
    offset = 0
    while data:
        following = file.read(BLOCK)
        end = _end_of_lines(data) if following else len(data)
        text, legacy = decode_part(data[:end], legacy)
        offset += end
        yield text, offset
        data = data[end:] + following


def _end_of_lines(data: bytes) -> int:
    """Where to cut: behind the last line end, else behind a byte that is no part of a longer character."""
    if (end := data.rfind(b"\n") + 1) > 0:
        return end
    tail = data[_LEAST:].rstrip(bytes(set(range(0x100)) - set(_NEVER_HALF)))
    if tail and not tail.endswith(b"\r"):
        return _LEAST + len(tail)
    return len(data) - next((back for back in range(4) if data[-1 - back] < 0x80 or data[-1 - back] >= 0xC0), 0) - 1
