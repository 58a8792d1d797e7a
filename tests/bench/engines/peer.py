"""What the bench asks of a peer. Only the standard library is imported here: a peer may run in another interpreter."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from tests.bench.engines.documents import Document

LIMIT = 20
"""How many hits a question wants."""


class Peer(Protocol):
    """An index in a folder of its own; `files` holds each document as a file, where the peer reads those.

    One object lives in one process, and either builds, or opens and asks.
    """

    note: ClassVar[str] = ""
    """What it does not do as the others do."""
    resumes: ClassVar[bool] = False
    """Whether `add` commits what it is given, so that a build that was ended goes on after it."""

    folder: Path
    files: Path
    incomplete: int = 0
    """Answers so far that did not look at everything, as the peer itself says."""

    def __init__(self, folder: Path, files: Path) -> None:
        self.folder = folder
        self.files = files

    def add(self, documents: Sequence[Document]) -> None:
        """Take in documents; from `files` where it reads those."""

    def spread(self, processes: int) -> None:
        """Add from now on with so many other processes at once."""
        raise NotImplementedError

    def finish(self) -> None:
        """Have all that was added on disk."""

    def merge(self) -> None:
        """Do what is left for later, if anything is."""

    def open(self, documents: int) -> None:
        """Make ready to answer; `documents` is how many were added. May be called again, to forget what is cached."""

    def query(self, kind: str, words: Sequence[str]) -> Any:
        """The question of class `kind` in the peer's own terms; None when it cannot be asked."""

    def run(self, query: Any) -> int:
        """Find the best `LIMIT` documents; how many match in all."""
        raise NotImplementedError

    def replace(self, before: Sequence[Document], after: Sequence[Document]) -> bool:
        """Put `after` in the place of `before`, which have the same numbers, durably; False when it cannot."""
        return False

    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())
