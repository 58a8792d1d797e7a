"""The process that reads files for others. It is started with nothing but its pipes, has one thread and all readers
loaded, forks a child for each file or for a few small ones, and answers in the order in which it is asked.

It is asked on stdin, with a JSON object a line: first `{"moved": [digest, ...], "caps": {...}, "journal": path or
null}`, then `{"path", "known", "ocr"}` for each file. Frames on stdout answer; the first is `{"ready": true}`, then for
each file there is one of

* `{"vanished": true}`
* `{"unread": reason, "status", "stamp": [size, mtime_ns, ctime_ns, inode] or null}`
* `{"same": true, "digest", "stamp"}`: its digest is `known` or, where that is null, in `moved`, where each serves once
* a document: `{"digest", "stamp", "name", "type", "reader", "status", "reason", "metadata", "units", "container",
  "seconds", "peak"}` with its text in UTF-8; `units` are arrays of the fields of `Unit`.

The documents in a `container` follow it, each behind the one it is in, with "member" (the bytes of its path inside the
file as latin-1), "size" and "modified" instead of "stamp". After them follows `{"closed": true, "member", "status",
"reason", "members"}`: what the container is after all, and how many were in it.
"""

import gc
import json
import os
import select
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from search.extract.caps import Caps
from search.extract.isolation import linux
from search.extract.isolation.answering import Answering
from search.extract.isolation.frames import send
from search.extract.isolation.job import Answer, Job
from search.extract.isolation.journal import Journal
from search.extract.isolation.limits import allow_descriptors
from search.extract.isolation.opening import Request, open_file
from search.extract.isolation.warming import warm_up


class Asked:
    """The lines on a descriptor; those that have come already are had without waiting."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = bytearray()
        self._at = 0
        self.ended = False

    def line(self, *, wait: bool) -> bytes | None:
        """The next line; None at the end, and when it has not come yet and nobody wants to wait."""
        while (end := self._buffer.find(b"\n", self._at)) < 0:
            if self.ended or not (wait or select.select([self._descriptor], [], [], 0)[0]):
                return None
            del self._buffer[: self._at]
            self._at = 0
            piece = os.read(self._descriptor, 1 << 16)
            self._buffer += piece
            self.ended = not piece
        line = bytes(self._buffer[self._at : end])
        self._at = end + 1
        return line

    def lines(self) -> Iterator[bytes]:
        """Those that have come, and the first one of them even if it has to be waited for."""
        line = self.line(wait=True)
        while line is not None:
            yield line
            line = self.line(wait=False)


def main() -> None:
    """Serve until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if sys.platform == "linux":
        linux.end_with_parent(signal.SIGTERM)
        linux.adopt_orphans()
        linux.leave_network()
    allow_descriptors()
    warm_up()
    # Children share what they do not touch; the collector would touch everything.
    gc.collect()
    gc.freeze()
    with os.fdopen(os.dup(1), "wb", buffering=1 << 16) as answers:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        try:
            send(answers, {"ready": True})
            asked = Asked(0)
            if (greeting := asked.line(wait=True)) is not None:
                _serve(asked, json.loads(greeting), answers)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())


def _serve(asked: Asked, greeting: dict[str, Any], answers: BinaryIO) -> None:
    caps = Caps(**greeting["caps"])
    journal = Journal(greeting["journal"])
    moved = Counter[str](greeting["moved"])
    answering = Answering(caps, journal, answers)

    def arrived() -> Iterator[Job | Answer]:
        for line in asked.lines():
            fields = json.loads(line)
            yield open_file(Request(fields["path"], fields["known"], fields["ocr"]), moved, caps)

    while not asked.ended:
        answering.answer(arrived())
        journal.clear()


if __name__ == "__main__":
    main()
