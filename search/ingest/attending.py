"""Worker processes, attended: they are started, asked, listened to and ended, and never waited for without limit.

For each of them a thread writes the requests and another takes the replies off the pipe, so that a full pipe stops
neither side; only who has much waiting to be heard has to wait.
"""

import json
import math
import queue
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from typing import BinaryIO, TypeAlias, cast

from search.errors import CristalError
from search.extract.isolation.frames import receive
from search.ingest.wire import WAITING

COMMAND = (sys.executable, "-P", "-m", "search.ingest.worker")
START_SECONDS = 60.0
_WAITING = json.dumps(WAITING).encode()

Frame: TypeAlias = tuple[bytes, bytes]
"""A header, still JSON, and a body."""


class Inbox:
    """What all workers reply, in the order in which it came. Of one worker no more than `most` bytes wait here, but one
    frame always may.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._changed = threading.Condition()
        self._frames: deque[tuple[Worker, Frame | None]] = deque()
        self._held: Counter[Worker] = Counter()
        self._closed: set[Worker] = set()

    def put(self, worker: "Worker", frame: Frame | None) -> None:
        """Add a frame of `worker`, None at its end, once there is room; nothing happens when it is closed to it."""
        size = 0 if frame is None else len(frame[0]) + len(frame[1])
        with self._changed:
            self._changed.wait_for(lambda: worker in self._closed or self._has_room(worker, size))
            if worker not in self._closed:
                self._frames.append((worker, frame))
                self._held[worker] += size
                self._changed.notify_all()

    def get(self, seconds: float) -> tuple["Worker", Frame | None] | None:
        """The next frame and whose it is; None when none comes within `seconds`."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._frames, None if seconds == math.inf else max(seconds, 0.0)):
                return None
            worker, frame = self._frames.popleft()
            if frame is not None:
                self._held[worker] -= len(frame[0]) + len(frame[1])
                self._changed.notify_all()
            return worker, frame

    def close(self, worker: "Worker") -> None:
        """Forget what `worker` said, and hear no more of it."""
        with self._changed:
            self._closed.add(worker)
            self._frames = deque(item for item in self._frames if item[0] is not worker)
            del self._held[worker]
            self._changed.notify_all()

    def _has_room(self, worker: "Worker", size: int) -> bool:
        return not self._held[worker] or self._held[worker] + size <= self._most


class Worker:
    """A worker process, on its way up; what it replies is put into `inbox`. `turns` is the descriptor of the file of
    `search.ingest.turns`. CristalError when it cannot be started.
    """

    def __init__(self, inbox: Inbox, turns: int, first_line: str) -> None:
        self._inbox = inbox
        try:
            self._process = subprocess.Popen(
                (*COMMAND, str(turns)),
                pass_fds=(turns,),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise CristalError(_no_start(str(error))) from error
        self._started = time.monotonic()
        self._heard: float | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._lines.put(first_line)
        for work in (self._write, self._listen):
            threading.Thread(target=work, name=f"worker{work.__name__}", daemon=True).start()

    @property
    def is_ready(self) -> bool:
        """Whether it ever was ready to read."""
        return self._heard is not None

    def ask(self, line: str) -> None:
        """Send one request. A dead worker is noticed at the reply."""
        self._lines.put(line)

    def until(self, asked: float, seconds: float) -> float:
        """When the reply to what it was `asked` then is late: `seconds` after that and after the last that was heard.
        Infinite while it has to wait for the inbox.
        """
        if self._heard is None:
            return self._started + START_SECONDS
        return max(asked, self._heard) + seconds

    def why_it_ended(self) -> str:
        """A reason for the file it was at. The worker has closed its pipe."""
        code = self._process.wait()
        return f"the reader was stopped by signal {-code}" if code < 0 else "the reader failed"

    def why_it_never_began(self, *, late: bool) -> CristalError:
        """What it had to say, ended before it was ready."""
        self.end()
        said = ""
        if not late:
            with cast(BinaryIO, self._process.stderr) as complaints:
                said = complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        return CristalError(_no_start(said or f"it was not ready in {START_SECONDS:.0f} seconds"))

    def end(self) -> None:
        """End the process at once and reap it; nothing more is heard of it."""
        self._process.kill()
        self._process.wait()
        self._lines.put(None)
        self._inbox.close(self)

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
            if receive(pipe) is not None:
                cast(BinaryIO, self._process.stderr).close()
                self._heard = time.monotonic()
                while (frame := receive(pipe)) is not None:
                    self._heard = math.inf
                    if frame[0] != _WAITING:
                        self._inbox.put(self, frame)
                    self._heard = time.monotonic()
        self._inbox.put(self, None)


def _no_start(reason: str) -> str:
    return f"the process that reads files cannot start ({reason}): install Cristal again"
