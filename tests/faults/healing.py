"""The next sync after a fault."""

from collections.abc import Sequence
from pathlib import Path

from search.ingest.adding import add_sources
from search.ingest.events import Finished
from search.ingest.sync import sync_memory
from search.memory.memory import Memory


def heal(folder: Path, files: Sequence[Path] = ()) -> Finished:
    """Bring the memory in `folder` level with its sources; `files` are sources that it may not have heard of."""
    memory = Memory.create(folder)
    try:
        with memory.lock(5):
            add_sources(memory, files)
            return sync_memory(memory, lambda _: None)
    finally:
        memory.close()
