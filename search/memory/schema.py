"""The tables of the catalogue, and how an older catalogue becomes a current one.

`MIGRATIONS` are scripts: the first makes version 1 from nothing, each further one brings a catalogue up by one version.
The version of a file is SQLite's `user_version`; `application_id` says that it is a catalogue at all.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from search.errors import CristalError, MemoryDamaged

APPLICATION = 0x43727374
"""The application id of a catalogue, "Crst"."""

_FIRST = """
CREATE TABLE meta (          -- memory: an id drawn at creation; generation: counts commits; resolved: a text
    key TEXT PRIMARY KEY,
    value NOT NULL
) WITHOUT ROWID;

CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL UNIQUE,
    away INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE document (      -- path: the latest one, of which location holds the history
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES source,
    path BLOB NOT NULL,
    gone TEXT,
    parent INTEGER REFERENCES document,
    member_path BLOB
);
CREATE INDEX document_source ON document (source);
CREATE INDEX document_gone ON document (path) WHERE gone IS NOT NULL;
CREATE INDEX document_parent ON document (parent) WHERE parent IS NOT NULL;

CREATE TABLE location (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    path BLOB NOT NULL,
    since TEXT NOT NULL,
    until TEXT
);
CREATE INDEX location_document ON location (document);
CREATE INDEX location_path ON location (path);
CREATE UNIQUE INDEX location_of_document ON location (document) WHERE until IS NULL;
CREATE UNIQUE INDEX location_at_path ON location (path) WHERE until IS NULL;

CREATE TABLE text (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL UNIQUE,
    length INTEGER NOT NULL
);

CREATE TABLE chunk (
    text INTEGER NOT NULL REFERENCES text,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (text, number)
);

CREATE TABLE unit (
    text INTEGER NOT NULL REFERENCES text,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    PRIMARY KEY (text, place)
) WITHOUT ROWID;

CREATE TABLE version (       -- source: where this version was seen; modified: the file's time; changed: a generation
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document,
    source INTEGER NOT NULL REFERENCES source,
    seen_from TEXT NOT NULL,
    seen_to TEXT,
    recorded TEXT NOT NULL,
    origin TEXT NOT NULL,
    digest BLOB NOT NULL,
    text INTEGER REFERENCES text,
    size INTEGER NOT NULL,
    modified TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    language TEXT,
    document_date TEXT,
    date_origin TEXT,
    date_certainty REAL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    reader TEXT NOT NULL,
    changed INTEGER NOT NULL,
    indexed_generation INTEGER
);
CREATE INDEX version_document ON version (document);
CREATE INDEX version_text ON version (text) WHERE text IS NOT NULL;
CREATE INDEX version_changed ON version (changed);
CREATE UNIQUE INDEX version_open ON version (document) WHERE seen_to IS NULL;
CREATE INDEX version_pending ON version (id)
    WHERE indexed_generation IS NULL AND status IN ('ok', 'partial', 'empty');

CREATE TABLE file (          -- what the next scan compares with; stamp: size, mtime_ns, ctime_ns, inode in decimal
    document INTEGER PRIMARY KEY REFERENCES document,
    version INTEGER NOT NULL REFERENCES version,
    stamp TEXT NOT NULL
);

CREATE TABLE entity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    norm TEXT NOT NULL,
    name TEXT NOT NULL,
    merged_into INTEGER REFERENCES entity,
    UNIQUE (type, norm)
);
CREATE INDEX entity_merged ON entity (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE form (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    surface TEXT NOT NULL,
    norm TEXT NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity,
    UNIQUE (type, surface, norm)
);
CREATE INDEX form_entity ON form (entity);

CREATE TABLE mention (
    text INTEGER NOT NULL REFERENCES text,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    form INTEGER NOT NULL REFERENCES form,
    PRIMARY KEY (text, start, stop, form)
) WITHOUT ROWID;

CREATE TABLE form_text (
    form INTEGER NOT NULL REFERENCES form,
    text INTEGER NOT NULL REFERENCES text,
    count INTEGER NOT NULL,
    PRIMARY KEY (form, text)
) WITHOUT ROWID;
CREATE INDEX form_text_back ON form_text (text, form, count);

CREATE TABLE judgement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT,
    reason TEXT,
    undoes INTEGER REFERENCES judgement
);
CREATE TRIGGER judgement_is_not_changed BEFORE UPDATE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'a judgement is never changed');
END;
CREATE TRIGGER judgement_is_not_deleted BEFORE DELETE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'a judgement is never deleted');
END;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL
);
"""

_SECOND = """
-- attempts: how often this content was read; stated: the dates that the file gives, possible or not, as JSON; the rest:
-- of a mail, its addresses and subject, its id and the ids that it answers, with spaces between
ALTER TABLE version ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE version ADD COLUMN stated TEXT;
ALTER TABLE version ADD COLUMN sender TEXT;
ALTER TABLE version ADD COLUMN recipients TEXT;
ALTER TABLE version ADD COLUMN subject TEXT;
ALTER TABLE version ADD COLUMN message TEXT;
ALTER TABLE version ADD COLUMN answers TEXT;

CREATE TABLE suspect (       -- files that were being read when everything stopped; attempts: how often that happened
    path BLOB PRIMARY KEY,
    attempts INTEGER NOT NULL
) WITHOUT ROWID;
"""

_THIRD = """
ALTER TABLE mention RENAME TO mention_row;
CREATE TABLE mention (       -- start: of the first one in the piece; see mentions
    text INTEGER NOT NULL REFERENCES text,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (text, number)
);
ALTER TABLE form_text RENAME TO form_text_row;
CREATE TABLE form_text (     -- text: without a reference, which would need an index to be deleted by
    form INTEGER NOT NULL REFERENCES form,
    text INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (form, text)
) WITHOUT ROWID;
INSERT INTO form_text SELECT form, text, count FROM form_text_row;
DROP TABLE form_text_row;
-- types are letters; see values
CREATE TEMP TABLE letter (type TEXT PRIMARY KEY, letter TEXT);
INSERT INTO temp.letter VALUES
    ('person', 'p'), ('organisation', 'o'), ('place', 'l'), ('group', 'g'), ('product', 'r'), ('work', 'w'),
    ('event', 'e'), ('money', 'm'), ('percent', 'c'), ('date', 'd'), ('quantity', 'q'), ('contact', 't'),
    ('identifier', 'i');
UPDATE entity SET type = (SELECT letter FROM temp.letter WHERE letter.type = entity.type);
UPDATE form SET type = (SELECT letter FROM temp.letter WHERE letter.type = form.type);
DROP TABLE temp.letter;
-- base: the text that this one, in its only chunk, is a delta on; findings: a digest of its units and mentions
ALTER TABLE text ADD COLUMN base INTEGER REFERENCES text;
ALTER TABLE text ADD COLUMN findings BLOB;
CREATE INDEX text_base ON text (base) WHERE base IS NOT NULL;
-- seal: a digest of what the version, or the document with its locations, says; see sealing
ALTER TABLE version ADD COLUMN seal BLOB;
ALTER TABLE document ADD COLUMN seal BLOB;
"""

DELETED = """CREATE TRIGGER judgement_is_not_deleted BEFORE DELETE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'a judgement is never deleted');
END;
"""

_FOURTH = f"""
-- block: a checksum of the names that rules may make one with it; rejected: people said that it names nothing
ALTER TABLE entity ADD COLUMN block INTEGER;
ALTER TABLE entity ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entity_block ON entity (block) WHERE block IS NOT NULL;
CREATE INDEX entity_rejected ON entity (rejected) WHERE rejected;

ALTER TABLE form RENAME TO form_row;
ALTER TABLE form_text RENAME TO form_text_row;
CREATE TABLE form (          -- entity: the one of its type and norm, merged or not; mentions: in all texts
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entity INTEGER NOT NULL REFERENCES entity,
    surface TEXT NOT NULL,
    mentions INTEGER NOT NULL DEFAULT 0,
    UNIQUE (entity, surface)
);
INSERT INTO form SELECT form_row.id, entity.id, surface,
    (SELECT coalesce(SUM(count), 0) FROM form_text_row WHERE form_text_row.form = form_row.id)
    FROM form_row JOIN entity ON entity.type = form_row.type AND entity.norm = form_row.norm ORDER BY form_row.id;
CREATE TABLE form_text (     -- text: without a reference, which would need an index to be deleted by
    form INTEGER NOT NULL REFERENCES form,
    text INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (form, text)
) WITHOUT ROWID;
INSERT INTO form_text SELECT form, text, count FROM form_text_row;
DROP TABLE form_text_row;
DROP TABLE form_row;

INSERT INTO meta (key, value) SELECT 'recogniser', 'rules/1' WHERE EXISTS (SELECT 1 FROM text);

DROP TABLE judgement;
CREATE TABLE judgement (     -- uid: drawn when it was made; text: digest of the text that it is about a place in
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT,
    reason TEXT,
    undoes TEXT,
    text BLOB,
    seal BLOB NOT NULL
);
CREATE INDEX judgement_text ON judgement (text) WHERE text IS NOT NULL;
CREATE TRIGGER judgement_is_not_changed BEFORE UPDATE ON judgement
BEGIN
    SELECT RAISE(ABORT, 'a judgement is never changed');
END;
{DELETED}"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH)


PACKED = SEALED = 3
"""The first version with mentions in pieces, and with seals."""

BLOCKED = 4
"""The first version that knows which names could be one."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the catalogue, 0 for an empty database; MemoryDamaged when it is none or of a newer Cristal."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    tables: int = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and (application or version or tables):
        raise MemoryDamaged("memory.db is a database of another program; name another folder with --memory")
    if version > len(MIGRATIONS):
        raise MemoryDamaged(
            f"the memory was written by a newer Cristal (version {version}, this one reads up to {len(MIGRATIONS)}); "
            "update Cristal to open it"
        )
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the catalogue up to the current version, in one transaction; an empty database becomes a new catalogue."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        if version < PACKED <= len(MIGRATIONS):
            from search.memory.mentions import pack_rows

            pack_rows(connection)
        if 0 < version < BLOCKED <= len(MIGRATIONS):
            from search.memory.forms import fill_blocks

            fill_blocks(connection)
        if version == 0:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            first = (("memory", secrets.token_hex(16)), ("generation", 0))
            connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", first)
        elif version < SEALED:
            from search.memory.sealing import seal_everything

            seal_everything(connection)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_described(connection: sqlite3.Connection) -> bool:
    """Whether the tables are described in the database as the migrations describe them, letter for letter."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as other:
        migrate(other)
        return _described(other) == _described(connection)


def _described(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return sorted(
        connection.execute(
            "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(coalesce(sql, '') AS BLOB) FROM sqlite_master"
        )
    )


def require_current(connection: sqlite3.Connection) -> None:
    """Raise CristalError when the catalogue has an older version and cannot be migrated, being read-only."""
    if version_of(connection) < len(MIGRATIONS):
        raise CristalError(
            "the memory was written by an older Cristal and is read-only here; open it once as its owner"
        )


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.split("\n"):
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
