"""The writer's side of the worker process: requests go ahead, replies come back in order, nothing waits forever.

A file that takes longer than its time limit, or takes the worker down with it, costs a new worker and gets the status
`failed`; the files behind it are asked for again.
"""

import json
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from search.entities.mentions import Mention
from search.extract.caps import Caps
from search.extract.extracted import Extracted, Status, Unit
from search.ingest.attending import Worker, WorkerLost
from search.ingest.wire import PackedMentions, metadata_of
from search.memory.instants import nanoseconds
from search.memory.paths import JOINT
from search.memory.records import KnownFile, Stamp

# So far ahead that the worker has enough to do while the writer indexes a batch.
AHEAD_FILES = 512
AHEAD_BYTES = 24 << 20
BASE_SECONDS = 30.0
SECONDS_A_MEGABYTE = 4.0
"""The time limit of a file beside the reader's own: a large text takes half a second a megabyte to be understood."""

MEMBER_SECONDS = 300.0
"""The time limit of a member, of whatever size: the reader's own is much shorter."""


class Request(NamedTuple):
    """A file to prepare, of a source. `before` is how it was known, None when it is new.

    `again`: it is read even if its content is the one that was read before. `ocr`: pictures of text are read too.
    """

    source: int
    path: bytes
    size: int
    before: KnownFile | None
    again: bool = False
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file, read, or a member of one. `stamp` is None when the worker did not come back from it.

    `container`: its members follow, each like this one, and after them a `Closed`. `parent` is the path of what a
    member is in, and `member` its path there.
    """

    path: bytes
    digest: str
    stamp: Stamp | None
    extracted: Extracted
    mentions: Sequence[Mention]
    title: str
    document_date: str | None
    date_origin: str | None
    container: bool = False
    parent: bytes | None = None
    member: bytes | None = None


class Closed(NamedTuple):
    """The container at `path` has no further members; `status` and `reason` are its own after all."""

    path: bytes
    status: Status
    reason: str | None


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


Reply = Prepared | Closed | Same | Unread | Lost


def prepare(
    requests: Iterable[Request], vanished: Callable[[], Iterable[str]], caps: Caps, journal: Path | None
) -> Generator[tuple[Request, Reply, bool], None, None]:
    """Replies to `requests`, in their order, each with its request, and whether it is the last one to it.

    `vanished` gives the digests, in hexadecimal, of the files that a new file may be, once for each such file; it is
    asked whenever a worker starts. What is being read is noted in `journal`, and nothing once all replied. Closing the
    generator ends the worker. Raises CristalError when no worker can be started.
    """
    waiting: deque[Request] = deque()
    size = 0
    ahead = iter(requests)
    worker: Worker | None = None
    finished = False
    try:
        while True:
            while len(waiting) < AHEAD_FILES and size < AHEAD_BYTES and (request := next(ahead, None)) is not None:
                waiting.append(request)
                size += request.size
                if worker is not None:
                    worker.ask(_line(request))
            if not waiting:
                finished = True
                return
            if worker is None:
                worker = Worker(_greeting(vanished(), caps, journal))
                for request in waiting:
                    worker.ask(_line(request))
            head = waiting[0]
            seconds = BASE_SECONDS + caps.seconds + SECONDS_A_MEGABYTE * head.size / (1 << 20)
            try:
                for reply, last in _replies(head, worker, seconds):
                    yield head, reply, last
            except WorkerLost as lost:
                worker.end()
                worker = None
                yield head, _failed(head, str(lost)), True
            waiting.popleft()
            size -= head.size
    finally:
        if worker is not None:
            worker.end()
        # It may have been ended between its last reply and its note that it is at nothing.
        if finished and journal is not None:
            with suppress(FileNotFoundError):
                os.truncate(journal, 0)


def _greeting(vanished: Iterable[str], caps: Caps, journal: Path | None) -> str:
    noted = str(journal) if journal is not None else None
    return json.dumps({"moved": list(vanished), "caps": asdict(caps), "journal": noted})


def _line(request: Request) -> str:
    known = request.before.digest.hex() if request.before is not None else None
    # No digest is like this: whatever the file holds, it is read.
    known = "again" if request.again else known
    return json.dumps({"path": os.fsdecode(request.path), "known": known, "ocr": request.ocr})


def _replies(request: Request, worker: Worker, seconds: float) -> Iterator[tuple[Reply, bool]]:
    """All replies to one request; a container's end with its closing."""
    header, body = _heard(worker, seconds, asked=True)
    if "vanished" in header:
        yield Lost(request.path), True
        return
    stamp = Stamp(*header["stamp"]) if header["stamp"] is not None else None
    if "unread" in header:
        yield Unread(request.path, stamp, Status(header["status"]), header["unread"]), True
        return
    assert stamp is not None
    if "same" in header:
        yield Same(request.path, header["digest"], stamp), True
        return
    yield _prepared(request.path, stamp, header, body), not header["container"]
    while header["container"]:
        inside, body = _heard(worker, max(seconds, MEMBER_SECONDS), asked=False)
        if "closed" in inside:
            path = request.path if inside["member"] is None else _inside(request.path, inside["member"])
            yield Closed(path, Status(inside["status"]), inside["reason"]), inside["member"] is None
            if inside["member"] is None:
                return
        else:
            yield _member(request.path, stamp, inside, body), False


def _heard(worker: Worker, seconds: float, *, asked: bool) -> tuple[dict[str, Any], bytes]:
    header, body = worker.reply(seconds, first=asked)
    return json.loads(header), body


def _inside(path: bytes, member: str) -> bytes:
    return path + JOINT + member.encode("latin-1")


def _member(path: bytes, stamp: Stamp, header: dict[str, Any], body: bytes) -> Prepared:
    place = header["member"].encode("latin-1")
    holder, joint, name = place.rpartition(JOINT)
    modified = header["modified"]
    mtime = nanoseconds(modified) if modified is not None else stamp.mtime_ns
    own = Stamp(header["size"], mtime, 0, 0)
    read = _prepared(path + JOINT + place, own, header, body)
    return replace(read, parent=path + joint + holder if joint else path, member=name)


def _prepared(path: bytes, stamp: Stamp, header: dict[str, Any], body: bytes) -> Prepared:
    parts = memoryview(body)
    end = header["text_bytes"]
    extracted = Extracted(
        type=header["type"],
        reader=header["reader"],
        status=Status(header["status"]),
        text=str(parts[:end], "utf-8"),
        units=tuple(Unit(*unit) for unit in header["units"]),
        metadata=metadata_of(header["metadata"]),
        reason=header["reason"],
    )
    return Prepared(
        path=path,
        digest=header["digest"],
        stamp=stamp,
        extracted=extracted,
        mentions=PackedMentions(header["forms"], parts[end:]),
        title=header["title"],
        document_date=header["date"],
        date_origin=header["date_origin"],
        container=header["container"],
    )


def _failed(request: Request, reason: str) -> Prepared:
    return unreadable(request.path, None, Extracted("unknown", "none", Status.FAILED, reason=reason))


def unreadable(path: bytes, stamp: Stamp | None, extracted: Extracted) -> Prepared:
    """What is to be remembered of a file that has no text to be had."""
    title = os.path.basename(path).decode("utf-8", "backslashreplace")
    return Prepared(path, "", stamp, extracted, (), title, None, None)
