"""What the catalogue notes of itself: its id, and numbers that say how far something is."""

import sqlite3

from search.errors import MemoryDamaged

_NUMBERS = frozenset({"generation", "resolved", "forgotten", "rebuilding"})
_TEXTS = frozenset({"memory", "purge", "recogniser"})


def strange_notes(connection: sqlite3.Connection) -> list[object]:
    """The keys of notes that nobody writes, or not with such a value."""
    rows = connection.execute("SELECT CAST(key AS BLOB), typeof(value) FROM meta").fetchall()
    known = {(key.encode(), "integer") for key in _NUMBERS} | {(key.encode(), "text") for key in _TEXTS}
    return [row[0] for row in rows if row not in known]


def memory_id(connection: sqlite3.Connection) -> str:
    """The 32 hexadecimal digits drawn when the catalogue was made. MemoryDamaged."""
    value = _value(connection, "memory")
    if not isinstance(value, str):
        raise MemoryDamaged("the memory is damaged: it does not know which one it is; restore memory.db from a backup")
    return value


def generation(connection: sqlite3.Connection) -> int:
    """How many commits the catalogue has seen. MemoryDamaged."""
    value = _value(connection, "generation")
    if not isinstance(value, int):
        raise MemoryDamaged("the memory is damaged: its commits are not counted; restore memory.db from a backup")
    return value


def number(connection: sqlite3.Connection, key: str) -> int:
    """The number noted under `key`, 0 when there is none."""
    value = _value(connection, key)
    return value if isinstance(value, int) else 0


def noted(connection: sqlite3.Connection, key: str) -> str | None:
    """The text noted under `key`, None when there is none."""
    value = _value(connection, key)
    return value if isinstance(value, str) else None


def note(connection: sqlite3.Connection, key: str, value: object) -> None:
    """Note `value` under `key`."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def _value(connection: sqlite3.Connection, key: str) -> object:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None
