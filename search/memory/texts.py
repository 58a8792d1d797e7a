"""Reading texts: whole, in pieces, and their units."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from search.cancel import NEVER, CancelToken
from search.errors import MemoryDamaged, NotFound
from search.extract.extracted import Unit
from search.memory.deltas import Pieces, apply, compose, unpack_delta
from search.memory.packing import CHUNK, encoded, text_digest, unpack
from search.memory.records import StoredText

_BEFORE = """
SELECT text FROM version WHERE seen_to IS NULL AND text IS NOT NULL AND document = coalesce(
    :document, (SELECT document FROM location WHERE path = :path AND until IS NULL)
)
"""


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
    with _at_one_moment(connection):
        if _base(connection, text) is not None:
            found = whole(connection, text)[number * CHUNK : (number + 1) * CHUNK]
            return (number * CHUNK, found) if found else None
        row = connection.execute(
            "SELECT start, data FROM chunk WHERE text = ? AND number = ?", (text, number)
        ).fetchone()
    return (row[0], _unpacked(text, row[1])) if row else None


def cut(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces of the size of chunks, with the offset of each."""
    return ((at, text[at : at + CHUNK]) for at in range(0, len(text), CHUNK))


def whole(connection: sqlite3.Connection, text: int, cancel: CancelToken = NEVER) -> str:
    """The whole of `text`; MemoryDamaged when a part of it is missing or broken, Cancelled."""
    return beginning(connection, text, sys.maxsize, cancel)


def beginning(connection: sqlite3.Connection, text: int, upto: int, cancel: CancelToken = NEVER) -> str:
    """The first `upto` code points of `text` and what comes with them in their chunks; of a delta all. MemoryDamaged,
    Cancelled.
    """
    with _at_one_moment(connection):
        expected = length(connection, text)
        pieces, root = _delta(connection, text)
        last = upto if pieces is None else sys.maxsize
        rows = connection.execute(
            "SELECT data FROM chunk WHERE text = ? AND start < ? ORDER BY number", (root, max(last, 1))
        ).fetchall()
    found = "".join(_unpacked(text, data, cancel) for (data,) in rows)
    if pieces is not None:
        found = apply(pieces, found)
    if len(found) != min(expected, -(-max(last, 1) // CHUNK) * CHUNK):
        raise MemoryDamaged(
            f"text {text} has {len(found)} of its {expected} characters; restore memory.db from a backup"
        )
    return found


def before(connection: sqlite3.Connection, document: int | None, path: bytes) -> StoredText | None:
    """The text that `document` has now, or the document at `path`, if it is stored whole."""
    row = connection.execute(_BEFORE, {"document": document, "path": path}).fetchone()
    return stored(connection, row[0]) if row else None


def stored(connection: sqlite3.Connection, text: int) -> StoredText | None:
    """What is known of `text` without reading it; None when it is stored as a delta on another."""
    row = connection.execute(
        "SELECT id, digest, length, (SELECT SUM(length(data)) FROM chunk WHERE chunk.text = text.id) "
        "FROM text WHERE id = ? AND base IS NULL",
        (text,),
    ).fetchone()
    return StoredText(*row) if row else None


def is_sound(connection: sqlite3.Connection, text: int) -> bool:
    """Whether `text` still has the digest that it was stored with."""
    digest, _ = _row(connection, text)
    actual = text_digest()
    try:
        found = whole(connection, text)
    except MemoryDamaged:
        return False
    for start in range(0, len(found), CHUNK):
        actual.update(encoded(found[start : start + CHUNK]))
    return actual.digest() == digest


def units(connection: sqlite3.Connection, text: int) -> tuple[Unit, ...]:
    """The citable parts of `text`, as its reader gave them."""
    rows = connection.execute(
        "SELECT kind, number, label, start, stop FROM unit WHERE text = ? ORDER BY place", (text,)
    )
    return tuple(Unit(*row) for row in rows)


def _delta(connection: sqlite3.Connection, text: int) -> tuple[Pieces | None, int]:
    """A text in pieces of a whole one, and that one; None and itself when it is whole."""
    pieces: Pieces | None = None
    at = text
    while (base := _base(connection, at)) is not None:
        row = connection.execute("SELECT data FROM chunk WHERE text = ?", (at,)).fetchone()
        try:
            found = unpack_delta(row[0] if row else b"")
        except ValueError as error:
            raise _broken(text, error) from error
        pieces = found if pieces is None else compose(pieces, found)
        at = base
    return pieces, at


def _base(connection: sqlite3.Connection, text: int) -> int | None:
    row = connection.execute("SELECT base FROM text WHERE id = ?", (text,)).fetchone()
    return row[0] if row else None


@contextmanager
def _at_one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Between its statements no commit of another process is seen: a text may become a delta at any time."""
    connection.execute("SAVEPOINT moment")
    try:
        yield
    finally:
        connection.execute("RELEASE moment")


def _unpacked(text: int, data: bytes, cancel: CancelToken = NEVER) -> str:
    cancel.check()
    try:
        return unpack(data)
    except ValueError as error:
        raise _broken(text, error) from error


def _broken(text: int, error: ValueError) -> MemoryDamaged:
    return MemoryDamaged(f"text {text} cannot be unpacked ({error}); restore memory.db from a backup")


def _row(connection: sqlite3.Connection, text: int) -> tuple[bytes, int]:
    row: tuple[bytes, int] | None = connection.execute(
        "SELECT digest, length FROM text WHERE id = ?", (text,)
    ).fetchone()
    if row is None:
        raise NotFound(f"text {text} is not in the memory")
    return row
