"""Running a program on a stranger's file: no shell, hardly an environment, an end to its time and its output."""

import os
import selectors
import subprocess
import time
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from search.extract.extracted import Status
from search.extract.programs.registry import search_path
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

_PIECE = 1 << 16
_MOST_COMPLAINT = 1 << 12
_LONGEST_SENTENCE = 200
_NOTHING = ("", "(null)")


def run(
    command: Sequence[str | bytes],
    folder: str,
    *,
    stdin: BinaryIO | None = None,
    seconds: float,
    limit: int,
    settings: dict[str, str] | None = None,
) -> Iterator[bytes]:
    """What `command`, whose first is an absolute path, writes to its standard output, piece by piece.

    It works in `folder`, private to it, which is its home as well. `stdin` is a file with a descriptor, given from
    its start. `seconds` counts the time in which it lets others wait. Unreadable, after what came: FAILED when it
    cannot be started, says so by its exit status or takes too long; TOO_LARGE when there is more than `limit` bytes.
    What it complained of is the reason.
    """
    name = os.path.basename(os.fsdecode(command[0]))
    if stdin is not None:
        os.lseek(stdin.fileno(), 0, os.SEEK_SET)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=folder,
            env={"PATH": search_path(), "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", **(settings or {})},
        )
    except OSError as error:
        raise Unreadable(Status.FAILED, f"{name} cannot be started: {error.strerror}") from error
    complaint = bytearray()
    try:
        for piece in _output(process, complaint, seconds):
            limit -= len(piece)
            if limit < 0:
                raise Unreadable(Status.TOO_LARGE, f"{name} has too much to say of it")
            yield piece
        status = process.wait(seconds)
    except (TimeoutError, subprocess.TimeoutExpired) as error:
        raise Unreadable(Status.FAILED, f"{name} takes more than {seconds:.0f} seconds") from error
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    if status:
        how = f"stopped by signal {-status}" if status < 0 else f"exit status {status}"
        raise Unreadable(Status.FAILED, f"{name}: {_sentence(complaint, folder, name) or how}")


def _output(process: subprocess.Popen[bytes], complaint: bytearray, seconds: float) -> Iterator[bytes]:
    """Standard output; the beginning of standard error goes to `complaint`. TimeoutError after `seconds` of waiting."""
    assert process.stdout is not None and process.stderr is not None
    left = seconds
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        selector.register(process.stderr, selectors.EVENT_READ)
        while selector.get_map():
            before = time.monotonic()
            ready = selector.select(left)
            left -= time.monotonic() - before
            if not ready or left <= 0:
                raise TimeoutError
            for key, _ in ready:
                piece = os.read(key.fd, _PIECE)
                if not piece:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    yield piece
                else:
                    complaint += piece[: _MOST_COMPLAINT - len(complaint)]


def _sentence(complaint: bytearray, folder: str, name: str) -> str:
    """The first line of a complaint that says something, without the program's name and that of its folder."""
    text = normalise(complaint.decode("utf-8", "replace")).replace(f"{folder}/", "")
    lines = (line.strip().removeprefix(f"{name}:").strip() for line in text.splitlines())
    return next((line[:_LONGEST_SENTENCE] for line in lines if line not in _NOTHING), "")
