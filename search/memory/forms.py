"""Writing the mentions of a text, and the forms and entities that they refer to."""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby

from search.entities.mentions import EntityType, Key, Mention
from search.entities.resolution.resolve import block_of
from search.memory.mentions import StoredPiece, store_cells
from search.memory.packing import encoded, storable
from search.memory.values import letter_of, type_of

_FILL_BLOCK = "UPDATE entity SET block = ?1 WHERE id = ?2 AND block IS NULL"

Spelled = tuple[EntityType, str, str]
"""Type, surface and norm of a form."""


def store_mentions(
    connection: sqlite3.Connection, text: int, mentions: Iterable[Mention], forms: dict[Spelled, int]
) -> list[StoredPiece]:
    """Store the mentions of `text`, which has none; the pieces that were written."""
    # They come nearly sorted, so that sorting millions takes no time; a set of them would take most of the memory.
    found = []
    for start, end, type_, surface, norm in mentions:
        spelled = type_, surface, norm
        form = forms.get(spelled)
        if form is None:
            form = forms[spelled] = form_of(connection, Key(type_, norm), surface)
        found.append((start, end, form))
    found.sort()
    found = [row for row, _ in groupby(found)]
    count_forms(connection, text, Counter(form for _, _, form in found))
    return store_cells(connection, text, found)


def count_forms(connection: sqlite3.Connection, text: int, counts: Mapping[int, int]) -> None:
    """Say how often `text`, of which nothing is said, has each form."""
    rows = [(form, text, count) for form, count in sorted(counts.items())]
    connection.executemany("INSERT INTO form_text (form, text, count) VALUES (?, ?, ?)", rows)
    connection.executemany("UPDATE form SET mentions = mentions + ?3 WHERE id = ?1", rows)


def uncount_forms(connection: sqlite3.Connection, text: int, forms: Iterable[int]) -> None:
    """Take back how often `text` has each of `forms`."""
    rows = [(form, text) for form in sorted(forms)]
    connection.executemany(
        "UPDATE form SET mentions = mentions - (SELECT count FROM form_text WHERE form = ?1 AND text = ?2) "
        "WHERE id = ?1",
        rows,
    )
    connection.executemany("DELETE FROM form_text WHERE form = ? AND text = ?", rows)


def entity_of(connection: sqlite3.Connection, key: Key, name: str) -> int:
    """The number of the entity that a key has of its own; a new one is called `name`."""
    letter, norm = letter_of(key.type), storable(key.norm)
    row = connection.execute("SELECT id FROM entity WHERE type = ? AND norm = ?", (letter, norm)).fetchone()
    if row is not None:
        known: int = row[0]
        return known
    return _insert(
        connection,
        "INSERT INTO entity (type, norm, name, block) VALUES (?, ?, ?, ?)",
        (letter, norm, storable(name), _block(Key(key.type, norm), storable(name))),
    )


def sweep(connection: sqlite3.Connection) -> None:
    """Delete the forms that no text has, and the entities that have no form and stand for none."""
    connection.execute("DELETE FROM form WHERE mentions = 0")
    connection.execute(
        "DELETE FROM entity WHERE NOT EXISTS (SELECT 1 FROM form WHERE form.entity = entity.id) "
        "AND NOT EXISTS (SELECT 1 FROM entity AS other WHERE other.merged_into = entity.id)"
    )


def fill_blocks(connection: sqlite3.Connection) -> None:
    """Give every entity of a catalogue that knew no blocks its own."""
    rows = connection.execute(
        "SELECT entity.id, type, norm, surface FROM entity JOIN form ON form.entity = entity.id"
    ).fetchall()
    blocks = ((_block(Key(type_of(letter), norm), surface), entity) for entity, letter, norm, surface in rows)
    connection.executemany(_FILL_BLOCK, (row for row in blocks if row[0] is not None))


def _block(key: Key, surface: str) -> int | None:
    """Blocks of one checksum count as one, which only makes them larger."""
    block = block_of(key, surface)
    return None if block is None else zlib.crc32(encoded(block))


def form_of(connection: sqlite3.Connection, key: Key, surface: str) -> int:
    """The number of the form of a key that is written `surface`, made with its entity when it is new."""
    entity = entity_of(connection, key, surface)
    surface = storable(surface)
    row = connection.execute("SELECT id FROM form WHERE entity = ? AND surface = ?", (entity, surface)).fetchone()
    if row is not None:
        known: int = row[0]
        return known
    block = _block(key, surface)
    if block is not None:
        connection.execute(_FILL_BLOCK, (block, entity))
    return _insert(connection, "INSERT INTO form (entity, surface) VALUES (?, ?)", (entity, surface))


def _insert(connection: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> int:
    number = connection.execute(statement, values).lastrowid
    assert number is not None
    return number
