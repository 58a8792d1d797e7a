"""Names anew from the remembered texts, as they are recognised today; what people judged is replayed over them."""

from collections.abc import Iterator

from search.entities.mentions import Mention
from search.entities.pipeline import recogniser
from search.entities.recognise import recognise
from search.ingest.batch import write_each
from search.ingest.resolving import resolve_entities
from search.memory.memory import Memory
from search.memory.writing import Write

TOGETHER = 50
"""Texts recognised before they are written."""


def recognise_everything(memory: Memory) -> None:
    """Recognise every text again and resolve everything. The caller holds the ingest lock. Interrupted, some texts have
    their old names, and all of them names: it is done again by the next rebuild.
    """
    for recognised in _recognised(memory):
        write_each(memory, recognised, _replace)
    with memory.write() as write:
        write.sweep_names()
    resolve_entities(memory)
    with memory.write() as write:
        write.mark_recognised(recogniser(), everything=True)


def _recognised(memory: Memory) -> Iterator[list[tuple[int, list[Mention]]]]:
    held: list[tuple[int, list[Mention]]] = []
    for text in sorted({row.text for row in memory.facts() if row.text is not None}):
        held.append((text, recognise(memory.text(text))))
        if len(held) == TOGETHER:
            yield held
            held = []
    yield held


def _replace(write: Write, recognised: tuple[int, list[Mention]]) -> None:
    write.replace_mentions(*recognised)
