"""The judgements in the catalogue: appended, never changed, and deleted only with the last document that names what
they are about.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from search.entities.mentions import Key
from search.entities.resolution.judgement_json import anchor_from_json, anchor_to_json, object_from_json, object_to_json
from search.entities.resolution.judging import Anchor, Judgement, Kind, Place
from search.errors import MemoryDamaged
from search.memory.packing import encoded, storable
from search.memory.schema import DELETED
from search.memory.sealing import SIZE

_COLUMNS = "uid, at, kind, subject, object, reason, undoes"
_ABOUT = f"""
SELECT {_COLUMNS}, text, seal FROM judgement
WHERE text IN (
    SELECT digest FROM text WHERE id = ?
    UNION SELECT text.digest FROM version AS one
    JOIN version AS other ON other.document = one.document JOIN text ON text.id = other.text
    WHERE one.text = ?
) ORDER BY at, uid
"""

_TEXTS_WITH = """
SELECT id FROM text WHERE digest = ?
UNION SELECT other.text FROM text
JOIN version AS one ON one.text = text.id JOIN version AS other ON other.document = one.document
WHERE text.digest = ? AND other.text IS NOT NULL
"""

_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


def made(
    connection: sqlite3.Connection,
    kind: Kind,
    subject: Anchor,
    object_: Anchor | str | None,
    reason: str | None,
    undoes: str | None = None,
) -> Judgement:
    """A judgement of now; a clock that was set back does not put it before another."""
    return Judgement(secrets.token_hex(16), _now(connection), kind, subject, object_, reason, undoes)


def append(connection: sqlite3.Connection, judgements: Iterable[Judgement]) -> list[Judgement]:
    """Add those that are not there yet; they are returned."""
    added = []
    for judgement in judgements:
        row = _row(judgement)
        place = judgement.subject
        text = bytes.fromhex(place.text) if isinstance(place, Place) else None
        changed = connection.execute(
            f"INSERT OR IGNORE INTO judgement ({_COLUMNS}, text, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, text, _seal(row, text)),
        )
        if changed.rowcount:
            added.append(judgement)
    return added


def all_of_them(connection: sqlite3.Connection) -> list[Judgement]:
    """Every judgement, in the order of their instants. MemoryDamaged."""
    rows = connection.execute(f"SELECT {_COLUMNS}, text, seal FROM judgement ORDER BY at, uid")
    return [_judgement(row) for row in rows]


def about_text(connection: sqlite3.Connection, text: int) -> list[Judgement]:
    """The judgements about places in `text`, or in another version of a document that holds it, in the order of their
    instants. MemoryDamaged.
    """
    rows = connection.execute(_ABOUT, (text, text))
    return [_judgement(row) for row in rows]


def texts_with(connection: sqlite3.Connection, place: Place) -> list[int]:
    """The texts that a judgement about `place` may be about: the one that it is in, and those of the other versions of
    the documents that hold it.
    """
    rows = connection.execute(_TEXTS_WITH, (bytes.fromhex(place.text),) * 2)
    return [text for (text,) in rows]


def documents_with(connection: sqlite3.Connection, digests: Collection[str]) -> dict[str, int]:
    """A document that holds each of the texts with such digests, in hexadecimal, as far as there is one."""
    found = {}
    for digest in digests:
        row = connection.execute(
            "SELECT document FROM text JOIN version ON version.text = text.id WHERE text.digest = ? "
            "ORDER BY version.id DESC LIMIT 1",
            (bytes.fromhex(digest),),
        ).fetchone()
        if row is not None:
            found[digest] = row[0]
    return found


def any_about_places(connection: sqlite3.Connection) -> bool:
    """Whether anybody judged a single mention."""
    return connection.execute("SELECT 1 FROM judgement WHERE text IS NOT NULL LIMIT 1").fetchone() is not None


def broken(connection: sqlite3.Connection) -> list[str]:
    """The ids of those that do not say what they said when they were made."""
    rows = connection.execute(f"SELECT {_COLUMNS}, text, seal FROM judgement").fetchall()
    return [str(row[0]) for row in rows if _seal(row[:-2], row[-2]) != row[-1]]


def given_names(connection: sqlite3.Connection) -> set[object]:
    """What people called anybody, whether that was undone or not."""
    rows = connection.execute("SELECT object FROM judgement WHERE kind = ?", (Kind.RENAME.value,)).fetchall()
    return {storable(json.loads(object_)) for (object_,) in rows}


def forget(connection: sqlite3.Connection, keys: Collection[Key], digests: Collection[bytes]) -> int:
    """Delete for good the judgements about any of `keys` or about a place in a text of `digests`, with what undid
    them; how many.
    """
    wanted, texts = set(keys), {digest.hex() for digest in digests}
    doomed = set()
    for judgement in all_of_them(connection):
        anchors = [judgement.subject, judgement.object]
        if any(one in wanted or (isinstance(one, Place) and one.text in texts) for one in anchors):
            doomed.add(judgement.id)
    if doomed:
        connection.execute("DROP TRIGGER judgement_is_not_deleted")
        connection.executemany("DELETE FROM judgement WHERE uid = ?", ((uid,) for uid in doomed))
        connection.execute(DELETED)
    return len(doomed)


def _now(connection: sqlite3.Connection) -> str:
    now = datetime.now(UTC)
    (last,) = connection.execute("SELECT MAX(at) FROM judgement").fetchone()
    if last is not None and last >= now.strftime(_INSTANT):
        shape = _INSTANT if "." in last else _INSTANT.replace(".%f", "")
        now = datetime.strptime(last, shape).replace(tzinfo=UTC) + timedelta(microseconds=1)
    return now.strftime(_INSTANT)


def _row(judgement: Judgement) -> tuple[str | None, ...]:
    return (
        judgement.id,
        judgement.at,
        judgement.kind.value,
        json.dumps(anchor_to_json(judgement.subject)),
        None if judgement.object is None else json.dumps(object_to_json(judgement.object)),
        None if judgement.reason is None else storable(judgement.reason),
        judgement.undoes,
    )


def _judgement(row: tuple[Any, ...]) -> Judgement:
    *said, text, seal = row
    if _seal(tuple(said), text) != seal:
        raise MemoryDamaged(
            f"judgement {said[0]} does not say what it said; `cristal verify` tells how far it goes, "
            "`cristal restore FILE` brings back a backup"
        )
    uid, at, kind, subject, object_, reason, undoes = said
    return Judgement(
        uid,
        at,
        Kind(kind),
        anchor_from_json(json.loads(subject), "subject"),
        None if object_ is None else object_from_json(json.loads(object_)),
        reason,
        undoes,
    )


def _seal(row: tuple[object, ...], text: bytes | None) -> bytes:
    return hashlib.blake2b(encoded(repr((*row, text))), digest_size=SIZE).digest()
