"""The worker process: one request a line on stdin, one frame of `wire` for each on stdout, until stdin ends.

It does everything about a file that needs only the file: open it safely, digest, extract, recognise, date and title.
The first line lists the digests of files that vanished, in hexadecimal; each later one is a request `{"path",
"known"}`, with the digest that the file had when it was read last or null. The first frame says that the worker is
ready; what goes wrong before it is on stderr, afterwards nothing is. It runs apart from the writer so that a hostile
file can at worst cost its own time limit.
"""

import ctypes
import errno
import gc
import hashlib
import json
import os
import resource
import signal
import stat
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, BinaryIO, TypeVar

from search.entities.recognise import recognise
from search.extract.dating import document_date
from search.extract.extracted import Extracted, Status
from search.extract.reading import extract
from search.extract.titling import title_of
from search.ingest.scanning import stamp_of
from search.ingest.wire import packed_mentions, send

MOST_MEMORY, LEAST_MEMORY = 4 << 30, 1 << 30
"""Bytes: the worker may use half of what the machine has, within these bounds."""

DIGEST_BYTES = 20
PR_SET_PDEATHSIG = 1

Reply = tuple[dict[str, Any], tuple[bytes, ...]]
T = TypeVar("T")


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until `requests` ends."""
    moved = Counter[str](json.loads(requests.readline() or b"[]"))
    for line in requests:
        request = json.loads(line)
        try:
            header, body = answer(request["path"], request["known"], moved)
        except Exception as error:
            header, body = _unread(f"reader: {_said(error)}", None), ()
        send(replies, header, *body)


def answer(path: str, known: str | None, moved: Counter[str]) -> Reply:
    """The reply for one file: the header, and text and mentions as bytes.

    Reading stops at the digest `known`, and at those in `moved`, each as often as it counts there, if `known` is None.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError):
        return {"vanished": True}, ()
    except OSError as error:
        link = error.errno == errno.ELOOP
        return _unread("a symbolic link took its place" if link else _why(error), None), ()
    with os.fdopen(descriptor, "rb") as file:
        for _ in range(2):
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return _unread("not a regular file", before, Status.SKIPPED), ()
            try:
                file.seek(0)
                digest = _digest(file)
                same = digest == known if known is not None else moved[digest] > 0
                extracted = None if same else extract(file, os.path.basename(path))
            except OSError as error:
                return _unread(_why(error), before), ()
            if stamp_of(os.fstat(descriptor)) == stamp_of(before):
                if extracted is not None:
                    return _read(extracted, path, digest, before)
                if known is None:
                    moved[digest] -= 1
                return {"same": True, "digest": digest, "stamp": stamp_of(before)}, ()
        return _unread("changed while it was read", before), ()


def _digest(file: BinaryIO) -> str:
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def _unread(reason: str, status: os.stat_result | None, kind: Status = Status.FAILED) -> dict[str, Any]:
    return {"unread": reason, "status": kind, "stamp": stamp_of(status) if status is not None else None}


def _read(extracted: Extracted, path: str, digest: str, status: os.stat_result) -> Reply:
    """The reply for what was extracted. Failing to make something of a text is no reason to lose it: then it is
    partial, and says what is missing.
    """
    name = os.path.basename(path)
    text = extracted.text
    troubles: list[str] = []
    forms, cells = _attempt("names", troubles, lambda: packed_mentions(recognise(text))) or ([], b"")
    dated = _attempt("date", troubles, lambda: document_date(name, text, extracted.metadata))
    title = _attempt("title", troubles, lambda: title_of(name, extracted)) or name
    date, origin = dated or (None, None)
    if troubles:
        reasons = [extracted.reason, *troubles] if extracted.reason else troubles
        partly = Status.PARTIAL if extracted.status is Status.OK else extracted.status
        extracted = replace(extracted, status=partly, reason="; ".join(reasons))
    encoded = text.encode("utf-8")
    header = {
        "digest": digest,
        "stamp": stamp_of(status),
        "type": extracted.type,
        "reader": extracted.reader,
        "status": extracted.status,
        "reason": extracted.reason,
        "metadata": asdict(extracted.metadata),
        "units": [(unit.kind, unit.number, unit.label, unit.start, unit.end) for unit in extracted.units],
        "forms": forms,
        "title": title,
        "date": date,
        "date_origin": origin,
        "text_bytes": len(encoded),
    }
    return header, (encoded, cells)


def _attempt(part: str, troubles: list[str], work: Callable[[], T]) -> T | None:
    try:
        return work()
    except Exception as error:
        troubles.append(f"no {part}: {_said(error)}")
        return None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _why(error: OSError) -> str:
    return (error.strerror or "cannot be read").lower()


def _limit() -> None:
    """Bound memory, write no core, and do not outlive the writer (where the system can promise that)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
        space = min(MOST_MEMORY, max(half, LEAST_MEMORY))
        _, allowed = resource.getrlimit(resource.RLIMIT_AS)
        if allowed != resource.RLIM_INFINITY:
            space = min(space, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (space, space))


def main() -> None:
    """Serve over stdin and stdout, which readers cannot write to, nor to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit()
    recognise("")  # loads the word lists: without them there is nothing to be ready for
    # Recognition makes millions of tuples and no cycles; looking for those took a seventh of a large text's time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as replies:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        send(replies, "ready")
        serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
