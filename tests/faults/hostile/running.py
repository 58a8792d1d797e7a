"""The process that reads for others, asked about many files at once, and what it answered."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from search.extract.caps import Caps
from search.extract.isolation.frames import receive


class Frame(NamedTuple):
    """One frame of an answer: a document, a member, or the end of a container."""

    about: dict[str, Any]
    text: str


Answer = list[Frame]
"""All frames about one file."""


class Reading(NamedTuple):
    """The process, ready, and its answers as they come."""

    pid: int
    answers: Iterator[Answer]


@contextmanager
def reading(paths: Sequence[str], caps: Caps, home: Path, *, under: Sequence[str] = ()) -> Iterator[Reading]:
    """Ask about `paths`. All that the process may think its own (home, temporary files) is in `home`; `under` is a
    command that runs it.
    """
    command = [*under, sys.executable, "-P", "-m", "search.extract.isolation.parent"]
    environment = os.environ | dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(home))
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=home, start_new_session=True
    )
    requests, answers = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    asking = threading.Thread(target=_ask, args=(requests, paths, caps, done := threading.Event()))
    asking.start()
    try:
        assert receive(answers) == (b'{"ready": true}', b"")
        yield Reading(process.pid, _answers(answers, len(paths), most=2 * caps.members))
        done.set()
        assert process.wait(timeout=30) == 0
        assert answers.read() == b""
    finally:
        done.set()
        process.kill()
        process.wait()
        asking.join()
        answers.close()


def _ask(requests: BinaryIO, paths: Sequence[str], caps: Caps, done: threading.Event) -> None:
    """Ask, and keep asking open until all is answered: then the process can be looked at while it has nothing to do."""
    greeting: dict[str, Any] = {"moved": [], "caps": asdict(caps), "journal": None}
    lines = [greeting, *({"path": path, "known": None, "ocr": False} for path in paths)]
    try:
        with requests:
            requests.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
            requests.flush()
            done.wait()
    except BrokenPipeError:
        pass


def _answers(pipe: BinaryIO, count: int, most: int) -> Iterator[Answer]:
    for _ in range(count):
        answer = [_frame(pipe)]
        while answer[0].about.get("container") and not _closes(answer[-1]):
            answer.append(_frame(pipe))
            # Whoever writes as many as he likes could do so for ever.
            assert len(answer) <= most, f"{most} frames for one file, the last one {answer[-1].about}"
        yield answer


def _frame(pipe: BinaryIO) -> Frame:
    received = receive(pipe)
    assert received is not None, "the process that reads has ended"
    return Frame(json.loads(received[0]), received[1].decode())


def _closes(frame: Frame) -> bool:
    return bool(frame.about.get("closed")) and frame.about["member"] is None
