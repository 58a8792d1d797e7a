"""What came before: versions of the time before a document was first seen, learnt later.

They come the newest first, each directly before or some time before the first version that the document has by then,
so that a history is whole whenever it stops. What the memory knows already stays as it is, but for the beginning of a
first version that turns out to be older than the day on which it was seen.
"""

import sqlite3
from dataclasses import dataclass
from typing import NamedTuple

from search.memory.records import Location

_FIRST = """
SELECT id, seen_from, digest FROM version WHERE document = ?
ORDER BY seen_from, coalesce(seen_to, '~'), id LIMIT 1
"""

_PLACES = """
SELECT location.document, location.path, location.since, location.until, first.seen_from, first.origin,
    (SELECT MIN(recorded) FROM version WHERE version.document = location.document)
FROM location
JOIN document ON document.id = location.document AND document.parent IS NULL
JOIN version AS first ON first.id = (
    SELECT id FROM version WHERE version.document = location.document
    ORDER BY seen_from, coalesce(seen_to, '~'), id LIMIT 1
)
WHERE location.path = ? OR (location.path > ? AND location.path < ?)
ORDER BY location.since, coalesce(location.until, '~'), location.id
"""

INSERT_VERSION = """
INSERT INTO version (document, source, seen_from, seen_to, recorded, origin, digest, text, size, modified, title,
    author, language, document_date, date_origin, type, status, reason, reader, changed, stated, sender, recipients,
    subject, message, answers, date_certainty)
VALUES (:document, :source, :seen_from, :seen_to, :recorded, :origin, :digest, :text, :size, :modified, :title,
    :author, :language, :document_date, :date_origin, :type, :status, :reason, :reader, :changed, :stated, :sender,
    :recipients, :subject, :message, :answers, :date_certainty)
"""

_REPEAT = """
INSERT INTO version (document, source, seen_from, seen_to, recorded, origin, digest, text, size, modified, title,
    author, language, document_date, date_origin, type, status, reason, reader, changed, stated, sender, recipients,
    subject, message, answers, date_certainty)
SELECT :document, :source, :seen_from, :seen_to, :recorded, :origin, digest, text, size, :modified, title, author,
    language, document_date, date_origin, type, status, reason, reader, :changed, stated, sender, recipients, subject,
    message, answers, date_certainty
FROM version WHERE id = :repeated
"""


@dataclass(frozen=True, slots=True)
class Past:
    """A time before the first version of `document`, in which it said one thing; None for a document that is gone and
    was never seen. `places`: where it was meanwhile, the oldest first; each ends. There are none when it was for less
    than a second.
    `origin`: who says so.
    """

    source: int
    document: int | None
    seen_from: str
    seen_to: str
    places: tuple[Location, ...]
    recorded: str
    origin: str


class KnownPlace(NamedTuple):
    """Where `document` was from `since` to `until`, None for now; of its first version `seen_from` and `origin`; and
    when it was `recorded` that there is such a document.
    """

    document: int
    path: bytes
    since: str
    until: str | None
    seen_from: str
    origin: str
    recorded: str


class FirstVersion(NamedTuple):
    """The earliest version of a document; `digests` are of all that began at the same instant."""

    version: int
    seen_from: str
    digest: bytes
    digests: frozenset[bytes]


def places(connection: sqlite3.Connection, path: bytes) -> list[KnownPlace]:
    """Where documents were, at `path` or below it, in the order of time. Members are left out."""
    name = path.rstrip(b"/")
    return [KnownPlace(*row) for row in connection.execute(_PLACES, (name, name + b"/", name + b"0"))]


def first_version(connection: sqlite3.Connection, document: int) -> FirstVersion:
    """The earliest version of `document`."""
    version, seen_from, digest = connection.execute(_FIRST, (document,)).fetchone()
    began = connection.execute("SELECT digest FROM version WHERE document = ? AND seen_from = ?", (document, seen_from))
    return FirstVersion(version, seen_from, digest, frozenset(each for (each,) in began))


def record(connection: sqlite3.Connection, past: Past, fields: dict[str, object]) -> tuple[int, int]:
    """Insert the version of `past`; the numbers of document and version. `fields` has the columns that `past` has not,
    or "repeated", a version that said the same.
    """
    document = past.document if past.document is not None else _gone_document(connection, past)
    fields = fields | {
        "document": document,
        "source": past.source,
        "seen_from": past.seen_from,
        "seen_to": past.seen_to,
        "recorded": past.recorded,
        "origin": past.origin,
    }
    if past.document is not None:
        _require_earlier(first_version(connection, document), past)
    version = connection.execute(_REPEAT if "repeated" in fields else INSERT_VERSION, fields).lastrowid
    assert version is not None
    _place(connection, document, past)
    return document, version


def extend(connection: sqlite3.Connection, past: Past, generation: int) -> tuple[int, int]:
    """The first version of the document of `past` says what it said then: it begins when `past` does. The numbers of
    document and version.
    """
    assert past.document is not None
    first = first_version(connection, past.document)
    _require_earlier(first, past)
    if first.seen_from != past.seen_to:
        raise ValueError(f"document {past.document} was not there between {past.seen_to} and {first.seen_from}")
    connection.execute(
        "UPDATE version SET seen_from = ?, origin = ?, changed = ? WHERE id = ?",
        (past.seen_from, past.origin, generation, first.version),
    )
    _place(connection, past.document, past)
    return past.document, first.version


def _gone_document(connection: sqlite3.Connection, past: Past) -> int:
    number = connection.execute(
        "INSERT INTO document (source, path, gone) VALUES (?, ?, ?)", (past.source, past.places[-1].path, past.seen_to)
    ).lastrowid
    assert number is not None
    return number


def _require_earlier(first: FirstVersion, past: Past) -> None:
    if not past.seen_from <= past.seen_to <= first.seen_from:
        raise ValueError(f"{past.seen_from} to {past.seen_to} is not before what document {past.document} first said")


def _place(connection: sqlite3.Connection, document: int, past: Past) -> None:
    for path, since, until in reversed(past.places):
        first = connection.execute(
            "SELECT id, path, since FROM location WHERE document = ? ORDER BY since, coalesce(until, '~'), id LIMIT 1",
            (document,),
        ).fetchone()
        if first is not None and first[1:] == (path, until):
            connection.execute("UPDATE location SET since = ? WHERE id = ?", (since, first[0]))
        else:
            connection.execute(
                "INSERT INTO location (document, path, since, until) VALUES (?, ?, ?, ?)",
                (document, path, since, until),
            )
