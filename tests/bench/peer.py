"""The peer: SQLite's FTS5 over the same texts, with a stored body for its snippets."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path


def build(file: Path, texts: Iterable[tuple[str, str]]) -> sqlite3.Connection:
    """An FTS5 table of (title, text) rows."""
    connection = sqlite3.connect(file)
    connection.execute("CREATE VIRTUAL TABLE peer USING fts5 (title, body, tokenize = 'unicode61')")
    with connection:
        connection.executemany("INSERT INTO peer VALUES (?, ?)", texts)
    return connection


def ask(connection: sqlite3.Connection, typed: str) -> int:
    """The twenty best rows for words of which the last is a prefix, with a snippet each, and the count of all."""
    words = typed.split()
    query = " AND ".join([f'"{word}"' for word in words[:-1]] + [f'"{words[-1]}" *'])
    connection.execute(
        "SELECT title, snippet(peer, 1, '[', ']', '…', 16) FROM peer WHERE peer MATCH ? ORDER BY rank LIMIT 20",
        (query,),
    ).fetchall()
    total: int = connection.execute("SELECT COUNT(*) FROM peer WHERE peer MATCH ?", (query,)).fetchone()[0]
    return total
