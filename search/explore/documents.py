"""What is returned of one document: a version of it, its past, and what two versions differ in."""

from dataclasses import dataclass

from search.extract.extracted import Unit
from search.text.differing import Hunk


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list of a document's versions."""

    version: str
    seen_from: str
    seen_to: str | None
    recorded: str
    status: str


@dataclass(frozen=True, slots=True)
class MentionSpan:
    """A mention in an open document. `norm` is its normal form, of a date the days that it means in this document."""

    start: int
    end: int
    type: str
    entity: str
    name: str
    norm: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An open document: one version of it. `versions` are all of it, the earliest first. `text` is whole, or the
    beginning that was asked for of a text of `length` code points.
    """

    document: str
    version: str
    path: str
    title: str
    type: str
    status: str
    reason: str | None
    document_date: str | None
    modified: str
    gone: str | None
    number: int
    versions: tuple[VersionLine, ...]
    text: str
    length: int
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a document was from `since` to `until`, None for where it is."""

    path: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class PastVersion:
    """A version in the history of a document: when the source held it, when that was `recorded`, and what it was.

    `origin` is scan or git. `date_certainty` is 0 to 1. `inserted` and `deleted` count words against the version
    before; None for the first one, without a text, and for texts that are too long to count.
    """

    version: str
    number: int
    seen_from: str
    seen_to: str | None
    recorded: str
    origin: str
    status: str
    reason: str | None
    title: str
    document_date: str | None
    date_origin: str | None
    date_certainty: float | None
    modified: str
    size: int
    characters: int
    inserted: int | None
    deleted: int | None


@dataclass(frozen=True, slots=True)
class History:
    """All that is remembered of a document's past, the earliest first."""

    document: str
    path: str
    gone: str | None
    stays: tuple[Stay, ...]
    versions: tuple[PastVersion, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions that are compared."""

    version: str
    number: int
    seen_from: str
    seen_to: str | None
    text: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What two versions of a document differ in. Outside `hunks` their texts are the same, line by line."""

    document: str
    path: str
    title: str
    before: Side
    after: Side
    hunks: tuple[Hunk, ...]
