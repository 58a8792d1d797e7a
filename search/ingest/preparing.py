"""The writer's side of the worker process: requests go ahead, replies come back in order, nothing waits forever.

A file that takes longer than its time limit, or takes the worker down with it, costs a new worker and gets the status
`failed`; the files behind it are asked for again.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from search.entities.mentions import EntityType, Mention
from search.extract.extracted import Extracted, Metadata, Status, Unit
from search.memory.records import Stamp

AHEAD_FILES = 32
AHEAD_BYTES = 32 << 20
BASE_SECONDS = 30.0
SECONDS_A_MEGABYTE = 2.0


class Request(NamedTuple):
    """A file to prepare. At a digest in `known` (hexadecimal) reading can stop: the content is remembered already."""

    path: bytes
    size: int
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file, read. `extracted` is None when the content is known (`digest` says which); `stamp` None: never opened."""

    path: bytes
    digest: str
    stamp: Stamp | None
    extracted: Extracted | None
    mentions: list[Mention]
    title: str
    document_date: str | None
    date_origin: str | None


class Vanished(NamedTuple):
    """A file that was there when its folder was listed and is no longer."""

    path: bytes


def prepare(requests: Iterable[Request], seconds: float = BASE_SECONDS) -> Generator[Prepared | Vanished, None, None]:
    """Replies to `requests`, in their order.

    `seconds` is the time limit of a small file; large ones get more. Closing the generator ends the worker.
    """
    waiting: deque[Request] = deque()
    ahead = iter(requests)
    worker: _Worker | None = None
    try:
        exhausted = False
        while True:
            while not exhausted and len(waiting) < AHEAD_FILES and sum(r.size for r in waiting) < AHEAD_BYTES:
                request = next(ahead, None)
                if request is None:
                    exhausted = True
                    break
                waiting.append(request)
                if worker is not None:
                    worker.ask(request)
            if not waiting:
                return
            if worker is None:
                worker = _Worker()
                for request in waiting:
                    worker.ask(request)
            head = waiting[0]
            limit = seconds + SECONDS_A_MEGABYTE * head.size / (1 << 20)
            try:
                header, text = worker.reply(limit)
            except _WorkerLost as lost:
                worker.kill()
                worker = None
                yield _unread(head, str(lost))
            else:
                yield _prepared(head, header, text)
            waiting.popleft()
    finally:
        if worker is not None:
            worker.kill()


class _WorkerLost(Exception):
    """The worker died or overran its time; the message is a reason for the file it was at."""


class _Worker:
    """A running worker process and the thread that takes its replies off the pipe, so that it never waits for us."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "search.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._replies: queue.SimpleQueue[tuple[bytes, bytes] | None] = queue.SimpleQueue()
        self._heard = time.monotonic()
        self._unanswered = 0
        threading.Thread(target=self._listen, name="worker-replies", daemon=True).start()

    def ask(self, request: Request) -> None:
        """Send one request. A dead worker is noticed at the reply."""
        line = json.dumps({"path": os.fsdecode(request.path), "known": sorted(request.known)})
        if not self._unanswered:
            self._heard = time.monotonic()
        self._unanswered += 1
        try:
            self._stdin.write(line.encode() + b"\n")
            self._stdin.flush()
        except OSError:
            return

    def reply(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The next reply; `_WorkerLost` when there is none within `seconds` of the one before."""
        while True:
            left = self._heard + seconds - time.monotonic()
            try:
                reply = self._replies.get(timeout=max(left, 0.01))
            except queue.Empty:
                if time.monotonic() - self._heard >= seconds:
                    raise _WorkerLost(f"took longer than {seconds:.0f} seconds") from None
                continue
            if reply is None:
                code = self._process.wait()
                raise _WorkerLost(f"the reader was stopped by signal {-code}" if code < 0 else "the reader failed")
            return json.loads(reply[0]), reply[1]

    def kill(self) -> None:
        """End the process at once and reap it."""
        self._process.kill()
        self._process.wait()
        self._stdin.close()

    @property
    def _stdin(self) -> BinaryIO:
        assert self._process.stdin is not None
        return self._process.stdin  # type: ignore[return-value]

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with pipe:
            while header := pipe.readline():
                size = header.rpartition(b'"bytes": ')[2].rstrip(b"}\n")
                text = pipe.read(int(size)) if size.isdigit() else b""
                self._heard = time.monotonic()
                self._unanswered -= 1
                self._replies.put((header, text))
        self._replies.put(None)


def _prepared(request: Request, header: dict[str, Any], text: bytes) -> Prepared | Vanished:
    if "vanished" in header:
        return Vanished(request.path)
    stamp = Stamp(*header["stamp"]) if header["stamp"] is not None else None
    if "same" in header:
        return Prepared(request.path, header["digest"], stamp, None, [], "", None, None)
    extracted = Extracted(
        type=header["type"],
        reader=header["reader"],
        status=Status(header["status"]),
        text=text.decode("utf-8"),
        units=tuple(Unit(*unit) for unit in header["units"]),
        metadata=Metadata(**header["metadata"]),
        reason=header["reason"],
    )
    mentions = [Mention(start, end, EntityType(kind), *rest) for start, end, kind, *rest in header["mentions"]]
    return Prepared(
        request.path,
        header["digest"],
        stamp,
        extracted,
        mentions,
        header["title"],
        header["date"],
        header["date_origin"],
    )


def _unread(request: Request, reason: str) -> Prepared:
    extracted = Extracted(type="unknown", reader="none", status=Status.FAILED, reason=reason)
    name = os.path.basename(request.path).decode("utf-8", "backslashreplace")
    return Prepared(request.path, "", None, extracted, [], name, None, None)
