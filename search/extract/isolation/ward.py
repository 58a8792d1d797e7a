"""A child, watched: its frames as they come and within its time, and its end, whatever happens."""

import fcntl
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, ClassVar, Self

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.isolation.child import KILOBYTE, be_child
from search.extract.isolation.found import parsed
from search.extract.isolation.frames import take
from search.extract.isolation.job import Job
from search.extract.isolation.limits import Limits
from search.extract.whole import megabytes

BYTES_A_SECOND = 4 << 20
"""A file has a second more for each so many."""

LATE = 0.5
"""Seconds after which a read is said to last."""

PROGRAM_SECONDS, PROGRAM_MEMORY, PROGRAM_FILE = 60.0, 4 << 30, 1 << 30
"""What readers that start programs have at least: LibreOffice needs it for the smallest document."""

OCR_SECONDS = 1_800.0

_PIECE = 1 << 16
_PIPE = 1 << 18
_MOST_HEADER = 64 << 20
_MOST_GENERATIONS = 1_000
_PROCESSOR_FACTOR = 5
"""Seconds of processor time for one of the clock, which stands still while members are read: a net below the net."""

_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGTRAP, signal.SIGILL)
"""How libraries in C end when they are refused memory."""


class Stopped(Exception):
    """The child ended, or was ended, before it was done: what that means for the file it was at."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Ward:
    """A child that reads `jobs`, one after the other; a context manager that leaves nothing of it.

    `late` is called with the path of what takes long. SystemExit is raised instead of a frame once nobody reads from
    the pipe `audience` any more.
    """

    running: ClassVar[set[int]] = set()
    """The process ids of all that there are now."""

    def __init__(self, jobs: Sequence[Job], caps: Caps, late: Callable[[str], None], audience: int) -> None:
        self._caps, self._late, self._audience = caps, late, audience
        programs = any(job.reader is not None and job.reader.programs for job in jobs)
        limits = _limits(jobs, caps, programs=programs)
        self._memory = limits.memory
        self._folder = tempfile.mkdtemp(prefix="cristal-") if programs else None
        self._begun = self._until = self._allowed = 0.0
        self._is_late = False
        self._path = jobs[0].path
        self._buffer = bytearray()
        self.peak = 0
        parent = os.getpid()
        self._pipe, answers = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            be_child(jobs, answers, caps, limits, self._folder, parent)
        os.close(answers)
        self.running.add(self._pid)
        if sys.platform == "linux":
            with suppress(OSError):
                fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        self._poll = select.poll()
        self._poll.register(self._pipe, select.POLLIN)
        self._poll.register(audience, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def begin(self, job: Job) -> None:
        """The next frames are of `job`: its time begins."""
        self._allowed = seconds_for(job, self._caps)
        self._begun = time.monotonic()
        self._until = self._begun + self._allowed
        self._is_late = False
        self._path = job.path

    @property
    def seconds(self) -> float:
        """How long the present file has taken."""
        return time.monotonic() - self._begun

    def pause(self, work: Callable[[], None]) -> None:
        """Do `work`, for which the child has to wait: that is not its time."""
        started = time.monotonic()
        work()
        passed = time.monotonic() - started
        self._begun += passed
        self._until += passed

    def frame(self) -> tuple[dict[str, Any], bytes]:
        """The next frame. Stopped when there is none, in time or any more."""
        try:
            while (frame := take(self._buffer, _MOST_HEADER + 4 * self._caps.text)) is None:
                self._receive()
            return parsed(frame[0]), frame[1]
        except (ValueError, RecursionError) as error:
            raise self.nonsense() from error

    def stopped(self, status: Status, reason: str) -> Stopped:
        """The child is ended, for this reason."""
        self.end()
        return Stopped(status, reason)

    def nonsense(self) -> Stopped:
        """The child says what no reader says: it is ended."""
        return self.stopped(Status.FAILED, "the reader crashed and answered nonsense")

    def end(self) -> int:
        """Let nothing of it be left; its exit status as the system gives it, 0 when it had ended before."""
        if self._pid == 0:
            return 0
        pid, self._pid = self._pid, 0
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(pid, signal.SIGKILL)
        os.close(self._pipe)
        _, status, usage = os.wait4(pid, 0)
        self.running.discard(pid)
        self.peak = usage.ru_maxrss * KILOBYTE
        _end_orphans(self.running)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        return status

    def _receive(self) -> None:
        now = time.monotonic()
        late = self._begun + LATE
        if now >= self._until:
            self.end()
            raise self._out_of_time()
        if now >= late and not self._is_late:
            self._is_late = True
            self._late(self._path)
        wake = self._until if self._is_late else min(late, self._until)
        for descriptor, _ in self._poll.poll(1000 * (wake - now) + 1):
            if descriptor == self._audience:
                raise SystemExit  # nobody is listening any more
            piece = os.read(self._pipe, _PIECE)
            if not piece:
                raise self._dead()
            self._buffer += piece

    def _dead(self) -> Stopped:
        code = os.waitstatus_to_exitcode(self.end())
        memory = self._memory
        if code == -signal.SIGXCPU:
            return self._out_of_time()
        # The address space was full; how much of it was really in use differs.
        if -code in _OUT_OF_MEMORY and self.peak > memory // 2:
            return Stopped(Status.TOO_LARGE, f"needs more than {megabytes(memory)} of memory")
        if code == -signal.SIGKILL:
            return Stopped(Status.TOO_LARGE, "needs more memory than there is")
        if code < 0:
            return Stopped(Status.FAILED, f"the reader crashed (signal {-code})")
        return Stopped(Status.FAILED, f"the reader ended in the middle (exit status {code})")

    def _out_of_time(self) -> Stopped:
        return Stopped(Status.FAILED, f"stopped after {self._allowed:.0f} seconds")


def seconds_for(job: Job, caps: Caps) -> float:
    """How long reading `job` may take."""
    least = caps.seconds
    if job.reader is not None and job.reader.programs:
        least = max(least, OCR_SECONDS if job.ocr else PROGRAM_SECONDS)
    return least + job.size / BYTES_A_SECOND


def _limits(jobs: Sequence[Job], caps: Caps, *, programs: bool) -> Limits:
    processor = int(_PROCESSOR_FACTOR * sum(seconds_for(job, caps) for job in jobs)) + 1
    if programs:
        return Limits(max(caps.memory, PROGRAM_MEMORY), processor, programs=True, file_bytes=PROGRAM_FILE)
    return Limits(caps.memory, processor)


def _end_orphans(wanted: Collection[int]) -> None:
    """End what ended children had started and left behind, where the system says what that is."""
    children = f"/proc/self/task/{os.getpid()}/children"
    for _ in range(_MOST_GENERATIONS):
        try:
            with open(children, "rb") as file:
                left = {int(child) for child in file.read().split()} - set(wanted)
        except OSError:
            return
        if not left:
            return
        for child in left:
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
