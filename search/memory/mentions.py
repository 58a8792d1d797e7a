"""The mentions of a text as the catalogue stores them: cells of start, stop and form, in pieces, column by column and
compressed. They are read with their text alone, so that rows of their own would only take room.
"""

import sqlite3
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from operator import sub
from typing import NamedTuple

from search.errors import MemoryDamaged

PIECE = 20_000
"""Mentions of a piece, so that a part of a large text costs little."""

Cell = tuple[int, int, int]
"""Start, stop and form of a mention."""

_COLUMN = "I"


class Cells(NamedTuple):
    """Mentions in the order of start, stop and form, as three columns of one length."""

    starts: Sequence[int]
    stops: Sequence[int]
    forms: Sequence[int]


class StoredPiece(NamedTuple):
    """A piece as it is stored: the start of its first mention, and the packed cells."""

    start: int
    data: bytes


def store_cells(connection: sqlite3.Connection, text: int, cells: Sequence[Cell]) -> list[StoredPiece]:
    """Store the sorted `cells` of `text`; the pieces that were written."""
    pieces = []
    for number, first in enumerate(range(0, len(cells), PIECE)):
        part = cells[first : first + PIECE]
        pieces.append(StoredPiece(part[0][0], _packed(part)))
        connection.execute(
            "INSERT INTO mention (text, number, start, data) VALUES (?, ?, ?, ?)",
            (text, number, *pieces[-1]),
        )
    return pieces


def read_cells(connection: sqlite3.Connection, text: int, start: int = 0, end: int = sys.maxsize) -> Iterator[Cells]:
    """The pieces of `text` that hold every mention which begins in `text[start:end]`, and others. MemoryDamaged."""
    rows = connection.execute(
        "SELECT data FROM mention WHERE text = ?1 AND start < ?3 AND number >= "
        "coalesce((SELECT MAX(number) FROM mention WHERE text = ?1 AND start < ?2), 0) ORDER BY number",
        (text, start, end),
    )
    for (data,) in rows.fetchall():
        try:
            yield _unpacked(data)
        except (ValueError, zlib.error) as error:
            raise MemoryDamaged(
                f"the names in text {text} cannot be unpacked ({error}); restore memory.db from a backup"
            ) from error


def stored_pieces(connection: sqlite3.Connection, text: int) -> list[StoredPiece]:
    """The pieces of `text` as they are stored."""
    rows = connection.execute("SELECT start, data FROM mention WHERE text = ? ORDER BY number", (text,))
    return [StoredPiece(*row) for row in rows]


def pack_rows(connection: sqlite3.Connection) -> None:
    """Bring the mentions of a catalogue that had a row for each, in `mention_row`, into pieces."""
    for (text,) in connection.execute("SELECT DISTINCT text FROM mention_row").fetchall():
        rows = connection.execute(
            "SELECT start, stop, form FROM mention_row WHERE text = ? ORDER BY start, stop, form", (text,)
        )
        store_cells(connection, text, rows.fetchall())
    connection.execute("DROP TABLE mention_row")


def _packed(cells: Sequence[Cell]) -> bytes:
    starts, stops, forms = zip(*cells, strict=True)
    columns = (chain(starts[:1], map(sub, starts[1:], starts)), map(sub, stops, starts), forms)
    return zlib.compress(b"".join(array(_COLUMN, column).tobytes() for column in columns))


def _unpacked(data: bytes) -> Cells:
    cells = array(_COLUMN)
    cells.frombytes(zlib.decompress(data))
    count, rest = divmod(len(cells), 3)
    if rest:
        raise ValueError("its columns are not of one length")
    starts = list(accumulate(cells[:count]))
    stops = [start + length for start, length in zip(starts, cells[count : 2 * count], strict=True)]
    return Cells(starts, stops, cells[2 * count :])
