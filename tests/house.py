"""A memory beside a folder of files, for tests that change files and look what a sync makes of them."""

import os
from pathlib import Path

from search.index.writable_engine import open_writable
from search.ingest.adding import add_sources
from search.ingest.events import Event, Failed, Finished
from search.ingest.settings import DEFAULT, Settings
from search.ingest.sync import sync
from search.memory.memory import Memory
from search.memory.records import VersionFacts


class House:
    """A memory and its index in a folder of their own, beside the folder `files`."""

    def __init__(self, root: Path) -> None:
        self.files = root / "files"
        self.files.mkdir(exist_ok=True)
        self.memory = Memory.create(root / "memory")
        self.engine = open_writable(self.memory.index_folder, memory=self.memory.id())
        self.events: list[Event] = []

    def add(self, *paths: Path) -> Finished:
        self.events = []
        return sync(self.memory, self.engine, self.events.append, add_sources(self.memory, paths or [self.files]))

    def sync(self, settings: Settings = DEFAULT) -> Finished:
        self.events = []
        return sync(self.memory, self.engine, self.events.append, settings=settings)

    def write(self, name: str, text: str | bytes) -> Path:
        file = self.files / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def current(self) -> dict[str, VersionFacts]:
        """The open versions of documents that are not gone, by path below `files`."""
        rows = [row for row in self.memory.facts() if row.seen_to is None and row.gone is None]
        named = {os.path.relpath(os.fsdecode(row.path), self.files): row for row in rows}
        assert len(named) == len(rows)
        return named

    def documents(self) -> dict[str, int]:
        return {name: row.document for name, row in self.current().items()}

    def texts(self) -> dict[str, str]:
        return {name: self.memory.text(row.text) for name, row in self.current().items() if row.text is not None}

    def statuses(self) -> dict[str, str]:
        return {name: row.status.value for name, row in self.current().items()}

    def failures(self) -> dict[str, str]:
        """What the last sync announced, by the names of files."""
        return {os.path.basename(event.path): event.reason for event in self.events if isinstance(event, Failed)}


def counts(finished: Finished) -> dict[str, int]:
    """What happened, without what did not."""
    names = ("added", "changed", "renamed", "gone", "unchanged", "failures")
    return {name: getattr(finished, name) for name in names if getattr(finished, name)}
