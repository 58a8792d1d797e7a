"""What a search returns. Shapes of the facade's answers, in `documents`, `names` and `standing` too, follow the JSON of
the command line, field for field where it has them.

Dates are ISO 8601, possibly partial; instants RFC 3339 UTC. Absent is None. Paths are shown paths: bytes that are not
UTF-8 appear as \\xNN.
"""

from dataclasses import dataclass
from typing import Literal

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
    found missing. It is the version `number`, from 1, of `versions`, at the moment that was searched. Until it is
    `excerpted` its text was not read: matches, entities and snippets are still to come.
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
    excerpted: bool = True


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
