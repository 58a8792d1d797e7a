"""The past of one work tree, read into the memory.

Every distinct content is read once, from a private copy in the memory's folder, by the processes that read files. The
newest version of a document comes first, so that its history is whole whenever reading stops; run again, it carries on
where the memory knows nothing yet. Files inside containers are not read: of a past mail or archive there is its own
text. What could not be read is not tried again.

Term: a *step* is an episode on its way into the memory.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from search.errors import CristalError
from search.extract.extracted import Extracted, Status
from search.extract.whole import megabytes
from search.ingest.batch import BATCH_FILES, write_each
from search.ingest.copying import COPIES, Copies, NoSuchName
from search.ingest.events import Progress
from search.ingest.indexing import Emit
from search.ingest.listing import Listing
from search.ingest.lives import kept, lives
from search.ingest.placing import Episode, episodes
from search.ingest.preparing import prepare
from search.ingest.replies import Closed, Lost, Prepared, Reply, Request, Same, Unread, unreadable
from search.ingest.retrying import QUARANTINED, Suspects
from search.ingest.settings import Settings
from search.ingest.sharing import share_of
from search.ingest.sync import LAST_BATCH_SECONDS, PROGRESS_SECONDS
from search.ingest.worktrees import Worktree
from search.memory.following import thin_out
from search.memory.instants import nanoseconds, now
from search.memory.memory import Memory
from search.memory.packing import pack
from search.memory.past import Past
from search.memory.paths import shown
from search.memory.records import NewVersion, Stamp
from search.memory.writing import Write

ORIGIN = "git"
Act = Callable[[Write], None]
Content = tuple[str, bytes]
"""A blob and a file name, which together decide how it is read."""


@dataclass(slots=True)
class _Step:
    """`act` writes it, once that is known; steps are written in the order of episodes. `size` is in bytes, `weight` in
    code points.
    """

    episode: Episode
    size: int
    digest: bytes = b""
    act: Act | None = None
    weight: int = 0

    @property
    def content(self) -> Content:
        """What it is read as."""
        return self.episode.blob, os.path.basename(self.episode.path)


class Recalling:
    """The work tree `tree` on its way into `memory`."""

    def __init__(self, memory: Memory, emit: Emit, settings: Settings, tree: Worktree) -> None:
        self._memory, self._emit, self._tree = memory, emit, tree
        self._caps, self._share = settings.caps, share_of(settings)
        self._at = now()
        self._own = os.path.realpath(os.fsencode(memory.folder))
        self._listing = Listing(memory.sources(), self._own)
        self._suspects = Suspects(memory, retry_failed=False)
        self._steps: deque[_Step] = deque()
        self._asked: dict[bytes, _Step] = {}
        self._acts: list[Act] = []
        self._weight = 0
        self._documents: dict[int, int] = {}
        self._versions: dict[Content, int] = {}
        self._started = self._written = time.monotonic()
        self._shown = 0.0
        self._past = self._files = self._of_files = self._bytes = self._of_bytes = 0

    def recall(self) -> int:
        """Remember what is not known yet; how many versions that was."""
        plan = self._plan()
        if not plan:
            return 0
        repository = self._tree.repository
        sizes = repository.sizes(dict.fromkeys(episode.blob for episode in plan))
        self._of_files, self._of_bytes = len(plan), sum(sizes[episode.blob] for episode in plan)
        with repository.contents() as contents:
            copies = Copies(os.path.join(self._own, os.fsencode(COPIES)), contents)
            steps = (_Step(episode, sizes[episode.blob]) for episode in plan)
            self._read(self._requests(steps, copies), copies)
        self._settle()
        self._write()
        thin_out(self._memory, ORIGIN)
        return self._past

    def _plan(self) -> list[Episode]:
        tree = self._tree
        begun = lives(tree.repository.commits(tree.prefix), self._at)
        for life in begun:
            life[:] = [state._replace(path=tree.path(state.path)) for state in life]
        return list(episodes(kept(begun, self._is_listed), self._memory.places(tree.below), self._at))

    def _is_listed(self, path: bytes) -> bool:
        odd = any(name in (b"", b".", b"..", b".git") for name in path.split(b"/")[1:])
        return not odd and self._listing.source_of(path) is not None

    def _requests(self, steps: Iterator[_Step], copies: Copies) -> Iterator[Request]:
        """What has to be read; of all else it is said at once what becomes of it."""
        asked: set[Content] = set()
        digests: dict[str, bytes] = {}
        for step in steps:
            self._settle()
            self._steps.append(step)
            blob, name = step.content
            if step.size > self._caps.file_bytes:
                self._give_up(step, Status.TOO_LARGE, f"larger than {megabytes(self._caps.file_bytes)}")
                continue
            if step.episode.adjoins or step.episode.doubtful:
                step.digest = digests[blob] = digests.get(blob) or copies.digest(blob)
                step.act = self._known(step)
                if step.act is not None:
                    continue
            if step.content in asked:
                step.act = self._repeating(step)
                continue
            request = Request(0, copies.path(blob, name), step.size, None)
            if self._suspects.parted([request])[2]:
                self._give_up(step, Status.SKIPPED, QUARANTINED)
                continue
            try:
                step.digest = copies.make(blob, name)
            except NoSuchName:
                self._give_up(step, Status.FAILED, "no file here can have its name")
                continue
            asked.add(step.content)
            self._asked[request.path] = step
            yield request

    def _read(self, requests: Iterator[Request], copies: Copies) -> None:
        replies = prepare(requests, list, self._caps, self._memory.journal, self._share)
        read: dict[bytes, Prepared] = {}
        try:
            for request, reply, last in replies:
                read[request.path] = _with(read.get(request.path), reply)
                if last:
                    step = self._asked.pop(request.path)
                    step.act = self._remembering(step, read.pop(request.path))
                    copies.drop(request.path)
                    self._suspects.clear([request])
                    self._settle()
        finally:
            replies.close()

    def _known(self, step: _Step) -> Act | None:
        """What there is to do about a content that the memory has at this time, or directly after it."""
        episode = step.episode
        assert episode.document is not None
        first = self._memory.first_version(episode.document)
        if episode.doubtful and step.digest in first.digests:
            return _leave
        if episode.adjoins and (first.seen_from, first.digest) == (episode.until, step.digest):
            past = self._before(step)
            return lambda write: write.extend_past(past)
        return None

    def _give_up(self, step: _Step, status: Status, reason: str) -> None:
        extracted = Extracted("unknown", "none", status, reason=reason)
        step.act = self._remembering(step, unreadable(step.episode.path, None, extracted))

    def _remembering(self, step: _Step, read: Prepared) -> Act:
        past = self._before(step)
        new = NewVersion(
            source=past.source,
            document=past.document,
            path=step.episode.path,
            stamp=Stamp(step.size, nanoseconds(past.seen_from), 0, 0),
            digest=step.digest,
            extracted=read.extracted,
            mentions=read.mentions,
            title=read.title,
            document_date=read.document_date,
            date_origin=read.date_origin,
            seen_from=past.seen_from,
            recorded=past.recorded,
            origin=past.origin,
        )
        packed = pack(read.extracted.text)
        step.weight = packed.length

        def remember(write: Write) -> None:
            written = write.remember_past(self._of_document(past, step), new, packed)
            self._documents[step.episode.made], self._versions[step.content] = written

        return remember

    def _repeating(self, step: _Step) -> Act:
        past = self._before(step)

        def repeat(write: Write) -> None:
            written = write.repeat_past(self._of_document(past, step), self._versions[step.content])
            self._documents[step.episode.made], _ = written

        return repeat

    def _before(self, step: _Step) -> Past:
        self._past += 1
        episode = step.episode
        source = self._listing.source_of(episode.path)
        assert source is not None
        return Past(source.id, episode.document, episode.since, episode.until, episode.places, self._at, ORIGIN)

    def _of_document(self, past: Past, step: _Step) -> Past:
        """`past` with the document that was made for a later one of the same, if there was any."""
        if past.document is not None:
            return past
        return replace(past, document=self._documents.get(step.episode.made))

    def _settle(self) -> None:
        """Line up what can be written, in order, and write it when it is enough."""
        while self._steps and (act := self._steps[0].act) is not None:
            step = self._steps.popleft()
            if act is not _leave:
                self._acts.append(act)
            self._weight += step.weight
            self._files += 1
            self._bytes += step.size
            self._show_progress(step)
        late = time.monotonic() - self._written >= LAST_BATCH_SECONDS
        if late or self._weight >= self._share.batch or len(self._acts) >= BATCH_FILES:
            self._write()

    def _write(self) -> None:
        acts, self._acts, self._weight = self._acts, [], 0
        write_each(self._memory, acts, lambda write, act: act(write))
        self._written = time.monotonic()

    def _show_progress(self, step: _Step) -> None:
        at = time.monotonic()
        if at - self._shown < PROGRESS_SECONDS and self._files < self._of_files:
            return
        self._shown = at
        rate = self._bytes / max(at - self._started, 0.001)
        eta = (self._of_bytes - self._bytes) / rate if rate else None
        path = shown(step.episode.path)
        self._emit(Progress(self._files, self._of_files, self._bytes, self._of_bytes, 0, rate, eta, path))


def _leave(write: Write) -> None:
    """It is known."""


def _with(before: Prepared | None, reply: Reply) -> Prepared:
    """What was read of a file, after one more of the replies about it."""
    match reply:
        case Prepared(parent=None):
            return reply
        case Unread():
            return unreadable(reply.path, None, Extracted("unknown", "none", reply.status, reason=reply.reason))
        case Closed() if before is not None and reply.path == before.path:
            return replace(before, extracted=replace(before.extracted, status=reply.status, reason=reply.reason))
        case Lost() | Same():
            raise CristalError(f"{shown(reply.path)} went while it was read; try again")
    assert before is not None
    return before
