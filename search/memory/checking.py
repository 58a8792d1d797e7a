"""Whether a catalogue still says what it was told: everything that can be checked without the files and the index.

SQLite's own check holds its indexes against its tables; the rest is held against digests, or against what is said a
second time elsewhere.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from operator import gt

from search.cancel import NEVER, CancelToken
from search.errors import MemoryDamaged
from search.memory import texts
from search.memory.judgements import broken as broken_judgements
from search.memory.judgements import given_names
from search.memory.memory import Memory
from search.memory.mentions import read_cells
from search.memory.meta import strange_notes
from search.memory.packing import CHUNK
from search.memory.paths import shown
from search.memory.schema import is_described
from search.memory.sealing import broken_documents, broken_versions, stored_findings

MOST = 100
"""Findings of SQLite that are listed."""

_OUTSIDE = """
SELECT DISTINCT text.id FROM text JOIN unit ON unit.text = text.id
WHERE unit.start < 0 OR unit.stop < unit.start OR unit.stop > text.length
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
        "SELECT entity.id FROM entity JOIN entity AS root ON root.id = entity.merged_into "
        "WHERE root.merged_into IS NOT NULL OR entity.rejected",
        "entity e{} is said to be one with one that it cannot be",
    ),
    (
        "SELECT id FROM form WHERE mentions <> "
        "(SELECT coalesce(SUM(count), 0) FROM form_text WHERE form_text.form = form.id)",
        "form {} is counted otherwise than texts have it",
    ),
)


_STRANGELY_NAMED = """
SELECT one.id, one.name FROM entity AS one WHERE one.name NOT IN (
    SELECT form.surface FROM form WHERE form.entity = coalesce(one.merged_into, one.id)
    UNION ALL
    SELECT form.surface FROM entity AS other JOIN form ON form.entity = other.id
    WHERE other.merged_into = coalesce(one.merged_into, one.id)
) AND (
    EXISTS (SELECT 1 FROM form WHERE form.entity = one.id)
    OR EXISTS (SELECT 1 FROM entity AS other WHERE other.merged_into = one.id)
)
"""


def require_sound(memory: Memory) -> None:
    """Look at the structure of the whole database; MemoryDamaged, with the first thing found."""
    with memory.reading() as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found == "ok":
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            found = f"a row of {broken[0]} refers to nothing in {broken[2]}" if broken else "ok"
    if found != "ok":
        folder = shown(os.fsencode(memory.folder))
        raise MemoryDamaged(f"the memory in {folder} is damaged ({found}); restore it from a backup")


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
    said = _said(connection)
    for text, length, findings in connection.execute("SELECT id, length, findings FROM text").fetchall():
        cancel.check()
        if not texts.is_sound(connection, text):
            yield f"text {text} is not what was read{_owner(connection, text)}"
        if stored_findings(connection, text) != findings:
            yield f"pages or names in text {text} are not what was found{_owner(connection, text)}"
        elif not _counted(connection, text, length, said.pop(text, {})):
            yield f"names in text {text} are counted otherwise than they stand there{_owner(connection, text)}"


def _said(connection: sqlite3.Connection) -> dict[int, dict[int, int]]:
    """How often each text is said to name each form."""
    said: dict[int, dict[int, int]] = {}
    for form, text, count in connection.execute("SELECT form, text, count FROM form_text"):
        said.setdefault(text, {})[form] = count
    return said


def _counted(connection: sqlite3.Connection, text: int, length: int, said: dict[int, int]) -> bool:
    """Whether the names in `text` lie within it, and are as many as it is `said`."""
    counts: Counter[int] = Counter()
    for piece in read_cells(connection, text):
        counts.update(piece.forms)
        if max(piece.stops) > length or any(map(gt, piece.starts, piece.stops)):
            return False
    return counts == said


def _owner(connection: sqlite3.Connection, text: int) -> str:
    row = connection.execute("SELECT id, document FROM version WHERE text = ? ORDER BY id DESC", (text,)).fetchone()
    return f" (version v{row[0]} of document d{row[1]})" if row else ""


def _findings(connection: sqlite3.Connection) -> Iterator[str]:
    for key in strange_notes(connection):
        yield f"the memory notes {key!r} of itself, which nobody wrote"
    for (text,) in connection.execute("SELECT DISTINCT text FROM chunk WHERE start <> number * ?", (CHUNK,)):
        yield f"text {text} is not put together as it was cut{_owner(connection, text)}"
    for (text,) in connection.execute(_OUTSIDE):
        yield f"a page lies outside of text {text}{_owner(connection, text)}"
    for question, sentence in _QUESTIONS:
        for (number,) in connection.execute(question):
            yield sentence.format(number)
    for uid in broken_judgements(connection):
        yield f"judgement {uid} does not say what it said"
    given = given_names(connection)
    for entity, name in connection.execute(_STRANGELY_NAMED):
        if name not in given:
            yield f"entity e{entity} has a name that nobody gives it"
