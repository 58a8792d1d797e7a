"""The index anew, from the memory alone: the originals are not opened."""

from search.index.whoosh_engine import discard, open_engine
from search.ingest.resolving import resolve_entities
from search.ingest.sync import Emit, index_pending
from search.memory.memory import Memory

AT_ONCE = 2_000


def rebuild(memory: Memory, emit: Emit) -> int:
    """Throw the index away and index every searchable version again; returns how many. The caller holds the ingest
    lock.

    Interrupted, it is resumed by the next sync or rebuild: versions count as not indexed from the start.
    """
    versions = [row.version for row in memory.facts()]
    for start in range(0, len(versions), AT_ONCE):
        with memory.write() as write:
            write.mark_unindexed(versions[start : start + AT_ONCE])
    discard(memory.index_folder)
    engine = open_engine(memory.index_folder, writable=True)
    count = index_pending(memory, engine, emit)
    engine.merge()
    engine.close()
    resolve_entities(memory)
    return count
