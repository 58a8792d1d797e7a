"""The ingest lock: one process at a time reads new documents into a memory.

The lock is the kernel's (flock on `ingest.lock`), so that it ends with its process however that dies; the file's text
says who holds it and is never trusted for more. Forked children share the lock: start workers with spawn or
forkserver.
"""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.errors import CristalError, MemoryBusy
from search.memory.instants import now
from search.memory.paths import shown

_STEP = 0.05
_HOLDER = re.compile(rb"pid (\d{1,10}) since ([\d:TZ-]{20})\n")


@contextmanager
def ingest_lock(folder: Path, wait: float) -> Iterator[None]:
    """Hold the ingest lock of the memory in `folder`; MemoryBusy, naming its holder, when it is not free within `wait`
    seconds.
    """
    try:
        file = _opened(folder)
    except OSError as error:
        raise CristalError(
            f"the memory in {shown(os.fsencode(folder))} cannot be locked ({error.strerror}); check its permissions"
        ) from error
    try:
        _acquire(file, folder, time.monotonic() + wait)
        _write(file, f"pid {os.getpid()} since {now()}\n")
        try:
            yield
        finally:
            _write(file, "")
    finally:
        os.close(file)


def _opened(folder: Path) -> int:
    path = folder / "ingest.lock"
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except (PermissionError, IsADirectoryError):
        # The kernel locks what can only be read as well, a folder too.
        if not os.access(folder, os.W_OK):
            raise
        return os.open(path, os.O_RDONLY)


def _acquire(file: int, folder: Path, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise MemoryBusy(_busy(file, folder)) from None
            time.sleep(min(_STEP, remaining))


def _write(file: int, holder: str) -> None:
    """The disk may be full: the lock holds without a text."""
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.pwrite(file, holder.encode(), 0)


def _busy(file: int, folder: Path) -> str:
    try:
        holder = _HOLDER.fullmatch(os.pread(file, 100, 0))
    except IsADirectoryError:
        holder = None
    who = f"process {int(holder[1])}, since {holder[2].decode()}," if holder else "another process"
    return f"{who} is reading documents into the memory in {shown(os.fsencode(folder))}; wait for it or stop it"
