"""Forgetting a document for good: every row that holds a word of it.

What other documents say stays: a text that is theirs too, and names that are named elsewhere. Rows are deleted in one
transaction; `scrub` then takes their bytes out of the file.
"""

import json
import sqlite3

from search.errors import NotFound
from search.memory import texts
from search.memory.mentions import read_cells
from search.memory.meta import note
from search.memory.packing import pack
from search.memory.records import Purged

PENDING = "purge"
"""The key in `meta` of what is deleted here but perhaps still in the index or in free pages: numbers of versions."""

_FAMILY = """
WITH RECURSIVE family (id, depth) AS (
    VALUES (?, 0) UNION ALL SELECT document.id, depth + 1 FROM document JOIN family ON document.parent = family.id
)
INSERT INTO temp.family SELECT id, depth FROM family
"""

_DOOMED = """
INSERT INTO temp.doomed
SELECT text FROM version WHERE document IN (SELECT id FROM temp.family) AND text IS NOT NULL
EXCEPT SELECT text FROM version WHERE document NOT IN (SELECT id FROM temp.family)
"""

_SHARED = """
SELECT DISTINCT document.path
FROM version AS own
JOIN version AS other ON other.text = own.text
JOIN document ON document.id = other.document
WHERE own.document IN (SELECT id FROM temp.family) AND other.document NOT IN (SELECT id FROM temp.family)
    AND own.text IN (SELECT id FROM text WHERE length > 0)
ORDER BY document.path
"""

_KEYS = """
INSERT OR IGNORE INTO temp.named (type, norm)
SELECT type, norm FROM form WHERE id IN (SELECT id FROM temp.used)
UNION
SELECT entity.type, entity.norm FROM form JOIN entity ON entity.id = form.entity
WHERE form.id IN (SELECT id FROM temp.used)
"""

_UNNAMED = """
SELECT entity.id FROM temp.named CROSS JOIN entity USING (type, norm)
WHERE (type, norm) NOT IN (SELECT form.type, form.norm FROM form CROSS JOIN temp.named USING (type, norm))
"""

_OWN_ENTITY = """
UPDATE form SET entity = (
    SELECT id FROM entity WHERE entity.type = form.type AND entity.norm = form.norm
) WHERE entity = ?
"""

_RENAMED = """
UPDATE entity SET name = (
    SELECT surface FROM form WHERE form.type = entity.type AND form.norm = entity.norm ORDER BY id LIMIT 1
)
WHERE (type, norm) IN (SELECT type, norm FROM temp.named) AND NOT EXISTS (
    SELECT 1 FROM form WHERE form.type = entity.type AND form.surface = entity.name
        AND (form.norm = entity.norm OR form.entity = entity.id)
)
"""


def purge(connection: sqlite3.Connection, document: int, generation: int) -> Purged:
    """Delete `document`, what is inside it, and every text that nobody else has. NotFound."""
    if connection.execute("SELECT 1 FROM document WHERE id = ?", (document,)).fetchone() is None:
        raise NotFound(f"document {document} is not in the memory")
    for table in ("family (id INTEGER PRIMARY KEY, depth INTEGER)", "doomed (id INTEGER PRIMARY KEY)", _NAMED, _USED):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table}")
    for table in ("family", "doomed", "named", "used"):
        connection.execute(f"DELETE FROM temp.{table}")
    connection.execute(_FAMILY, (document,))
    connection.execute(_DOOMED)
    shared = tuple(path for (path,) in connection.execute(_SHARED).fetchall())
    versions = _numbers(connection, "SELECT id FROM version WHERE document IN (SELECT id FROM temp.family)")
    documents = _numbers(connection, "SELECT id FROM temp.family ORDER BY depth DESC")
    _delete_documents(connection, documents)
    _delete_texts(connection)
    waiting = pending(connection)
    note(connection, PENDING, json.dumps(sorted({*waiting, *versions})))
    note(connection, "forgotten", generation)
    note(connection, "resolved", 0)
    return Purged(len(documents), tuple(versions), shared)


def pending(connection: sqlite3.Connection) -> list[int]:
    """The versions that are deleted but whose bytes may still lie about."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (PENDING,)).fetchone()
    return list(json.loads(row[0])) if row else []


def scrub(connection: sqlite3.Connection) -> bool:
    """Write the database anew, so that no free page holds what was deleted; False while a reader holds on to it."""
    # A copy in memory of a large memory would not fit.
    connection.execute("PRAGMA temp_store = FILE")
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute("PRAGMA temp_store = MEMORY")
    return not busy


def settle(connection: sqlite3.Connection) -> None:
    """Nothing is pending any more."""
    connection.execute("DELETE FROM meta WHERE key = ?", (PENDING,))


_USED = "used (id INTEGER PRIMARY KEY)"
_NAMED = "named (type TEXT, norm TEXT, PRIMARY KEY (type, norm))"


def _delete_documents(connection: sqlite3.Connection, documents: list[int]) -> None:
    """Delete documents, those that are inside others first."""
    sources = _numbers(
        connection,
        "SELECT source.id FROM source JOIN document ON document.path = source.path "
        "WHERE document.id IN (SELECT id FROM temp.family)",
    )
    connection.execute("DELETE FROM suspect WHERE path IN (SELECT path FROM document JOIN temp.family USING (id))")
    for table in ("file", "location", "version"):
        connection.execute(f"DELETE FROM {table} WHERE document IN (SELECT id FROM temp.family)")
    connection.executemany("DELETE FROM document WHERE id = ?", ((document,) for document in documents))
    for source in sources:
        connection.execute(
            "DELETE FROM source WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM document WHERE source = ?1) "
            "AND NOT EXISTS (SELECT 1 FROM version WHERE source = ?1)",
            (source,),
        )


def _delete_texts(connection: sqlite3.Connection) -> None:
    """Delete the doomed texts, with the names that only they name."""
    standing = _numbers(
        connection,
        "SELECT id FROM text WHERE base IN (SELECT id FROM temp.doomed) AND id NOT IN (SELECT id FROM temp.doomed)",
    )
    for text in standing:
        _stand_alone(connection, text)
    for text in _numbers(connection, "SELECT id FROM temp.doomed"):
        forms = {form for piece in read_cells(connection, text) for form in piece.forms}
        connection.executemany("INSERT OR IGNORE INTO temp.used (id) VALUES (?)", ((form,) for form in forms))
        connection.executemany("DELETE FROM form_text WHERE form = ? AND text = ?", ((form, text) for form in forms))
    connection.execute(_KEYS)
    for table in ("mention", "unit", "chunk"):
        connection.execute(f"DELETE FROM {table} WHERE text IN (SELECT id FROM temp.doomed)")
    connection.execute("UPDATE text SET base = NULL WHERE id IN (SELECT id FROM temp.doomed)")
    connection.execute("DELETE FROM text WHERE id IN (SELECT id FROM temp.doomed)")
    connection.execute(
        "DELETE FROM form WHERE id IN (SELECT id FROM temp.used) "
        "AND NOT EXISTS (SELECT 1 FROM form_text WHERE form_text.form = form.id)"
    )
    for entity in _numbers(connection, _UNNAMED):
        connection.execute("UPDATE entity SET merged_into = NULL WHERE merged_into = ?", (entity,))
        connection.execute(_OWN_ENTITY, (entity,))
        connection.execute("DELETE FROM entity WHERE id = ?", (entity,))
    connection.execute(_RENAMED)


def _stand_alone(connection: sqlite3.Connection, text: int) -> None:
    """Store a delta as the whole text that it stands for."""
    chunks = pack(texts.whole(connection, text)).chunks
    connection.execute("DELETE FROM chunk WHERE text = ?", (text,))
    connection.executemany(
        "INSERT INTO chunk (text, number, start, data) VALUES (?, ?, ?, ?)",
        ((text, number, chunk.start, chunk.data) for number, chunk in enumerate(chunks)),
    )
    connection.execute("UPDATE text SET base = NULL WHERE id = ?", (text,))


def _numbers(connection: sqlite3.Connection, query: str) -> list[int]:
    return [number for (number,) in connection.execute(query).fetchall()]
