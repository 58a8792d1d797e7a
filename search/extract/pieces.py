"""What readers yield: a document piece by piece, so that what was read before trouble is kept.

A reader is a generator over pieces: first the text in `Part`s, then, of a container, its `Member`s; `Metadata`, `Kind`
and `Remark` anywhere among them. It raises `Unreadable` for expected trouble; what it has yielded stays.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple, TypeAlias

from search.extract.caps import Caps
from search.extract.extracted import Metadata, Status, Unit
from search.extract.kinds import Kind

ENOUGH = 1 << 16
"""Code points after which a reader passes on what it has: from then on it outlives its process."""


class Part(NamedTuple):
    """The next piece of text, normalised by `search.text.normalise`.

    `units` are within this piece: their offsets are relative to it, and they do not overlap. `joint` stands between
    the piece before and this one.
    """

    text: str
    units: tuple[Unit, ...] = ()
    joint: str = "\n"


class Member(NamedTuple):
    """A file inside the file: an attachment, an archive's entry, a message of a mailbox.

    `path` is its place there, with slashes and without a leading one; it need not be unique. `modified` is RFC 3339 UTC
    or None. `chunks` gives its bytes, and is drawn before the next piece is asked for; Unreadable out of it is the
    member's trouble alone.
    """

    path: bytes
    modified: str | None
    chunks: Iterable[bytes]


class Remark(NamedTuple):
    """Something that could not be read, and goes into the document's status: PARTIAL, or what it has without any text.

    `reason` is a sentence fragment: "3 of 10 pages cannot be read, first page 4".
    """

    status: Status
    reason: str


CUT = Remark(Status.PARTIAL, "ends in the middle")
"""Of a document that lacks what stands at the end of all that are whole."""

Piece: TypeAlias = Part | Metadata | Kind | Remark | Member
"""A `Kind` says that the document is of this kind rather than of the one that its first bytes promised."""

Read: TypeAlias = Callable[[BinaryIO, Kind, Caps], Iterator[Piece]]
"""A reader's function: an open, seekable binary file at its start, the kind it was taken for, and the limits."""


def unit_part(kind: str, number: int, text: str, label: str = "") -> Part:
    """`text` as one unit: page 3, sheet 1 "Budget"."""
    return Part(text, (Unit(kind, number, label, 0, len(text)),))
