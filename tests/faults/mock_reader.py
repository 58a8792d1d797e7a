"""A reader that does what the file says, as the worst of files do: one instruction a line, one after the other."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Metadata, Status, Unit
from search.extract.kinds import Kind
from search.extract.pieces import Member, Part, Piece, Remark, unit_part
from search.extract.trouble import Unreadable

READER = "mock/1"

ALONE = Kind("text", "mock file", "mock")
TOGETHER = Kind("text", "mock file that is read with others", "mock_together")
PROGRAMS = Kind("text", "mock file for programs", "mock_programs")
OTHER = Kind("office", "mock file of another kind", "mock_other")
NOBODY = Kind("office", "mock file that nobody reads")
KINDS = {".mock": ALONE, ".mocks": TOGETHER, ".mockp": PROGRAMS}


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """What the instructions in `file` yield."""
    content = file.read()
    for line in content.decode().split("\n"):
        verb, _, rest = line.partition(" ")
        if verb == "copies":
            for _ in range(int(rest)):
                yield Member(b"copy.mock", None, iter([content]))
        elif verb:
            yield from _pieces(verb, rest)


def read_other(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """What a reader yields that another one has passed the file on to."""
    yield Part(f"read as {kind.format}")


def _pieces(verb: str, rest: str) -> Iterator[Piece]:
    match verb:
        case "say":
            yield Part(rest)
        case "pages":
            for number in range(1, int(rest) + 1):
                yield unit_part("page", number, f"page {number}")
        case "label":
            yield Part("labelled", (Unit("section", 1, "half \ud83d a pair", 0, 8),))
        case "title":
            yield Metadata(title=rest)
        case "remark":
            yield Remark(Status.PARTIAL, rest)
        case "refuse":
            raise Unreadable(Status(rest), f"it is {rest}")
        case "raise":
            raise ValueError(rest)
        case "kind":
            yield {"other": OTHER, "nobody": NOBODY}[rest]
        case "member":
            name, _, content = rest.partition(" ")
            yield Member(name.encode(), None, iter([content.replace(";", "\n").encode()]))
        case "broken":
            yield Member(rest.encode(), None, _cut_short())
        case "megabytes":
            yield Member(f"{rest}.bin".encode(), "2020-01-02T03:04:05Z", (bytes(1 << 20) for _ in range(int(rest))))
        case "members":
            for number in range(int(rest)):
                yield Member(b"%d.txt" % number, None, iter([b"member %d" % number]))
        case _:
            yield from _misdeed(verb, rest)


def _misdeed(verb: str, rest: str) -> Iterator[Piece]:
    match verb:
        case "pause":
            time.sleep(float(rest))
        case "hang":
            time.sleep(1000)
        case "spin":
            while True:
                pass
        case "abort":
            os.abort()
        case "signal":
            os.kill(os.getpid(), int(rest))
        case "exit":
            os._exit(int(rest))
        case "allocate":
            bytearray(int(rest) << 20)
        case "exhaust":
            _exhaust()
        case "talk":
            while True:
                yield Part("and so on " * 1000)
        case "stutter":
            while True:
                yield Part("")
        case "multiply":
            while True:
                os.fork()
        case "kill":
            os.kill(os.getppid(), signal.SIGKILL)
        case "write":
            with open(rest, "w") as file:
                file.write("written")
        case "touch":
            os.close(os.open(rest, os.O_WRONLY | os.O_CREAT))
        case "remove":
            os.unlink(rest)
        case "connect":
            socket.create_connection(("127.0.0.1", int(rest)), timeout=1).close()
        case "run":
            yield Part(subprocess.run(rest.split(), capture_output=True, check=True, text=True).stdout)
        case "leave":
            for apart in (False, True):
                process = subprocess.Popen(
                    [sys.executable, "-c", "import time; time.sleep(1000)"], start_new_session=apart
                )
                yield unit_part("page", 1 + apart, str(process.pid))
        case "keep":
            with tempfile.NamedTemporaryFile("w", delete=False) as kept:
                kept.write("kept")
            yield Part(kept.name)
        case "lie":
            for descriptor in range(3, 100):
                try:
                    os.write(descriptor, rest.encode() * 100)
                except OSError:
                    continue
            time.sleep(1000)
        case "look":
            yield Part(" ".join(sorted(os.readlink(f"/proc/self/fd/{each}") for each in _descriptors())))
        case _:
            raise AssertionError(verb)


def _cut_short() -> Iterator[bytes]:
    yield b"say the first half\n"
    raise Unreadable(Status.PARTIAL, "cut short")


def _exhaust() -> None:
    """Take all memory there is and end as libraries in C do when they are refused more."""
    taken = []
    try:
        while True:
            taken.append(bytearray(b"x") * (1 << 20))
    except MemoryError:
        os.abort()


def _descriptors() -> list[int]:
    found = []
    for descriptor in range(100):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        found.append(descriptor)
    return found
