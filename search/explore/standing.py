"""What is returned of the memory itself: its figures, its sources, and what could not be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnreadDocument:
    """A document that could not be read. `file` is the path of the file that it is, or is inside of."""

    document: str
    version: str
    path: str
    file: str


@dataclass(frozen=True, slots=True)
class UnreadGroup:
    """Current documents that could not be read, or not wholly, for one reason, in the order of their paths."""

    status: str
    reason: str
    documents: tuple[UnreadDocument, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A remembered folder or file."""

    path: str
    documents: int
    away: bool


@dataclass(frozen=True, slots=True)
class FailureLine:
    """A document that cannot be searched, and why."""

    path: str
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class IndexLine:
    """The index in figures. `trouble` says why it cannot be searched, None when it can."""

    engine: str
    bytes: int
    segments: int
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The memory in figures. `behind` counts versions remembered but not yet indexed."""

    memory: str
    generation: int
    documents: int
    versions: int
    gone: int
    entities: int
    mentions: int
    searchable: int
    by_status: dict[str, int]
    by_type: dict[str, int]
    failures: tuple[FailureLine, ...]
    sources: tuple[SourceLine, ...]
    index: IndexLine
    behind: int
