"""Reading what was seen where and when: sources, files, and the facts about versions."""

import json
import sqlite3

from search.errors import NotFound
from search.extract.extracted import SEARCHABLE, Status
from search.memory.records import (
    KnownFile,
    Location,
    LoggedEvent,
    PendingVersion,
    Source,
    Suspect,
    Totals,
    Unsearchable,
    VersionFacts,
)
from search.memory.values import stamp_of, status_of

_FACTS = """
SELECT version.id, document.id, document.source, document.path, version.title, version.author, version.language,
    version.type, version.status, version.reason, version.document_date, version.date_origin,
    version.date_certainty, version.modified, version.seen_from, version.seen_to, version.recorded, version.origin,
    document.gone, version.text, CAST(coalesce(text.length, 0) AS INTEGER),
    version.size, version.sender, version.recipients, version.subject, version.message, version.answers,
    version.indexed_generation IS NOT NULL
FROM version
JOIN document ON document.id = version.document
LEFT JOIN text ON text.id = version.text
WHERE version.changed > ?
"""

_KNOWN = """
SELECT document.path, document.id, version.id, file.stamp, version.digest, version.status, version.reader
FROM document
JOIN file ON file.document = document.id
JOIN version ON version.id = file.version
WHERE document.source = ?
"""

_UNREAD_MEMBERS = """
WITH RECURSIVE inside (top, id) AS (
    SELECT parent, id FROM document
    WHERE source = ? AND gone IS NULL AND parent IN (SELECT document FROM file)
    UNION ALL
    SELECT inside.top, document.id FROM document JOIN inside ON document.parent = inside.id WHERE document.gone IS NULL
)
SELECT inside.top, version.status, version.reader
FROM inside
JOIN version ON version.document = inside.id AND version.seen_to IS NULL
WHERE version.status NOT IN ('ok', 'empty')
"""

_MOVED = """
SELECT document, path, since, until FROM location
WHERE document IN (SELECT document FROM location GROUP BY document HAVING COUNT(*) > 1)
ORDER BY document, since, coalesce(until, '~'), id
"""

_PENDING = """
SELECT id, title, text FROM version
WHERE indexed_generation IS NULL AND status IN ('ok', 'partial', 'empty')
ORDER BY id
"""

_LATEST = """
SELECT version.type, version.status, version.reason, document.path, document.gone
FROM document
JOIN version ON version.id = (
    SELECT id FROM version WHERE version.document = document.id
    ORDER BY seen_from DESC, coalesce(seen_to, '~') DESC, id DESC LIMIT 1
)
"""


def sources(connection: sqlite3.Connection) -> list[Source]:
    """The remembered sources, in the order in which they were added, each with its documents that are not gone."""
    rows = connection.execute(
        "SELECT id, path, away, (SELECT COUNT(*) FROM document WHERE source = source.id AND gone IS NULL) "
        "FROM source WHERE NOT removed ORDER BY id"
    )
    return [Source(number, path, bool(away), documents) for number, path, away, documents in rows]


def known_files(connection: sqlite3.Connection, source: int) -> dict[bytes, KnownFile]:
    """The files of `source` as its last scan left them, by path. Members are no files."""
    rows = connection.execute(_KNOWN, (source,))
    return {
        path: KnownFile(path, document, version, stamp_of(stamp), digest, status_of(status), reader)
        for path, document, version, stamp, digest, status, reader in rows
    }


def unread_members(connection: sqlite3.Connection, source: int) -> list[tuple[int, Status, str]]:
    """For each member in a file of `source` that could not be read, or not wholly: the file's document, the member's
    status, and the reader that tried.
    """
    rows = connection.execute(_UNREAD_MEMBERS, (source,))
    return [(document, status_of(status), reader) for document, status, reader in rows]


def suspects(connection: sqlite3.Connection) -> list[Suspect]:
    """The files that were being read when everything stopped."""
    return [Suspect(*row) for row in connection.execute("SELECT path, attempts FROM suspect ORDER BY path")]


def indexed(connection: sqlite3.Connection) -> dict[int, bool]:
    """For every version, whether it is searchable and said to be in the index."""
    rows = connection.execute(
        "SELECT id, indexed_generation IS NOT NULL AND status IN ('ok', 'partial', 'empty') FROM version"
    )
    return {version: bool(said) for version, said in rows}


def facts(connection: sqlite3.Connection, since: int) -> list[VersionFacts]:
    """The facts about every version whose row changed after the generation `since`, in no particular order."""
    rows = connection.execute(_FACTS, (since,))
    return [
        VersionFacts._make((*row[:8], status_of(row[8]), *row[9:26], tuple((row[26] or "").split()), bool(row[27])))
        for row in rows
    ]


def locate(connection: sqlite3.Connection, path: bytes, as_of: str | None) -> int | None:
    """The document that is at `path`, or was at the instant `as_of`, else the last one that had been."""
    row = connection.execute(
        "SELECT document FROM location WHERE path = ?1 AND (?2 IS NULL OR since <= ?2) "
        "ORDER BY until IS NULL DESC, until DESC, id DESC LIMIT 1",
        (path, as_of),
    ).fetchone()
    return row[0] if row else None


def locations(connection: sqlite3.Connection, document: int) -> list[Location]:
    """Where `document` has been, in the order of time."""
    rows = connection.execute(
        "SELECT path, since, until FROM location WHERE document = ? ORDER BY since, coalesce(until, '~'), id",
        (document,),
    )
    return [Location(*row) for row in rows]


def moved(connection: sqlite3.Connection) -> dict[int, list[Location]]:
    """Where each document has been that was in more than one place, in the order of time."""
    found: dict[int, list[Location]] = {}
    for document, *location in connection.execute(_MOVED):
        found.setdefault(document, []).append(Location(*location))
    return found


def pending(connection: sqlite3.Connection) -> list[PendingVersion]:
    """The searchable versions that are not in the index, the oldest number first."""
    return [PendingVersion(*row) for row in connection.execute(_PENDING)]


def text_of(connection: sqlite3.Connection, version: int) -> int | None:
    """The text of `version`, None when it has none; NotFound for an unknown version."""
    row = connection.execute("SELECT text FROM version WHERE id = ?", (version,)).fetchone()
    if row is None:
        raise NotFound(f"version {version} is not in the memory")
    number: int | None = row[0]
    return number


def totals(connection: sqlite3.Connection) -> Totals:
    """The figures of one moment."""
    connection.execute("SAVEPOINT totals")
    try:
        return _totals(connection)
    finally:
        connection.execute("RELEASE totals")


def _totals(connection: sqlite3.Connection) -> Totals:
    gone = searchable = 0
    by_status: dict[str, int] = {}
    by_type: dict[str, int] = {}
    failures = []
    for type_, value, reason, path, gone_since in connection.execute(_LATEST):
        status = status_of(value)
        by_status[value] = by_status.get(value, 0) + 1
        by_type[type_] = by_type.get(type_, 0) + 1
        searchable += status in SEARCHABLE
        gone += gone_since is not None
        if status not in SEARCHABLE and gone_since is None:
            failures.append(Unsearchable(path, status, reason))
    return Totals(
        documents=sum(by_status.values()),
        versions=_number(connection, "SELECT COUNT(*) FROM version"),
        gone=gone,
        entities=_number(connection, "SELECT COUNT(DISTINCT entity) FROM form"),
        mentions=_number(connection, "SELECT coalesce(SUM(count), 0) FROM form_text"),
        searchable=searchable,
        by_status=by_status,
        by_type=by_type,
        failures=tuple(sorted(failures)),
        behind=_number(connection, f"SELECT COUNT(*) FROM ({_PENDING})"),
    )


def events(connection: sqlite3.Connection, limit: int) -> list[LoggedEvent]:
    """The last `limit` events, the latest first."""
    rows = connection.execute("SELECT at, kind, detail FROM event ORDER BY id DESC LIMIT ?", (limit,))
    return [LoggedEvent(at, kind, json.loads(detail)) for at, kind, detail in rows]


def _number(connection: sqlite3.Connection, query: str) -> int:
    number: int = connection.execute(query).fetchone()[0]
    return number
