"""Who is named how often: the entities of a view in the order in which people want to see them.

A *place* is a number in that order, from 0. All is in arrays, some 30 bytes an entity: there may be millions.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import compress

from search.entities.mentions import EntityType

_TYPES = tuple(EntityType)
_CODE = {type_: code for code, type_ in enumerate(_TYPES)}


class Ranking:
    """Entities by mentions, the most mentioned first, and those mentioned as often by name; immutable.

    `rows` come in that order: entity, type, mentions, documents.
    """

    def __init__(self, rows: Iterable[tuple[int, EntityType, int, int]]) -> None:
        self._entities = array("Q")
        self._types = bytearray()
        self._mentions = array("Q")
        self._documents = array("Q")
        for entity, type_, mentions, documents in rows:
            self._entities.append(entity)
            self._types.append(_CODE[type_])
            self._mentions.append(mentions)
            self._documents.append(documents)
        self._totals = Counter(self._types)
        self._places = array("I", bytes(4 * (max(self._entities, default=0) + 1)))
        for place, entity in enumerate(self._entities, 1):
            self._places[entity] = place

    def __len__(self) -> int:
        return len(self._entities)

    def place(self, entity: int) -> int | None:
        """The place of an entity; None when the view does not name it."""
        place = self._places[entity] if 0 <= entity < len(self._places) else 0
        return place - 1 if place else None

    def entity(self, place: int) -> int:
        """Whose place that is."""
        return self._entities[place]

    def type(self, place: int) -> EntityType:
        """What the entity at that place is."""
        return _TYPES[self._types[place]]

    def counts(self, place: int) -> tuple[int, int]:
        """How often the entity at that place is mentioned, and in how many documents."""
        return self._mentions[place], self._documents[place]

    def total(self, types: Collection[EntityType]) -> int:
        """How many entities have one of `types`."""
        return sum(self._totals[_CODE[type_]] for type_ in types)

    def places(self, types: Collection[EntityType]) -> Iterator[int]:
        """The places of entities that have one of `types`, in order."""
        chosen = bytearray(256)
        for type_ in types:
            chosen[_CODE[type_]] = 1
        return compress(range(len(self._types)), self._types.translate(chosen))

    def heaviest(self) -> Iterator[int]:
        """The entities of any type, the most mentioned first."""
        return iter(self._entities)
