"""Reading texts: whole, in pieces, and their units."""

import sqlite3

from search.errors import MemoryDamaged, NotFound
from search.extract.extracted import Unit
from search.memory.packing import encoded, text_digest, unpack


def last(connection: sqlite3.Connection) -> int:
    """The number of the newest text, 0 when there is none."""
    number: int = connection.execute("SELECT coalesce(MAX(id), 0) FROM text").fetchone()[0]
    return number


def length(connection: sqlite3.Connection, text: int) -> int:
    """How many code points `text` has; NotFound for an unknown one."""
    number: int = _row(connection, text)[1]
    return number


def chunk(connection: sqlite3.Connection, text: int, number: int) -> tuple[int, str] | None:
    """The offset and the code points of a chunk, None past the last one; MemoryDamaged when it cannot be unpacked."""
    row = connection.execute("SELECT start, data FROM chunk WHERE text = ? AND number = ?", (text, number)).fetchone()
    return (row[0], _unpacked(text, row[1])) if row else None


def whole(connection: sqlite3.Connection, text: int) -> str:
    """The whole of `text`; MemoryDamaged when a part of it is missing or broken."""
    expected = length(connection, text)
    rows = connection.execute("SELECT data FROM chunk WHERE text = ? ORDER BY number", (text,))
    found = "".join(_unpacked(text, data) for (data,) in rows)
    if len(found) != expected:
        raise MemoryDamaged(
            f"text {text} has {len(found)} of its {expected} characters; restore memory.db from a backup"
        )
    return found


def is_sound(connection: sqlite3.Connection, text: int) -> bool:
    """Whether `text` still has the digest and the chunks that it was stored with."""
    digest, expected = _row(connection, text)
    actual = text_digest()
    offset = 0
    for start, data in connection.execute("SELECT start, data FROM chunk WHERE text = ? ORDER BY number", (text,)):
        try:
            piece = unpack(data)
        except ValueError:
            return False
        if start != offset:
            return False
        actual.update(encoded(piece))
        offset += len(piece)
    return offset == expected and actual.digest() == digest


def units(connection: sqlite3.Connection, text: int) -> tuple[Unit, ...]:
    """The citable parts of `text`, as its reader gave them."""
    rows = connection.execute(
        "SELECT kind, number, label, start, stop FROM unit WHERE text = ? ORDER BY place", (text,)
    )
    return tuple(Unit(*row) for row in rows)


def _unpacked(text: int, data: bytes) -> str:
    try:
        return unpack(data)
    except ValueError as error:
        raise MemoryDamaged(f"text {text} cannot be unpacked ({error}); restore memory.db from a backup") from error


def _row(connection: sqlite3.Connection, text: int) -> tuple[bytes, int]:
    row: tuple[bytes, int] | None = connection.execute(
        "SELECT digest, length FROM text WHERE id = ?", (text,)
    ).fetchone()
    if row is None:
        raise NotFound(f"text {text} is not in the memory")
    return row
