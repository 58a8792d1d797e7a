"""The explorer in a real pseudo-terminal: first paint, the echo of a key, a large file."""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.collection import sentences

ROWS, COLUMNS = 40, 120
QUIET_SECONDS = 0.4


class Terminal:
    """The explorer running in a pseudo-terminal of 120x40."""

    def __init__(self, *words: str) -> None:
        self.started = time.monotonic()
        self.process, self.screen = pty.fork()
        if self.process == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execv(sys.executable, [sys.executable, "-m", "tui", *words])
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def until(self, text: str, seconds: float = 60) -> float:
        """Seconds from the start until `text` was painted; negative when it never was."""
        seen = b""
        while time.monotonic() - self.started < seconds:
            seen = (seen + self._read(0.05))[-200_000:]
            if text.encode() in seen:
                return time.monotonic() - self.started
        return -1.0

    def settle(self) -> None:
        """Read until nothing was painted for a moment."""
        while self._read(QUIET_SECONDS):
            pass

    def key(self, keys: str, echo: str = "") -> float:
        """Milliseconds from writing `keys` until `echo` was painted, without one until anything was."""
        while self._read(0):
            pass
        started = time.perf_counter()
        os.write(self.screen, keys.encode())
        seen = self._read(5)
        while echo.encode() not in seen and time.perf_counter() - started < 5:
            seen += self._read(0.5)
        return (time.perf_counter() - started) * 1000

    def close(self) -> None:
        """End the explorer."""
        os.kill(self.process, signal.SIGTERM)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and os.waitpid(self.process, os.WNOHANG) == (0, 0):
            self._read(0.05)
        os.close(self.screen)

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self.screen], [], [], seconds)
        try:
            return os.read(self.screen, 1 << 20) if ready else b""
        except OSError:
            return b""


@contextmanager
def running(*words: str) -> Iterator[Terminal]:
    """The explorer started with `words`, ended with the block."""
    terminal = Terminal(*words)
    try:
        yield terminal
    finally:
        terminal.close()


def bench_terminal(memory: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """First paint, and the echo of keys while idle and while a folder is being indexed."""
    with running("--memory", str(memory)) as terminal:
        yield "explorer: first paint", f"{terminal.until('Names') * 1000:.0f} ms"
        terminal.settle()
        yield "echo of a key, idle: p50 / p95 / max", _echo(terminal)
    busy = memory.parent / "busy"
    with running(str(folder), "--memory", str(busy)) as terminal:
        terminal.until("Names")
        time.sleep(2)
        yield "echo of a key, while indexing: p50 / p95 / max", _echo(terminal)
    shutil.rmtree(busy, ignore_errors=True)


def _echo(terminal: Terminal) -> str:
    """Words typed as people type, each letter timed until the query row shows it."""
    figures = []
    for word in ("quixotic", "harbour", "jovial", "memory", "kernel", "union"):
        for length, letter in enumerate(word, start=1):
            figures.append(terminal.key(letter, word[:length]))
            time.sleep(0.12)
        terminal.key("\x15")
        time.sleep(0.5)
    figures.sort()
    return f"{figures[len(figures) // 2]:.0f} / {figures[len(figures) * 95 // 100]:.0f} / {figures[-1]:.0f} ms"


def bench_large_file(scratch: Path, megabytes: int) -> Iterator[tuple[str, str]]:
    """A text file of `megabytes` MB: remembered, opened, walked through."""
    import random

    file, memory = scratch / "large.txt", scratch / "large"
    block = "\n".join(sentences(random.Random(1), 8_000)) + "\n"
    with file.open("w") as out:
        for _ in range(megabytes * 1_000_000 // len(block) + 1):
            out.write(block)
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "tui", "add", str(file), "--memory", str(memory), "--quiet"], check=True)
    yield f"text file of {megabytes} MB: remembered in", f"{time.monotonic() - started:.0f} s"
    with running("--memory", str(memory), str(file)) as terminal:
        yield f"text file of {megabytes} MB: opened, from process start", f"{terminal.until('0%'):.2f} s"
        terminal.settle()
        for name, keys in (("page down", " "), ("line down", "j"), ("end and start", "Gg")):
            figures = []
            for place in range(10):
                figures.append(terminal.key(keys[place % len(keys)]))
                terminal.settle()
            yield f"text file of {megabytes} MB: {name}, median / max", _middle(figures)


def _middle(figures: list[float]) -> str:
    return f"{sorted(figures)[len(figures) // 2]:.0f} / {max(figures):.0f} ms"
