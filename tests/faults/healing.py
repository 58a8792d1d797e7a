"""The next sync after a fault."""

from collections.abc import Sequence
from pathlib import Path

from search.index.whoosh_engine import open_engine
from search.ingest.adding import add_sources
from search.ingest.events import Finished
from search.ingest.sync import sync
from search.memory.memory import Memory


def heal(folder: Path, files: Sequence[Path] = ()) -> Finished:
    """Bring the memory in `folder` level with its sources; `files` are sources that it may not have heard of."""
    memory = Memory.create(folder)
    try:
        with memory.lock(5):
            add_sources(memory, files)
            return sync(memory, open_engine(memory.index_folder, writable=True), lambda _: None)
    finally:
        memory.close()
