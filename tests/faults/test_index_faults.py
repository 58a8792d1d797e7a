"""An index that was damaged in any way gives true answers or none, says so, and heals."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from search.errors import IndexDamaged
from search.explore.explorer import Explorer
from search.index.codec import files
from search.index.engine import IndexDocument
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from search.ingest.events import Event, Remade
from search.ingest.sync import sync_memory
from search.memory.memory import Memory
from tests.collection import queries
from tests.remembered import made_memory

SEGMENTS, DOCUMENTS = 3, 60
FLIPS, ALL_FLIPS = 25, 200
QUERIES = [*queries(9), "", '"of kestrel bank"', "har*", "title:report"]
KINDS = (".toc", ".json", *files.KINDS)

Answers = list[list[tuple[str, Any]]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "memory"
    made_memory(folder, SEGMENTS, DOCUMENTS).close()
    return folder


@pytest.fixture
def memory(sound: Path, tmp_path: Path) -> Iterator[Memory]:
    """A copy of the sound memory, to be damaged."""
    shutil.copytree(sound, tmp_path / "memory")
    opened = Memory.open(tmp_path / "memory")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def truth(sound: Path) -> Answers:
    explorer = Explorer.open(sound)
    answers = [answer(explorer, query) for query in QUERIES]
    explorer.close()
    assert sum(map(len, answers)) > 150
    return answers


def answer(explorer: Explorer, query: str) -> list[tuple[str, Any]]:
    found = explorer.search(query, limit=20)
    return [("total", found.total), *((hit.version, pytest.approx(hit.score, abs=1e-6)) for hit in found.hits)]


def files_of(memory: Memory) -> list[Path]:
    return sorted(path for path in memory.index_folder.glob("*MAIN_*") if path.suffix)


def is_noticed(memory: Memory) -> bool:
    """Whether opening or reading everything tells."""
    try:
        engine = open_engine(memory.index_folder, memory=memory.id())
    except IndexDamaged:
        return True
    return bool(list(engine.verify()))


def true_or_refused(memory: Memory, truth: Answers) -> bool:
    """Every answer is the true one or none at all; True when one was refused."""
    explorer = Explorer.open(memory.folder)
    refused = False
    for query, expected in zip(QUERIES, truth, strict=True):
        try:
            assert answer(explorer, query) == expected
        except IndexDamaged as error:
            refused = True
            assert "cristal rebuild" in str(error)
            assert explorer.index_trouble is not None
    assert explorer.document("d1").text.startswith("Northwind0 wrote")
    explorer.close()
    return refused


def heals(memory: Memory, truth: Answers) -> None:
    events: list[Event] = []
    sync_memory(memory, events.append)
    assert any(isinstance(event, Remade) for event in events)
    assert not true_or_refused(memory, truth)
    assert not is_noticed(memory)
    assert memory.totals().behind == 0


def test_a_sound_index_is_not_accused(memory: Memory, truth: Answers) -> None:
    assert {name for path in files_of(memory) for name in KINDS if path.name.endswith(name)} == set(KINDS)
    assert [path.suffix for path in files_of(memory)].count(".doc") == SEGMENTS
    assert not is_noticed(memory)
    assert not true_or_refused(memory, truth)
    events: list[Event] = []
    sync_memory(memory, events.append)
    assert not any(isinstance(event, Remade) for event in events)


@pytest.mark.parametrize(
    "number", [*range(FLIPS), *(pytest.param(number, marks=pytest.mark.long) for number in range(FLIPS, ALL_FLIPS))]
)
def test_a_flipped_bit(number: int, memory: Memory, truth: Answers) -> None:
    chance = random.Random(number)
    path = chance.choice(files_of(memory))
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    true_or_refused(memory, truth)
    assert is_noticed(memory)
    heals(memory, truth)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("harm", ["cut", "grown", "emptied", "deleted"])
def test_a_file_cut_grown_or_gone(kind: str, harm: str, memory: Memory, truth: Answers) -> None:
    chance = random.Random(kind + harm)
    path = chance.choice([path for path in files_of(memory) if path.name.endswith(kind)])
    if harm == "deleted":
        path.unlink()
    elif harm == "grown":
        path.write_bytes(path.read_bytes() + b"\0")
    else:
        os.truncate(path, chance.randrange(path.stat().st_size) if harm == "cut" else 0)
    assert true_or_refused(memory, truth)
    assert is_noticed(memory)
    heals(memory, truth)


def replaced_by_another(memory: Memory) -> None:
    other = made_memory(memory.folder.parent / "other", SEGMENTS, DOCUMENTS)
    shutil.rmtree(memory.index_folder)
    shutil.copytree(other.index_folder, memory.index_folder)


def replaced_by_an_older_one(memory: Memory) -> None:
    """Sound, and of this memory, from before its last commit."""
    older = open_writable(memory.folder / "older", memory=memory.id())
    texts = {item.version: item for item in memory.facts()}
    older.add(
        IndexDocument(version, texts[version].title, memory.text(texts[version].text or 0))
        for version in range(1, (SEGMENTS - 1) * DOCUMENTS + 1)
    )
    older.close()
    shutil.rmtree(memory.index_folder)
    os.rename(memory.folder / "older", memory.index_folder)


def taken_away(memory: Memory) -> None:
    shutil.rmtree(memory.index_folder)


def replaced_by_a_file(memory: Memory) -> None:
    shutil.rmtree(memory.index_folder)
    memory.index_folder.write_text("not an index")


def replaced_by_a_broken_link(memory: Memory) -> None:
    shutil.rmtree(memory.index_folder)
    memory.index_folder.symlink_to(memory.folder / "nowhere")


def emptied(memory: Memory) -> None:
    for path in memory.index_folder.iterdir():
        if path.is_file():
            path.unlink()


@pytest.mark.parametrize(
    "harm",
    [
        replaced_by_another,
        replaced_by_an_older_one,
        taken_away,
        replaced_by_a_file,
        replaced_by_a_broken_link,
        emptied,
    ],
)
def test_another_index_or_none(harm: Callable[[Memory], None], memory: Memory, truth: Answers) -> None:
    harm(memory)
    assert true_or_refused(memory, truth)
    heals(memory, truth)


def test_an_index_that_holds_more_than_the_memory(memory: Memory, truth: Answers) -> None:
    engine = open_writable(memory.index_folder, memory=memory.id())
    engine.add([IndexDocument(9_999, "Report", "harbour budget zanzibarium")])
    sync_memory(memory, lambda event: None)
    engine.refresh()
    assert 9_999 not in engine.versions()
    assert b"zanzibarium" not in b"".join(path.read_bytes() for path in files_of(memory))
    assert not true_or_refused(memory, truth)


def test_damage_met_by_a_merge_heals_in_the_same_sync(
    memory: Memory, truth: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.merging.MANY", 2)
    path = next(path for path in files_of(memory) if path.name.endswith(".pst"))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    heals(memory, truth)
