"""What the facade returns. Shapes follow the JSON of the command line, field for field where it has them.

Dates are ISO 8601, possibly partial; instants RFC 3339 UTC. Absent is None. Paths are shown paths: bytes that are not
UTF-8 appear as \\xNN.
"""

from dataclasses import dataclass
from typing import Literal

from search.extract.extracted import Unit
from search.text.differing import Hunk
from search.text.spans import Span

Sort = Literal["relevance", "newest", "oldest", "path", "seen", "modified"]
"""By the document's date (newest, oldest), or newest first by when the source held it first or by the file's time."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a document around matches. `matches` are relative to `text`; `start` is its offset in the document."""

    text: str
    start: int
    unit: str | None
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EntityTag:
    """An entity named in a hit."""

    entity: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked document. `match_count` is None when the document is too long to count while ranking.

    `title_matches` are spans of the title. `seen_to` is when the source held it no longer, `gone` when its document was
    found missing. It is the version `number`, from 1, of `versions`, at the moment that was searched.
    """

    document: str
    version: str
    path: str
    title: str
    type: str
    score: float
    document_date: str | None
    modified: str
    seen_from: str
    seen_to: str | None
    gone: str | None
    number: int
    versions: int
    match_count: int | None
    entities: tuple[EntityTag, ...]
    snippets: tuple[Snippet, ...]
    title_matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The documents inside the query's own source, path, type and as-of scope: whether "0 hits" means that it is not
    there.
    """

    documents: int
    searchable: int
    unsearchable: dict[str, int]


@dataclass(frozen=True, slots=True)
class Results:
    """One window of a search."""

    query: str
    total: int
    took_ms: float
    as_of: str | None
    notes: tuple[str, ...]
    coverage: Coverage
    hits: tuple[Hit, ...]


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
    """An open document: one version of it, whole. `versions` are all of it, the earliest first."""

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


@dataclass(frozen=True, slots=True)
class Alias:
    """A way in which documents write an entity's name."""

    name: str
    mentions: int


@dataclass(frozen=True, slots=True)
class MatchedName:
    """The name by which an entity was found, and the letters of it that answer what was typed: ranges sorted, apart."""

    name: str
    ranges: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what documents name. `score` is 0 to 100 for a fuzzy search by name, None without one, as is `matched`.
    `watched`: somebody marked it.
    """

    entity: str
    name: str
    type: str
    aliases: tuple[Alias, ...]
    mentions: int
    documents: int
    score: float | None
    watched: bool = False
    matched: MatchedName | None = None


@dataclass(frozen=True, slots=True)
class EntityList:
    """One window of the entities, best or most mentioned first."""

    name: str
    total: int
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A mention of an entity, with the sentence around it. `unit` is a label such as "page 12"."""

    document: str
    version: str
    path: str
    start: int
    end: int
    text: str
    sentence: str
    unit: str | None
    document_date: str | None


@dataclass(frozen=True, slots=True)
class Together:
    """An entity named in the same documents, and one sentence that names both (None when no sentence does)."""

    entity: str
    name: str
    type: str
    documents: int
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """How often an entity is mentioned in documents dated in a month ("2024-06") or year."""

    period: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Mentions over time in even steps ("month", "quarter", "year" and longer), the empty ones too; a quarter is
    "2024-Q3", a decade its first year. `vague` mentions are dated less exactly than a step and are in none.
    """

    step: str
    bars: tuple[Period, ...]
    vague: int


@dataclass(frozen=True, slots=True)
class NamingDocument:
    """A document that names an entity `mentions` times, first at the offset `start`."""

    document: str
    version: str
    path: str
    title: str
    document_date: str | None
    mentions: int
    start: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known about an entity. `found_in` are the latest of `mentions_total` mentions, `documents` the latest
    of `documents_total` documents, of which `undated` have no date; `first` and `last` are dates of documents.
    `together` begins with whom it is named more often than chance would have it. `notes` say what was left out.
    """

    entity: Entity
    found_in: tuple[Found, ...]
    together: tuple[Together, ...]
    timeline: tuple[Period, ...]
    first: str | None
    last: str | None
    histogram: Histogram
    documents: tuple[NamingDocument, ...]
    mentions_total: int
    documents_total: int
    undated: int
    notes: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to try when nothing was found.

    `missing` are the words that no document holds; `instead` are whole queries that do have hits; `entities` are
    names that look alike.
    """

    missing: tuple[str, ...]
    instead: tuple[str, ...]
    entities: tuple[Entity, ...]
