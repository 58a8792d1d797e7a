"""Pieces to one document: offsets into the whole text, the limits, and the status that comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from search.extract.caps import Caps
from search.extract.extracted import Extracted, Metadata, Status, Unit
from search.extract.kinds import Kind
from search.extract.pieces import Member, Part, Piece, Remark
from search.extract.trouble import Unreadable

NO_MEMORY = Remark(Status.TOO_LARGE, "needs more memory than a reader may use")


@dataclass(slots=True)
class Assembly:
    """A document so far; its text is with who assembles it. `length` counts code points."""

    kind: Kind
    length: int = 0
    units: int = 0
    blank: bool = True
    members: int = 0
    metadata: Metadata = field(default_factory=Metadata)
    remarks: list[Remark] = field(default_factory=list)


def assembled(pieces: Iterator[Piece], assembly: Assembly, caps: Caps) -> Iterator[Part | Member]:
    """The parts, ready to be appended as they are, with the offsets of their units in the whole text; and the members.

    Everything else goes into `assembly`, trouble with the file too: nothing is raised for what the file holds, except
    MemoryError, and what a member's chunks raise while they are drawn.
    """
    try:
        for piece in pieces:
            match piece:
                case Part():
                    part, is_cut = _placed(piece, assembly, caps)
                    if part.text:
                        yield part
                    if is_cut:
                        assembly.remarks.append(Remark(Status.PARTIAL, f"first {caps.text:,} characters searched"))
                        return
                case Member():
                    if assembly.members >= caps.members:
                        assembly.remarks.append(Remark(Status.PARTIAL, f"first {caps.members:,} files in it searched"))
                        return
                    assembly.members += 1
                    yield piece
                case Metadata():
                    assembly.metadata = assembly.metadata.filled(piece)
                case Kind():
                    assembly.kind = piece
                case Remark():
                    assembly.remarks.append(piece)
    except Unreadable as trouble:
        assembly.remarks.append(Remark(trouble.status, trouble.reason))
    except MemoryError:
        raise
    except Exception as error:
        assembly.remarks.append(Remark(Status.FAILED, f"{type(error).__name__}: {error}"[:300]))


def finished(assembly: Assembly, reader: str) -> Extracted:
    """What was read, without its text."""
    status, reason = _outcome(assembly)
    return Extracted(assembly.kind.type, reader, status, metadata=assembly.metadata, reason=reason)


def _placed(part: Part, assembly: Assembly, caps: Caps) -> tuple[Part, bool]:
    """`part` at its place in the whole text, and whether the limit cut something off."""
    text = part.joint + part.text if assembly.length else part.text
    shift = assembly.length + len(text) - len(part.text)
    is_cut = assembly.length + len(text) > caps.text
    text = text[: caps.text - assembly.length]
    units = tuple(
        Unit(unit.kind, unit.number, unit.label, unit.start + shift, min(unit.end + shift, caps.text))
        for unit in part.units[: caps.units - assembly.units]
        if unit.start + shift < caps.text
    )
    assembly.length += len(text)
    assembly.units += len(units)
    assembly.blank = assembly.blank and not text.strip()
    return Part(text, units, ""), is_cut


def _outcome(assembly: Assembly) -> tuple[Status, str | None]:
    remarks = list(dict.fromkeys(assembly.remarks))
    reason = "; ".join(remark.reason for remark in remarks) or None
    if not assembly.blank or assembly.members:
        return (Status.PARTIAL if remarks else Status.OK), reason
    if remarks:
        return next((remark.status for remark in remarks if remark.status is not Status.PARTIAL), Status.FAILED), reason
    if assembly.kind.reader is None:
        return Status.UNSUPPORTED, assembly.kind.format
    return Status.EMPTY, "no text"
