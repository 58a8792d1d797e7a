"""Writing a text once: its chunks, units and mentions, and the forms and entities that they refer to.

The newest text of a document is stored whole, and the one before it becomes a delta on it: so what is read most is read
as it is, and a long history takes little room.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from search.entities.mentions import Mention
from search.extract.extracted import Unit
from search.memory.mentions import StoredPiece, store_cells
from search.memory.packing import Former, Packed, storable
from search.memory.sealing import findings_digest
from search.memory.values import letter_of

HIGHEST = 250
"""How many texts may stand on a whole one, each on the next."""

_IS_DELTA = "SELECT base IS NOT NULL FROM text WHERE id = ?"

_BELOW = """
WITH RECURSIVE below (id) AS (
    VALUES (?) UNION ALL SELECT base FROM text JOIN below ON text.id = below.id WHERE base IS NOT NULL
)
SELECT id FROM below
"""

_HEIGHT = """
WITH RECURSIVE standing (id, height) AS (
    VALUES (?, 0) UNION ALL SELECT text.id, height + 1 FROM text JOIN standing ON text.base = standing.id
)
SELECT MAX(height) FROM standing
"""

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
    text = _insert(
        connection,
        "INSERT INTO text (digest, length, base) VALUES (?, ?, ?)",
        (packed.digest, packed.length, packed.base),
    )
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
    pieces = _store_mentions(connection, text, mentions, forms)
    connection.execute("UPDATE text SET findings = ? WHERE id = ?", (findings_digest(units, pieces), text))
    if packed.former is not None:
        stand_on(connection, packed.former, text)
    return text


def stand_on(connection: sqlite3.Connection, former: Former, text: int) -> None:
    """Store the text that `former` names as its delta on `text`; nothing happens when it is a delta already, when
    `text` stands on it, or when so many texts would stand on each other that reading the last would take long.
    """
    below = [number for (number,) in connection.execute(_BELOW, (text,))]
    if former.text in below or connection.execute(_IS_DELTA, (former.text,)).fetchone() != (0,):
        return
    if len(below) + connection.execute(_HEIGHT, (former.text,)).fetchone()[0] > HIGHEST:
        return
    connection.execute("DELETE FROM chunk WHERE text = ?", (former.text,))
    connection.execute("INSERT INTO chunk (text, number, start, data) VALUES (?, 0, 0, ?)", former)
    connection.execute("UPDATE text SET base = ? WHERE id = ?", (text, former.text))


def _store_mentions(
    connection: sqlite3.Connection, text: int, mentions: Iterable[Mention], forms: dict[Key, int]
) -> list[StoredPiece]:
    # They come nearly sorted, so that sorting millions takes no time; a set of them would take most of the memory.
    found = []
    for start, end, type_, surface, norm in mentions:
        key = (type_, surface, norm)
        form = forms.get(key)
        if form is None:
            form = forms[key] = _form(connection, letter_of(type_), storable(surface), storable(norm))
        found.append((start, end, form))
    found.sort()
    found = [row for row, _ in groupby(found)]
    counts = Counter(form for _, _, form in found)
    connection.executemany(
        "INSERT INTO form_text (form, text, count) VALUES (?, ?, ?)",
        ((form, text, count) for form, count in sorted(counts.items())),
    )
    return store_cells(connection, text, found)


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
