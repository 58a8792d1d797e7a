"""What a child has told of one document so far. It may have been taken over by what it read: everything is checked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from search.extract.assembling import Assembly
from search.extract.caps import Caps
from search.extract.extracted import Metadata, Status
from search.extract.isolation.child import METADATA, MOST_REMARKS
from search.extract.isolation.job import Job
from search.extract.kinds import Kind
from search.extract.pieces import Remark
from search.extract.reading import FOREIGN, name_of_reader

_LONGEST_REASON = 1_000
_ESCAPED_SURROGATE = b"\\ud"


@dataclass(slots=True)
class Found:
    """`texts` is the text in UTF-8, `units` are fields of units; `opened`: it was answered as a container."""

    job: Job
    caps: Caps
    assembly: Assembly
    texts: list[bytes] = field(default_factory=list)
    units: list[Any] = field(default_factory=list)
    peak: int = 0
    opened: bool = False

    def take(self, header: dict[str, Any], body: bytes) -> None:
        """Take in what a frame says of the document. Exceptions of any kind, when it cannot be said."""
        assembly = self.assembly
        if "units" in header:
            text = body.decode("utf-8")
            assembly.length += len(text)
            assembly.blank = assembly.blank and (not text or text.isspace())
            self.texts.append(body)
            self.units += map(_unit, header["units"])
            _require(assembly.length <= self.caps.text and len(self.units) <= self.caps.units)
        if "metadata" in header:
            assembly.metadata = _metadata(header["metadata"])
        if "kind" in header:
            type_, format_, reader = header["kind"]
            _require(isinstance(type_, str) and isinstance(format_, str) and isinstance(reader, str | None))
            assembly.kind = Kind(type_, format_, reader)
        for status, reason in header.get("remarks", ()):
            assembly.remarks.append(remark(status, reason))
            _require(len(assembly.remarks) <= 2 * MOST_REMARKS)
        if "peak" in header:
            self.peak = int(header["peak"])

    @property
    def reader_name(self) -> str:
        """The name and version of what decided about it: where programs are missing, those of their reader."""
        kind = self.assembly.kind
        return name_of_reader(kind) if kind.reader == FOREIGN else self.job.reader_name

    @property
    def is_nothing(self) -> bool:
        """Whether neither text nor members have been found."""
        return self.assembly.blank and not self.assembly.members


def begin(job: Job, caps: Caps) -> Found:
    """Nothing is known of `job` yet but what it brings along."""
    assembly = Assembly(job.kind, metadata=job.metadata)
    if job.trouble is not None:
        assembly.remarks.append(job.trouble)
    return Found(job, caps, assembly)


def for_another_reader(found: Found) -> Job | None:
    """The same document for another reader, when one has found out nothing but that it is of another kind."""
    job, assembly = found.job, found.assembly
    if job.second or assembly.remarks or not found.is_nothing or assembly.kind.reader in (None, job.kind.reader):
        return None
    job.file.seek(0)
    return replace(job, kind=assembly.kind, second=True, metadata=assembly.metadata)


def parsed(header: bytes) -> dict[str, Any]:
    """A frame's header. ValueError, RecursionError: it is none."""
    found = json.loads(header.decode())
    _require(isinstance(found, dict))
    return {name: _printable(value) for name, value in found.items()} if _ESCAPED_SURROGATE in header else found


def remark(status: Any, reason: Any) -> Remark:
    """A remark out of a header. ValueError when it is none."""
    _require(isinstance(reason, str))
    return Remark(Status(status), reason[:_LONGEST_REASON])


def _metadata(values: Sequence[Any]) -> Metadata:
    found = dict(zip(METADATA, values, strict=True))
    answers = found.pop("answers")
    _require(all(isinstance(value, str | None) for value in found.values()))
    _require(isinstance(answers, list) and all(isinstance(value, str) for value in answers))
    return Metadata(**found, answers=tuple(answers))


def _unit(fields: Any) -> Any:
    kind, number, label, start, end = fields
    _require(type(kind) is str and type(label) is str and type(number) is int)
    _require(type(start) is int and type(end) is int and 0 <= start <= end)
    return fields


def _printable(value: Any) -> Any:
    """`value` with a replacement for each lone surrogate, which no database or file takes."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_printable(each) for each in value] if isinstance(value, list) else value


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("a frame that no reader sends")
