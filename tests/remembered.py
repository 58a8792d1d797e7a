"""A memory of made-up texts with its index in several segments, made without reading any file."""

import random
from pathlib import Path

from search.entities.mentions import EntityType, Mention
from search.extract.extracted import Extracted, Status
from search.index.engine import WritableEngine
from search.index.writable_engine import open_writable
from search.ingest.indexing import index_pending
from search.ingest.resolving import resolve_entities
from search.memory.memory import Memory
from search.memory.records import NewVersion, Stamp
from tests.collection import sentences

AT = "2026-01-01T00:00:00Z"


def made_memory(folder: Path, segments: int, documents: int) -> Memory:
    """A memory of so many texts for each of so many segments."""
    memory = Memory.create(folder)
    with memory.write() as write:
        source = write.add_source(b"/papers")
    for segment in range(segments):
        with memory.write() as write:
            for number in range(segment * documents, (segment + 1) * documents):
                write.remember(_news(source, number))
        engine = engine_of(memory)
        index_pending(memory, engine, lambda event: None)
        engine.close()
    resolve_entities(memory)
    return memory


def engine_of(memory: Memory) -> WritableEngine:
    """The memory's index, open for writing."""
    return open_writable(memory.index_folder, memory=memory.id())


def _news(source: int, number: int) -> NewVersion:
    name = f"Northwind{number % 7}"
    text = f"{name} wrote. " + " ".join(sentences(random.Random(number), 10))
    return NewVersion(
        source=source,
        document=None,
        path=f"/papers/{number:03d}.txt".encode(),
        stamp=Stamp(len(text), 1_700_000_000_000_000_000, 2, 3),
        digest=str(number).encode(),
        extracted=Extracted("text", "text/1", Status.OK, text),
        mentions=[Mention(0, len(name), EntityType.ORGANISATION, name, name.casefold())],
        title=f"Report {number}",
        document_date=None,
        date_origin=None,
        seen_from=AT,
        recorded=AT,
    )
