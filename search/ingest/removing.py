"""Looking at a source no longer. What is remembered of it stays."""

import os
from pathlib import Path

from search.errors import NotFound
from search.ingest.batch import write_each
from search.memory.instants import now
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import Source


def source_at(memory: Memory, path: Path) -> Source:
    """The source that `path` names, whether it can be reached or not. NotFound, with what there is."""
    written = os.fsencode(path.expanduser())
    names = {os.path.abspath(written), os.path.realpath(written)}
    sources = memory.sources()
    for source in sources:
        if source.path in names:
            return source
    known = ", ".join(shown(source.path) for source in sources) or "none"
    raise NotFound(f"{shown(written)} is not a remembered folder or file itself; these are: {known}")


def remove_source(memory: Memory, source: Source) -> None:
    """Look at `source` no longer; its documents stay as they are. The caller holds the ingest lock."""
    with memory.write() as write:
        write.remove_source(source.id)


def close_source(memory: Memory, source: Source) -> int:
    """Declare what is in `source` gone: a disk that will not come back. All of it stays searchable; returns how many
    files. The caller holds the ingest lock.
    """
    at = now()
    files = list(memory.known_files(source.id).values())
    write_each(memory, files, lambda write, file: write.gone(file.document, at))
    return len(files)
