"""How much of the machine bringing a memory up to date takes: how many processes read, how far ahead, and how much is
written at a time.
"""

import os
from dataclasses import dataclass

from search.ingest.batch import BATCH_CODE_POINTS
from search.ingest.settings import DEFAULT, MOST_WORKERS, Settings

WRITER = 100
"""Megabytes that the process that writes needs, with a batch."""

WORKER = 100
"""Megabytes that each worker needs for ordinary documents, with the processes that read for it."""

AHEAD = 48 << 20
"""Bytes of files asked for and not yet read, for all workers together, where `memory` is as it comes."""

HEARD = 16 << 20
"""Bytes of replies that wait to be taken, likewise: as much as is read while a batch is written."""


@dataclass(frozen=True, slots=True)
class Share:
    """At most so many `workers`; for all of them, `ahead` bytes of files asked for, and `heard` bytes of replies that
    wait; `batch` code points written at a time.
    """

    workers: int
    ahead: int
    heard: int
    batch: int


def share_of(settings: Settings) -> Share:
    """What `settings` allow on this machine. One worker there always is."""
    fitting = (settings.memory - WRITER) // WORKER
    workers = max(1, min(settings.workers, cores(), fitting, MOST_WORKERS))
    return Share(
        workers,
        ahead=AHEAD * settings.memory // DEFAULT.memory,
        heard=HEARD * settings.memory // DEFAULT.memory,
        batch=BATCH_CODE_POINTS * settings.memory // DEFAULT.memory,
    )


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
