"""The writer's side of the worker process: requests go ahead, replies come back in order, nothing waits forever.

A file that takes longer than its time limit, or takes the worker down with it, costs a new worker and gets the status
`failed`; the files behind it are asked for again.
"""

import json
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from search.entities.mentions import Mention
from search.extract.extracted import Extracted, Metadata, Status, Unit
from search.ingest.attending import Worker, WorkerLost
from search.ingest.wire import PackedMentions
from search.memory.records import KnownFile, Stamp

# So far ahead that the worker has enough to do while the writer indexes a batch.
AHEAD_FILES = 512
AHEAD_BYTES = 24 << 20
BASE_SECONDS = 30.0
SECONDS_A_MEGABYTE = 4.0
"""The time limit of a file: a small text takes milliseconds, a large one half a second a megabyte."""


class Request(NamedTuple):
    """A file to prepare; `before` is how it was known, None when it is new."""

    path: bytes
    size: int
    before: KnownFile | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file, read. `stamp` is None when the worker did not come back from it."""

    path: bytes
    digest: str
    stamp: Stamp | None
    extracted: Extracted
    mentions: Sequence[Mention]
    title: str
    document_date: str | None
    date_origin: str | None


class Same(NamedTuple):
    """A file with content that is remembered already: its own of before, or that of a vanished file if it is new."""

    path: bytes
    digest: str
    stamp: Stamp


class Unread(NamedTuple):
    """A file whose content could not be had this time. `stamp` is None when it could not even be opened."""

    path: bytes
    stamp: Stamp | None
    status: Status
    reason: str


class Lost(NamedTuple):
    """A file that was there when its folder was listed and is no longer."""

    path: bytes


Reply = Prepared | Same | Unread | Lost


def prepare(requests: Iterable[Request], vanished: Callable[[], Iterable[str]]) -> Generator[Reply, None, None]:
    """Replies to `requests`, in their order.

    `vanished` gives the digests, in hexadecimal, of the files that a new file may be, once for each such file; it is
    asked whenever a worker starts. Closing the generator ends the worker. Raises CristalError when no worker can be
    started.
    """
    waiting: deque[Request] = deque()
    size = 0
    ahead = iter(requests)
    worker: Worker | None = None
    try:
        while True:
            while len(waiting) < AHEAD_FILES and size < AHEAD_BYTES and (request := next(ahead, None)) is not None:
                waiting.append(request)
                size += request.size
                if worker is not None:
                    worker.ask(_line(request))
            if not waiting:
                return
            if worker is None:
                worker = Worker(json.dumps(list(vanished())))
                for request in waiting:
                    worker.ask(_line(request))
            head = waiting[0]
            try:
                header, body = worker.reply(BASE_SECONDS + SECONDS_A_MEGABYTE * head.size / (1 << 20))
            except WorkerLost as lost:
                worker.end()
                worker = None
                yield _failed(head, str(lost))
            else:
                yield _reply(head, json.loads(header), body)
            waiting.popleft()
            size -= head.size
    finally:
        if worker is not None:
            worker.end()


def _line(request: Request) -> str:
    known = request.before.digest.hex() if request.before is not None else None
    return json.dumps({"path": os.fsdecode(request.path), "known": known})


def _reply(request: Request, header: dict[str, Any], body: bytes) -> Reply:
    if "vanished" in header:
        return Lost(request.path)
    stamp = Stamp(*header["stamp"]) if header["stamp"] is not None else None
    if "unread" in header:
        return Unread(request.path, stamp, Status(header["status"]), header["unread"])
    assert stamp is not None
    if "same" in header:
        return Same(request.path, header["digest"], stamp)
    parts = memoryview(body)
    end = header["text_bytes"]
    extracted = Extracted(
        type=header["type"],
        reader=header["reader"],
        status=Status(header["status"]),
        text=str(parts[:end], "utf-8"),
        units=tuple(Unit(*unit) for unit in header["units"]),
        metadata=Metadata(**header["metadata"]),
        reason=header["reason"],
    )
    mentions = PackedMentions(header["forms"], parts[end:])
    return Prepared(
        path=request.path,
        digest=header["digest"],
        stamp=stamp,
        extracted=extracted,
        mentions=mentions,
        title=header["title"],
        document_date=header["date"],
        date_origin=header["date_origin"],
    )


def _failed(request: Request, reason: str) -> Prepared:
    return unreadable(request.path, None, Extracted("unknown", "none", Status.FAILED, reason=reason))


def unreadable(path: bytes, stamp: Stamp | None, extracted: Extracted) -> Prepared:
    """What is to be remembered of a file that has no text to be had."""
    title = os.path.basename(path).decode("utf-8", "backslashreplace")
    return Prepared(path, "", stamp, extracted, (), title, None, None)
