"""`names.db`: an index of the names in a memory by how they are spelt, for memories with more than some ten thousand.

It is a cache of the catalogue like the folder `index`: made from it alone, thrown away when anything about it is
strange, and in no backup. It is never changed: a copy with what came since takes its place, so that readers need no
locks. It notes the memory that it is of, when that last forgot something, and the last form that it knows; newer forms
are for the reader to compare directly.

Names are indexed by trigrams, with those of their skeletons in capitals behind them; a blank before each word makes
trigrams of its beginning. Amounts, dates, percents and quantities are kept by type and key alone: nobody misspells
them.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path

from search.entities.keys import plain_form
from search.entities.lookup.sounds import skeleton
from search.entities.mentions import VALUES
from search.memory import meta, naming
from search.memory.connections import connect
from search.memory.copying import sync
from search.memory.memory import Memory
from search.memory.records import Form
from search.memory.values import letter_of

FILE = "names.db"
FEWEST = 10_000
"""Up to so many forms are compared directly, without an index."""
SLACK = 2_000
"""So many forms may be newer than the file before it is made level."""
FAR = 25_000
"""The same while texts are still coming."""

_VERSION = 1
_FORM = "SELECT entity || ' ' || surface FROM form WHERE id = ?"

_TABLES = (
    "CREATE TABLE note (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    "CREATE TABLE name (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE)",
    "CREATE TABLE bearer (name INTEGER NOT NULL, form INTEGER NOT NULL, PRIMARY KEY (name, form)) WITHOUT ROWID",
    "CREATE TABLE value (type TEXT NOT NULL, key TEXT NOT NULL, form INTEGER NOT NULL, PRIMARY KEY (type, key, form)) "
    "WITHOUT ROWID",
    "CREATE TABLE gram (term TEXT PRIMARY KEY, names INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE spelling USING fts5 "
    "(key, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1')",
    "CREATE VIRTUAL TABLE grams USING fts5vocab (spelling, row)",
)


def level(memory: Memory, *, fewest: int = FEWEST, slack: int = SLACK) -> None:
    """Bring the file up to the newest form, when there are more than `fewest` and it is behind by `slack`. The caller
    holds the ingest lock.

    What the disk or this SQLite refuses is no error: names are found without the file, only later.
    """
    if not memory.writable:
        return
    file = memory.folder / FILE
    part = memory.folder / f".{FILE}.{os.getpid()}.part"
    known = known_to(memory)
    try:
        _remove_parts(memory.folder)
        if not _is_due(memory, known, fewest, slack):
            return
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if known:
            shutil.copyfile(file, part)
        with closing(connect(part.resolve(), "rw")) as connection:
            _extend(connection, memory, known)
        sync(part)
        os.replace(part, file)
    except (OSError, sqlite3.OperationalError):
        _remove_parts(memory.folder)
    except sqlite3.DatabaseError:
        discard(memory.folder)


def discard(folder: Path) -> None:
    """Remove the file of the memory in `folder`, and what an interrupted `level` left of one."""
    _remove_parts(folder)
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)


def opened(memory: Memory) -> tuple[sqlite3.Connection, int] | None:
    """The file of `memory`, which never changes, and the last form that it knows; None when there is no file, or one
    that is not of this memory as it is now.
    """
    file = memory.folder / FILE
    try:
        file.stat()
        connection = connect(file.resolve(), "ro&immutable=1")
    except (OSError, sqlite3.Error):
        return None
    try:
        notes = dict(connection.execute("SELECT key, value FROM note").fetchall())
    except sqlite3.Error:
        notes = {}
    last = notes.get("last")
    if isinstance(last, int) and notes == _notes(memory, last):
        return connection, last
    connection.close()
    return None


def known_to(memory: Memory) -> int:
    """The last form that the file of `memory` knows; 0 when there is none, or one that is of no use."""
    found = opened(memory)
    if found is None:
        return 0
    connection, last = found
    connection.close()
    return last


def spelling_of(key: str) -> str:
    """What is indexed of a key: its words and, in capitals, their skeletons, with a blank on either side of each."""
    return f" {key} {' '.join(map(skeleton, key.split())).upper()} "


def grams_of(spelling: str) -> list[str]:
    """The trigrams of a spelling, each once."""
    return list(dict.fromkeys(spelling[at : at + 3] for at in range(len(spelling) - 2)))


def _is_due(memory: Memory, known: int, fewest: int, slack: int) -> bool:
    with memory.reading() as connection:
        forms = len(connection.execute("SELECT 1 FROM form LIMIT ?", (fewest + 1,)).fetchall())
        newest: int = connection.execute("SELECT coalesce(MAX(id), 0) FROM form").fetchone()[0]
    return forms > fewest and (not known or newest - known >= slack)


def _notes(memory: Memory, last: int) -> dict[str, object]:
    """What a file notes that knows the forms up to `last`: of that one the digest, so that none stands for another."""
    with memory.reading() as connection:
        form = connection.execute(_FORM, (last,)).fetchone()
        forgotten = meta.number(connection, "forgotten")
    digest = blake2b(form[0].encode(), digest_size=20).hexdigest() if form else None
    return {"version": _VERSION, "memory": memory.id(), "forgotten": forgotten, "last": last, "form": digest}


def _extend(connection: sqlite3.Connection, memory: Memory, known: int) -> None:
    """Add the forms above `known` to the database, which has no tables yet when that is 0."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000"):
        connection.execute(f"PRAGMA {pragma}")
    for statement in _TABLES if not known else ():
        connection.execute(statement)
    connection.execute("BEGIN")
    last = known
    while page := _page(memory, last):
        _add(connection, page)
        last = page[-1].form
    if not known:
        connection.execute("INSERT INTO spelling (spelling) VALUES ('optimize')")
    connection.execute("DELETE FROM gram")
    connection.execute("INSERT INTO gram SELECT term, doc FROM grams")
    connection.executemany("INSERT OR REPLACE INTO note VALUES (?, ?)", _notes(memory, last).items())
    connection.execute("COMMIT")


def _page(memory: Memory, after: int) -> list[Form]:
    with memory.reading() as connection:
        return naming.forms(connection, after)


def _add(connection: sqlite3.Connection, forms: Iterable[Form]) -> None:
    keys: dict[str, list[int]] = {}
    values = []
    for form in forms:
        key = plain_form(form.surface)
        if form.type in VALUES:
            values.append((letter_of(form.type), key, form.form))
        else:
            keys.setdefault(key, []).append(form.form)
    rows = connection.execute("SELECT key, id FROM name WHERE key IN (SELECT value FROM json_each(?))", (_list(keys),))
    numbers = dict(rows.fetchall())
    last: int = connection.execute("SELECT coalesce(MAX(id), 0) FROM name").fetchone()[0]
    new = {key: number for number, key in enumerate((key for key in keys if key not in numbers), last + 1)}
    connection.executemany("INSERT INTO name (key, id) VALUES (?, ?)", new.items())
    connection.executemany(
        "INSERT INTO spelling (rowid, key) VALUES (?, ?)", ((number, spelling_of(key)) for key, number in new.items())
    )
    numbers |= new
    connection.executemany(
        "INSERT INTO bearer (name, form) VALUES (?, ?)",
        sorted((numbers[key], form) for key, forms in keys.items() for form in forms),
    )
    connection.executemany("INSERT INTO value (type, key, form) VALUES (?, ?, ?)", values)


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values))


def _remove_parts(folder: Path) -> None:
    with suppress(OSError):
        for part in folder.glob(f".{FILE}.*.part*"):
            part.unlink(missing_ok=True)
