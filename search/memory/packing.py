"""A text as the catalogue stores it: compressed chunks of UTF-8, with a digest over the whole.

Packing needs nothing but the text, so that it is done before a transaction, in any process.
"""

import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import NamedTuple

CHUNK = 256 * 1024
"""Code points of a chunk, so that a part of a large text costs little."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class Chunk(NamedTuple):
    """`data` is the zlib-compressed UTF-8 of the code points from `start` on; of a text with a base, its delta."""

    start: int
    data: bytes


class Former(NamedTuple):
    """The stored text that a new one follows, as a delta on that new one."""

    text: int
    delta: bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """A text ready to be stored. `digest` is BLAKE2b, 20 bytes, of its UTF-8; `length` counts code points.

    `base` is the stored text that it is a delta on, None for a whole one. `former` is the one that it follows, which
    becomes a delta on this one.
    """

    digest: bytes
    length: int
    chunks: tuple[Chunk, ...]
    base: int | None = None
    former: Former | None = None


def pack(text: str) -> Packed:
    """`text`, digested, cut and compressed."""
    digest = text_digest()
    chunks = []
    for start in range(0, len(text), CHUNK):
        piece = encoded(text[start : start + CHUNK])
        digest.update(piece)
        chunks.append(Chunk(start, zlib.compress(piece)))
    return Packed(digest.digest(), len(text), tuple(chunks))


def unpack(data: bytes) -> str:
    """The text of one chunk; ValueError when it is damaged."""
    try:
        return zlib.decompress(data).decode("utf-8", "surrogatepass")
    except zlib.error as error:
        raise ValueError(str(error)) from error


def encoded(text: str) -> bytes:
    """`text` as UTF-8. Normalised texts hold no lone surrogates; should one come, it is kept rather than fatal."""
    return text.encode("utf-8", "surrogatepass")


def text_digest() -> "hashlib.blake2b":
    """An empty digest of the kind that identifies texts."""
    return hashlib.blake2b(digest_size=20)


def storable(value: str) -> str:
    """`value` with lone surrogates as U+FFFD, one for one: SQLite takes no others. For names, titles and labels."""
    return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
