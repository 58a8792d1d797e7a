"""One worker process, attended: it is started, asked, listened to and ended, and never waited for without limit.

A thread writes the requests and another takes the replies off the pipe, so that a full pipe stops neither side.
"""

import queue
import subprocess
import sys
import threading
import time
from collections import deque
from typing import BinaryIO, cast

from search.errors import CristalError
from search.extract.isolation.frames import receive

COMMAND = (sys.executable, "-P", "-m", "search.ingest.worker")
START_SECONDS = 60.0


class WorkerLost(Exception):
    """The worker died or overran its time; the message is a reason for the file it was at."""


class Worker:
    """A running worker process. Raises CristalError when it does not get ready."""

    def __init__(self, first_line: str) -> None:
        try:
            self._process = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise CristalError(_no_start(str(error))) from error
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._replies: queue.SimpleQueue[tuple[bytes, bytes] | None] = queue.SimpleQueue()
        self._asked: deque[float] = deque()
        self._heard = 0.0
        for work in (self._write, self._listen):
            threading.Thread(target=work, name=f"worker{work.__name__}", daemon=True).start()
        self._get_ready()
        self._lines.put(first_line)

    def ask(self, line: str) -> None:
        """Send one request. A dead worker is noticed at the reply."""
        self._asked.append(time.monotonic())
        self._lines.put(line)

    def reply(self, seconds: float, *, first: bool = True) -> tuple[bytes, bytes]:
        """The next reply; WorkerLost when there is none within `seconds` of its request and of the reply before.

        `first`: it is the first one to a request.
        """
        asked = self._asked.popleft() if first else 0.0
        while True:
            left = max(asked, self._heard) + seconds - time.monotonic()
            try:
                reply = self._replies.get(timeout=max(left, 0.01))
            except queue.Empty:
                if time.monotonic() >= max(asked, self._heard) + seconds:
                    raise WorkerLost(f"took longer than {seconds:.0f} seconds to read") from None
                continue
            if reply is None:
                code = self._process.wait()
                raise WorkerLost(f"the reader was stopped by signal {-code}" if code < 0 else "the reader failed")
            return reply

    def end(self) -> None:
        """End the process at once and reap it."""
        self._process.kill()
        self._process.wait()
        self._lines.put(None)

    def _get_ready(self) -> None:
        """Wait for the first frame. What the worker has to say until then is the reason why it does not come."""
        complaints = cast(BinaryIO, self._process.stderr)
        with complaints:
            try:
                ready = self._replies.get(timeout=START_SECONDS) is not None
                late = False
            except queue.Empty:
                ready, late = False, True
            if ready:
                return
            self.end()
            said = complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise CristalError(_no_start(said if said and not late else f"it was not ready in {START_SECONDS:.0f} seconds"))

    def _write(self) -> None:
        try:
            with cast(BinaryIO, self._process.stdin) as pipe:
                while (line := self._lines.get()) is not None:
                    pipe.write(line.encode() + b"\n")
                    pipe.flush()
        except OSError:
            return

    def _listen(self) -> None:
        with cast(BinaryIO, self._process.stdout) as pipe:
            while (reply := receive(pipe)) is not None:
                self._heard = time.monotonic()
                self._replies.put(reply)
        self._replies.put(None)


def _no_start(reason: str) -> str:
    return f"the process that reads files cannot start ({reason}): install Cristal again"
