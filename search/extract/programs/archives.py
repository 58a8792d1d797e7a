"""Archives that bsdtar and 7-Zip open, entry by entry. Nothing is written anywhere.

bsdtar gives them as one tar archive, in one go. 7-Zip is for those that it cannot open: it has to be asked for each
file, which takes long where many are packed together, but tells which of them need a password.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from search.extract.caps import Caps
from search.extract.containers.listing import harmless, instant, listing
from search.extract.containers.streams import ChunkStream
from search.extract.containers.tar_archive import files
from search.extract.containers.tar_entries import Entry, entries
from search.extract.extracted import Status
from search.extract.pieces import Part, Piece, Remark
from search.extract.programs.private import DESCRIPTOR_PATH
from search.extract.programs.running import run
from search.extract.trouble import Unreadable

_Found = Iterator[Entry | Remark]
Opening = Callable[[], _Found]
"""Goes through an archive from its start."""

_LISTING_BYTES = 256 << 20
_NO_PASSWORD = "-p"


class _Listed(NamedTuple):
    """What one program finds: the names, how many, and the first trouble."""

    names: list[Part]
    found: int
    trouble: Remark | None


def read(openings: Sequence[Opening], caps: Caps) -> Iterator[Piece]:
    """The names, then the files, by the first of some `openings` without trouble, or the one that finds most.

    Unreadable: none finds anything.
    """
    tried: list[tuple[_Listed, Opening]] = []
    for opening in openings:
        tried.append((_listed(opening, caps), opening))
        if tried[-1][0].trouble is None:
            break
    # One without trouble is the last, and would be right to find nothing; of equals the first is preferred.
    listed, opening = tried[-1] if tried[-1][0].trouble is None else max(tried, key=lambda each: each[0].found)
    if not listed.found and listed.trouble is not None:
        troubles = [each.trouble for each, _ in tried if each.trouble is not None]
        raise Unreadable(*min(troubles, key=lambda trouble: trouble.status is not Status.ENCRYPTED))
    yield from listed.names
    yield from files(opening())


def by_bsdtar(path: str, file: BinaryIO, folder: str, caps: Caps) -> _Found:
    """What bsdtar makes of the archive; what it cannot read ends it, with a remark."""
    command = (path, "--format=pax", "-cf", "-", "@-")
    # A tar archive is larger than the files in it by some blocks for each.
    limit = 2 * caps.members_bytes
    yield from entries(ChunkStream(_asked(command, file, folder, caps, limit)))


def by_seven_zip(path: str, file: BinaryIO, folder: str, caps: Caps) -> _Found:
    """The entries that 7-Zip lists, each to be unpacked by itself."""
    try:
        told = b"".join(
            _asked((path, "l", "-slt", "-ba", _NO_PASSWORD, DESCRIPTOR_PATH), file, folder, caps, _LISTING_BYTES)
        )
    except Unreadable as trouble:
        yield Remark(trouble.status, trouble.reason)
        return
    for record in told.replace(b"\r", b"").split(b"\n\n"):
        about = dict(line.partition(b" = ")[::2] for line in record.split(b"\n"))
        name = about.get(b"Path")
        attributes = about.get(b"Attributes", b"")
        if not name or about.get(b"Folder") == b"+" or attributes.startswith(b"D"):
            continue
        if about.get(b"Encrypted") == b"+":
            chunks = _refused()
        else:
            command = (path, "x", "-so", "-spd", _NO_PASSWORD, DESCRIPTOR_PATH, b"-i!" + name)
            chunks = _asked(command, file, folder, caps, caps.members_bytes)
        is_link = b" l" in attributes
        yield Entry(harmless(name), _modified(about.get(b"Modified", b"")), None if is_link else chunks)


def _listed(opening: Opening, caps: Caps) -> _Listed:
    count = 0
    trouble: Remark | None = None

    def names() -> Iterator[bytes]:
        nonlocal count, trouble
        for found in opening():
            if isinstance(found, Remark):
                trouble = trouble or found
            else:
                count += 1
                yield found.path

    parts: list[Part] = []
    length = 0
    for part in listing(names()):
        if length < caps.text:
            parts.append(part)
        length += len(part.text)
    return _Listed(parts, count, trouble)


def _asked(command: Sequence[str | bytes], file: BinaryIO, folder: str, caps: Caps, limit: int) -> Iterator[bytes]:
    """What a program gives. Unreadable as for `run`; ENCRYPTED when it says so."""
    try:
        yield from run(command, folder, stdin=file, seconds=caps.seconds, limit=limit)
    except Unreadable as trouble:
        complaint = trouble.reason.lower()
        if "encrypt" in complaint or "password" in complaint or "passphrase" in complaint:
            raise Unreadable(Status.ENCRYPTED, "password needed") from trouble
        raise


def _refused() -> Iterator[bytes]:
    raise Unreadable(Status.ENCRYPTED, "password needed")
    yield b""


def _modified(written: bytes) -> str | None:
    """ "2013-09-13 13:39:01.0000000", in UTC because programs are run there."""
    try:
        return instant(datetime.fromisoformat(written[:19].decode("ascii")).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None
