"""Writing a text once: its chunks, units and mentions, and the forms and entities that they refer to."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from search.entities.mentions import Mention
from search.extract.extracted import Unit
from search.memory.packing import Packed, storable

Key = tuple[str, str, str]
"""Type, surface and norm of a form."""


def store_text(
    connection: sqlite3.Connection,
    packed: Packed,
    units: Sequence[Unit],
    mentions: Sequence[Mention],
    forms: dict[Key, int],
) -> int:
    """The number of the text `packed`; units and mentions are written only with a text that is new. `forms` holds the
    numbers of forms met in this transaction and is added to.
    """
    row = connection.execute("SELECT id FROM text WHERE digest = ?", (packed.digest,)).fetchone()
    if row is not None:
        known: int = row[0]
        return known
    text = _insert(connection, "INSERT INTO text (digest, length) VALUES (?, ?)", (packed.digest, packed.length))
    connection.executemany(
        "INSERT INTO chunk (text, number, start, data) VALUES (?, ?, ?, ?)",
        ((text, number, chunk.start, chunk.data) for number, chunk in enumerate(packed.chunks)),
    )
    connection.executemany(
        "INSERT INTO unit (text, place, kind, number, label, start, stop) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (text, place, unit.kind, unit.number, storable(unit.label), unit.start, unit.end)
            for place, unit in enumerate(units)
        ),
    )
    _store_mentions(connection, text, mentions, forms)
    return text


def _store_mentions(
    connection: sqlite3.Connection, text: int, mentions: Iterable[Mention], forms: dict[Key, int]
) -> None:
    # They come nearly sorted, so that sorting millions takes no time; a set of them would take most of the memory.
    found = []
    for start, end, type_, surface, norm in mentions:
        key = (type_, surface, norm)
        form = forms.get(key)
        if form is None:
            form = forms[key] = _form(connection, type_.value, storable(surface), storable(norm))
        found.append((text, start, end, form))
    found.sort()
    found = [row for row, _ in groupby(found)]
    connection.executemany("INSERT INTO mention (text, start, stop, form) VALUES (?, ?, ?, ?)", found)
    counts = Counter(form for _, _, _, form in found)
    connection.executemany(
        "INSERT INTO form_text (form, text, count) VALUES (?, ?, ?)",
        ((form, text, count) for form, count in sorted(counts.items())),
    )


def _form(connection: sqlite3.Connection, type_: str, surface: str, norm: str) -> int:
    row = connection.execute(
        "SELECT id FROM form WHERE type = ? AND surface = ? AND norm = ?", (type_, surface, norm)
    ).fetchone()
    if row is not None:
        known: int = row[0]
        return known
    row = connection.execute(
        "SELECT coalesce(merged_into, id) FROM entity WHERE type = ? AND norm = ?", (type_, norm)
    ).fetchone()
    entity = (
        row[0]
        if row
        else _insert(connection, "INSERT INTO entity (type, norm, name) VALUES (?, ?, ?)", (type_, norm, surface))
    )
    return _insert(
        connection,
        "INSERT INTO form (type, surface, norm, entity) VALUES (?, ?, ?, ?)",
        (type_, surface, norm, entity),
    )


def _insert(connection: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> int:
    number = connection.execute(statement, values).lastrowid
    assert number is not None
    return number
