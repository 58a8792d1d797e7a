"""The process that reads: forked for one file or for a few, locked in, alone with them and a pipe, and then gone.

Its frames, for each file in turn: `{"units": [...]}` with a piece of text as it comes, its units with their offsets in
the whole text; `{"member": path, "modified": …}`, then `{"chunk": true}` with bytes as often as needed, then `{"done":
null or [status, reason]}`; at last `{"end": true}`. What else became known since the frame before is in the next one,
under "metadata", "kind", "remarks" and "peak".
"""

import os
import resource
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, BinaryIO, NoReturn

from search.extract.assembling import NO_MEMORY, Assembly, assembled
from search.extract.caps import Caps
from search.extract.extracted import Metadata, Status
from search.extract.isolation.frames import send, write
from search.extract.isolation.job import Job
from search.extract.isolation.limits import Limits, confine
from search.extract.pieces import Member, Part
from search.extract.trouble import Unreadable
from search.extract.whole import megabytes

PIECE = 1 << 20
"""Code points or bytes in one frame."""

METADATA = tuple(each.name for each in fields(Metadata))
"""The order in which "metadata" has them."""
KILOBYTE = 1 if sys.platform == "darwin" else 1 << 10
"""Bytes in the unit of the largest resident set, as the system counts it."""

MOST_REMARKS = 50


def be_child(
    jobs: Sequence[Job], answers: int, caps: Caps, limits: Limits, folder: str | None, parent: int
) -> NoReturn:
    """Read `jobs`, answer into the descriptor `answers`, and end this process, which `parent` has just forked.

    `folder` is the one that programs may write into.
    """
    code = 1
    try:
        _be_alone(answers, [job.file.fileno() for job in jobs])
        if folder is not None:
            os.chdir(folder)
            os.environ["TMPDIR"] = tempfile.tempdir = folder
        confine(limits)
        if os.getppid() == parent:
            with os.fdopen(answers, "wb", buffering=1 << 16) as pipe:
                for job in jobs:
                    _Telling(job, pipe, caps, alone=len(jobs) == 1).tell()
            code = 0
    finally:
        os._exit(code)


def _be_alone(answers: int, files: Sequence[int]) -> None:
    """A session without a terminal, and nothing open but what this process is for."""
    os.setsid()
    sys.dont_write_bytecode = True
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    kept = sorted({2, answers, *files})
    for low, high in zip(kept, [*kept[1:], os.sysconf("SC_OPEN_MAX")], strict=True):
        if low + 1 < high:
            os.closerange(low + 1, high)


class _Telling:
    """One file, told piece by piece.

    `alone`: its pieces are told at once, so that they outlive the process. Where several are read, trouble with one
    means that it is read once more, alone.
    """

    def __init__(self, job: Job, pipe: BinaryIO, caps: Caps, *, alone: bool) -> None:
        self._job, self._pipe, self._caps, self._alone = job, pipe, caps, alone
        self._assembly = Assembly(job.kind, metadata=job.metadata)
        self._metadata, self._kind, self._remarks = job.metadata, job.kind, 0
        self._members = self._in_members = 0
        self._held: tuple[dict[str, Any], bytes] | None = None

    def tell(self) -> None:
        """Everything, to the end."""
        file = self._job.file
        # The parent has been at it, and has its own idea of where it is.
        file.seek(0, os.SEEK_END)
        file.seek(0)
        try:
            for piece in assembled(self._job.pieces(file, self._caps), self._assembly, self._caps):
                if isinstance(piece, Part):
                    self._part(piece)
                else:
                    self._member(piece)
        except MemoryError:
            if not self._alone and not self._members:
                raise
            self._assembly.remarks.append(NO_MEMORY)
        self._send({"end": True, "peak": _peak()})

    def _part(self, part: Part) -> None:
        units = part.units
        for start in range(0, len(part.text), PIECE):
            fields = [(unit.kind, unit.number, unit.label, unit.start, unit.end) for unit in units]
            self._send({"units": fields}, part.text[start : start + PIECE].encode("utf-8", "replace"))
            units = ()

    def _member(self, member: Member) -> None:
        self._members += 1
        self._send({"member": member.path.decode("latin-1"), "modified": member.modified, "peak": _peak()})
        trouble: tuple[Status, str] | None = None
        try:
            self._chunks(member.chunks)
        except Unreadable as error:
            trouble = error.status, error.reason
        except MemoryError:
            trouble = NO_MEMORY
        except Exception as error:
            trouble = Status.FAILED, f"{type(error).__name__}: {error}"[:300]
        self._send({"done": trouble})

    def _chunks(self, chunks: Iterable[bytes]) -> None:
        caps = self._caps
        if self._job.level >= caps.depth:
            raise Unreadable(Status.TOO_LARGE, f"containers nested deeper than {caps.depth}")
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > caps.member_bytes:
                raise Unreadable(Status.TOO_LARGE, f"member larger than {megabytes(caps.member_bytes)}")
            if self._in_members + size > caps.members_bytes:
                raise Unreadable(Status.TOO_LARGE, f"the files in it have more than {megabytes(caps.members_bytes)}")
            for start in range(0, len(chunk), PIECE):
                self._send({"chunk": True}, chunk[start : start + PIECE])
        self._in_members += size

    def _send(self, header: dict[str, Any], body: bytes = b"") -> None:
        """A frame. A piece of text that nothing has to be told of at once waits for the end, and goes with it."""
        held, self._held = self._held, None
        if self._alone:
            send(self._pipe, self._with_news(header), body)
        elif held is None and "units" in header:
            self._held = header, body
        elif held is not None and "end" in header:
            send(self._pipe, self._with_news(held[0] | header), held[1])
        else:
            if held is not None:
                write(self._pipe, self._with_news(held[0]), held[1])
            tell = send if "end" in header or "done" in header else write
            tell(self._pipe, self._with_news(header), body)

    def _with_news(self, header: dict[str, Any]) -> dict[str, Any]:
        """What has become known since the last frame is told with the next one."""
        assembly = self._assembly
        if assembly.metadata is not self._metadata:
            self._metadata = assembly.metadata
            header["metadata"] = [getattr(assembly.metadata, name) for name in METADATA]
        if assembly.kind is not self._kind:
            self._kind = assembly.kind
            header["kind"] = assembly.kind
        if len(assembly.remarks) > self._remarks:
            header["remarks"] = assembly.remarks[self._remarks : MOST_REMARKS]
            self._remarks = len(assembly.remarks)
        return header


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE
