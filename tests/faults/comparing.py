"""What a memory holds and answers, without what may differ between two runs over the same files: numbers and times."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from search.explore.explorer import Explorer
from search.index.whoosh_engine import open_engine
from search.memory.checking import require_sound
from search.memory.memory import Memory
from search.memory.records import VersionFacts
from tests.collection import queries
from tui.shapes import search_shape

UNSTABLE = {"document", "version", "seen_from", "took_ms", "entity"}


class Said(NamedTuple):
    """What one version says, and what it names: (start, end, type, surface, name of the entity)."""

    title: str
    status: str
    reason: str | None
    text: str | None
    units: tuple[Any, ...]
    mentions: tuple[tuple[int, int, str, str, str], ...]


class Held(NamedTuple):
    """A document: where it has been, what its versions say, the oldest first, and whether it is gone."""

    places: tuple[bytes, ...]
    versions: tuple[Said, ...]
    gone: bool


class Picture(NamedTuple):
    """All that a memory holds and answers. Documents go by their latest path, the gone ones beside the present one; an
    entity that is one with another by the name of that.
    """

    documents: dict[bytes, list[Held]]
    entities: list[tuple[str, str, str, str]]
    answers: list[Any]


def picture(memory: Path, asked: int = 20) -> Picture:
    """The memory in a folder, which must be sound and wholly indexed, and its answers to `asked` queries."""
    opened = Memory.open(memory)
    try:
        sound(opened)
        assert opened.pending() == []
        engine = open_engine(opened.index_folder, memory=opened.id())
        assert engine.versions() == {row.version for row in opened.facts() if row.status.searchable}
        rows = {row.entity: row for row in opened.entity_rows()}
        roots = {row.entity: rows[row.merged_into or row.entity] for row in rows.values()}
        entities = sorted(
            (row.type.value, row.norm, roots[row.entity].name, roots[row.entity].norm) for row in rows.values()
        )
        return Picture(documents(opened), entities, answers(memory, asked))
    finally:
        opened.close()


def sound(memory: Memory) -> None:
    """The database holds together, every text has its digest, and the history of every document is whole."""
    require_sound(memory)
    histories: dict[int, list[VersionFacts]] = defaultdict(list)
    for row in sorted(memory.facts()):
        histories[row.document].append(row)
        assert row.text is None or memory.verify_text(row.text)
    for document, history in histories.items():
        for before, after in pairwise(history):
            assert before.seen_to is not None
            assert before.seen_from <= before.seen_to <= after.seen_from
        latest = history[-1]
        assert (latest.seen_to is None) == (latest.gone is None)
        places = memory.locations(document)
        assert places[-1].path == latest.path
        assert (places[-1].until is None) == (latest.gone is None)


def documents(memory: Memory) -> dict[bytes, list[Held]]:
    """The documents of a memory by their latest path."""
    histories: dict[int, list[VersionFacts]] = defaultdict(list)
    for row in sorted(memory.facts()):
        histories[row.document].append(row)
    names = {row.entity: row.name for row in memory.entity_names()}
    found: dict[bytes, list[Held]] = defaultdict(list)
    for document, history in histories.items():
        places = tuple(place.path for place in memory.locations(document))
        versions = tuple(_said(memory, row, names) for row in history)
        found[history[-1].path].append(Held(places, versions, history[-1].gone is not None))
    return {path: sorted(held, key=repr) for path, held in found.items()}


def _said(memory: Memory, row: VersionFacts, names: dict[int, str]) -> Said:
    if row.text is None:
        return Said(row.title, row.status, row.reason, None, (), ())
    mentions = tuple(
        (mention.start, mention.end, mention.type.value, mention.surface, names[mention.entity])
        for mention in memory.mentions(row.text)
    )
    return Said(row.title, row.status, row.reason, memory.text(row.text), memory.units(row.text), mentions)


def answers(memory: Path, asked: int) -> list[Any]:
    """What a memory answers to `asked` queries over the collection, and to one for everything it ever held."""
    explorer = Explorer.open(memory)
    try:
        wanted = [*queries(asked), "gone:yes", "versions:all gone:yes harbour"]
        return [steady(search_shape(explorer.search(query, limit=1_000))) for query in wanted]
    finally:
        explorer.close()


def steady(shape: Any) -> Any:
    """A shape without ids and times; of what is gone it only says that it is."""
    if isinstance(shape, dict):
        return {
            key: value is not None if key == "gone" else steady(value)
            for key, value in shape.items()
            if key not in UNSTABLE
        }
    if isinstance(shape, list):
        return [steady(item) for item in shape]
    return shape


def versions(memory: Path) -> dict[int, tuple[int, str | None]]:
    """The document and the text of every version in a memory that no sync has healed yet, but that must be sound."""
    opened = Memory.open(memory)
    try:
        sound(opened)
        return {
            row.version: (row.document, opened.text(row.text) if row.text is not None else None)
            for row in opened.facts()
        }
    finally:
        opened.close()


def differences(found: Any, expected: Any, at: str = "") -> list[str]:
    """Where two pictures, or parts of them, differ; empty when they are equal."""
    if found == expected:
        return []
    if isinstance(found, dict) and isinstance(expected, dict):
        parts = [(repr(key), found.get(key), expected.get(key)) for key in {**expected, **found}]
    elif isinstance(found, list | tuple) and isinstance(expected, list | tuple) and len(found) == len(expected):
        parts = [(str(place), *pair) for place, pair in enumerate(zip(found, expected, strict=True))]
    else:
        return [f"{at}: {found!r:.300} instead of {expected!r:.300}"]
    return [line for key, one, other in parts for line in differences(one, other, f"{at}/{key}")]
