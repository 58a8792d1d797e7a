"""The index brought level with the memory: made again when it cannot be trusted, and completed from the stored texts.

The memory is the truth and the index a cache of it, so whatever is wrong with the index costs time and nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from search.errors import IndexDamaged
from search.index.engine import IndexDocument, WritableEngine
from search.index.writable_engine import discard, open_writable
from search.ingest.batch import BATCH_CODE_POINTS, BATCH_FILES
from search.ingest.events import Committed, Event, Remade
from search.ingest.sharing import cores
from search.memory.memory import Memory
from search.memory.records import PendingVersion

Emit = Callable[[Event], None]

AT_ONCE = 2_000


def open_index(memory: Memory, emit: Emit, *, builders: int = 1) -> WritableEngine:
    """The index of `memory`, open for writing, holding no version that the memory does not know. The caller holds the
    ingest lock.

    At most `builders` processes build for it beside this one. One that cannot be trusted is thrown away. What it lacks
    is pending again, for `index_pending`.
    """
    try:
        engine = _open(memory, builders)
    except IndexDamaged as error:
        emit(Remade(error.why))
        forget_index(memory)
        engine = _open(memory, builders)
    said, held = memory.indexed(), engine.versions()
    lacking = [version for version, indexed in said.items() if indexed and version not in held]
    if lacking:
        emit(Remade(f"it lacks {len(lacking):,} of the versions that were in it"))
        _mark_unindexed(memory, lacking)
    unknown = held - said.keys()
    if unknown:
        engine.purge(unknown)
    return engine


def _open(memory: Memory, builders: int) -> WritableEngine:
    return open_writable(memory.index_folder, memory=memory.id(), builders=builders if cores() > 1 else 0)


def forget_index(memory: Memory) -> None:
    """Throw the index away, sound or not. Its versions count as not indexed from before that moment."""
    _mark_unindexed(memory, [version for version, indexed in memory.indexed().items() if indexed])
    discard(memory.index_folder)


def index_pending(memory: Memory, engine: WritableEngine, emit: Emit) -> int:
    """Index what is remembered but not yet in the index, from the stored texts. Returns how many versions were
    behind. A rebuild that was under way is over then.
    """
    pending = memory.pending()
    for batch in _batches(memory, pending):
        numbers = [item.version for item in batch]
        documents = (IndexDocument(item.version, item.title, memory.text(item.text)) for item in batch)
        engine.add_aside(documents, partial(_mark_indexed, memory, numbers, emit))
    engine.settle()
    if memory.rebuilding():
        with memory.write() as write:
            write.mark_rebuilding(False)
    return len(pending)


def _mark_indexed(memory: Memory, numbers: Collection[int], emit: Emit) -> None:
    with memory.write() as write:
        write.mark_indexed(numbers)
    emit(Committed(memory.generation(), len(numbers)))


def _mark_unindexed(memory: Memory, versions: Collection[int]) -> None:
    numbers = list(versions)
    for start in range(0, len(numbers), AT_ONCE):
        with memory.write() as write:
            write.mark_unindexed(numbers[start : start + AT_ONCE])


def _batches(memory: Memory, pending: Iterable[PendingVersion]) -> Iterator[list[PendingVersion]]:
    batch: list[PendingVersion] = []
    size = 0
    for version in pending:
        batch.append(version)
        size += memory.text_length(version.text)
        if size >= BATCH_CODE_POINTS or len(batch) >= BATCH_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
