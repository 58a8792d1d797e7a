"""The nodes that Whoosh's query tree lacks, and the names of the fields.

Leaves over words are Whoosh's own: Term, Phrase (slop 1), Prefix, Wildcard, FuzzyTerm, Regex; composites are And, Or,
Not, and NullQuery. Their words are folded. Their field is `TEXT`, `TITLE`, or `ANY` (text and title, a title match
weighs double).
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from whoosh import query as wq

Query: TypeAlias = wq.Query
"""Any node of the tree."""

ANY = "any"
TEXT = "text"
TITLE = "title"

FACT_FIELDS = (
    *("author", "from", "to", "subject", "thread"),
    *("path", "type", "source", "status", "lang", "date", "seen", "recorded", "modified"),
)
ENTITY_FIELDS = ("entity", "person", "org", "place", "product")


class Near(wq.Query):  # type: ignore[misc]
    """All `words`, in any order, with at most `distance` other words between the first and the last of them."""

    def __init__(self, fieldname: str, words: tuple[str, ...], distance: int) -> None:
        self.fieldname = fieldname
        self.words = words
        self.distance = distance
        self.boost = 1.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Near) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.fieldname, self.words, self.distance))

    def __repr__(self) -> str:
        return f"Near({self.fieldname!r}, {self.words!r}, {self.distance})"

    def is_leaf(self) -> bool:
        """A leaf: it has no child nodes."""
        return True


class Fact(wq.Query):  # type: ignore[misc]
    """A condition that the catalogue answers: `field` is one of FACT_FIELDS or ENTITY_FIELDS, `value` what was typed
    after it.

    `start` is the offset of the value in the query, for messages.
    """

    def __init__(self, field: str, value: str, start: int) -> None:
        self.fieldname = field
        self.value = value
        self.start = start
        self.boost = 1.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fact) and (self.fieldname, self.value) == (other.fieldname, other.value)

    def __hash__(self) -> int:
        return hash((self.fieldname, self.value))

    def __repr__(self) -> str:
        return f"Fact({self.fieldname!r}, {self.value!r})"

    def is_leaf(self) -> bool:
        """A leaf: it has no child nodes."""
        return True


class VersionSet(wq.Query):  # type: ignore[misc]
    """A bound fact: the versions for which it holds.

    `entities` are the entity numbers whose mentions it stands for, empty for other facts.
    """

    def __init__(self, label: str, versions: frozenset[int], entities: frozenset[int] = frozenset()) -> None:
        self.fieldname = label
        self.versions = versions
        self.entities = entities
        self.boost = 1.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VersionSet) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.fieldname, self.versions, self.entities))

    def __repr__(self) -> str:
        return f"VersionSet({self.fieldname!r}, {len(self.versions)} versions)"

    def is_leaf(self) -> bool:
        """A leaf: it has no child nodes."""
        return True


def conjuncts(query: Query) -> list[Query]:
    """What must hold all at once: the children of an And, else the query itself."""
    return list(query.subqueries) if isinstance(query, wq.And) else [query]


def positive_leaves(query: Any) -> Iterator[Any]:
    """The leaves that make a document match, in order: those under a Not are left out."""
    if isinstance(query, wq.Not):
        return
    if isinstance(query, (wq.And, wq.Or)):
        for child in query.subqueries:
            yield from positive_leaves(child)
    else:
        yield query
