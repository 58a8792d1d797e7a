"""Runs an app in a real terminal device and tells which control characters of its texts reached it."""

import importlib
import os
import pty
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

ROOT = Path(__file__).parents[2]
SECONDS = 60
"""An app that has not ended by then is killed, and the test fails."""

PAYLOADS = {
    "ESC CSI": "\x1b[6n",
    "OSC 52": "\x1b]52;c;UFdORUQ=\x1b\\",
    "OSC 8": "\x1b]8;;http://evil/\x1b\\",
    "DCS": "\x1bP+q544e\x1b\\",
    "C1 CSI": "\x9b6n",
    "C1 OSC": "\x9d0;t\x9c",
    "NUL": "\x00",
    "BEL": "\x07",
    "BS": "\x08",
    "VT": "\x0b",
    "FF": "\x0c",
    "SO": "\x0e",
    "DEL": "\x7f",
    "NEL": "\x85",
    "ZWSP": "\u200b",
    "RLO": "\u202e",
    "LRI": "\u2066",
    "BOM": "\ufeff",
    "LS": "\u2028",
}
_OPEN = "≺"
HOSTILE = " ".join(f"{name}{_OPEN}{payload}≻" for name, payload in PAYLOADS.items())
"""One line that holds every payload, each after its name: what to put on a surface."""

HOSTILE_LINK = f"http://{_OPEN}{PAYLOADS['OSC 52']}/"


class NotDrawn(AssertionError):
    """The app ended without drawing the hostile text, so that nothing can be said about it."""


def leaks(factory: Callable[[], App[Any]], rows: int = 60, columns: int = 500) -> list[str]:
    """The names of the payloads that the terminal got as they are, in the app that `factory` makes.

    `factory` is a function of a module, because a process of its own calls it. Raises `NotDrawn` when the hostile text
    was on no surface.
    """
    output = _output_of([sys.executable, "-m", __name__, factory.__module__, factory.__qualname__], rows, columns)
    if "ESC CSI" not in output.decode(errors="replace"):
        words = re.sub(r"\x1b\[[^A-Za-z]*[A-Za-z]", " ", output.decode(errors="replace")).split()
        raise NotDrawn(" ".join(words)[-2000:])
    return [name for name, payload in PAYLOADS.items() if f"{_OPEN}{payload}".encode() in output]


def _output_of(command: list[str], rows: int, columns: int) -> bytes:
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        termios.tcsetwinsize(0, (rows, columns))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
        environment.update(COLUMNS=str(columns), LINES=str(rows))
        os.execve(command[0], command, environment)
    try:
        return _read_to_end(terminal)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _read_to_end(terminal: int) -> bytes:
    received = bytearray()
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            read = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not read:
            break
        received += read
    return bytes(received)


async def _look_and_leave(pilot: Pilot[Any]) -> None:
    await pilot.pause(0.5)
    pilot.app.exit()


if __name__ == "__main__":
    make_app = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
    make_app().run(auto_pilot=_look_and_leave)
