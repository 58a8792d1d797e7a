"""Whether a catalogue still says what it was told: everything that can be checked without the files and the index.

SQLite's own check holds its indexes against its tables; the rest is held against digests, or against what is said a
second time elsewhere.
"""

import sqlite3
from collections.abc import Iterator

from search.cancel import NEVER, CancelToken
from search.errors import MemoryDamaged
from search.memory import texts
from search.memory.memory import Memory
from search.memory.schema import is_described
from search.memory.sealing import broken_documents, broken_versions, stored_findings

MOST = 100
"""Findings of SQLite that are listed."""

_OUTSIDE = """
SELECT DISTINCT text.id FROM text JOIN {table} ON {table}.text = text.id
WHERE {table}.start < 0 OR {table}.stop < {table}.start OR {table}.stop > text.length
"""

_MISCOUNTED = """
SELECT text FROM (SELECT text, form, COUNT(*) AS count FROM mention GROUP BY text, form EXCEPT
    SELECT text, form, count FROM form_text)
UNION
SELECT text FROM (SELECT text, form, count FROM form_text EXCEPT
    SELECT text, form, COUNT(*) FROM mention GROUP BY text, form)
"""

_QUESTIONS = (
    (
        "SELECT document.id FROM document JOIN location ON location.document = document.id AND until IS NULL "
        "WHERE location.path <> document.path",
        "document d{} is said to be in two places",
    ),
    (
        "SELECT id FROM document WHERE (gone IS NULL) <> EXISTS "
        "(SELECT 1 FROM location WHERE location.document = document.id AND until IS NULL)",
        "document d{} is said to be gone and not to be gone",
    ),
    (
        "SELECT id FROM document WHERE (gone IS NULL) <> EXISTS "
        "(SELECT 1 FROM version WHERE version.document = document.id AND seen_to IS NULL)",
        "document d{} is gone and has a current version, or neither",
    ),
    (
        "SELECT DISTINCT one.id FROM version AS one JOIN version AS other ON other.document = one.document "
        "AND other.id <> one.id AND one.seen_from < other.seen_from "
        "WHERE one.seen_to IS NULL OR one.seen_to > other.seen_from",
        "version v{} is said to have held beside a later one",
    ),
    ("SELECT id FROM version WHERE seen_to < seen_from", "version v{} is said to have ended before it began"),
    (
        "SELECT form.id FROM form JOIN entity ON entity.id = form.entity "
        "WHERE form.type <> entity.type OR entity.merged_into IS NOT NULL",
        "form {} refers to an entity that it cannot be",
    ),
    (
        "SELECT id FROM entity WHERE name NOT IN (SELECT surface FROM form WHERE form.entity = entity.id "
        "UNION SELECT surface FROM form WHERE form.type = entity.type AND form.norm = entity.norm) "
        "AND EXISTS (SELECT 1 FROM form WHERE form.entity = entity.id)",
        "entity e{} has a name that no document gives it",
    ),
)


def check(memory: Memory, cancel: CancelToken = NEVER) -> Iterator[str]:
    """What is wrong with the catalogue, a sentence each; nothing when it is sound. Reads all of it. Cancelled."""
    try:
        with memory.reading() as connection:
            structure = list(_structure(connection))
        yield from structure
        if structure:
            return
        with memory.reading() as connection:
            yield from _texts(connection, cancel)
            yield from _findings(connection)
            for version in broken_versions(connection):
                yield f"version v{version} does not say what it was told"
            for document in broken_documents(connection):
                yield f"document d{document} is not where it was said to be"
    except MemoryDamaged as error:
        yield str(error)


def _structure(connection: sqlite3.Connection) -> Iterator[str]:
    for (found,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
        if found != "ok":
            yield f"the database does not hold together: {found}"
    if not is_described(connection):
        yield "the tables are described otherwise than Cristal describes them"
    for table, _, referred, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST):
        yield f"a row of {table} refers to nothing in {referred}"


def _texts(connection: sqlite3.Connection, cancel: CancelToken) -> Iterator[str]:
    for text, findings in connection.execute("SELECT id, findings FROM text").fetchall():
        cancel.check()
        if not texts.is_sound(connection, text):
            yield f"text {text} is not what was read{_owner(connection, text)}"
        if stored_findings(connection, text) != findings:
            yield f"pages or names in text {text} are not what was found{_owner(connection, text)}"


def _owner(connection: sqlite3.Connection, text: int) -> str:
    row = connection.execute("SELECT id, document FROM version WHERE text = ? ORDER BY id DESC", (text,)).fetchone()
    return f" (version v{row[0]} of document d{row[1]})" if row else ""


def _findings(connection: sqlite3.Connection) -> Iterator[str]:
    for table in ("mention", "unit"):
        for (text,) in connection.execute(_OUTSIDE.format(table=table)):
            yield f"a {table} lies outside of text {text}{_owner(connection, text)}"
    for (text,) in connection.execute(_MISCOUNTED):
        yield f"names in text {text} are counted otherwise than they stand there{_owner(connection, text)}"
    for question, sentence in _QUESTIONS:
        for (number,) in connection.execute(question):
            yield sentence.format(number)
