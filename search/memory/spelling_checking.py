"""Whether `names.db` says of the names in a memory what the catalogue says."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from search.cancel import NEVER, CancelToken
from search.entities.keys import plain_form
from search.entities.mentions import VALUES
from search.memory.memory import Memory
from search.memory.spelling import FILE, opened, spelling_of
from search.memory.values import letter_of

_BORNE = "SELECT bearer.form, name.key FROM bearer JOIN name ON name.id = bearer.name"
_VALUED = "SELECT form, type || ' ' || key FROM value"
_COUNTED = "SELECT 1 FROM (SELECT term, names FROM gram EXCEPT SELECT term, doc FROM grams) LIMIT 1"


def misspelt(memory: Memory, cancel: CancelToken = NEVER) -> str | None:
    """What is wrong with the file, in words; None when nothing is, or there is none to look at. Cancelled."""
    found = opened(memory)
    if found is None:
        return None
    file, last = found
    try:
        with closing(file), closing(sqlite3.connect(":memory:")) as copy:
            file.backup(copy)
            return _damage(copy) or _difference(copy, memory, last, cancel)
    except sqlite3.Error as error:
        return f"{FILE} cannot be read ({error})"


def _damage(copy: sqlite3.Connection) -> str | None:
    (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if found == "ok" and copy.execute(_COUNTED).fetchone() is not None:
        found = "its trigrams are counted otherwise than they are there"
    if found == "ok":
        rows = copy.execute("SELECT id, key FROM name").fetchall()
        copy.execute(
            "CREATE VIRTUAL TABLE temp.again USING fts5 "
            "(key, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1')"
        )
        copy.executemany("INSERT INTO temp.again (rowid, key) VALUES (?, ?)", _spelt(rows))
        copy.execute("CREATE VIRTUAL TABLE temp.places USING fts5vocab (temp, again, instance)")
        copy.execute("CREATE VIRTUAL TABLE temp.known USING fts5vocab (main, spelling, instance)")
        differ = "SELECT 1 FROM (SELECT term, doc FROM temp.{} EXCEPT SELECT term, doc FROM temp.{}) LIMIT 1"
        for one, other in (("places", "known"), ("known", "places")):
            if copy.execute(differ.format(one, other)).fetchone() is not None:
                found = "it spells names otherwise than they are"
    return None if found == "ok" else f"{FILE} is damaged: {' '.join(found.split())}"


def _spelt(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    return ((number, spelling_of(key)) for number, key in rows)


def _difference(copy: sqlite3.Connection, memory: Memory, last: int, cancel: CancelToken) -> str | None:
    said = dict(copy.execute(f"{_BORNE} UNION ALL {_VALUED}").fetchall())
    for form in memory.forms():
        if form.form > last:
            break
        if form.form % 5_000 == 0:
            cancel.check()
        key = plain_form(form.surface)
        if said.pop(form.form, None) != (f"{letter_of(form.type)} {key}" if form.type in VALUES else key):
            return f"{FILE} knows form {form.form} otherwise than documents write it"
    return f"{FILE} knows {len(said):,} forms that no document has" if said else None
