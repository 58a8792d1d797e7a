"""Files and folders that change, move or go away while they are looked at."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from search.ingest import sync as syncing
from search.ingest.events import Finished, Scanned
from search.ingest.sync import sync
from tests.collection import write_collection
from tests.faults.comparing import sound
from tests.faults.small_sync import prepare_here
from tests.house import House, counts


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    sound(made.memory)
    assert made.memory.pending() == []


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "prepare", prepare_here)


def disturbed(house: House, act: Callable[[], object]) -> Finished:
    """A sync with something done between its listing of the first source and its reading."""
    acts = [act]
    house.events = []

    def emit(event: Any) -> None:
        house.events.append(event)
        if isinstance(event, Scanned) and acts:
            acts.pop()()

    return sync(house.memory, house.engine, emit)


def goes(house: House) -> Path:
    return house.files.rename(house.files.with_name("elsewhere"))


def goes_and_leaves_its_mount_point(house: House) -> Path:
    elsewhere = goes(house)
    house.files.mkdir()
    return elsewhere


def comes_back(house: House) -> None:
    if house.files.exists():
        house.files.rmdir()
    house.files.with_name("elsewhere").rename(house.files)


GOING = [goes, goes_and_leaves_its_mount_point]


@pytest.mark.usefixtures("in_one_process")
@pytest.mark.parametrize("go", GOING)
@pytest.mark.parametrize("moment", ["before a folder is listed", "before its entries are looked at"])
@pytest.mark.parametrize("listing", [2, 5])
def test_a_source_that_goes_away_while_it_is_listed(
    listing: int, moment: str, go: Callable[[House], Path], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_collection(house.files, 40)
    house.write("top.txt", "at the top")
    house.add()
    before = house.documents()
    listings = 0
    scandir = os.scandir

    @contextmanager
    def leaving(folder: bytes) -> Iterator[list[os.DirEntry[bytes]]]:
        nonlocal listings
        listings += 1
        if listings == listing and moment == "before a folder is listed":
            go(house)
        with scandir(folder) as entries:
            found = list(entries)
        if listings == listing and moment != "before a folder is listed":
            go(house)
        yield found

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", leaving)
        assert counts(house.sync()) == {}
    assert listings >= listing
    assert house.documents() == before
    assert house.memory.sources()[0].away
    comes_back(house)
    assert counts(house.sync()) == {"unchanged": 41}
    assert house.documents() == before


@pytest.mark.parametrize("go", GOING)
def test_a_source_that_goes_away_before_it_is_read(go: Callable[[House], Path], house: House) -> None:
    write_collection(house.files, 10)
    house.add()
    before = house.documents()
    for file in sorted(house.files.rglob("*.txt")):
        file.write_text("amended")
    house.write("new.txt", "new")
    finished = counts(disturbed(house, lambda: go(house)))
    assert "gone" not in finished
    assert house.documents() == before
    comes_back(house)
    assert counts(house.sync()) == {"added": 1, "changed": 2, "unchanged": 8}
    assert house.documents().items() >= before.items()
    assert list(house.texts().values()).count("amended") == 2


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("what", ["nothing", "folder", "pipe", "link out", "link in", "other file"])
def test_something_else_where_a_file_was_listed(what: str, known: bool, house: House, tmp_path: Path) -> None:
    house.write("stays.txt", "stays")
    if known:
        house.write("a.txt", "what it said before")
    house.add()
    file = house.write("a.txt", "what it says now")
    outside = tmp_path / "outside.txt"
    outside.write_text("not of this source")

    def replace() -> None:
        file.unlink()
        if what == "folder":
            file.mkdir()
            (file / "b.txt").write_text("inside")
        elif what == "pipe":
            os.mkfifo(file)
        elif what.startswith("link"):
            file.symlink_to(outside if what == "link out" else house.files / "stays.txt")
        elif what == "other file":
            file.write_text("another file")

    disturbed(house, replace)
    assert "what it says now" not in house.texts().values()
    house.sync()
    texts = {"stays.txt": "stays"}
    if what == "folder":
        texts["a.txt/b.txt"] = "inside"
    if what == "other file":
        texts["a.txt"] = "another file"
    assert house.texts() == texts
    said = {house.memory.text(row.text) for row in house.memory.facts() if row.text is not None}
    assert said == {*texts.values(), *(["what it said before"] if known else [])}
    generation = house.memory.generation()
    house.sync()
    assert house.memory.generation() == generation


@pytest.mark.usefixtures("in_one_process")
def test_other_content_of_the_same_size_and_time_is_noticed(house: House) -> None:
    file = house.write("a.txt", "the old text")
    house.add()
    times = file.stat()
    file.write_text("the new text")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert counts(house.sync()) == {"changed": 1}
    assert house.texts() == {"a.txt": "the new text"}


def test_a_file_replaced_by_its_like_is_unchanged(house: House) -> None:
    file = house.write("a.txt", "the same text")
    house.add()
    versions = [row.version for row in house.memory.facts()]
    shutil.copy2(file, house.files.parent / "copy")
    (house.files.parent / "copy").rename(file)
    assert counts(house.sync()) == {"unchanged": 1}
    assert [row.version for row in house.memory.facts()] == versions


@pytest.mark.usefixtures("in_one_process")
def test_a_source_emptied_wholly_is_away(house: House) -> None:
    write_collection(house.files, 10)
    house.add()
    before = house.texts()
    for folder in house.files.iterdir():
        shutil.rmtree(folder)
    assert counts(house.sync()) == {}
    assert house.memory.sources()[0].away
    assert house.texts() == before


@pytest.mark.usefixtures("in_one_process")
def test_a_file_as_a_source_is_gone_when_its_folder_is_there_without_it(house: House) -> None:
    file = house.write("papers/a.txt", "alpha")
    house.write("papers/b.txt", "beta")
    house.add(file)
    document = house.documents()["papers/a.txt"]
    file.unlink()
    assert counts(house.sync()) == {"gone": 1}
    assert not house.memory.sources()[0].away
    generation = house.memory.generation()
    assert counts(house.sync()) == {}
    assert house.memory.generation() == generation
    file.write_text("alpha again")
    assert counts(house.sync()) == {"added": 1}
    assert house.documents() == {"papers/a.txt": document}


@pytest.mark.usefixtures("in_one_process")
@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_a_file_as_a_source_is_away_with_its_folder(folder: str, house: House) -> None:
    file = house.write("papers/a.txt", "alpha")
    house.add(file)
    file.unlink()
    if folder == "missing":
        file.parent.rmdir()
    assert counts(house.sync()) == {}
    assert house.memory.sources()[0].away
    file.parent.mkdir(exist_ok=True)
    file.write_text("alpha")
    assert counts(house.sync()) == {"unchanged": 1}
    assert not house.memory.sources()[0].away


@pytest.mark.usefixtures("in_one_process")
def test_a_folder_deleted_while_its_source_is_listed_is_gone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write("stays.txt", "stays")
    house.write("sub/a.txt", "alpha")
    house.add()
    scandir = os.scandir

    def deleting(folder: Any) -> Any:
        if isinstance(folder, bytes) and folder.endswith(b"/sub"):
            shutil.rmtree(folder)
        return scandir(folder)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", deleting)
        assert counts(house.sync()) == {"gone": 1, "unchanged": 1}
    assert set(house.statuses()) == {"stays.txt"}
