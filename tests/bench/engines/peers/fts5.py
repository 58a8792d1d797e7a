"""SQLite's FTS5, without a copy of the texts."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from tests.bench.engines.documents import Document
from tests.bench.engines.peer import LIMIT, Peer

# The tokenizer of the index, not its defaults: accents fold in ours too.
_MAKE = "CREATE VIRTUAL TABLE t USING fts5 (title, text, content = '', tokenize = 'unicode61 remove_diacritics 2')"
_ASK = f"SELECT rowid, count(*) OVER () FROM t WHERE t MATCH ? ORDER BY rank LIMIT {LIMIT}"
_FORGET = "INSERT INTO t (t, rowid, title, text) VALUES ('delete', ?, ?, ?)"
_INSERT = "INSERT INTO t (rowid, title, text) VALUES (?, ?, ?)"


class Fts5(Peer):
    note = "as it is made by default, without indexes of prefixes; no fuzzy words; replacing needs the old text at hand"

    connection: sqlite3.Connection | None = None

    def add(self, documents: Sequence[Document]) -> None:
        self._connected().executemany(_INSERT, documents)

    def finish(self) -> None:
        self._connected().commit()
        self._connected().execute("PRAGMA wal_checkpoint (TRUNCATE)")

    def open(self, documents: int) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        self._connected().execute("SELECT rowid FROM t WHERE t MATCH 'kernel' LIMIT 1").fetchall()

    def query(self, kind: str, words: Sequence[str]) -> Any:
        if kind == "fuzzy":
            return None
        if kind == "phrase":
            return f'"{" ".join(words)}"'
        quoted = [f'"{word}"' for word in words]
        if kind == "typing" or kind.startswith("prefix"):
            quoted[-1] += " *"
        return (" OR " if kind.startswith("or") else " AND ").join(quoted)

    def run(self, query: Any) -> int:
        row = self._connected().execute(_ASK, (query,)).fetchall()
        return int(row[0][1]) if row else 0

    def replace(self, before: Sequence[Document], after: Sequence[Document]) -> bool:
        connection = self._connected()
        with connection:
            connection.executemany(_FORGET, before)
            connection.executemany(_INSERT, after)
        return True

    def _connected(self) -> sqlite3.Connection:
        if self.connection is None:
            file = self.folder / "fts5.db"
            new = not file.exists()
            self.connection = sqlite3.connect(file)
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = FULL")
            self.connection.execute("PRAGMA cache_size = -65536")
            self.connection.execute("PRAGMA mmap_size = 4000000000")
            if new:
                self.connection.execute(_MAKE)
        return self.connection
