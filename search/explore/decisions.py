"""What people decided about names and what they may want to decide, as the facade hands it out: plain data."""

from dataclasses import dataclass

from search.explore.names import Entity, Found


@dataclass(frozen=True, slots=True)
class Part:
    """One of the names that are one entity: an id of its own, and why it counts as the same, None for the main one."""

    entity: str
    name: str
    type: str
    mentions: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """A decision of somebody about a name, or about one mention (`subject` is then its quote, `document` where it is).

    `object` is the other name of same and different, the type of retype, the name of rename. `undone_by` is the id of
    the judgement that took it back, None while it counts.
    """

    judgement: str
    at: str
    kind: str
    subject: str
    type: str | None
    document: str | None
    object: str | None
    reason: str | None
    undoes: str | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be one. `likeness` is 0 to 100, `why` says what is alike; `together` counts the documents
    that name both. `evidence` and `other_evidence` are some of the latest mentions of each.
    """

    entity: Entity
    other: Entity
    likeness: float
    why: str
    together: int
    evidence: tuple[Found, ...]
    other_evidence: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """One window of the suggestions, the likeliest first."""

    total: int
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of importing judgements: how many were new, known, and about names that nothing names yet."""

    added: int
    known: int
    waiting: int
