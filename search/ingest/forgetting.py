"""Forgetting a document for good, in the memory and in the index; what a crash or a reader keeps from being finished
is pending, and finished by the next sync.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from search.index.engine import WritableEngine
from search.ingest.copying import COPIES
from search.ingest.resolving import resolve_entities
from search.ingest.retrying import Suspects
from search.ingest.scanning import lists
from search.memory import spelling
from search.memory.beginning import FILE
from search.memory.memory import Memory
from search.memory.paths import parted, shown

FORMERS = f"{FILE}.*"
"""Catalogues of before, kept beside the memory by a migration or a restoration."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten, with the judgements about what nothing else says. `shared` are paths of other documents that
    say the same and keep it. `pending`: a reader still holds on to the old files. `still_there` is a file that the next
    sync would remember again.
    """

    documents: int
    versions: int
    judgements: int
    shared: tuple[str, ...]
    pending: bool
    still_there: str | None


def forget(memory: Memory, engine: WritableEngine, document: int) -> Forgotten:
    """Forget `document` and what is inside it. The caller holds the ingest lock. NotFound."""
    places = memory.locations(document)
    Suspects(memory, retry_failed=False)
    with memory.write() as write:
        purged = write.purge(document)
    finished = finish_purge(memory, engine)
    return Forgotten(
        documents=purged.documents,
        versions=len(purged.versions),
        judgements=purged.judgements,
        shared=tuple(map(shown, purged.shared)),
        pending=not finished,
        still_there=_still_there(memory, places[-1].path if places else b""),
    )


def finish_purge(memory: Memory, engine: WritableEngine) -> bool:
    """Take what was forgotten out of the index, the free pages and every copy; False while a reader holds on to it.
    Nothing happens when nothing is pending.
    """
    versions = memory.pending_purge()
    if not versions:
        return True
    engine.purge(versions)
    resolve_entities(memory)
    spelling.discard(memory.folder)
    for copies in ("ocr", COPIES):
        shutil.rmtree(memory.folder / copies, ignore_errors=True)
    for former in memory.folder.glob(FORMERS):
        former.unlink(missing_ok=True)
    spelling.level(memory)
    return memory.scrub()


def _still_there(memory: Memory, path: bytes) -> str | None:
    file, _ = parted(path)
    listed = any(lists(source.path, file) for source in memory.sources())
    return shown(file) if path and listed and Path(os.fsdecode(file)).is_file() else None
