"""Large texts are understood one at a time, however many workers there are: each takes many times its size in memory.

Whose turn it is is a lock on a file without a name that all workers are given; the system takes it from one that dies.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LARGE = 4_000_000
"""Bytes of a text in UTF-8 that has to wait for its turn."""

LOOK_SECONDS = 0.5


@contextmanager
def turn(descriptor: int, size: int, waiting: Callable[[], None]) -> Iterator[None]:
    """The time in which a text of `size` bytes is understood. `descriptor` is that of the file; `waiting` is called as
    long as it is the turn of another.
    """
    if size < LARGE:
        yield
        return
    while not _taken(descriptor):
        waiting()
        time.sleep(LOOK_SECONDS)
    try:
        yield
    finally:
        fcntl.lockf(descriptor, fcntl.LOCK_UN)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
