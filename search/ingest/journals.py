"""The journals of those who read files: each worker has one, all beside the memory's own, and all are found again."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from search.ingest.settings import MOST_WORKERS


def journal_of(first: Path, worker: int) -> Path:
    """The journal of a worker, numbered from 0; that of number 0 is `first`."""
    return first.with_name(f"{first.name}-{worker}") if worker else first


def journalled(first: Path) -> list[bytes]:
    """The paths in all journals; a line that was only half written names none."""
    paths = []
    for journal in _all(first):
        with suppress(OSError):
            for line in journal.read_bytes().split(b"\n"):
                with suppress(ValueError, KeyError, TypeError):
                    paths.append(os.fsencode(json.loads(line)["path"]))
    return paths


def clear(first: Path) -> None:
    """Nothing is being read by anyone. OSError."""
    for journal in _all(first):
        with suppress(FileNotFoundError):
            os.truncate(journal, 0)


def _all(first: Path) -> Iterator[Path]:
    return (journal_of(first, worker) for worker in range(MOST_WORKERS))
