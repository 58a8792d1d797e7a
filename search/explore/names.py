"""What is returned of names: lists of entities, all about one, and those that look like what nothing was found for."""

from dataclasses import dataclass

from search.text.spans import Span


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
class Suggestions:
    """What to try when nothing was found.

    `missing` are the words that no document holds; `instead` are whole queries that do have hits; `entities` are
    names that look alike.
    """

    missing: tuple[str, ...]
    instead: tuple[str, ...]
    entities: tuple[Entity, ...]
