"""The worker process: says who and what is in a document, of which date and language it is, and what it is called.

It stands between the process that reads files (`search.extract.isolation`), whose requests are the writer's own, and
the writer: each frame that comes from there goes out again, those that hold a text with all that can be made of it. So
files are read while earlier ones are understood. The first frame says that both are ready; what goes wrong before it is
on stderr, afterwards nothing is.
"""

import ctypes
import gc
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar, cast

from search.entities.recognise import recognise
from search.extract.dating import document_date
from search.extract.extracted import Extracted, Status, Unit
from search.extract.isolation.frames import receive, send
from search.extract.kinds import CODE, CSV, JSON
from search.extract.language import language_of
from search.extract.titling import title_of
from search.ingest.turns import turn
from search.ingest.wire import WAITING, metadata_of, packed_mentions

READING = (sys.executable, "-P", "-m", "search.extract.isolation.parent")
"""The command of the process that reads files."""

MOST_MEMORY, LEAST_MEMORY = 4 << 30, 1 << 30
"""Bytes: the worker may use half of what the machine has, within these bounds."""

NICENESS = 3
"""How far it and those who read for it give way to the writer: all they make goes through that one."""

PR_SET_PDEATHSIG = 1

_IN_NO_LANGUAGE = frozenset((CODE.type, CSV.type, JSON.type))
"""Types whose words are those of a programming language, or names of columns."""

T = TypeVar("T")


def serve(found: BinaryIO, replies: BinaryIO, turns: int) -> None:
    """Pass on every frame until `found` ends. The paths of members are shown by the last of their names. `turns` is the
    descriptor of the file of `search.ingest.turns`.
    """
    while (frame := receive(found)) is not None:
        header, body = json.loads(frame[0]), frame[1]
        if "units" in header:
            with turn(turns, len(body), lambda: send(replies, WAITING)):
                header, parts = understood(header, body)
            send(replies, header, *parts)
        else:
            send(replies, header, body)


def understood(header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], tuple[bytes, bytes]]:
    """The frame of a document with its names, date, language and title.

    Failing to make something of a text is no reason to lose it: then it is partial, and says what is missing.
    """
    name = header.pop("name")
    text = body.decode("utf-8")
    extracted = Extracted(
        header["type"],
        header["reader"],
        Status(header["status"]),
        text,
        tuple(Unit(*unit) for unit in header["units"][:1]),
        metadata_of(header["metadata"]),
        header["reason"],
    )
    troubles: list[str] = []
    forms, cells = _attempt("names", troubles, lambda: packed_mentions(recognise(text))) or ([], b"")
    dated = _attempt("date", troubles, lambda: document_date(name, text, extracted.metadata))
    language = extracted.metadata.language
    if language is None and extracted.type not in _IN_NO_LANGUAGE:
        language = _attempt("language", troubles, lambda: language_of(text))
    title = _attempt("title", troubles, lambda: title_of(name, extracted)) or name
    date, origin = dated or (None, None)
    if troubles:
        header["reason"] = "; ".join([extracted.reason, *troubles] if extracted.reason else troubles)
        header["status"] = Status.PARTIAL if extracted.status is Status.OK else extracted.status
    header["metadata"]["language"] = language
    header |= {"forms": forms, "title": title, "date": date, "date_origin": origin, "text_bytes": len(body)}
    return header, (body, cells)


def _attempt(part: str, troubles: list[str], work: Callable[[], T]) -> T | None:
    try:
        return work()
    except Exception as error:
        troubles.append(f"no {part}: {type(error).__name__}: {error}" if str(error) else type(error).__name__)
        return None


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
    """Serve over stdin, which the reading process reads, and stdout. The only argument is for `serve`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    # It has limits of its own, and is started before this process takes some.
    with subprocess.Popen(READING, stdin=0, stdout=subprocess.PIPE) as reading:
        _limit()
        recognise("")  # loads the word lists: without them there is nothing to be ready for
        # Recognition makes millions of tuples and no cycles; looking for those took a seventh of a large text's time.
        gc.freeze()
        gc.set_threshold(100_000, 50, 100)
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as replies:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1):
                os.dup2(nowhere, descriptor)
            found = cast(BinaryIO, reading.stdout)
            serve(found, replies, int(sys.argv[1]))
    sys.exit(reading.returncode)


if __name__ == "__main__":
    main()
