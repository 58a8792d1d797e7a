"""Digests over what the catalogue says, so that a flipped bit is found where SQLite itself would not notice one.

SQLite compares its indexes with its tables; what stands in no index has a digest here. The *seal* of a version
is over all that it says, that of a document over its locations too; the *findings* of a text are its units and
mentions.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Sequence

from search.extract.extracted import Unit
from search.memory.mentions import StoredPiece, stored_pieces
from search.memory.packing import encoded, storable

SIZE = 8

_SEALED = (
    "id, document, source, seen_from, seen_to, recorded, origin, digest, text, size, modified, title, author, "
    "language, document_date, date_origin, date_certainty, type, status, reason, reader, stated, sender, recipients, "
    "subject, message, answers"
)
_DOCUMENT = "id, source, path, gone, parent, member_path"
_GIVEN = "id IN (SELECT value FROM json_each(?))"


def findings_digest(units: Sequence[Unit], mentions: Iterable[StoredPiece]) -> bytes:
    """The digest of what was found in a text: its units, and its mentions in the pieces that they are stored in."""
    digest = hashlib.blake2b(digest_size=SIZE)
    for unit in units:
        digest.update(encoded(f"{unit.kind}\0{unit.number}\0{storable(unit.label)}\0{unit.start}\0{unit.end}\0"))
    for start, data in mentions:
        digest.update(f"{start}\0".encode())
        digest.update(data)
    return digest.digest()


def stored_findings(connection: sqlite3.Connection, text: int) -> bytes:
    """The digest of what the catalogue holds as found in `text`."""
    units = connection.execute(
        "SELECT kind, number, label, start, stop FROM unit WHERE text = ? ORDER BY place", (text,)
    ).fetchall()
    return findings_digest([Unit(*unit) for unit in units], stored_pieces(connection, text))


def seal_everything(connection: sqlite3.Connection) -> None:
    """Seal a catalogue of before there were seals."""
    texts = [text for (text,) in connection.execute("SELECT id FROM text").fetchall()]
    for text in texts:
        connection.execute("UPDATE text SET findings = ? WHERE id = ?", (stored_findings(connection, text), text))
    seal_versions(connection, [version for (version,) in connection.execute("SELECT id FROM version").fetchall()])
    seal_documents(connection, [document for (document,) in connection.execute("SELECT id FROM document").fetchall()])


def seal_versions(connection: sqlite3.Connection, versions: Collection[int]) -> None:
    """Seal `versions` as they are."""
    rows = connection.execute(f"SELECT {_SEALED} FROM version WHERE {_GIVEN}", (_numbers(versions),)).fetchall()
    connection.executemany("UPDATE version SET seal = ? WHERE id = ?", ((_seal(row), row[0]) for row in rows))


def seal_documents(connection: sqlite3.Connection, documents: Collection[int]) -> None:
    """Seal `documents` as they are, with where they have been."""
    rows = connection.execute(f"SELECT {_DOCUMENT} FROM document WHERE {_GIVEN}", (_numbers(documents),)).fetchall()
    connection.executemany(
        "UPDATE document SET seal = ? WHERE id = ?", ((_document_seal(connection, row), row[0]) for row in rows)
    )


def broken_versions(connection: sqlite3.Connection, versions: Collection[int] | None = None) -> list[int]:
    """Those of `versions`, or of all, that do not say what they said when they were sealed."""
    condition, given = _condition(versions)
    rows = connection.execute(f"SELECT seal, {_SEALED} FROM version WHERE {condition}", given)
    return [row[1] for row in rows if row[0] != _seal(row[1:])]


def broken_documents(connection: sqlite3.Connection, documents: Collection[int] | None = None) -> list[int]:
    """Those of `documents`, or of all, that do not say what they said when they were sealed."""
    condition, given = _condition(documents)
    rows = connection.execute(f"SELECT seal, {_DOCUMENT} FROM document WHERE {condition}", given).fetchall()
    return [row[1] for row in rows if row[0] != _document_seal(connection, row[1:])]


def broken_among(connection: sqlite3.Connection, versions: Collection[int]) -> str | None:
    """What, of `versions` and their documents, does not say what it was told; None when all do."""
    for version in broken_versions(connection, versions):
        return f"version v{version}"
    documents = connection.execute(f"SELECT DISTINCT document FROM version WHERE {_GIVEN}", (_numbers(versions),))
    for document in broken_documents(connection, [document for (document,) in documents.fetchall()]):
        return f"document d{document}"
    return None


def _condition(numbers: Collection[int] | None) -> tuple[str, tuple[str, ...]]:
    return ("1", ()) if numbers is None else (_GIVEN, (_numbers(numbers),))


def _document_seal(connection: sqlite3.Connection, row: tuple[object, ...]) -> bytes:
    stays = connection.execute(
        "SELECT path, since, until FROM location WHERE document = ? ORDER BY since, id", row[:1]
    ).fetchall()
    return _seal((*row, *stays))


def _seal(row: tuple[object, ...]) -> bytes:
    return hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def _numbers(numbers: Collection[int]) -> str:
    return f"[{','.join(map(str, numbers))}]"
