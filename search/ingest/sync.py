"""One sync: bring the memory level with its sources, in batches that can be found as soon as they are committed.

Killed anywhere, the next sync carries on and repeats at most one batch.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import replace

from search.errors import IndexDamaged
from search.extract.extracted import SEARCHABLE, Extracted, Status
from search.extract.kinds import IMAGE
from search.index.engine import WritableEngine
from search.ingest.batch import Batch, write_each
from search.ingest.comparing import Comparison, Vanished, compare
from search.ingest.events import Committed, Failed, Finished, Progress, Scanned
from search.ingest.forgetting import finish_purge
from search.ingest.indexing import Emit, index_pending, open_index
from search.ingest.preparing import prepare
from search.ingest.replies import Closed, Lost, Prepared, Reply, Request, Same, Unread, unreadable
from search.ingest.resolving import resolve_new_texts
from search.ingest.retrying import QUARANTINED, Retries, Suspects
from search.ingest.scanning import ScannedFile, scan
from search.ingest.settings import DEFAULT, Settings
from search.ingest.sharing import share_of
from search.ingest.standing import Ground, ground_of, is_single
from search.memory import spelling
from search.memory.instants import now
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import UNFINISHED, KnownFile, NewVersion, Source, Stamp

FIRST_BATCH_SECONDS = 1.0
LAST_BATCH_SECONDS = 10.0
ENDING_CODE_POINTS = 1_000_000
"""Towards the end batches get smaller, down to this, so that the last one is not written while nobody reads."""

PROGRESS_SECONDS = 0.2
QUIET = SEARCHABLE | {Status.UNSUPPORTED, Status.SKIPPED}
"""What is counted without being announced, as pictures are: there is nothing to mend."""


def sync(
    memory: Memory,
    engine: WritableEngine,
    emit: Emit,
    only: frozenset[int] | None = None,
    *,
    settings: Settings = DEFAULT,
    retry_failed: bool = False,
) -> Finished:
    """Bring every source, or `only` those, up to date. The caller holds the ingest lock.

    `retry_failed`: whatever could not be read is tried again, though nothing about it changed.
    """
    return _Sync(memory, engine, emit, settings, retry_failed).run(only)


def sync_memory(
    memory: Memory,
    emit: Emit,
    only: frozenset[int] | None = None,
    *,
    settings: Settings = DEFAULT,
    retry_failed: bool = False,
) -> Finished:
    """`sync` on the memory's own index, which is made again when it cannot be trusted: at the start, or once that is
    found out on the way. The caller holds the ingest lock.
    """
    try:
        return _opened_and_synced(memory, emit, only, settings, retry_failed)
    except IndexDamaged:
        return _opened_and_synced(memory, emit, only, settings, retry_failed)


def _opened_and_synced(
    memory: Memory, emit: Emit, only: frozenset[int] | None, settings: Settings, retry_failed: bool
) -> Finished:
    engine = open_index(memory, emit)
    try:
        return sync(memory, engine, emit, only, settings=settings, retry_failed=retry_failed)
    finally:
        engine.close()


class _Sync:
    """The counts and the open batch of one sync."""

    def __init__(
        self, memory: Memory, engine: WritableEngine, emit: Emit, settings: Settings, retry_failed: bool
    ) -> None:
        self.settings = settings
        self.suspects = Suspects(memory, retry_failed)
        self.retries = Retries(memory, retry_failed)
        self.inside: dict[bytes, set[bytes]] = {}
        self.stamps: dict[bytes, Stamp] = {}
        self.grounds: dict[Source, tuple[bool, Ground]] = {}
        self.memory = memory
        self.engine = engine
        self.emit = emit
        self.started = self.committed = self.reading = time.monotonic()
        self.shown = 0.0
        self.share = share_of(settings)
        self.batch = Batch(memory, engine, self.share.batch)
        self.vanished = Vanished()
        self.arrived: dict[bytes, Same] = {}
        self.files = self.of_files = self.bytes = self.of_bytes = self.committed_bytes = 0
        self.added = self.changed = self.renamed = self.gone = self.unchanged = self.failures = 0

    def run(self, only: frozenset[int] | None) -> Finished:
        finish_purge(self.memory, self.engine)
        index_pending(self.memory, self.engine, self.emit)
        sources = self.memory.sources()
        asked: list[Request] = []
        for source in sources:
            found = self._compare(source, sources) if only is None or source.id in only else None
            if found is not None:
                asked += found.requests
                self._begin(source, found)
        ready, suspected = self._without_quarantined(asked)
        self._read(ready)
        self._commit()
        if suspected:
            self._read(suspected, alone=True)
            self._commit()
        if self.settings.ocr:
            self._read_pictures([source for source in sources if only is None or source.id in only])
        self._close()
        resolve_new_texts(self.memory)
        spelling.level(self.memory)
        self.engine.settle()
        finished = Finished(
            self.added,
            self.changed,
            self.renamed,
            self.gone,
            self.unchanged,
            self.failures,
            time.monotonic() - self.started,
        )
        self.emit(finished)
        return finished

    def _compare(self, source: Source, sources: list[Source]) -> Comparison | None:
        """The source's scan against its known files; None when it is away, which leaves everything as it was."""
        known = self.memory.known_files(source.id)
        inside = source.path.rstrip(b"/") + b"/"
        nested = {other.path for other in sources if other.path.startswith(inside)}
        nested.add(os.path.realpath(os.fsencode(self.memory.folder)))
        single = is_single(source.path, known)
        ground = ground_of(source.path, single=single)
        found = self._listed(source, frozenset(nested), known, single) if ground is not None else None
        if ground_of(source.path, single=single) != ground:
            found = None
        empty = found is not None and not found.files and not found.obstacles and bool(known)
        away = found is None or (empty and os.path.isdir(source.path))
        if away != source.away:
            with self.memory.write() as write:
                write.set_away(source.id, away)
        if ground is not None and not away:
            self.grounds[source] = single, ground
        changed = len(found.requests) if found is not None and not away else 0
        files, size = (found.files, found.bytes) if found is not None else (0, 0)
        self.emit(Scanned(shown(source.path), files, size, changed, away))
        return None if away else found

    def _listed(
        self, source: Source, nested: frozenset[bytes], known: dict[bytes, KnownFile], single: bool
    ) -> Comparison | None:
        again = self.retries.of(source.id)
        try:
            return compare(source.id, scan(source.path, nested), known, again)
        except FileNotFoundError:
            return compare(source.id, (), known, again) if single else None
        except OSError:
            return None

    def _begin(self, source: Source, found: Comparison) -> None:
        self.unchanged += found.unchanged
        self.of_files += len(found.requests)
        self.of_bytes += sum(request.size for request in found.requests)
        for missing in found.vanished:
            self.vanished.add(missing)
        for obstacle, before in found.obstacles:
            self._remember_obstacle(source, obstacle, before)
            self._commit_when_due()

    def _without_quarantined(self, asked: list[Request]) -> tuple[list[Request], list[Request]]:
        """What is to be read, and what after all that, since everything stopped at it; not at all after too often."""
        ready, suspected, quarantined = self.suspects.parted(asked)
        for request in quarantined:
            if request.before is None or request.before.status is not Status.SKIPPED:
                self._leave(request.source, Unread(request.path, None, Status.SKIPPED, QUARANTINED), request.before)
        return ready, suspected

    def _read_pictures(self, sources: list[Source]) -> None:
        """After everything else, pictures of text: it takes seconds a page."""
        from search.extract import ocr
        from search.extract.programs.tesseract import CACHE

        cache = self.memory.folder / "ocr"
        cache.mkdir(mode=0o700, exist_ok=True)
        os.environ[CACHE] = str(cache)
        for source in sources:
            inside = {
                document
                for document, status, tried in self.memory.unread_members(source.id)
                if ocr.may_better(status, tried)
            }
            asked = [
                Request(source.id, known.path, known.stamp.size, known, again=True, ocr=True)
                for known in self.memory.known_files(source.id).values()
                if known.document in inside or ocr.may_better(known.status, known.reader)
            ]
            self.of_files += len(asked)
            self._read(asked)
        self._commit()

    def _read(self, asked: Sequence[Request], *, alone: bool = False) -> None:
        """Read what is asked for; `alone`: nothing is read beside anything else."""
        self.reading = time.monotonic()
        share = replace(self.share, workers=1) if alone else self.share
        replies = prepare(asked, self.vanished.digests, self.settings.caps, self.memory.journal, share)
        try:
            for request, reply, last in replies:
                self._take(request, reply)
                if last:
                    self.files += 1
                    self.bytes += request.size
                    self._show_progress(reply.path)
                self._commit_when_due()
        finally:
            replies.close()
        self.suspects.clear(asked)
        if copies := self._move(asked):
            self.of_files += len(copies)
            self._read(copies, alone=alone)

    def _take(self, request: Request, reply: Reply) -> None:
        source, before = request.source, request.before
        match reply:
            case Prepared(parent=None):
                self._remember(source, reply, before)
            case Prepared():
                self._remember_member(source, reply)
            case Closed():
                self._close_container(request, reply)
            case Same() if before is None:
                self.arrived[reply.path] = reply
            case Same():
                assert before is not None
                self.batch.touch(before.document, reply.stamp)
                self.unchanged += 1
            case Unread():
                self._leave(source, reply, before)
            case Lost() if before is not None:
                self.vanished.add(before)

    def _remember(self, source: int, read: Prepared, before: KnownFile | None) -> None:
        if before is None:
            self.added += 1
        else:
            self.changed += 1
        self._add(source, read, before)

    def _remember_member(self, source: int, read: Prepared) -> None:
        assert read.parent is not None
        self.inside[read.parent].add(read.path)
        self._add(source, read, None)

    def _close_container(self, request: Request, closed: Closed) -> None:
        kept = self.inside.pop(closed.path)
        stamp = self.stamps.pop(closed.path, None)
        self.batch.close(closed.path, kept, closed.status, closed.reason, stamp)

    def _add(self, source: int, read: Prepared, before: KnownFile | None) -> None:
        extracted = read.extracted
        if extracted.status not in QUIET and extracted.type != IMAGE.type:
            self._fail(read.path, extracted.status, extracted.reason or extracted.status)
        stamp = read.stamp or _stamp_now(read.path)
        if read.container:
            self.inside[read.path] = set()
            if read.parent is None:
                self.stamps[read.path], stamp = stamp, UNFINISHED
        at = now()
        self.batch.remember(
            NewVersion(
                source=source,
                document=before.document if before is not None else None,
                path=read.path,
                stamp=stamp,
                digest=bytes.fromhex(read.digest),
                extracted=extracted,
                mentions=read.mentions,
                title=read.title,
                document_date=read.document_date,
                date_origin=read.date_origin,
                seen_from=at,
                recorded=at,
                parent=read.parent,
                member_path=read.member,
            )
        )

    def _move(self, asked: Sequence[Request]) -> list[Request]:
        """Take what has arrived for the vanished files that moved there, in the order in which it was asked for: which
        of several it is must not depend on who read faster. What is left of it is to be read.
        """
        arrived, self.arrived = self.arrived, {}
        left = []
        for request in asked if arrived else ():
            same = arrived.get(request.path)
            if same is None:
                continue
            moved = self.vanished.take(same.digest, same.path)
            if moved is None:
                left.append(request._replace(again=True))
                continue
            self.batch.move(moved.document, same.path, same.stamp, request.source)
            self.renamed += 1
            self._commit_when_due()
        return left

    def _leave(self, source: int, unread: Unread, before: KnownFile | None) -> None:
        """A text that is remembered stays the last word, and the file is tried again by the next sync."""
        if before is None or not before.status.searchable:
            extracted = Extracted("unknown", "none", unread.status, reason=unread.reason)
            self._remember(source, unreadable(unread.path, unread.stamp, extracted), before)
        elif unread.status not in QUIET:
            self._fail(unread.path, unread.status, f"{unread.reason}; what it said before stays")

    def _remember_obstacle(self, source: Source, file: ScannedFile, before: KnownFile | None) -> None:
        status = Status.FAILED if file.unlistable or file.stamp.inode == 0 else Status.SKIPPED
        extracted = Extracted("special", "none", status, reason=file.obstacle)
        self._remember(source.id, unreadable(file.path, file.stamp, extracted), before)

    def _fail(self, path: bytes, status: Status, reason: str) -> None:
        self.failures += 1
        self.emit(Failed(shown(path), status, reason))

    def _commit_when_due(self) -> None:
        self.engine.publish()
        at = time.monotonic()
        interval = min(max(FIRST_BATCH_SECONDS, (at - self.started) / 4), LAST_BATCH_SECONDS)
        waiting, left = self.bytes - self.committed_bytes, self.of_bytes - self.bytes
        ending = self.batch.code_points >= ENDING_CODE_POINTS and waiting >= left
        if self.batch.full or ending or (self.batch.documents and at - self.committed >= interval):
            self._commit()

    def _commit(self) -> None:
        if self.batch.commit(self._tell):
            self.committed, self.committed_bytes = time.monotonic(), self.bytes
            spelling.level(self.memory, slack=spelling.FAR)

    def _tell(self, documents: int) -> None:
        """So many versions more can be found."""
        self.emit(Committed(self.memory.generation(), documents))

    def _close(self) -> None:
        """Mark the documents of vanished files as gone; their last versions stay. A source that went away while it was
        read keeps them.
        """
        for source, (single, ground) in self.grounds.items():
            if ground_of(source.path, single=single) != ground:
                self.vanished.forgive(source.path)
                with self.memory.write() as write:
                    write.set_away(source.id, True)
        files = self.vanished.files()
        if not files:
            return
        at = now()
        write_each(self.memory, files, lambda write, file: write.gone(file.document, at))
        self.gone += len(files)
        self.emit(Committed(self.memory.generation(), 0))

    def _show_progress(self, path: bytes) -> None:
        at = time.monotonic()
        if at - self.shown < PROGRESS_SECONDS and self.files < self.of_files:
            return
        self.shown = at
        rate = self.bytes / max(at - self.reading, 0.001)
        eta = (self.of_bytes - self.bytes) / rate if rate else None
        self.emit(Progress(self.files, self.of_files, self.bytes, self.of_bytes, self.failures, rate, eta, shown(path)))


def _stamp_now(path: bytes) -> Stamp:
    """The stamp of a file that could not be opened, so that it is read again only once it changes."""
    try:
        status = os.lstat(path)
    except OSError:
        return Stamp(0, 0, 0, 0)
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
