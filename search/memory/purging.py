"""Forgetting a document for good: every row that holds a word of it.

What other documents say stays: a text that is theirs too, and names that are named elsewhere. Rows are deleted in one
transaction; `scrub` then takes their bytes out of the file.
"""

import json
import sqlite3

from search.entities.mentions import Key
from search.errors import NotFound
from search.memory import texts
from search.memory.mentions import read_cells
from search.memory.meta import note
from search.memory.packing import pack
from search.memory.records import Purged
from search.memory.values import type_of

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

_DIGESTS = "SELECT digest FROM text WHERE id IN (SELECT id FROM temp.doomed)"

# own: of a form of a doomed text itself, not only what that was merged into.
_KEYS = """
INSERT OR IGNORE INTO temp.named (id, own)
SELECT entity, 1 FROM form WHERE id IN (SELECT id FROM temp.used)
UNION ALL
SELECT merged_into, 0 FROM form JOIN entity ON entity.id = form.entity
WHERE form.id IN (SELECT id FROM temp.used) AND merged_into IS NOT NULL
"""

_UNNAMED = """
SELECT id FROM temp.named WHERE NOT EXISTS (SELECT 1 FROM form WHERE form.entity = named.id)
    AND (own OR NOT EXISTS (
        SELECT 1 FROM entity AS other JOIN form ON form.entity = other.id WHERE other.merged_into = named.id
    ))
"""

_RENAMED = """
UPDATE entity SET name = (SELECT surface FROM form WHERE form.entity = entity.id ORDER BY id LIMIT 1)
WHERE id IN (SELECT entity FROM form JOIN temp.named ON named.id = form.entity) AND NOT EXISTS (
    SELECT 1 FROM form JOIN entity AS own ON own.id = form.entity
    WHERE form.surface = entity.name AND coalesce(own.merged_into, own.id) = coalesce(entity.merged_into, entity.id)
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
    from search.memory import judgements

    connection.execute(_FAMILY, (document,))
    connection.execute(_DOOMED)
    shared = tuple(path for (path,) in connection.execute(_SHARED).fetchall())
    digests = [digest for (digest,) in connection.execute(_DIGESTS).fetchall()]
    versions = _numbers(connection, "SELECT id FROM version WHERE document IN (SELECT id FROM temp.family)")
    documents = _numbers(connection, "SELECT id FROM temp.family ORDER BY depth DESC")
    _delete_documents(connection, documents)
    judged = judgements.forget(connection, _delete_texts(connection), digests)
    waiting = pending(connection)
    note(connection, PENDING, json.dumps(sorted({*waiting, *versions})))
    note(connection, "forgotten", generation)
    note(connection, "resolved", 0)
    return Purged(len(documents), tuple(versions), shared, judged)


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
_NAMED = "named (id INTEGER PRIMARY KEY, own INTEGER)"


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


def _delete_texts(connection: sqlite3.Connection) -> list[Key]:
    """Delete the doomed texts, with the names that only they name, which are returned."""
    from search.memory.forms import uncount_forms

    standing = _numbers(
        connection,
        "SELECT id FROM text WHERE base IN (SELECT id FROM temp.doomed) AND id NOT IN (SELECT id FROM temp.doomed)",
    )
    for text in standing:
        _stand_alone(connection, text)
    for text in _numbers(connection, "SELECT id FROM temp.doomed"):
        forms = {form for piece in read_cells(connection, text) for form in piece.forms}
        connection.executemany("INSERT OR IGNORE INTO temp.used (id) VALUES (?)", ((form,) for form in forms))
        uncount_forms(connection, text, forms)
    connection.execute(_KEYS)
    for table in ("mention", "unit", "chunk"):
        connection.execute(f"DELETE FROM {table} WHERE text IN (SELECT id FROM temp.doomed)")
    connection.execute("UPDATE text SET base = NULL WHERE id IN (SELECT id FROM temp.doomed)")
    connection.execute("DELETE FROM text WHERE id IN (SELECT id FROM temp.doomed)")
    connection.execute(
        "DELETE FROM form WHERE id IN (SELECT id FROM temp.used) "
        "AND NOT EXISTS (SELECT 1 FROM form_text WHERE form_text.form = form.id)"
    )
    keys = []
    for entity in _numbers(connection, _UNNAMED):
        type_, norm = connection.execute("SELECT type, norm FROM entity WHERE id = ?", (entity,)).fetchone()
        keys.append(Key(type_of(type_), norm))
        connection.execute("UPDATE entity SET merged_into = NULL WHERE merged_into = ?", (entity,))
        connection.execute("DELETE FROM entity WHERE id = ?", (entity,))
    connection.execute(_RENAMED)
    return keys


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
