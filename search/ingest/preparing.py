"""The writer's side of the workers: requests go ahead to whichever has least to do, replies come back from whichever is
ready, nothing waits forever.

A file that takes longer than its time limit, or takes its worker down with it, costs that worker and gets the status
`failed`; the files behind it are asked for again, and the other workers go on.
"""

import json
import math
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from search.extract.caps import Caps
from search.extract.isolation.spool import spool
from search.ingest.attending import Frame, Inbox, Worker
from search.ingest.hearing import Hearing
from search.ingest.journals import clear, journal_of
from search.ingest.replies import Reply, Request, failed
from search.ingest.sharing import Share

AHEAD_FILES = 512
"""Files that one worker is asked for ahead, however small."""

WORTH = 512 << 10
"""How much all workers must have to do for another to be started, as bytes of files: it takes as long to get ready."""

FILE_COST, PICTURE_COST = 16 << 10, 4 << 20
"""What a file costs, as bytes, beside its size; and one in which pictures of text are read."""

BASE_SECONDS = 30.0
SECONDS_A_MEGABYTE = 4.0
"""The time limit of a file beside the reader's own: a large text takes half a second a megabyte to be understood."""

MEMBER_SECONDS = 300.0
"""The time limit of a member, of whatever size: the reader's own is much shorter."""

Told = tuple[Request, Reply, bool]
"""A reply, what it is to, and whether it is the last one to that."""


def prepare(
    requests: Iterable[Request], vanished: Callable[[], Iterable[str]], caps: Caps, journal: Path, share: Share
) -> Generator[Told, None, None]:
    """Replies to `requests`, each with its request, and whether it is the last one to it. The replies to one request
    are in order, and those to others may come between them.

    `vanished` gives the digests, in hexadecimal, of the files that a new file may be, once for each such file; it is
    asked whenever a worker starts, and each worker finds as many. What is being read is noted in `journal` and in those
    beside it, and nothing at the end. Closing the generator ends the workers. Raises CristalError when no worker can be
    started.
    """
    workers = _Workers(lambda number: _greeting(vanished(), caps, journal_of(journal, number)), caps.seconds, share)
    try:
        yield from workers.replies(iter(requests))
    finally:
        workers.end()
        # Whoever gets here has stopped at no file, even where workers were ended before they could note that.
        with suppress(OSError):
            clear(journal)


class _Desk:
    """A worker, and what it was asked and has not replied to, in order. `cost` is that of all of it."""

    def __init__(self, number: int, worker: Worker, reader_seconds: float) -> None:
        self.number = number
        self.worker = worker
        self.waiting: deque[tuple[Request, float]] = deque()
        self.cost = 0
        self._reader_seconds = reader_seconds
        self._hearing: Hearing | None = None

    def ask(self, request: Request) -> None:
        """Ask the worker for one more file."""
        self.waiting.append((request, time.monotonic()))
        self.cost += _cost(request)
        self.worker.ask(_line(request))

    def hear(self, frame: Frame) -> Told:
        """What a frame says about the file that the worker is at."""
        request, _ = self.waiting[0]
        self._hearing = self._hearing or Hearing(request)
        reply, last = self._hearing.reply(frame)
        if last:
            self._hearing = None
            self.waiting.popleft()
            self.cost -= _cost(request)
        return request, reply, last

    @property
    def until(self) -> float:
        """When the worker is late."""
        if not self.waiting:
            return math.inf
        _, asked = self.waiting[0]
        return self.worker.until(asked, self.seconds)

    @property
    def seconds(self) -> float:
        """The time limit of what the worker is at."""
        request, _ = self.waiting[0]
        seconds = BASE_SECONDS + self._reader_seconds + SECONDS_A_MEGABYTE * request.size / (1 << 20)
        return max(seconds, MEMBER_SECONDS) if self._hearing is not None else seconds


class _Workers:
    """Up to as many workers as `share` allows, each started with what `greeting` gives for its number."""

    def __init__(self, greeting: Callable[[int], str], reader_seconds: float, share: Share) -> None:
        self._greeting = greeting
        self._reader_seconds = reader_seconds
        self._most = share.workers
        self._ahead = share.ahead // share.workers
        self._inbox = Inbox(share.heard // share.workers)
        self._turns = spool()
        self._desks: dict[Worker, _Desk] = {}
        self._returned: deque[Request] = deque()

    def replies(self, requests: Iterator[Request]) -> Iterator[Told]:
        """All replies to `requests`."""
        while True:
            while self._has_room() and (request := self._next(requests)) is not None:
                self._desk_for_more().ask(request)
            if not any(desk.waiting for desk in self._desks.values()):
                return
            heard = self._inbox.get(min(desk.until for desk in self._desks.values()) - time.monotonic())
            if heard is None:
                yield from self._without_the_late()
                continue
            worker, frame = heard
            if frame is not None:
                yield self._desks[worker].hear(frame)
            elif worker.is_ready:
                yield from self._without(worker, worker.why_it_ended())
            else:
                self._without_beginner(worker, late=False)

    def end(self) -> None:
        """End all workers."""
        for worker in self._desks:
            worker.end()
        self._turns.close()

    def _next(self, requests: Iterator[Request]) -> Request | None:
        return self._returned.popleft() if self._returned else next(requests, None)

    def _has_room(self) -> bool:
        return len(self._desks) < self._most or any(
            desk.cost < self._ahead and len(desk.waiting) < AHEAD_FILES for desk in self._desks.values()
        )

    def _desk_for_more(self) -> _Desk:
        """That of the worker who has least to do; a new one when all have enough and there may be another."""
        least = min(self._desks.values(), key=lambda desk: desk.cost, default=None)
        if least is None or (least.cost >= WORTH and len(self._desks) < self._most):
            number = min(set(range(self._most)) - {desk.number for desk in self._desks.values()})
            least = _Desk(
                number, Worker(self._inbox, self._turns.fileno(), self._greeting(number)), self._reader_seconds
            )
            self._desks[least.worker] = least
        return least

    def _without_the_late(self) -> Iterator[Told]:
        now = time.monotonic()
        for worker, desk in list(self._desks.items()):
            if now >= desk.until:
                if worker.is_ready:
                    yield from self._without(worker, f"took longer than {desk.seconds:.0f} seconds to read")
                else:
                    self._without_beginner(worker, late=True)

    def _without(self, worker: Worker, reason: str) -> Iterator[Told]:
        """Give up a worker, and the file that it was at for `reason`."""
        worker.end()
        desk = self._desks.pop(worker)
        if desk.waiting:
            request, _ = desk.waiting.popleft()
            self._returned.extend(behind for behind, _ in desk.waiting)
            yield request, failed(request, reason), True

    def _without_beginner(self, worker: Worker, *, late: bool) -> None:
        """Give up a worker that did not get ready. CristalError when there is no other."""
        error = worker.why_it_never_began(late=late)
        desk = self._desks.pop(worker)
        if not self._desks:
            raise error
        self._most = len(self._desks)
        self._returned.extend(request for request, _ in desk.waiting)


def _cost(request: Request) -> int:
    return request.size + (PICTURE_COST if request.ocr else FILE_COST)


def _greeting(vanished: Iterable[str], caps: Caps, journal: Path) -> str:
    return json.dumps({"moved": list(vanished), "caps": asdict(caps), "journal": str(journal)})


def _line(request: Request) -> str:
    known = request.before.digest.hex() if request.before is not None else None
    # No digest is like this: whatever the file holds, it is read.
    known = "again" if request.again else known
    return json.dumps({"path": os.fsdecode(request.path), "known": known, "ocr": request.ocr})
