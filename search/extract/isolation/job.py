"""A document that is to be read: its bytes, what it seems to be, and what reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TypeAlias

from search.extract import ocr
from search.extract.caps import Caps
from search.extract.containers.inflating import MOST_RATIO
from search.extract.extracted import Metadata, Status
from search.extract.kinds import Kind
from search.extract.pieces import Piece, Remark
from search.extract.reading import READERS, Reader, name_of_reader, pieces_of, reader_of
from search.extract.whole import megabytes

_OCR = "ocr"
_PICTURES = ("pdf", "image")
"""Readers of what may be pictures of text, which is for _OCR to read."""

UNKNOWN = Metadata()

Answer: TypeAlias = dict[str, Any]
"""The header of a frame."""


@dataclass(slots=True)
class Room:
    """How many members, and bytes of them, one file may have on all levels together, and how many it still may.

    Each container has limits of its own; containers within containers would multiply them.
    """

    most_members: int
    most_bytes: int
    members: int = field(init=False)
    bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self.members, self.bytes = self.most_members, self.most_bytes

    @property
    def excess(self) -> str | None:
        """What is to be said of a file that has more in it than there is room for."""
        if self.members < 0:
            return f"first {self.most_members:,} files in the whole file searched"
        if self.bytes < 0:
            return f"first {megabytes(self.most_bytes)} of the files in the whole file searched"
        return None


def room_for(caps: Caps, size: int) -> Room:
    """The room of one file of so many bytes: each level of it may be as full as one container, but a file that gives
    more than one member may have, and more than MOST_RATIO times its size, is a bomb.
    """
    least = max(caps.member_bytes, size * MOST_RATIO)
    return Room(caps.members * caps.depth, min(caps.members_bytes * caps.depth, least))


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read: an open file of some kind.

    `path` is that of the file, also for what is inside it; `place` is the path of a member inside, None for the file
    itself, which is on `level` 0. `about` is the part of the answer that is known already. `trouble` is what was wrong
    with getting its bytes. `second`: another reader has been at it, and found `metadata`. `reader` is what reads it;
    None when nothing does, or needs to.
    """

    file: BinaryIO
    kind: Kind
    name: str
    size: int
    path: str
    about: Answer
    ocr: bool
    room: Room
    place: str | None = None
    level: int = 0
    trouble: Remark | None = None
    second: bool = False
    metadata: Metadata = UNKNOWN
    reader: Reader | None = field(init=False)

    def __post_init__(self) -> None:
        """Choose the reader."""
        reader = READERS[_OCR] if self._is_picture else reader_of(self.kind)
        if not self.size or (self.trouble is not None and self.trouble.status is not Status.PARTIAL):
            reader = None
        object.__setattr__(self, "reader", reader)

    @property
    def reader_name(self) -> str:
        """The name and version of what decides about it."""
        return ocr.reader_name() if self._is_picture else name_of_reader(self.kind)

    def pieces(self, file: BinaryIO, caps: Caps) -> Iterator[Piece]:
        """What its reader yields about `file`, which has its bytes."""
        if self._is_picture:
            return iter(READERS[_OCR].read(file, self.kind, caps))
        return pieces_of(file, self.kind, caps)

    @property
    def _is_picture(self) -> bool:
        return self.ocr and self.kind.reader in _PICTURES
