"""Drawing the members of a container, as those who isolate readers do."""

import io
from typing import NamedTuple

from search.extract.caps import DEFAULT, Caps
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Member, Part, Remark
from search.extract.reading import pieces_of
from search.extract.sniff import sniff
from search.extract.trouble import Unreadable


class Drawn(NamedTuple):
    """One member: what came of it, and what its trouble was."""

    path: bytes
    data: bytes
    modified: str | None
    trouble: tuple[Status, str] | None


class Opened(NamedTuple):
    """A container: its text, members and remarks; what the reader raised is the last remark."""

    text: str
    members: list[Drawn]
    remarks: list[Remark]

    @property
    def files(self) -> dict[str, bytes]:
        """The bytes of the members that are in order, by path."""
        return {member.path.decode(): member.data for member in self.members if member.trouble is None}

    @property
    def refused(self) -> dict[str, Status]:
        """The status of the other members."""
        return {member.path.decode(): member.trouble[0] for member in self.members if member.trouble is not None}


def opened(data: bytes, name: str, kind: Kind | None = None, caps: Caps = DEFAULT, most: int = 1 << 30) -> Opened:
    """What is in a container of `data`; of a member no more than `most` bytes are drawn."""
    file = io.BytesIO(data)
    texts: list[str] = []
    members: list[Drawn] = []
    remarks: list[Remark] = []
    try:
        for piece in pieces_of(file, kind or sniff(file, name), caps):
            if isinstance(piece, Part):
                texts.append(piece.text)
            elif isinstance(piece, Remark):
                remarks.append(piece)
            elif isinstance(piece, Member):
                members.append(_drawn(piece, most))
    except Unreadable as trouble:
        remarks.append(Remark(trouble.status, trouble.reason))
    return Opened("\n".join(texts), members, remarks)


def _drawn(member: Member, most: int) -> Drawn:
    data = bytearray()
    trouble = None
    try:
        for chunk in member.chunks:
            data += chunk
            assert len(data) <= most
    except Unreadable as refused:
        trouble = refused.status, refused.reason
    return Drawn(member.path, bytes(data), member.modified, trouble)
