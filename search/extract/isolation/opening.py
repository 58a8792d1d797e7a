"""A file of a source, opened so that nothing but reading it can happen, digested, and known for what it is."""

import errno
import hashlib
import os
import stat
from collections import Counter
from typing import BinaryIO, NamedTuple

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.isolation.job import Answer, Job, Room, room_for
from search.extract.sniff import sniff
from search.extract.whole import megabytes

DIGEST_BYTES = 20
_PIECE = 1 << 20
CHANGED = "changed while it was read"


class Request(NamedTuple):
    """A file to read. `known` is the digest that it had when it was read last; `ocr`: pictures of text are read too."""

    path: str
    known: str | None
    ocr: bool


def open_file(request: Request, moved: Counter[str], caps: Caps) -> Job | Answer:
    """What to read, or the answer when there is nothing to.

    Content with the digest `known` is not read again, nor, when that is None, content whose digest is in `moved`, as
    often as it counts there.
    """
    try:
        descriptor = os.open(request.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError):
        return {"vanished": True}
    except OSError as error:
        return _unread("a symbolic link took its place" if error.errno == errno.ELOOP else _why(error), None)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        return _unread("not a regular file", status, Status.SKIPPED)
    file = os.fdopen(descriptor, "rb")
    if status.st_size > caps.file_bytes:
        found: Job | Answer = _unread(f"larger than {megabytes(caps.file_bytes)}", status, Status.TOO_LARGE)
    else:
        found = _looked_at(file, status, request, moved, room_for(caps, status.st_size))
    if not isinstance(found, Job):
        file.close()
    return found


def look_again(job: Job) -> Job | Answer | None:
    """What `open_file` gives for the file of `job` as it is now, if it is another than it was; None if it is not."""
    if job.place is not None or stamp_of(os.fstat(job.file.fileno())) == job.about["stamp"]:
        return None
    # What a file object has read before it never reads again: a new one.
    file = os.fdopen(os.dup(job.file.fileno()), "rb")
    return _looked_at(file, os.fstat(file.fileno()), Request(job.path, None, job.ocr), Counter(), job.room)


def changed(job: Job) -> Answer:
    """The answer for a file that changes while it is read."""
    return {"unread": CHANGED, "status": Status.FAILED, "stamp": job.about["stamp"]}


def _looked_at(
    file: BinaryIO, status: os.stat_result, request: Request, moved: Counter[str], room: Room
) -> Job | Answer:
    descriptor = file.fileno()
    for _ in range(2):
        stamp = stamp_of(status)
        try:
            digest = digest_of(descriptor, status.st_size)
            if digest != request.known and (request.known is not None or not moved[digest]):
                name = os.path.basename(request.path)
                about = {"digest": digest, "stamp": stamp, "name": name}
                kind = sniff(file, name)
                return Job(file, kind, name, status.st_size, request.path, about, request.ocr, room)
        except OSError as error:
            return _unread(_why(error), status)
        status = os.fstat(descriptor)
        if stamp_of(status) == stamp:
            if request.known is None:
                moved[digest] -= 1
            return {"same": True, "digest": digest, "stamp": stamp}
    return _unread(CHANGED, status)


def digest_of(descriptor: int, size: int) -> str:
    """The digest, in hexadecimal, of an open file of about `size` bytes; where it is read next stays as it is."""
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    place = 0
    while True:
        wanted = min(max(size - place, 0) + 1, _PIECE)
        piece = os.pread(descriptor, wanted, place)
        digest.update(piece)
        place += len(piece)
        if len(piece) < wanted:
            return digest.hexdigest()


def stamp_of(status: os.stat_result) -> list[int]:
    """The part of a file's status that changes when the file does."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _unread(reason: str, status: os.stat_result | None, kind: Status = Status.FAILED) -> Answer:
    return {"unread": reason, "status": kind, "stamp": stamp_of(status) if status is not None else None}


def _why(error: OSError) -> str:
    return (error.strerror or "cannot be read").lower()
