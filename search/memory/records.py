"""Rows of the catalogue as the rest of the engine sees them.

Paths are absolute, as the bytes the file system gave. Instants are RFC 3339 UTC with a Z ("2026-11-23T20:06:46Z"), so
that they compare as strings. Digests are BLAKE2b, 20 bytes: of the file's bytes, or of the normalised text as UTF-8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from search.entities.mentions import EntityType, Key, Mention
from search.extract.extracted import Extracted, Status


class Stamp(NamedTuple):
    """What the file system says of a file without reading it. Equal stamps mean: not changed."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Source:
    """A remembered folder or file. `away`: it could not be listed at the last scan, so nothing in it is gone."""

    id: int
    path: bytes
    away: bool
    documents: int


class KnownFile(NamedTuple):
    """A file as the last scan left it: the document at `path`, its current version, and the stamp and digest it was
    read with.
    """

    path: bytes
    document: int
    version: int
    stamp: Stamp
    digest: bytes
    status: Status
    reader: str


UNFINISHED = Stamp(0, 0, 0, 0)
"""The stamp of a file that has to be read again whatever it says: not all that is inside it is remembered yet."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to remember. `document` is None for a new document.

    `seen_from` is when the source held it, `recorded` when we learnt it. `mentions` are sorted by start. `digest` is
    of the file. `document_date` may be partial ("2024-06"); `date_origin` says where it came from (metadata, name,
    text, file) or is None with it. A member (a mail attachment, an archive entry) names the path of the document that
    it is in as `parent`, which is remembered before it, and its own place there as `member_path`; its `path` begins
    with the path of its parent.
    """

    source: int
    document: int | None
    path: bytes
    stamp: Stamp
    digest: bytes
    extracted: Extracted
    mentions: Sequence[Mention]
    title: str
    document_date: str | None
    date_origin: str | None
    seen_from: str
    recorded: str
    origin: str = "scan"
    parent: bytes | None = None
    member_path: bytes | None = None


class VersionFacts(NamedTuple):
    """Everything about a version that filters, sorts and shows, without its text.

    `sender`, `recipients`, `subject`, `message` (its id) and `answers` (ids, the first of a thread first) are of mails.
    `seen_to` None: current. `gone`: when the document's file was found missing, or None. `path` is the latest path of
    the document. `text` is the text's row number, None when there is none; `length` its code points. `modified` is
    the file's time, `recorded` when we learnt of the version, from a scan or from git by its `origin`.
    `date_certainty` is how likely `document_date` is meant, 0 to 1. `indexed`: the version can be found by words.
    """

    version: int
    document: int
    source: int
    path: bytes
    title: str
    author: str | None
    language: str | None
    type: str
    status: Status
    reason: str | None
    document_date: str | None
    date_origin: str | None
    date_certainty: float | None
    modified: str
    seen_from: str
    seen_to: str | None
    recorded: str
    origin: str
    gone: str | None
    text: int | None
    length: int
    size: int
    sender: str | None
    recipients: str | None
    subject: str | None
    message: str | None
    answers: tuple[str, ...]
    indexed: bool


class StoredText(NamedTuple):
    """A text that is stored whole. `length` is in code points, `stored` the bytes that it takes."""

    text: int
    digest: bytes
    length: int
    stored: int


class Purged(NamedTuple):
    """What was deleted for good: how many documents, which versions, how many judgements about what only they said.
    `shared` are the paths of other documents that have one of the texts, which stays.
    """

    documents: int
    versions: tuple[int, ...]
    shared: tuple[bytes, ...]
    judgements: int


class Location(NamedTuple):
    """Where a document was from `since` to `until` (half-open); `until` is None for where it is."""

    path: bytes
    since: str
    until: str | None


class Form(NamedTuple):
    """A distinct (type, surface, norm), the entity that it refers to today, and how often it stands in all texts."""

    form: int
    type: EntityType
    surface: str
    norm: str
    entity: int
    mentions: int


class StoredMention(NamedTuple):
    """A mention as the catalogue holds it: of an entity and its type today, and of the key that it was stored with."""

    start: int
    end: int
    type: EntityType
    surface: str
    entity: int
    key: Key


@dataclass(frozen=True, slots=True)
class PendingVersion:
    """A version that is remembered but not yet committed to the index."""

    version: int
    title: str
    text: int


class NamedEntity(NamedTuple):
    """An entity, its name, and the normal form that it was first seen with."""

    entity: int
    type: EntityType
    name: str
    norm: str


class EntityRow(NamedTuple):
    """An entity as it is stored. `merged_into` is the entity that it stands for, None for itself. A `rejected` one is
    none.
    """

    entity: int
    type: EntityType
    norm: str
    name: str
    merged_into: int | None
    rejected: bool


class EntityCount(NamedTuple):
    """How often an entity is mentioned, and in how many documents."""

    mentions: int
    documents: int


class TextEntity(NamedTuple):
    """An entity that a text names, and how often."""

    entity: int
    type: EntityType
    name: str
    mentions: int


class AliasCount(NamedTuple):
    """A surface that stands for an entity, and how often."""

    surface: str
    mentions: int


class Suspect(NamedTuple):
    """A file that was being read when everything stopped, and how often that happened."""

    path: bytes
    attempts: int


class Unsearchable(NamedTuple):
    """A current document that cannot be searched, and why."""

    path: bytes
    status: Status
    reason: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The catalogue in figures.

    `documents` counts all that are remembered, `gone` those of them whose file is missing. `searchable`, `by_status`
    and `by_type` are of each document's latest version, and so add up to `documents`. `failures` leaves gone documents
    out. `behind` counts versions that are not yet in the index.
    """

    documents: int
    versions: int
    gone: int
    entities: int
    mentions: int
    searchable: int
    by_status: dict[str, int]
    by_type: dict[str, int]
    failures: tuple[Unsearchable, ...]
    behind: int


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """Something that happened to the memory. `detail` is what JSON can hold."""

    at: str
    kind: str
    detail: dict[str, Any]
