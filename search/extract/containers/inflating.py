"""Compressed bytes to plain ones, lazily: in pieces of bounded size, and never without end."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from search.extract.extracted import Status
from search.extract.trouble import Unreadable

TAKEN, GIVEN = 1 << 16, 1 << 18
"""Bytes of a compressed piece, and the most of a plain one. What follows a stream is copied, hence small pieces."""

FREE = 64 << 20
MOST_RATIO = 1_000
"""What unpacks to more than FREE bytes and to more than MOST_RATIO times its size is taken for a bomb."""

LZMA_MEMORY = 192 << 20
"""Bytes for the dictionary of an LZMA stream; the strongest setting of xz needs 65 MB."""


class Decompressor(Protocol):
    """What `bz2` and `lzma` offer, and `Inflate` for zlib."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream has been reached."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more can be had without more input."""

    @property
    def unused_data(self) -> bytes:
        """Input that followed the end of the stream."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes; `data` only where more input is needed, else b"" for more of what there is."""


class Inflate:
    """zlib with the interface of its siblings; what precedes a damage is given before it is raised.

    `wbits` is as for `zlib.decompressobj`.
    """

    def __init__(self, wbits: int) -> None:
        self._stream = zlib.decompressobj(wbits)
        self._damage: zlib.error | None = None
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the end of the stream has been reached."""
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        """Input that followed the end of the stream."""
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes; `data` only where more input is needed, else b"" for more of what there is."""
        if self._damage is not None:
            raise self._damage
        packed = self._stream.unconsumed_tail or data
        before = self._stream.copy()
        try:
            plain = self._stream.decompress(packed, max(max_length, 0))
        except zlib.error as error:
            self._damage, self.needs_input = error, False
            return _before_damage(before, packed, max(max_length, 0))
        self.needs_input = not self._stream.unconsumed_tail and len(plain) < max_length
        return plain


def _before_damage(stream: "zlib._Decompress", packed: bytes, max_length: int) -> bytes:
    """What a stream gives of `packed` before it raises."""
    plain = bytearray()
    try:
        for at in range(len(packed)):
            plain += stream.decompress(packed[at : at + 1])
            if len(plain) >= max_length > 0:
                break
    except zlib.error:
        pass
    return bytes(plain)


def deflate() -> Decompressor:
    """For deflate without a header, as in zip files."""
    return Inflate(-zlib.MAX_WBITS)


def gzip() -> Decompressor:
    """For one member of a gzip file, header and trailer included."""
    return Inflate(zlib.MAX_WBITS | 16)


def bzip2() -> Decompressor:
    """For one stream of a bzip2 file."""
    return bz2.BZ2Decompressor()


def xz() -> Decompressor:
    """For one stream of an xz or lzma file."""
    return lzma.LZMADecompressor(lzma.FORMAT_AUTO, LZMA_MEMORY)


def zip_lzma(properties: bytes) -> Decompressor:
    """For LZMA in zip files, whose five bytes of properties stand apart (LZMA SDK specification)."""
    if len(properties) != 5 or properties[0] >= 9 * 5 * 5 or int.from_bytes(properties[1:], "little") > LZMA_MEMORY:
        raise lzma.LZMAError("unusable properties")
    rest, lc = divmod(properties[0], 9)
    pb, lp = divmod(rest, 5)
    size = max(int.from_bytes(properties[1:], "little"), 4096)
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": size, "lc": lc, "lp": lp, "pb": pb}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)


def inflated(raw: Iterable[bytes], start: Callable[[], Decompressor], magic: bytes | None = None) -> Iterator[bytes]:
    """The plain bytes of the stream in `raw`, and of those behind it that begin with `magic`, if it is given.

    Unreadable, when what could be had has been given: FAILED or PARTIAL (some came before) for damage, a cut and
    anything else behind the streams; TOO_LARGE for a bomb.
    """
    pieces = iter(raw)
    stream = start()
    taken = given = 0
    data = b""
    try:
        while not stream.eof or (data := _next_stream(stream.unused_data, pieces, magic)):
            if stream.eof:
                stream = start()
            elif stream.needs_input:
                if not (data := next(pieces, b"")):
                    raise Unreadable(_left(given), "cut short")
                taken += len(data)
            plain = stream.decompress(data, GIVEN)
            data = b""
            given += len(plain)
            if given > FREE and given > taken * MOST_RATIO:
                raise Unreadable(Status.TOO_LARGE, f"unpacks to more than {MOST_RATIO:,} times its size")
            if plain:
                yield plain
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise Unreadable(_left(given), "damaged compressed data") from error


def _left(given: int) -> Status:
    """What is left of a member that breaks off after `given` bytes."""
    return Status.PARTIAL if given else Status.FAILED


def _next_stream(unused: bytes, pieces: Iterator[bytes], magic: bytes | None) -> bytes:
    """The start of the stream that follows, b"" when there is none. Unreadable: something else follows."""
    if magic is None:
        return b""
    rest = unused.lstrip(b"\0")
    while len(rest) < len(magic) and (more := next(pieces, b"")):
        rest = (rest + more).lstrip(b"\0")
    if rest and not rest.startswith(magic):
        raise Unreadable(Status.PARTIAL, "something else follows the compressed data")
    return rest
