"""`cristal sync` in one process, for faults put into single system calls: `python -m tests.faults.small_sync MEMORY`.

Files are read here instead of by a worker, and what goes wrong is said through system calls of its own (writev), so
that it can be heard while every write fails.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Generator, Iterable
from io import TextIOBase
from pathlib import Path
from unittest.mock import patch

from search.entities.recognise import recognise
from search.extract.caps import Caps
from search.extract.extracted import Extracted, Status, Unit
from search.index import merging
from search.ingest import sync as syncing
from search.ingest.replies import Lost, Prepared, Reply, Request, Same
from search.ingest.scanning import stamp_of
from search.ingest.sharing import Share
from tui import cli

MANY = 2
"""Segments above which they are joined: a small sync shall do that, too."""


def prepare_here(
    requests: Iterable[Request], vanished: Callable[[], Iterable[str]], caps: Caps, journal: Path, share: Share
) -> Generator[tuple[Request, Reply, bool], None, None]:
    """What `preparing.prepare` gives for files of plain text."""
    moved = list(vanished())
    for request in requests:
        yield request, _read(request, moved), True


def _read(request: Request, moved: list[str]) -> Reply:
    try:
        content = Path(os.fsdecode(request.path)).read_bytes()
        stamp = stamp_of(os.stat(request.path))
    except FileNotFoundError:
        return Lost(request.path)
    digest = hashlib.blake2b(content, digest_size=20).hexdigest()
    if request.before is None and digest in moved:
        moved.remove(digest)
        return Same(request.path, digest, stamp)
    if not request.again and request.before is not None and request.before.digest.hex() == digest:
        return Same(request.path, digest, stamp)
    text = content.decode()
    units = (Unit("section", 1, "whole", 0, len(text)),)
    extracted = Extracted("text", "small/1", Status.OK, text, units)
    return Prepared(request.path, digest, stamp, extracted, recognise(text), "title", "2024-06", "text")


class Voice(TextIOBase):
    """stderr through writev."""

    def write(self, text: str) -> int:
        os.writev(2, [text.encode()])
        return len(text)


def main() -> int:
    """Sync the memory that is named; the exit code."""
    sys.stderr = Voice()
    with patch.object(syncing, "prepare", prepare_here), patch.object(merging, "MANY", MANY):
        return cli.main(["sync", "--memory", sys.argv[1], "--quiet"])


if __name__ == "__main__":
    sys.exit(main())
