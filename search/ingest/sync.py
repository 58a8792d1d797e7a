"""One sync: bring the memory level with its sources, in batches that can be found as soon as they are committed.

A batch is remembered first and indexed second, so the catalogue always knows what the index still lacks: killed
anywhere, the next sync carries on and repeats at most one batch.
"""

import os
import time
from collections.abc import Callable

from search.extract.extracted import SEARCHABLE, Extracted, Status
from search.index.engine import Engine, IndexDocument
from search.ingest.comparing import Comparison, compare
from search.ingest.events import Committed, Event, Failed, Finished, Progress, Scanned
from search.ingest.preparing import Prepared, Vanished, prepare
from search.ingest.resolving import resolve_entities
from search.ingest.scanning import ScannedFile, scan
from search.memory.instants import now
from search.memory.memory import Memory
from search.memory.packing import pack
from search.memory.paths import shown
from search.memory.records import KnownFile, NewVersion, PendingVersion, Source, Stamp

Emit = Callable[[Event], None]

BATCH_CODE_POINTS = 6_000_000
BATCH_FILES = 1_000
FIRST_BATCH_SECONDS = 1.0
LAST_BATCH_SECONDS = 10.0
PROGRESS_SECONDS = 0.2
QUIET = SEARCHABLE | {Status.UNSUPPORTED, Status.SKIPPED}
"""What is counted without being announced: there is nothing to mend."""


def sync(memory: Memory, engine: Engine, emit: Emit, only: frozenset[int] | None = None) -> Finished:
    """Bring every source, or `only` those, up to date. The caller holds the ingest lock."""
    return _Sync(memory, engine, emit).run(only)


def index_pending(memory: Memory, engine: Engine, emit: Emit) -> int:
    """Index what is remembered but not yet in the index, from the stored texts. Returns how many versions were
    behind.
    """
    pending = memory.pending()
    batch: list[PendingVersion] = []
    size = 0
    for version in pending:
        batch.append(version)
        size += memory.text_length(version.text)
        if size >= BATCH_CODE_POINTS:
            _index(memory, engine, batch, emit)
            batch, size = [], 0
    if batch:
        _index(memory, engine, batch, emit)
    return len(pending)


def _index(memory: Memory, engine: Engine, batch: list[PendingVersion], emit: Emit) -> None:
    engine.add(IndexDocument(item.version, item.title, memory.text(item.text)) for item in batch)
    with memory.write() as write:
        write.mark_indexed(item.version for item in batch)
    emit(Committed(memory.generation(), len(batch)))


class _Sync:
    """The counts and the open batch of one sync."""

    def __init__(self, memory: Memory, engine: Engine, emit: Emit) -> None:
        self.memory = memory
        self.engine = engine
        self.emit = emit
        self.started = time.monotonic()
        self.committed = self.started
        self.shown = 0.0
        self.batch: list[NewVersion] = []
        self.batch_size = 0
        self.touched: list[tuple[int, Stamp]] = []
        self.moved: list[tuple[int, bytes, Stamp]] = []
        self.files = self.of_files = self.bytes = self.of_bytes = 0
        self.added = self.changed = self.renamed = self.gone = self.unchanged = self.failures = 0

    def run(self, only: frozenset[int] | None) -> Finished:
        index_pending(self.memory, self.engine, self.emit)
        sources = self.memory.sources()
        compared = [(source, self._compare(source, sources)) for source in sources if only is None or source.id in only]
        self.of_files = sum(len(found.requests) for _, found in compared if found)
        self.of_bytes = sum(request.size for _, found in compared if found for request in found.requests)
        for source, found in compared:
            if found is not None:
                self._read(source, found)
        self._commit()
        if self.added or self.changed or self.gone:
            resolve_entities(self.memory)
        self.engine.merge()
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
        try:
            found = compare(scan(source.path, frozenset(nested)), known)
        except OSError:
            found = None
        empty = found is not None and not found.files and not found.obstacles and bool(known)
        away = found is None or (empty and os.path.isdir(source.path))
        if away != source.away:
            with self.memory.write() as write:
                write.set_away(source.id, away)
        changed = len(found.requests) if found is not None and not away else 0
        files, size = (found.files, found.bytes) if found is not None else (0, 0)
        self.emit(Scanned(shown(source.path), files, size, changed, away))
        return None if away else found

    def _read(self, source: Source, found: Comparison) -> None:
        known = self.memory.known_files(source.id)
        vanished = {digest: list(files) for digest, files in found.vanished.items()}
        self.unchanged += found.unchanged
        for obstacle in found.obstacles:
            self._remember_obstacle(source, obstacle, known.get(obstacle.path))
        replies = prepare(found.requests)
        try:
            for request, reply in zip(found.requests, replies, strict=True):
                self.files += 1
                self.bytes += request.size
                if isinstance(reply, Prepared):
                    self._take(source, reply, known.get(reply.path), vanished)
                elif reply.path in known:
                    vanished.setdefault(known[reply.path].digest.hex(), []).append(known[reply.path])
                self._show_progress(reply)
                self._commit_when_due()
        finally:
            replies.close()
        self._commit()
        self._close([file for files in vanished.values() for file in files])

    def _take(
        self, source: Source, reply: Prepared, before: KnownFile | None, vanished: dict[str, list[KnownFile]]
    ) -> None:
        stamp = reply.stamp or _stamp_now(reply.path)
        if reply.extracted is None:
            moved = vanished.get(reply.digest)
            if before is not None:
                self.touched.append((before.document, stamp))
                self.unchanged += 1
            elif moved:
                self.moved.append((moved.pop().document, reply.path, stamp))
                self.renamed += 1
            return
        extracted = reply.extracted
        if extracted.status not in QUIET:
            self.failures += 1
            self.emit(Failed(shown(reply.path), extracted.status, extracted.reason or extracted.status))
        at = now()
        self._remember(
            NewVersion(
                source=source.id,
                document=before.document if before is not None else None,
                path=reply.path,
                stamp=stamp,
                digest=bytes.fromhex(reply.digest),
                extracted=extracted,
                mentions=reply.mentions,
                title=reply.title,
                document_date=reply.document_date,
                date_origin=reply.date_origin,
                seen_from=at,
                recorded=at,
            )
        )

    def _remember_obstacle(self, source: Source, file: ScannedFile, before: KnownFile | None) -> None:
        status = Status.FAILED if file.unlistable or file.stamp.inode == 0 else Status.SKIPPED
        extracted = Extracted(type="special", reader="none", status=status, reason=file.obstacle)
        title = os.path.basename(file.path).decode("utf-8", "backslashreplace")
        prepared = Prepared(file.path, "", file.stamp, extracted, [], title, None, None)
        self._take(source, prepared, before, {})

    def _remember(self, new: NewVersion) -> None:
        if new.document is None:
            self.added += 1
        else:
            self.changed += 1
        self.batch.append(new)
        self.batch_size += len(new.extracted.text)

    def _commit_when_due(self) -> None:
        now_ = time.monotonic()
        interval = min(max(FIRST_BATCH_SECONDS, (now_ - self.started) / 4), LAST_BATCH_SECONDS)
        full = self.batch_size >= BATCH_CODE_POINTS or len(self.batch) + len(self.touched) >= BATCH_FILES
        if full or (self.batch and now_ - self.committed >= interval):
            self._commit()

    def _commit(self) -> None:
        batch, self.batch, self.batch_size = self.batch, [], 0
        touched, self.touched = self.touched, []
        moved, self.moved = self.moved, []
        if not (batch or touched or moved):
            return
        at = now()
        packed = [pack(new.extracted.text) for new in batch]
        with self.memory.write() as write:
            for document, stamp in touched:
                write.touch(document, stamp)
            for document, path, stamp in moved:
                write.rename(document, path, at, stamp)
            versions = [write.remember(new, text) for new, text in zip(batch, packed, strict=True)]
        if batch:
            self.engine.add(
                IndexDocument(version, new.title, new.extracted.text)
                for version, new in zip(versions, batch, strict=True)
                if new.extracted.status.searchable
            )
            with self.memory.write() as write:
                write.mark_indexed(versions)
        self.committed = time.monotonic()
        self.emit(Committed(self.memory.generation(), len(batch)))

    def _close(self, files: list[KnownFile]) -> None:
        """Mark the documents of vanished files as gone; their last versions stay."""
        if not files:
            return
        at = now()
        with self.memory.write() as write:
            for file in files:
                write.gone(file.document, at)
        self.gone += len(files)
        self.emit(Committed(self.memory.generation(), 0))

    def _show_progress(self, reply: Prepared | Vanished) -> None:
        at = time.monotonic()
        if at - self.shown < PROGRESS_SECONDS:
            return
        self.shown = at
        rate = self.bytes / max(at - self.started, 0.001)
        eta = (self.of_bytes - self.bytes) / rate if rate else None
        self.emit(
            Progress(self.files, self.of_files, self.bytes, self.of_bytes, self.failures, rate, eta, shown(reply.path))
        )


def _stamp_now(path: bytes) -> Stamp:
    """The stamp of a file that could not be opened, so that it is read again only once it changes."""
    try:
        status = os.lstat(path)
    except OSError:
        return Stamp(0, 0, 0, 0)
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
