"""Changing the catalogue: everything that one transaction may do.

Instants given by callers come from clocks that may be set back. None is written that lies before what is already known
of the same document or path: it is moved forward to that.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from search.entities.mentions import Mention
from search.entities.resolution.judging import Anchor, Judgement, Kind, Verdicts, verdicts
from search.extract.dating import certainty_of
from search.extract.extracted import Metadata, Status
from search.memory import judgements, past
from search.memory.correcting import correct_new, judged, recognise_again
from search.memory.forms import Spelled, sweep
from search.memory.instants import instant, now
from search.memory.meta import note, noted
from search.memory.packing import Former, Packed, pack, storable
from search.memory.purging import purge
from search.memory.records import NewVersion, Purged, Stamp
from search.memory.regrouping import regroup
from search.memory.sealing import seal_documents, seal_versions
from search.memory.storing import stand_on, store_text

_REFRESH_VERSION = """
UPDATE version SET size = :size, modified = :modified, author = :author, language = :language,
    document_date = :document_date, date_origin = :date_origin, date_certainty = :date_certainty, type = :type,
    status = :status, reason = :reason, reader = :reader, changed = :changed, stated = :stated,
    sender = :sender, recipients = :recipients, subject = :subject, message = :message, answers = :answers,
    attempts = attempts + 1
WHERE id = :version
"""

_WITH_MEMBERS = """
WITH RECURSIVE whole (id) AS (
    VALUES (?) UNION ALL SELECT document.id FROM document JOIN whole ON document.parent = whole.id
)
SELECT document.id, document.path FROM whole JOIN document ON document.id = whole.id WHERE document.gone IS NULL
"""


class Write:
    """One transaction, from `Memory.write`; of no use after it. `generation` is what its commit makes."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        self.generation = generation
        self._connection = connection
        self._forms: dict[Spelled, int] = {}
        self._unsealed: set[int] = set()
        self._moved: set[int] = set()
        self._verdicts: Verdicts | None = None

    def add_source(self, path: bytes) -> int:
        """The source at `path`, new, known or once removed."""
        self._run("INSERT INTO source (path) VALUES (?) ON CONFLICT (path) DO UPDATE SET removed = 0", path)
        number: int = self._row("SELECT id FROM source WHERE path = ?", path)[0]
        return number

    def set_away(self, source: int, away: bool) -> None:
        """Say whether `source` could not be listed."""
        self._run("UPDATE source SET away = ? WHERE id = ?", away, source)

    def remove_source(self, source: int) -> None:
        """Stop looking at `source`; its documents stay as they are."""
        self._run("UPDATE source SET removed = 1 WHERE id = ?", source)

    def remember(self, new: NewVersion, packed: Packed | None = None) -> int:
        """Record what a file says now; the number of its version.

        `packed` is `pack(new.extracted.text)`, when that was done before the transaction. A document that was given no
        number is the one at that path, else the gone one that was last there: it is back. When digest, text and
        title are those of the current version, that one is brought up to date instead of making another.
        """
        text = self._text(new, packed)
        document = new.document if new.document is not None else self._at(new.path) or self._gone_from(new.path)
        if document is None:
            document = self._new_document(new)
        current = self._row(
            "SELECT id, digest, text, title FROM version WHERE document = ? AND seen_to IS NULL", document
        )
        same = current is not None and current[1:] == (new.digest, text, storable(new.title))
        seen_from = max(new.seen_from, self._last_seen(document))
        fields = self._fields(new) | {"document": document, "text": text, "seen_from": seen_from}
        if same:
            version: int = current[0]
            self._connection.execute(_REFRESH_VERSION, fields | {"version": version})
        else:
            self._close(document, seen_from)
            version = self._insert(past.INSERT_VERSION, fields | {"seen_to": None})
        self._run("UPDATE document SET gone = NULL, source = ? WHERE id = ?", new.source, document)
        self._unsealed.add(version)
        self._move(document, new.path, seen_from)
        self._touch_versions(document)
        if text is not None:
            correct_new(self._connection, text, new.mentions)
        if self._row("SELECT parent FROM document WHERE id = ?", document)[0] is None:
            self._keep_file(document, version, new.stamp)
        return version

    def remember_past(self, before: past.Past, new: NewVersion, packed: Packed | None = None) -> tuple[int, int]:
        """Record what a file said before it was first seen; the numbers of its document and of the version. `new` gives
        what it said; all else is as `before` has it. ValueError when the document is known from before.
        """
        text = self._text(new, packed)
        written = self._to_seal(past.record(self._connection, before, self._fields(new) | {"text": text}))
        if text is not None:
            correct_new(self._connection, text, new.mentions)
        return written

    def repeat_past(self, before: past.Past, version: int) -> tuple[int, int]:
        """As `remember_past`, of a file that said what `version` says."""
        fields = {"repeated": version, "modified": before.seen_from, "changed": self.generation}
        return self._to_seal(past.record(self._connection, before, fields))

    def extend_past(self, before: past.Past) -> None:
        """The first version of a document said then already what it says. ValueError when it does not adjoin."""
        self._to_seal(past.extend(self._connection, before, self.generation))

    def close_container(
        self, path: bytes, kept: Collection[bytes], at: str, status: Status, reason: str | None, stamp: Stamp | None
    ) -> None:
        """All that is inside the document at `path` is remembered: what is not at the paths `kept` is gone.

        `status` and `reason` are its own after all; `stamp`, of a file, makes it known as read.
        """
        document = self._at(path)
        assert document is not None
        self._update_open(document, "status = ?, reason = ?", status.value, _storable(reason))
        members = self._connection.execute(
            "SELECT id, path FROM document WHERE parent = ? AND gone IS NULL", (document,)
        ).fetchall()
        for member, known in members:
            if known not in kept:
                self.gone(member, at)
        if stamp is not None:
            self.touch(document, stamp)

    def suspect(self, path: bytes) -> None:
        """The file at `path` was being read when everything stopped."""
        self._run(
            "INSERT INTO suspect (path, attempts) VALUES (?, 1) "
            "ON CONFLICT (path) DO UPDATE SET attempts = attempts + 1",
            path,
        )

    def clear_suspects(self, paths: Iterable[bytes]) -> None:
        """The files at `paths` were read, or are to be tried as if nothing had happened."""
        self._connection.executemany("DELETE FROM suspect WHERE path = ?", ((path,) for path in paths))

    def touch(self, document: int, stamp: Stamp) -> None:
        """The file of `document` has other times and the same content."""
        self._run("UPDATE file SET stamp = ? WHERE document = ?", _packed_stamp(stamp), document)

    def rename(self, document: int, path: bytes, at: str, stamp: Stamp, source: int | None = None) -> None:
        """The file of `document` is at `path` since `at`, in `source` when that changed; its members move along. A
        document that was at `path` is gone. ValueError for a gone document: that one is remembered again.
        """
        family = self._with_members(document)
        if not family or family[0][0] != document:
            raise ValueError(f"document {document} is gone and cannot be renamed")
        old = family[0][1]
        for each, _ in family:
            self._leave(each, at)
        for each, known in family:
            self._move(each, path + known.removeprefix(old), at)
            self._run("UPDATE document SET source = coalesce(?, source) WHERE id = ?", source, each)
            self._touch_versions(each)
        self.touch(document, stamp)

    def gone(self, document: int, at: str) -> None:
        """The file of `document` was found missing at `at`, and its members with it; all stay searchable."""
        for each, _ in self._with_members(document):
            since = max(at, self._last_seen(each))
            self._close(each, since)
            self._leave(each, at)
            self._run("DELETE FROM file WHERE document = ?", each)
            self._run("UPDATE document SET gone = ? WHERE id = ?", since, each)
            self._touch_versions(each)

    def mark_indexed(self, versions: Iterable[int]) -> None:
        """Say that `versions` are committed to the index."""
        self._connection.executemany(
            "UPDATE version SET indexed_generation = ?1, changed = ?1 WHERE id = ?2",
            ((self.generation, version) for version in versions),
        )

    def mark_unindexed(self, versions: Iterable[int]) -> None:
        """Say that `versions` are not in the index, so that they are pending again."""
        self._connection.executemany(
            "UPDATE version SET indexed_generation = NULL, changed = ? WHERE id = ?",
            ((self.generation, version) for version in versions),
        )

    def mark_rebuilding(self, begun: bool) -> None:
        """Say that a rebuild of the index was begun, or is over."""
        note(self._connection, "rebuilding", int(begun))

    def regroup(self, entities: Collection[int]) -> set[int]:
        """Resolve `entities`, and all that could be one with any of them, as rules and judgements want it; the numbers
        of all that were looked at.
        """
        if self._verdicts is None:
            self._verdicts = verdicts(judgements.all_of_them(self._connection))
        return regroup(self._connection, entities, self._verdicts)

    def judge(
        self, kind: Kind, subject: Anchor, object_: Anchor | str | None = None, reason: str | None = None
    ) -> Judgement:
        """Judge `subject`, now, and let it take effect."""
        return self.add_judgements([judgements.made(self._connection, kind, subject, object_, reason)])[0]

    def undo(self, judgement: Judgement, reason: str | None = None) -> Judgement:
        """Take `judgement` back, now."""
        made = judgements.made(self._connection, Kind.UNDO, judgement.subject, None, reason, judgement.id)
        return self.add_judgements([made])[0]

    def add_judgements(self, given: Iterable[Judgement]) -> list[Judgement]:
        """Add judgements, some of which may be known, and let them take effect; those that were new."""
        added = judgements.append(self._connection, given)
        self._verdicts = None
        entities = judged(self._connection, added)
        if entities:
            self.regroup(entities)
        return added

    def replace_mentions(self, text: int, recognised: Sequence[Mention]) -> None:
        """Store what is now recognised in `text`, corrected by the judgements about places in it."""
        recognise_again(self._connection, text, recognised)

    def sweep_names(self) -> None:
        """Delete the forms that no text has any more, and the entities without any."""
        sweep(self._connection)

    def mark_resolved(self, text: int) -> None:
        """Say that entities are level with the forms of all texts up to `text`."""
        note(self._connection, "resolved", text)

    def mark_recognised(self, recogniser: str, *, everything: bool) -> None:
        """Say what recognised the names in the texts: in the first ones, or in `everything`."""
        if everything or noted(self._connection, "recogniser") is None:
            note(self._connection, "recogniser", recogniser)

    def stand_on(self, former: Former, text: int) -> None:
        """Store the text that `former` names as its delta on `text`, where that can be."""
        stand_on(self._connection, former, text)

    def purge(self, document: int) -> Purged:
        """Delete `document`, what is inside it, and all that only they say, for good. NotFound."""
        purged = purge(self._connection, document, self.generation)
        self.event("forget", documents=purged.documents, versions=len(purged.versions))
        return purged

    def seal(self) -> None:
        """Seal what was written of versions and documents; the last thing before the commit."""
        if self._unsealed:
            seal_versions(self._connection, self._unsealed)
            self._unsealed.clear()
        if self._moved:
            seal_documents(self._connection, self._moved)
            self._moved.clear()

    def event(self, kind: str, **detail: object) -> None:
        """Log what happened, now; `detail` is what JSON can hold."""
        self._run("INSERT INTO event (at, kind, detail) VALUES (?, ?, ?)", now(), kind, json.dumps(detail))

    def _text(self, new: NewVersion, packed: Packed | None) -> int | None:
        extracted = new.extracted
        if not extracted.text and not extracted.status.searchable:
            return None
        packed = packed or pack(extracted.text)
        return store_text(self._connection, packed, extracted.units, new.mentions, self._forms)

    def _fields(self, new: NewVersion) -> dict[str, object]:
        extracted, about = new.extracted, new.extracted.metadata
        return {
            "source": new.source,
            "recorded": new.recorded,
            "origin": new.origin,
            "digest": new.digest,
            "size": new.stamp.size,
            "modified": instant(new.stamp.mtime_ns),
            "title": storable(new.title),
            "author": _storable(about.author),
            "language": _storable(about.language),
            "document_date": new.document_date,
            "date_origin": new.date_origin,
            "date_certainty": certainty_of(new.document_date, new.date_origin),
            "type": extracted.type,
            "status": extracted.status.value,
            "reason": _storable(extracted.reason),
            "reader": extracted.reader,
            "stated": _stated(about),
            "sender": _storable(about.sender),
            "recipients": _storable(about.recipients),
            "subject": _storable(about.subject),
            "message": _storable(about.message_id),
            "answers": _storable(" ".join(about.answers)) or None,
            "changed": self.generation,
        }

    def _to_seal(self, written: tuple[int, int]) -> tuple[int, int]:
        document, version = written
        self._moved.add(document)
        self._unsealed.add(version)
        return written

    def _new_document(self, new: NewVersion) -> int:
        return self._insert(
            "INSERT INTO document (source, path, parent, member_path) VALUES (?, ?, ?, ?)",
            (new.source, new.path, self._at(new.parent) if new.parent is not None else None, new.member_path),
        )

    def _at(self, path: bytes) -> int | None:
        row = self._row("SELECT document FROM location WHERE path = ? AND until IS NULL", path)
        return row[0] if row else None

    def _gone_from(self, path: bytes) -> int | None:
        row = self._row("SELECT id FROM document WHERE path = ? AND gone IS NOT NULL ORDER BY gone DESC, id DESC", path)
        return row[0] if row else None

    def _last_seen(self, document: int) -> str:
        row = self._row("SELECT MAX(coalesce(seen_to, seen_from)) FROM version WHERE document = ?", document)
        return row[0] or ""

    def _close(self, document: int, at: str) -> None:
        self._update_open(document, "seen_to = ?", at)

    def _update_open(self, document: int, assignments: str, *values: object) -> None:
        changed = self._connection.execute(
            f"UPDATE version SET {assignments}, changed = ? WHERE document = ? AND seen_to IS NULL RETURNING id",
            (*values, self.generation, document),
        )
        self._unsealed.update(version for (version,) in changed.fetchall())

    def _move(self, document: int, path: bytes, at: str) -> None:
        holder = self._at(path)
        if holder == document:
            return
        if holder is not None:
            self.gone(holder, at)
        known = self._row(
            "SELECT MAX(coalesce(until, since)) FROM location WHERE document = ? OR path = ?", document, path
        )
        since = max(at, known[0] or "")
        self._leave(document, since)
        self._run("INSERT INTO location (document, path, since) VALUES (?, ?, ?)", document, path, since)
        self._run("UPDATE document SET path = ? WHERE id = ?", path, document)

    def _leave(self, document: int, at: str) -> None:
        self._run("UPDATE location SET until = max(?, since) WHERE document = ? AND until IS NULL", at, document)

    def _keep_file(self, document: int, version: int, stamp: Stamp) -> None:
        self._run(
            "INSERT INTO file (document, version, stamp) VALUES (?, ?, ?) "
            "ON CONFLICT (document) DO UPDATE SET version = excluded.version, stamp = excluded.stamp",
            document,
            version,
            _packed_stamp(stamp),
        )

    def _touch_versions(self, document: int) -> None:
        self._moved.add(document)
        self._run("UPDATE version SET changed = ? WHERE document = ?", self.generation, document)

    def _with_members(self, document: int) -> list[tuple[int, bytes]]:
        return self._connection.execute(_WITH_MEMBERS, (document,)).fetchall()

    def _run(self, statement: str, *values: object) -> None:
        self._connection.execute(statement, values)

    def _row(self, query: str, *values: object) -> Any:
        return self._connection.execute(query, values).fetchone()

    def _insert(self, statement: str, values: tuple[object, ...] | dict[str, object]) -> int:
        number = self._connection.execute(statement, values).lastrowid
        assert number is not None
        return number


def _storable(value: str | None) -> str | None:
    return None if value is None else storable(value)


def _stated(about: Metadata) -> str | None:
    dates = {"created": about.created, "modified": about.modified, "sent": about.sent}
    given = {name: storable(date) for name, date in dates.items() if date is not None}
    return json.dumps(given) if given else None


def _packed_stamp(stamp: Stamp) -> str:
    return " ".join(map(str, stamp))
