"""The directories of names that one explorer keeps: that of now, and that of the past moment asked for last."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from search.cancel import CancelToken
from search.explore.catalogue import Catalogue
from search.explore.view import View
from search.memory.memory import Memory

if TYPE_CHECKING:
    from search.entities.lookup.directory import Directory

SHARE = 10
"""While the memory grows, the directory of names is made again after this many times the time that making it takes."""


class Directories:
    """Makes them when they are asked for, in whichever thread asks first."""

    def __init__(self, memory: Memory, catalogue: Catalogue) -> None:
        self._memory, self._catalogue = memory, catalogue
        self._lock = threading.Lock()
        self._now: Directory | None = None
        self._generation = -1
        self._due = 0.0
        self._past: tuple[int, str, Directory] | None = None

    @property
    def behind(self) -> bool:
        """Whether the directory of now is from before the last refresh, and due to be made anew."""
        moved = self._generation != self._catalogue.generation
        return self._now is not None and moved and time.monotonic() >= self._due

    def expire(self) -> None:
        """Make that of now anew at the next question, however shortly before it was made."""
        self._due = 0.0

    def now(self, cancel: CancelToken) -> Directory:
        """That of this generation; while the memory grows quickly, of a generation shortly before. Cancelled."""
        from search.explore.naming import make_directory

        with self._lock:
            if self._now is None or self.behind:
                started = time.monotonic()
                generation = self._catalogue.generation
                self._now = make_directory(self._catalogue.now, self._memory, cancel)
                self._generation = generation
                self._due = time.monotonic() + SHARE * (time.monotonic() - started)
            return self._now

    def then(self, view: View, instant: str, cancel: CancelToken) -> Directory:
        """That of `view`, the memory as it was at `instant`. Cancelled."""
        from search.explore.naming import make_directory

        with self._lock:
            generation = self._catalogue.generation
            if self._past is None or self._past[:2] != (generation, instant):
                self._past = generation, instant, make_directory(view, self._memory, cancel)
            return self._past[2]
