"""The worker process: one request a line on stdin, one reply on stdout, until stdin ends.

It does everything about a file that needs only the file: open it safely, digest, extract, recognise, date and title.
A request is `{"path", "known"}` (hexadecimal digests at which reading can stop); a reply is a JSON line, followed by
`bytes` bytes of UTF-8 text. It runs apart from the writer so that a hostile file can at worst cost its own time
limit.
"""

import ctypes
import hashlib
import json
import os
import resource
import signal
import stat
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from search.entities.recognise import recognise
from search.extract.dating import document_date
from search.extract.extracted import Extracted, Status
from search.extract.reading import extract
from search.extract.titling import title_of
from search.ingest.scanning import stamp_of

ADDRESS_SPACE = 4 << 30
DIGEST_BYTES = 20
PR_SET_PDEATHSIG = 1


def answer(path: str, known: frozenset[str]) -> tuple[dict[str, Any], bytes]:
    """The reply for one file: the header, and the text as UTF-8."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY)
    except FileNotFoundError:
        return {"vanished": True}, b""
    except OSError as error:
        return _reply(_unread((error.strerror or "cannot be opened").lower()), path, "", None)
    with os.fdopen(descriptor, "rb") as file:
        for _ in range(2):
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return _reply(_unread("not a regular file", Status.SKIPPED), path, "", before)
            try:
                digest = _digest(file)
                if digest in known:
                    extracted = None
                else:
                    file.seek(0)
                    extracted = extract(file, os.path.basename(path))
            except OSError as error:
                return _reply(_unread((error.strerror or "cannot be read").lower()), path, "", before)
            if stamp_of(os.fstat(descriptor)) == stamp_of(before):
                if extracted is None:
                    return {"digest": digest, "stamp": stamp_of(before), "same": True}, b""
                return _reply(extracted, path, digest, before)
            file.seek(0)
        return _reply(_unread("changed while it was read"), path, "", before)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until `requests` ends."""
    for line in requests:
        request = json.loads(line)
        header, text = answer(request["path"], frozenset(request["known"]))
        header["bytes"] = len(text)
        replies.write(json.dumps(header).encode() + b"\n" + text)
        replies.flush()


def _digest(file: BinaryIO) -> str:
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def _unread(reason: str, status: Status = Status.FAILED) -> Extracted:
    return Extracted(type="unknown", reader="none", status=status, reason=reason)


def _reply(extracted: Extracted, path: str, digest: str, status: os.stat_result | None) -> tuple[dict[str, Any], bytes]:
    name = os.path.basename(path)
    date, origin = document_date(name, extracted.text, extracted.metadata)
    header = {
        "digest": digest,
        "stamp": stamp_of(status) if status is not None else None,
        "type": extracted.type,
        "reader": extracted.reader,
        "status": extracted.status,
        "reason": extracted.reason,
        "metadata": asdict(extracted.metadata),
        "units": [(unit.kind, unit.number, unit.label, unit.start, unit.end) for unit in extracted.units],
        "mentions": recognise(extracted.text),
        "title": title_of(name, extracted),
        "date": date,
        "date_origin": origin,
    }
    return header, extracted.text.encode("utf-8")


def _limit() -> None:
    """Bound memory, write no core, and do not outlive the writer (where the system can promise that)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)
