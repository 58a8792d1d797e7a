"""What a tar archive holds, header by header, in one pass over a stream.

Old (v7), ustar, GNU and pax archives are read. Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax
Interchange Format"; the GNU tar manual, "Basic Tar Format" and "Storing Sparse Files". The standard library's reader
is not used: it ends without a word at damage, keeps every header, and some releases of it can be made to hang.
"""

from collections.abc import Iterator
from typing import NamedTuple

from search.extract.containers.listing import harmless, instant
from search.extract.containers.streams import Stream
from search.extract.extracted import Status
from search.extract.pieces import Remark
from search.extract.trouble import Unreadable

BLOCK = 512

_PIECE = 1 << 18
_WITHOUT_DATA = (b"1", b"2", b"3", b"4", b"5", b"6")
_FOLDERS = (b"5", b"D")
_LONG_NAME, _PAX, _PAX_GLOBAL, _OTHERS = b"L", (b"x", b"X"), b"g", (b"K", b"V", b"N")
_SPARSE = b"S"
_SPARSE_NAME, _SPARSE_VERSION = b"GNU.sparse.name", b"GNU.sparse.major"
_USED_RECORDS = (b"path", b"size", b"mtime", _SPARSE_NAME, _SPARSE_VERSION)
_MOST_EXTENSION = 4 << 20
_MOST_PADDING = 2048
"""Empty blocks after which no joined archive is looked for."""


class Entry(NamedTuple):
    """A member but for folders. `chunks` gives the bytes of a file, without the holes of a sparse one, until the next
    entry is asked for; it is None for links and devices.
    """

    path: bytes
    modified: str | None
    chunks: Iterator[bytes] | None


def begins_tar(head: bytes) -> bool:
    """Whether something that begins with `head` is a tar archive."""
    return len(head) >= BLOCK and _is_header(head[:BLOCK])


def entries(stream: Stream) -> Iterator[Entry | Remark]:
    """The members; what is damaged is stepped over, and said in a remark at the end."""
    shared: dict[bytes, bytes] = {}
    own: dict[bytes, bytes] = {}
    padding = damaged = 0
    while padding < _MOST_PADDING and len(block := stream.read(BLOCK)) == BLOCK:
        size = _number(block[124:136]) if _is_header(block) else None
        if size is None:
            is_empty = not block.strip(b"\0")
            damaged += not is_empty and padding == 0
            padding += is_empty
            continue
        padding = 0
        kind = block[156:157]
        if kind == _LONG_NAME:
            own[b"path"] = _extension(stream, size).partition(b"\0")[0]
        elif kind == _PAX_GLOBAL:
            shared |= _records(_extension(stream, size))
        elif kind in _PAX:
            own |= _records(_extension(stream, size))
        elif kind in _OTHERS:
            stream.skip(_padded(size))
        else:
            told, own = shared | own, {}
            path = _path(block, told)
            is_folder = kind in _FOLDERS or path.endswith(b"/")
            if kind in _WITHOUT_DATA:
                if not is_folder:
                    yield Entry(harmless(path), _modified(block, told), None)
                continue
            data = _Data(stream, _decimal(told.get(b"size"), size))
            if kind == _SPARSE:
                _skip_old_map(stream, block)
            elif told.get(_SPARSE_VERSION) == b"1":
                data.skip_map()
            if not is_folder:
                yield Entry(harmless(path), _modified(block, told), data.chunks())
            data.skip_rest()
    if stream.trouble is not None:
        yield Remark(stream.trouble.status, stream.trouble.reason)
    elif padding == 0:
        yield Remark(Status.PARTIAL, "the archive is cut short")
    if damaged:
        yield Remark(Status.PARTIAL, "damaged archive: what was found in it is searched")


class _Data:
    """The bytes of one member, which the next header follows."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream = stream
        self._left = size
        self._padding = _padded(size) - size

    def chunks(self) -> Iterator[bytes]:
        """The bytes. Unreadable when the archive ends before them."""
        while self._left:
            piece = self._read(_PIECE)
            if not piece:
                raise self._stream.trouble or Unreadable(Status.PARTIAL, "cut short")
            yield piece

    def skip_map(self) -> None:
        """Leave out what is in front of the data of a sparse file (pax format, 1.0): a count, and as many pairs."""
        numbers, needed = 0, 1
        first = True
        while numbers < needed and (block := self._read(BLOCK)):
            if first:
                needed += 2 * _decimal(block.partition(b"\n")[0], 0)
                first = False
            numbers += block.count(b"\n")

    def skip_rest(self) -> None:
        """Go on to the next header."""
        self._stream.skip(self._left + self._padding)
        self._left = self._padding = 0

    def _read(self, size: int) -> bytes:
        piece = self._stream.read(min(size, self._left))
        self._left -= len(piece)
        return piece


def _is_header(block: bytes) -> bool:
    """Whether the checksum is right; some systems took the bytes for signed ones."""
    told = _number(block[148:156])
    if not told:
        return False
    rest = block[:148] + block[156:]
    total = sum(rest) + 8 * ord(" ")
    return told in (total, total - 256 * sum(byte > 127 for byte in rest))


def _number(field: bytes) -> int | None:
    """Octal digits, or bytes after a mark (GNU); None when it is neither, negative or beyond any file."""
    if field[0] == 0x80:
        number = int.from_bytes(field[1:], "big")
        return None if number >> 60 else number
    digits = field.partition(b"\0")[0].strip(b" ")
    if digits.strip(b"01234567"):
        return None
    return int(digits or b"0", 8)


def _decimal(digits: bytes | None, default: int) -> int:
    return int(digits) if digits is not None and digits.isdigit() and len(digits) < 20 else default


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _extension(stream: Stream, size: int) -> bytes:
    """The data of a header that only says something about the next one."""
    data = stream.read(min(size, _MOST_EXTENSION))
    stream.skip(_padded(size) - len(data))
    return data


def _records(data: bytes) -> dict[bytes, bytes]:
    """The records of a pax header that are used here, "30 mtime=1234567890.25" and so on."""
    records: dict[bytes, bytes] = {}
    at = 0
    while (space := data.find(b" ", at, at + 20)) > at:
        end = at + _decimal(data[at:space], 0)
        if not space < end <= len(data):
            break
        key, _, value = data[space + 1 : end - 1].partition(b"=")
        if key in _USED_RECORDS:
            records[key] = value
        at = end
    return records


def _path(block: bytes, told: dict[bytes, bytes]) -> bytes:
    if path := told.get(_SPARSE_NAME) or told.get(b"path"):
        return path
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _modified(block: bytes, told: dict[bytes, bytes]) -> str | None:
    seconds = _decimal(told.get(b"mtime", b"").partition(b".")[0], 0) or _number(block[136:148])
    return instant(seconds) if seconds else None


def _skip_old_map(stream: Stream, block: bytes) -> None:
    """Leave out the blocks that list more pieces of a sparse file than its header has room for (GNU format)."""
    more = block[482]
    while more and len(block := stream.read(BLOCK)) == BLOCK:
        more = block[504]
