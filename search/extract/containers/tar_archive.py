"""Tar archives: the names of their members, then the files among them. Links and devices have no more than names."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.containers.listing import listing
from search.extract.containers.streams import FileStream
from search.extract.containers.tar_entries import Entry, entries
from search.extract.kinds import Kind
from search.extract.pieces import Member, Piece, Remark

READER = "tar/1"


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The names of a tar archive's members, one a line, then the files."""
    yield from archived(lambda: entries(FileStream(file)))


def archived(begin: Callable[[], Iterator[Entry | Remark]]) -> Iterator[Piece]:
    """The same for any archive that is gone through entry by entry, which is done twice."""
    yield from listing(entry.path for entry in begin() if isinstance(entry, Entry))
    yield from files(begin())


def files(found: Iterator[Entry | Remark]) -> Iterator[Piece]:
    """The members to read among entries, and the remarks."""
    for entry in found:
        if isinstance(entry, Remark):
            yield entry
        elif entry.chunks is not None:
            yield Member(entry.path, entry.modified, entry.chunks)
