"""What people decided, read from a memory, with what it is about."""

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from search.entities.mentions import Key
from search.entities.resolution.judging import Judgement, verdicts
from search.entities.resolution.resolve import Reason
from search.memory import judgements, naming, regrouping
from search.memory.memory import Memory
from search.memory.records import EntityRow

_MENTIONS = "SELECT entity, SUM(mentions) FROM form WHERE entity IN (SELECT value FROM json_each(?)) GROUP BY entity"


class EntityPart(NamedTuple):
    """One of the names that are one entity, with an entity of its own. `reason` is why it counts as the same as
    `same_as`, None for the main one.
    """

    row: EntityRow
    mentions: int
    reason: Reason | None
    same_as: str | None


def judgements_in(memory: Memory) -> list[Judgement]:
    """Every judgement, in the order of their instants. MemoryDamaged."""
    with memory.reading() as connection:
        return judgements.all_of_them(connection)


def watched(memory: Memory) -> set[int]:
    """The entities, merged or not, that somebody watches. MemoryDamaged."""
    with memory.reading() as connection:
        keys = verdicts(judgements.all_of_them(connection)).watched
        numbers = regrouping.numbers_of(connection, keys)
        return {row.merged_into or row.entity for row in naming.rows_of(connection, numbers)}


def told_apart(memory: Memory) -> set[frozenset[int]]:
    """The pairs of entities that somebody said are different. MemoryDamaged."""
    with memory.reading() as connection:
        edges = [edge for edge in verdicts(judgements.all_of_them(connection)).edges if not edge.same]
        numbers = regrouping.numbers_of(connection, {key for edge in edges for key in (edge.subject, edge.object)})
        roots = {Key(row.type, row.norm): row.merged_into or row.entity for row in naming.rows_of(connection, numbers)}
    return {
        frozenset((roots[edge.subject], roots[edge.object]))
        for edge in edges
        if edge.subject in roots and edge.object in roots
    }


def entity_row(memory: Memory, number: int) -> EntityRow | None:
    """The entity `number` as it is stored, merged or not; None when there is none."""
    with memory.reading() as connection:
        return next(iter(naming.rows_of(connection, [number])), None)


def family(memory: Memory, number: int) -> list[EntityRow]:
    """The entity `number` and all that were merged into it."""
    with memory.reading() as connection:
        merged = connection.execute("SELECT id FROM entity WHERE merged_into = ?", (number,)).fetchall()
        return naming.rows_of(connection, [number, *(each for (each,) in merged)])


def rows_by_key(memory: Memory, keys: Iterable[Key]) -> dict[Key, EntityRow]:
    """The entities of such keys, as far as any text names them."""
    with memory.reading() as connection:
        rows = naming.rows_of(connection, regrouping.numbers_of(connection, keys))
        return {Key(row.type, row.norm): row for row in rows}


def documents_with(memory: Memory, digests: Collection[str]) -> dict[str, int]:
    """A document that holds each of the texts with such digests, in hexadecimal, as far as there is one."""
    with memory.reading() as connection:
        return judgements.documents_with(connection, digests)


def parts(memory: Memory, number: int) -> list[EntityPart]:
    """The names that are one with the entity `number`, the main one first; none when no text names it."""
    with memory.reading() as connection:
        group = regrouping.group_of(connection, number, verdicts(judgements.all_of_them(connection)))
        if group is None:
            return []
        rows = naming.rows_of(connection, regrouping.numbers_of(connection, {*group.keys, group.root}))
        counts = dict(connection.execute(_MENTIONS, (json.dumps([row.entity for row in rows]),)).fetchall())
    merges = {merge.key: merge for merge in group.merges}
    names = {Key(row.type, row.norm): row.name for row in rows}
    found = []
    for row in rows:
        merge = merges.get(Key(row.type, row.norm))
        reason, same_as = (merge.reason, names[merge.same_as]) if merge is not None else (None, None)
        found.append(EntityPart(row, counts.get(row.entity, 0), reason, same_as))
    return sorted(found, key=lambda part: (Key(part.row.type, part.row.norm) != group.root, -part.mentions))
