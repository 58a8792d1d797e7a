"""After texts came: which names are one entity, and what each is called.

Only what the new texts name is looked at, with all that could be one with it; the outcome is the same as if everything
were. The catalogue notes up to which text that was done: without newer ones there is nothing to do, and after a kill
it is made up for.
"""

from collections.abc import Sequence

from search.entities.pipeline import recogniser
from search.ingest.batch import write_each
from search.memory.memory import Memory
from search.memory.writing import Write

SEEDS = 100
"""Entities resolved in one step of a transaction."""


def resolve_new_texts(memory: Memory) -> None:
    """Bring entities level with the names in the texts that came since that was done last."""
    level, newest = memory.resolved_text(), memory.last_text()
    if level < newest:
        _resolve(memory, memory.entities_since(level), newest)


def resolve_entities(memory: Memory) -> None:
    """Bring all entities level with all names and judgements."""
    _resolve(memory, memory.entities_since(0), memory.last_text())


def _resolve(memory: Memory, entities: Sequence[int], newest: int) -> None:
    """In transactions short enough for others to write between them: each sees what was judged before it."""
    chunks = [entities[at : at + SEEDS] for at in range(0, len(entities), SEEDS)]
    done: set[int] = set()

    def regroup(write: Write, chunk: Sequence[int]) -> None:
        seeds = [entity for entity in chunk if entity not in done]
        if seeds:
            done.update(write.regroup(seeds))

    write_each(memory, chunks, regroup)
    if newest != memory.resolved_text():
        with memory.write() as write:
            write.mark_resolved(newest)
            write.mark_recognised(recogniser(), everything=False)
