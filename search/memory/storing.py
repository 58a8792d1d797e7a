"""Writing a text once: its chunks, units and mentions.

The newest text of a document is stored whole, and the one before it becomes a delta on it: so what is read most is read
as it is, and a long history takes little room.
"""

import sqlite3
from collections.abc import Sequence

from search.entities.mentions import Mention
from search.extract.extracted import Unit
from search.memory.forms import Spelled, store_mentions
from search.memory.packing import Former, Packed, storable
from search.memory.sealing import findings_digest

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


def store_text(
    connection: sqlite3.Connection,
    packed: Packed,
    units: Sequence[Unit],
    mentions: Sequence[Mention],
    forms: dict[Spelled, int],
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
    pieces = store_mentions(connection, text, mentions, forms)
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


def _insert(connection: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> int:
    number = connection.execute(statement, values).lastrowid
    assert number is not None
    return number
