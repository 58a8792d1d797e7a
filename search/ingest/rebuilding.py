"""The index and the names anew, from the memory alone: the originals are not opened."""

from contextlib import closing

from search.ingest.indexing import Emit, forget_index, index_pending, open_index
from search.ingest.recognising import recognise_everything
from search.ingest.sharing import cores
from search.memory import spelling
from search.memory.memory import Memory


def rebuild(memory: Memory, emit: Emit) -> int:
    """Throw the index away and index every searchable version again, then recognise the names in all texts again;
    returns how many versions. The caller holds the ingest lock.

    Interrupted, the next rebuild carries on with what is left, and so does the next sync.
    """
    if not memory.rebuilding():
        forget_index(memory)
        with memory.write() as write:
            write.mark_rebuilding(True)
    with closing(open_index(memory, emit, builders=cores())) as engine:
        count = index_pending(memory, engine, emit)
    recognise_everything(memory)
    spelling.discard(memory.folder)
    spelling.level(memory)
    return count
