"""Bringing entities level with what is named and judged: those given, with all that rules or people could bring
together with them, and no others.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from search.entities.mentions import Key
from search.memory.mentions import read_cells
from search.memory.naming import rows_of
from search.memory.packing import storable
from search.memory.records import EntityRow
from search.memory.values import letter_of, type_of

if TYPE_CHECKING:
    from search.entities.resolution.judging import Verdicts
    from search.entities.resolution.resolve import Group

_NEAR = """
WITH given (id, block, root) AS (
    SELECT id, block, coalesce(merged_into, id) FROM entity WHERE id IN (SELECT value FROM json_each(?))
)
SELECT id FROM entity WHERE block IN (SELECT block FROM given WHERE block IS NOT NULL)
UNION SELECT root FROM given
UNION SELECT entity.id FROM entity JOIN given ON entity.merged_into = given.id
"""

_ALONE = """
UPDATE entity SET merged_into = NULL, rejected = 0 WHERE id = ? AND (merged_into IS NOT NULL OR rejected)
"""

# Who is merged goes by a name of its own, so that nothing of the others stays with it.
_CHANGE = """
UPDATE entity SET merged_into = ?1, rejected = ?2, name = CASE
    WHEN ?1 IS NULL THEN name
    ELSE coalesce((SELECT surface FROM form WHERE form.entity = ?3 ORDER BY id LIMIT 1), name)
END WHERE id = ?3
"""

_ENTITIES_OF = """
SELECT id FROM entity WHERE id IN (SELECT entity FROM form WHERE id IN (SELECT value FROM json_each(?)))
ORDER BY block, id
"""

_FORMS = """
SELECT entity.type, form.surface, entity.norm, form.mentions FROM form JOIN entity ON entity.id = form.entity
WHERE form.entity IN (SELECT value FROM json_each(?))
"""


def regroup(connection: sqlite3.Connection, entities: Collection[int], verdicts: Verdicts) -> set[int]:
    """Resolve `entities` and all that could be one with any of them; the numbers of all that were looked at."""
    from search.memory.forms import entity_of

    rows = _neighbourhood(connection, entities, verdicts)
    named = {Key(row.type, row.norm): row.name for row in rows.values()}
    missing = {verdicts.retyped[key]: name for key, name in named.items() if key in verdicts.retyped}
    if missing.keys() - named.keys():
        made = {entity_of(connection, key, name) for key, name in missing.items()}
        rows = _neighbourhood(connection, made | rows.keys(), verdicts)
    by_key = {Key(row.type, row.norm): row for row in rows.values()}
    grouped: set[int] = set()
    for group in _resolved(connection, rows, verdicts):
        grouped |= _write(connection, group, by_key)
    for number in rows.keys() - grouped:
        connection.execute(_ALONE, (number,))
    return set(rows)


def group_of(connection: sqlite3.Connection, entity: int, verdicts: Verdicts) -> Group | None:
    """The group of `entity` with the reasons for it, as it is resolved now; None when no text names it."""
    rows = _neighbourhood(connection, [entity], verdicts)
    row = rows.get(entity)
    key = Key(row.type, row.norm) if row is not None else None
    groups = _resolved(connection, rows, verdicts)
    return next((group for group in groups if key == group.root or key in group.keys), None)


def _resolved(connection: sqlite3.Connection, rows: Collection[int], verdicts: Verdicts) -> tuple[Group, ...]:
    from search.entities.resolution.resolve import FormCount, resolve

    forms = connection.execute(_FORMS, (json.dumps(list(rows)),))
    return resolve((FormCount(type_of(letter), *rest) for letter, *rest in forms), verdicts)


def entities_since(connection: sqlite3.Connection, text: int) -> list[int]:
    """The entities that texts after `text` name, those of one block together; all of them for 0."""
    if text == 0:
        rows = connection.execute("SELECT id FROM entity ORDER BY block, id")
    else:
        later = [number for (number,) in connection.execute("SELECT id FROM text WHERE id > ?", (text,))]
        forms = {form for number in later for piece in read_cells(connection, number) for form in piece.forms}
        rows = connection.execute(_ENTITIES_OF, (json.dumps(sorted(forms)),))
    return [entity for (entity,) in rows]


def numbers_of(connection: sqlite3.Connection, keys: Iterable[Key]) -> set[int]:
    """The entities that have any of `keys`."""
    found = (
        connection.execute(
            "SELECT id FROM entity WHERE type = ? AND norm = ?", (letter_of(key.type), storable(key.norm))
        ).fetchone()
        for key in keys
    )
    return {row[0] for row in found if row is not None}


def _neighbourhood(
    connection: sqlite3.Connection, entities: Collection[int], verdicts: Verdicts
) -> dict[int, EntityRow]:
    linked = _linked(verdicts)
    rows: dict[int, EntityRow] = {}
    new = set(entities)
    while new:
        numbers = json.dumps(list(new))
        found = {row.entity: row for row in rows_of(connection, new)}
        rows |= found
        near = {number for (number,) in connection.execute(_NEAR, (numbers,))}
        for row in found.values() if linked else ():
            key = Key(row.type, row.norm)
            near |= numbers_of(connection, linked.get(key, ()))
        new = near - rows.keys()
    return rows


def _linked(verdicts: Verdicts) -> Mapping[Key, set[Key]]:
    """The names that people brought together with each name."""
    linked: dict[Key, set[Key]] = defaultdict(set)
    pairs = [(edge.subject, edge.object) for edge in verdicts.edges if edge.same]
    for one, other in (*pairs, *verdicts.retyped.items()):
        linked[one].add(other)
        linked[other].add(one)
    return linked


def _write(connection: sqlite3.Connection, group: Group, by_key: Mapping[Key, EntityRow]) -> set[int]:
    """Write what differs; the numbers of the group."""
    root = by_key[group.root]
    rows = [by_key[key] for key in sorted({group.root, *group.keys})]
    for row in rows:
        into = None if row is root else root.entity
        if (row.merged_into, row.rejected) != (into, group.rejected):
            connection.execute(_CHANGE, (into, group.rejected, row.entity))
    if root.name != storable(group.name):
        connection.execute("UPDATE entity SET name = ? WHERE id = ?", (storable(group.name), root.entity))
    return {row.entity for row in rows}
