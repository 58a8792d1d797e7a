"""Whether everything is as it was remembered: the memory byte by byte, and the index against it."""

from collections.abc import Iterator

from search.cancel import NEVER, CancelToken
from search.errors import MemoryDamaged
from search.index.engine import Engine
from search.memory.checking import check
from search.memory.memory import Memory
from search.memory.spelling_checking import misspelt


def verify(memory: Memory, engine: Engine | None, cancel: CancelToken = NEVER) -> Iterator[str]:
    """What is wrong, a sentence each, with what to do about it. `engine` is None for an index that cannot be opened,
    which whoever tried to says. Cancelled.
    """
    for finding in check(memory, cancel):
        yield f"{finding}: restore the memory with `cristal restore FILE`, or forget the document and add it again"
    if (trouble := misspelt(memory, cancel)) is not None:
        yield f"{trouble}: delete that file, which is made again; names are found without it meanwhile"
    if engine is None:
        return
    for finding in engine.verify():
        yield f"{finding}: make the index again with `cristal rebuild`"
    yield from _against_each_other(memory, engine)


def _against_each_other(memory: Memory, engine: Engine) -> Iterator[str]:
    try:
        rows = memory.facts()
    except MemoryDamaged:
        return
    indexed = engine.versions()
    expected = {row.version for row in rows if row.indexed and row.status.searchable}
    missing, unknown = expected - indexed, indexed - {row.version for row in rows}
    if missing:
        yield f"the index lacks {len(missing):,} versions that it is said to have: run `cristal sync`"
    if unknown:
        yield f"the index has {len(unknown):,} versions that the memory does not know: run `cristal sync`"
