"""Who goes by which names: what a directory of names asks the catalogue.

A *bearer* of a key is an entity that some surface with that key refers to today.
"""

import json
from collections.abc import Collection, Iterable, Iterator

from search.cancel import NEVER, CancelToken
from search.entities.keys import plain_form
from search.entities.lookup.directory import Called
from search.entities.lookup.keylist import Scored
from search.entities.lookup.ranking import Ranking
from search.entities.lookup.scoring import alike, spelt
from search.memory import naming
from search.memory.memory import Memory

Borne = tuple[str, int]
"""A key and an entity that goes by it."""

_NAMES = "SELECT id, name FROM entity WHERE id IN (SELECT value FROM json_each(?))"

_OF_FORMS = """
SELECT form.id, coalesce(own.merged_into, own.id) FROM form JOIN entity AS own ON own.id = form.entity
WHERE form.id IN (SELECT value FROM json_each(?))
"""

# A name that an entity was given need not stand in any text.
_GIVEN = """
SELECT name, id FROM entity
WHERE merged_into IS NULL
    AND NOT EXISTS (SELECT 1 FROM form WHERE form.entity = entity.id AND form.surface = entity.name)
    AND NOT EXISTS (
        SELECT 1 FROM entity AS other JOIN form ON form.entity = other.id
        WHERE other.merged_into = entity.id AND form.surface = entity.name
    )
"""


def ranking(memory: Memory, scope: bytearray, cancel: CancelToken = NEVER) -> Ranking:
    """The entities that the versions in `scope` mention (`scope[version]` is 1), most mentioned first. Cancelled."""
    with memory.reading() as connection:
        return naming.ranking(connection, scope, cancel)


def describe(memory: Memory, entities: Collection[int]) -> dict[int, Called]:
    """What entities are called: their names, and their surfaces in the whole memory, the most frequent first."""
    aliases = memory.aliases(entities)
    with memory.reading() as connection:
        names = connection.execute(_NAMES, (_numbers(entities),)).fetchall()
    return {
        entity: Called(name, tuple((alias.surface, alias.mentions) for alias in aliases.get(entity, ())))
        for entity, name in names
    }


def borne_by(memory: Memory, entities: Collection[int]) -> set[Borne]:
    """The keys that `entities` go by."""
    return {
        (plain_form(name), entity)
        for entity, called in describe(memory, entities).items()
        for name in (called.name, *(alias for alias, _ in called.aliases))
    }


def given(memory: Memory) -> set[Borne]:
    """The keys of names that entities have but that no text gives them."""
    with memory.reading() as connection:
        return {(plain_form(name), entity) for name, entity in connection.execute(_GIVEN)}


def entities_of(memory: Memory, forms: Collection[int]) -> dict[int, int]:
    """The entity that each of `forms` refers to; those that are gone are missing."""
    with memory.reading() as connection:
        return dict(connection.execute(_OF_FORMS, (_numbers(forms),)).fetchall())


def last_form(memory: Memory) -> int:
    """The number of the newest form, 0 when there is none."""
    with memory.reading() as connection:
        number: int = connection.execute("SELECT coalesce(MAX(id), 0) FROM form").fetchone()[0]
        return number


def pages(memory: Memory, after: int, cancel: CancelToken = NEVER) -> Iterator[list[Borne]]:
    """The keys of the forms numbered above `after` with their bearers, some thousand at a time. Cancelled."""
    while True:
        cancel.check()
        with memory.reading() as connection:
            page = naming.forms(connection, after)
        if not page:
            return
        yield [(plain_form(form.surface), form.entity) for form in page]
        after = page[-1].form


class Unsorted:
    """The forms numbered above `after`, all looked at for each name: right however many there are, and slow."""

    def __init__(self, memory: Memory, after: int) -> None:
        self._memory = memory
        self._after = after

    def spelt(self, query: str, cancel: CancelToken) -> Iterator[Scored]:
        """Whoever bears a key in which each word of the query begins a word. Cancelled."""
        for page in pages(self._memory, self._after, cancel):
            for key, entity in page:
                score = spelt(query, key)
                if score is not None:
                    yield score, entity, key

    def alike(self, query: str, cancel: CancelToken) -> Iterator[Scored]:
        """Whoever bears a key that looks or sounds like the query. Cancelled."""
        for page in pages(self._memory, self._after, cancel):
            entities: dict[str, list[int]] = {}
            for key, entity in page:
                entities.setdefault(key, []).append(entity)
            for score, key in alike(query, list(entities)):
                yield from ((score, entity, key) for entity in entities[key])


def _numbers(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))
