"""A memory whose index is damaged: all but searching goes on, and searching does once the index is made again."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from search.errors import IndexDamaged
from search.explore.explorer import Explorer
from search.index import merging
from search.index.engine import IndexDocument
from search.ingest import indexing
from search.ingest.events import Committed, Event, Remade
from search.ingest.rebuilding import rebuild
from search.ingest.sync import sync_memory
from search.memory.memory import Memory
from tests.remembered import engine_of, made_memory

VERSIONS = set(range(1, 31))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = made_memory(tmp_path / "memory", segments=3, documents=10)
    yield opened
    opened.close()


def take_its_table(memory: Memory) -> None:
    next(memory.index_folder.glob("*.toc")).unlink()


def put_another_in_its_place(memory: Memory) -> None:
    other = made_memory(memory.folder.parent / "other", segments=1, documents=30)
    shutil.rmtree(memory.index_folder)
    shutil.copytree(other.index_folder, memory.index_folder)


def take_it_away(memory: Memory) -> None:
    shutil.rmtree(memory.index_folder)


HARMS = [take_its_table, put_another_in_its_place, take_it_away]


@pytest.mark.parametrize("harm", HARMS)
def test_what_needs_no_words_goes_on(harm: Callable[[Memory], None], memory: Memory) -> None:
    harm(memory)
    explorer = Explorer.open(memory.folder)
    assert explorer.index_trouble is not None
    assert "cristal rebuild" in explorer.index_trouble
    assert explorer.document("d3").text.startswith("Northwind2 wrote")
    assert [span.name for span in explorer.mentions("v3")] == ["Northwind2"]
    assert "Northwind2" in {entity.name for entity in explorer.entities().entities}
    assert len(explorer.entity("Northwind2").found_in) == 4
    assert explorer.unread() == ()
    assert explorer.status().documents == 30
    assert explorer.status().index.trouble == explorer.index_trouble
    assert len(explorer.matches("v3", "wrote"))
    assert len(explorer.matches("v3", "entity:Northwind2"))
    for ask in (explorer.search, explorer.suggest):
        with pytest.raises(IndexDamaged):
            ask("harbour")


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("mend", [rebuild, sync_memory])
def test_an_open_explorer_searches_again_once_the_index_is_made_again(
    harm: Callable[[Memory], None], mend: Callable[[Memory, Any], Any], memory: Memory
) -> None:
    before = Explorer.open(memory.folder)
    expected = before.search("harbour").total
    assert expected
    harm(memory)
    after = Explorer.open(memory.folder)
    with pytest.raises(IndexDamaged):
        after.search("harbour")
    events: list[Event] = []
    mend(memory, events.append)
    assert after.refresh()
    assert after.index_trouble is None
    assert after.search("harbour").total == before.search("harbour").total == expected


def test_an_index_made_anew_is_noticed_though_its_number_is_the_same(memory: Memory) -> None:
    explorer = Explorer.open(memory.folder)
    explorer.search("harbour")
    table = next(memory.index_folder.glob("*.toc")).name
    indexing.forget_index(memory)
    engine = engine_of(memory)
    for version in range(31, 34):
        engine.add([IndexDocument(version, "", "zanzibarium")])
    assert next(memory.index_folder.glob("*.toc")).name == table
    explorer.refresh()
    assert explorer.suggest("zanzibarium").missing == ()


def test_damage_found_by_a_search_is_known_to_whoever_opens_it_next(memory: Memory) -> None:
    for postings in memory.index_folder.glob("*.pst"):
        content = bytearray(postings.read_bytes())
        content[8:40] = bytes(32)
        postings.write_bytes(content)
    explorer = Explorer.open(memory.folder)
    assert explorer.index_trouble is None
    with pytest.raises(IndexDamaged):
        explorer.search("harbour")
    assert explorer.index_trouble is not None
    assert Explorer.open(memory.folder).index_trouble is not None
    events: list[Event] = []
    sync_memory(memory, events.append)
    assert [type(event) for event in events if isinstance(event, Remade)] == [Remade]
    assert explorer.search("harbour").total


def test_versions_that_the_index_lacks_are_not_taken_for_documents_without_the_word(memory: Memory) -> None:
    engine = engine_of(memory)
    engine.purge([3, 4])
    explorer = Explorer.open(memory.folder)
    with pytest.raises(IndexDamaged, match="lacks 2"):
        explorer.search("harbour")
    sync_memory(memory, lambda event: None)
    assert explorer.search("report").total == explorer.search("").total == 30
    engine.refresh()
    assert engine.versions() == VERSIONS


def test_an_index_taken_away_while_it_is_written_is_made_again_by_the_same_sync(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH_FILES", 4)
    indexing.forget_index(memory)
    taken = False

    def take_away(event: Event) -> None:
        nonlocal taken
        if isinstance(event, Committed) and not taken:
            taken = True
            shutil.rmtree(memory.index_folder)

    sync_memory(memory, take_away)
    assert taken
    assert engine_of(memory).versions() == VERSIONS


class Killed(Exception):
    pass


@pytest.mark.parametrize("mend", [rebuild, sync_memory])
def test_a_killed_rebuild_is_carried_on(
    mend: Callable[[Memory, Any], Any], memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH_FILES", 4)
    monkeypatch.setattr(merging, "MANY", 1_000)
    committed = 0

    def until_killed(event: Event) -> None:
        nonlocal committed
        committed += 1
        if committed == 3:
            raise Killed

    with pytest.raises(Killed):
        rebuild(memory, until_killed)
    assert memory.rebuilding()
    kept = {path.name for path in memory.index_folder.glob("*.trm")}
    assert len(kept) == 3
    assert memory.totals().behind == 18
    mend(memory, lambda event: None)
    assert not memory.rebuilding()
    assert kept < {path.name for path in memory.index_folder.glob("*.trm")}
    assert engine_of(memory).versions() == VERSIONS
    assert rebuild(memory, lambda event: None) == 30
    assert not kept & set(os.listdir(memory.index_folder))


def test_a_rebuild_killed_at_any_transaction(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH_FILES", 8)
    monkeypatch.setattr(indexing, "AT_ONCE", 12)
    write = Memory.write
    ended = False
    step = 0
    while not ended:
        left = step

        def written(self: Memory) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return write(self)

        with monkeypatch.context() as patch:
            patch.setattr(Memory, "write", written)
            try:
                rebuild(memory, lambda event: None)
                ended = True
            except Killed:
                pass
        if step % 2:
            rebuild(memory, lambda event: None)
        else:
            sync_memory(memory, lambda event: None)
        assert engine_of(memory).versions() == VERSIONS
        assert (memory.totals().behind, memory.rebuilding()) == (0, False)
        step += 1
    assert step > 6
