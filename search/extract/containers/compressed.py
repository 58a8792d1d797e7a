"""Files compressed alone (gzip, bzip2, xz, lzma): what is inside is one member, or those of a tar archive."""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.containers.inflating import TAKEN, bzip2, gzip, inflated, xz
from search.extract.containers.listing import harmless, instant, listing
from search.extract.containers.streams import ChunkStream
from search.extract.containers.tar_archive import archived
from search.extract.containers.tar_entries import BLOCK, begins_tar, entries
from search.extract.kinds import Kind
from search.extract.pieces import Member, Piece

READER = "compressed/2"

CONTENT = b"content"
"""What the member is called when the file does not say."""

_TAR = Kind("archive", "compressed tar archive", "compressed")
_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
_EXTRA, _NAME = 4, 8
_LONGEST_NAME = 1 << 12


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The members of a tar archive with their names as its text; or the one member, called as gzip says or CONTENT."""
    head = ChunkStream(_plain(file)).read(BLOCK)
    if begins_tar(head):
        yield _TAR
        yield from archived(lambda: entries(ChunkStream(_plain(file))))
        return
    name, modified = _told(file)
    if name is not None:
        yield from listing([name])
    yield Member(name or CONTENT, modified, _plain(file))


def _plain(file: BinaryIO) -> Iterator[bytes]:
    """What is inside, from its start. Unreadable as for `inflated`."""
    file.seek(0)
    first = file.read(TAKEN)
    pieces = chain([first], iter(lambda: file.read(TAKEN), b""))
    if first.startswith(_GZIP):
        return inflated(pieces, gzip, _GZIP)
    if first.startswith(_BZIP2):
        return inflated(pieces, bzip2, _BZIP2)
    return inflated(pieces, xz, _XZ)


def _told(file: BinaryIO) -> tuple[bytes | None, str | None]:
    """The name and the time in the header of a gzip file (RFC 1952)."""
    file.seek(0)
    header = file.read(10)
    if not header.startswith(_GZIP) or len(header) < 10:
        return None, None
    if header[3] & _EXTRA:
        file.seek(int.from_bytes(file.read(2), "little"), 1)
    name = file.read(_LONGEST_NAME).partition(b"\0")[0] if header[3] & _NAME else b""
    # Written in ISO 8859-1 by the standard, in the system's encoding by everyone.
    return harmless(name) if name else None, instant(int.from_bytes(header[4:8], "little"))
