"""Segments that are built and joined in other processes, while the index goes on."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from search.errors import IndexDamaged
from search.index import merging, writable_engine
from search.index.committing import publish, writing
from search.index.engine import IndexDocument, WritableEngine
from search.index.manifest import read_manifest
from search.index.toc import latest_table
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from tests.search.test_index_commits import found
from tests.search.test_index_purge import answers, documents

ALL = documents(60)


@pytest.fixture(autouse=True)
def worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is worth a process."""
    monkeypatch.setattr(writable_engine, "WORTH_A_PROCESS", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def parts(size: int) -> Iterator[list[IndexDocument]]:
    return (ALL[first : first + size] for first in range(0, len(ALL), size))


def builders() -> list[int]:
    """The processes that build for this one."""
    found = []
    for name in os.listdir("/proc"):
        try:
            command = Path("/proc", name, "cmdline").read_bytes()
            parent = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()[1]
        except (OSError, IndexError):
            continue
        if b"search.index.builder" in command and int(parent) == os.getpid():
            found.append(int(name))
    return found


@pytest.mark.parametrize("most", [0, 1, 2])
def test_what_is_built_aside_answers_like_what_is_built_here(most: int, folder: Path, tmp_path: Path) -> None:
    plain = open_writable(tmp_path / "plain")
    plain.add(ALL)
    engine = open_writable(folder, builders=most)
    committed: list[int] = []
    for part in parts(7):
        engine.add_aside(part, partial(committed.extend, [document.version for document in part]))
    engine.settle()
    assert sorted(committed) == [document.version for document in ALL]
    assert answers(engine) == answers(plain)
    assert engine.stats().segments < 9
    assert os.listdir(folder / "building") == []
    assert not list(open_engine(folder).verify())
    engine.close()
    assert builders() == []


def test_versions_are_committed_once(folder: Path) -> None:
    engine = open_writable(folder, builders=1)
    engine.add(ALL[:5])
    told: list[str] = []
    engine.add_aside(ALL[:10], lambda: told.append("ten"))
    engine.add_aside(ALL[:10], lambda: told.append("ten again"))
    engine.settle()
    engine.add_aside([], lambda: told.append("none"))
    engine.settle()
    assert told == ["ten", "ten again", "none"]
    assert engine.stats().documents == 10
    engine.close()


def test_a_killed_builder_costs_nothing_but_time(folder: Path) -> None:
    engine = open_writable(folder, builders=2)
    for part in parts(20):
        engine.add_aside(part, lambda: None)
        for builder in builders():
            os.kill(builder, signal.SIGKILL)
    engine.settle()
    assert engine.versions() == {document.version for document in ALL}
    assert not list(engine.verify())
    engine.close()


def test_without_a_builder_that_can_be_started_it_is_built_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.builders.COMMAND", (str(folder / "absent"),))
    engine = open_writable(folder, builders=1)
    for part in parts(20):
        engine.add_aside(part, lambda: None)
    engine.settle()
    assert engine.versions() == {document.version for document in ALL}
    assert os.listdir(folder / "building") == []
    engine.close()


def test_nothing_is_left_of_what_was_built_for_who_was_killed(folder: Path) -> None:
    open_writable(folder)
    if (child := os.fork()) == 0:
        engine = open_writable(folder, builders=1)
        engine.add_aside(ALL, lambda: None)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    engine = open_writable(folder)
    engine.add(ALL[:3])
    assert engine.versions() == {1, 2, 3}
    deadline = time.monotonic() + 30
    while os.listdir(folder / "building") and time.monotonic() < deadline:
        time.sleep(0.05)  # its builder may still be ending
        engine.purge([999])
    assert os.listdir(folder / "building") == []


def test_another_writer_takes_nothing_from_what_is_being_built(folder: Path) -> None:
    engine = open_writable(folder, builders=1)
    engine.add_aside(ALL[:10], lambda: None)
    other = open_writable(folder)
    other.add(ALL[10:20])
    engine.settle()
    assert engine.versions() == {document.version for document in ALL[:20]}
    engine.close()


def four_segments(folder: Path) -> None:
    plain = open_writable(folder)
    for part in parts(15):
        plain.add(part)
    assert plain.stats().segments == merging.MANY


def test_what_is_deleted_while_segments_are_joined_stays_deleted(folder: Path) -> None:
    four_segments(folder)
    engine = open_writable(folder, builders=1)
    joined = begin_to_join(engine)
    with writing(folder, "") as commit:
        before = read_manifest(folder, latest_table(folder).generation, "")
        first = before.segments[0]._replace(deleted=(0, 2))
        publish(folder, (first, *before.segments[1:]), (), before, commit.building)
    engine.settle()
    assert joined() == 1
    assert engine.versions() == {document.version for document in ALL} - {1, 3}
    assert found(engine, "report") == engine.versions()
    assert not list(engine.verify())
    engine.close()


def test_what_is_purged_while_segments_are_joined_does_not_come_back(folder: Path) -> None:
    four_segments(folder)
    engine = open_writable(folder, builders=1)
    joined = begin_to_join(engine)
    open_writable(folder).purge([3])
    engine.settle()
    assert joined() <= merging.MANY
    assert engine.versions() == {document.version for document in ALL} - {3}
    engine.close()


def begin_to_join(engine: WritableEngine) -> Callable[[], int]:
    """Have all segments joined aside; what comes of it is not committed yet."""
    engine.add_aside([], lambda: None)
    assert builders()
    return lambda: engine.stats().segments


def test_damage_met_aside_is_told(folder: Path) -> None:
    four_segments(folder)
    path = next(folder.glob("*.pst"))
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)
    engine = open_writable(folder, builders=1)
    with pytest.raises(IndexDamaged):
        engine.add_aside([], lambda: None)
        engine.settle()
    engine.close()


def test_a_search_goes_on_over_joined_segments(folder: Path) -> None:
    four_segments(folder)
    reader = open_engine(folder)
    before = found(reader, "report")
    engine = open_writable(folder, builders=1)
    engine.settle()
    assert found(reader, "report") == before
    assert reader.refresh()
    assert found(reader, "report") == before
    engine.close()
