"""Builder processes: segments are built in them while this process goes on, one segment each at a time."""

from __future__ import annotations

import select
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from search.index.aside import Aside
from search.index.building import Built
from search.index.jobs import Job, decode_built, encode_job

COMMAND = (sys.executable, "-P", "-m", "search.index.builder")


@dataclass(frozen=True, slots=True)
class Order:
    """A job that is being done, where, and what to do with what comes of it."""

    job: Job
    aside: Aside
    publish: Callable[[Built | None], None]

    def do(self) -> None:
        """Do the job in this process, and publish it."""
        self.finish(self.job.run)

    def finish(self, built: Callable[[], Built | None]) -> None:
        """Publish what was built, and be done with it."""
        try:
            self.publish(built())
        finally:
            self.aside.close()


class Builders:
    """At most so many processes, started when there is something for them to do."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._idle: list[_Process] = []
        self._busy: dict[_Process, Order] = {}

    def give(self, order: Order) -> None:
        """Have a job done, here when no process can be started. When all are busy, what is done first is published."""
        while not self._idle and len(self._busy) >= self.most:
            self.publish(wait=True)
        try:
            process = self._idle.pop() if self._idle else _Process()
        except OSError:
            order.do()
            return
        process.tell(encode_job(order.job))
        self._busy[process] = order

    def publish(self, *, wait: bool) -> bool:
        """Publish what was built meanwhile, or wait for something; True when there was anything.

        What a process failed at, or took with it, is done here, so that its error is known.
        """
        done: list[tuple[Order, str]] = []
        for process in self._ready(None if wait else 0):
            line = process.reply()
            done.append((self._busy.pop(process), line))
            if process.is_lost:
                process.end()
            else:
                self._idle.append(process)
        try:
            for order, line in done:
                order.finish(partial(decode_built, line, order.aside.path) if line.strip() else order.job.run)
        finally:
            for order, _ in done:
                order.aside.close()
        return bool(done)

    def _ready(self, seconds: float | None) -> list[_Process]:
        return select.select(list(self._busy), (), (), seconds)[0] if self._busy else []

    def close(self) -> None:
        """End the processes; what they were at is forgotten."""
        for process in (*self._idle, *self._busy):
            process.end()
        for order in self._busy.values():
            order.aside.close()
        self._idle, self._busy = [], {}


class _Process:
    def __init__(self) -> None:
        self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.is_lost = False

    def fileno(self) -> int:
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def tell(self, line: str) -> None:
        """Tell it a job. That it is gone will be seen at its reply."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass

    def reply(self) -> str:
        """Its reply to the job, empty when it failed or is lost."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        self.is_lost = not line.endswith(b"\n")
        return "" if self.is_lost else line.decode()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()
