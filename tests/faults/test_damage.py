"""The database torn, overwritten, mixed up with another's, or without its log: a sentence that names the way back, or a
healthy memory; never a trace, never a wrong text.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from search.errors import CristalError, MemoryDamaged
from search.explore.explorer import Explorer
from search.ingest import sync as syncing
from search.memory.beginning import FILE
from search.memory.memory import Memory
from tests.collection import SUBJECTS, write_collection
from tests.faults.comparing import sound
from tests.faults.healing import heal
from tests.faults.small_sync import prepare_here
from tests.house import House

FILES = 40
EVERY = ("search", "show", "status", "entities", "entity", "doctor", "sync", "rebuild")


class Original(NamedTuple):
    """A memory, copied while its writer had it open, so that it has a log; and what it says, by path."""

    folder: Path
    files: Path
    texts: dict[bytes, str]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Original]:
    root = tmp_path_factory.mktemp("original")
    house = House(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syncing, "prepare", prepare_here)
        write_collection(house.files, FILES)
        house.add()
        house.memory.close()
        for number in range(3):
            house.write(f"late-{number}.txt", f"the harbour, late, {number}")
            house.sync()
    copied = root / "copied"
    shutil.copytree(house.memory.folder, copied)
    assert (copied / f"{FILE}-wal").stat().st_size > 0
    texts = {row.path: house.memory.text(row.text or 0) for row in house.memory.facts()}
    yield Original(copied, house.files, texts)
    house.memory.close()


@pytest.fixture
def memory(original: Original, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(syncing, "prepare", prepare_here)
    folder = tmp_path / "memory"
    shutil.copytree(original.folder, folder)
    return folder


def read(folder: Path) -> dict[bytes, str]:
    """The texts of a memory as far as one can walk through it; CristalError as soon as anything is noticed."""
    explorer = Explorer.open(folder)
    try:
        for subject in SUBJECTS[:3]:
            explorer.search(subject)
        explorer.status()
        explorer.entities("Tanaka")
        hits = explorer.search("", limit=1_000).hits
        return {os.fsencode(hit.path): explorer.document(hit.version).text for hit in hits}
    finally:
        explorer.close()


def healthy_or_said(folder: Path, original: Original) -> bool:
    """Whether all that can be read is right; if not, what is wrong must have been said."""
    try:
        texts = read(folder)
        heal(folder)
    except CristalError as error:
        assert error.exit_code == 3
        assert "\n" not in str(error)
        assert "restore" in str(error) or "another program" in str(error)
        return False
    assert texts.items() <= original.texts.items()
    return True


@pytest.mark.parametrize("places", [8, pytest.param(150, marks=[pytest.mark.long, pytest.mark.timeout(1_800)])])
@pytest.mark.parametrize("log", [True, False], ids=["with its log", "alone"])
def test_truncated_anywhere(log: bool, places: int, original: Original, tmp_path: Path) -> None:
    chance = random.Random(places)
    size = (original.folder / FILE).stat().st_size
    wrong = 0
    for place in [1, 99, 100, 4096, size - 1, *(chance.randrange(size) for _ in range(places))]:
        folder = tmp_path / str(place)
        shutil.copytree(original.folder, folder)
        if not log:
            (folder / f"{FILE}-wal").unlink()
            (folder / f"{FILE}-shm").unlink()
        os.truncate(folder / FILE, place)
        wrong += not healthy_or_said(folder, original)
        shutil.rmtree(folder)
    assert wrong > places // 2


@pytest.mark.parametrize("places", [8, pytest.param(150, marks=[pytest.mark.long, pytest.mark.timeout(1_800)])])
def test_pages_overwritten_anywhere(places: int, original: Original, tmp_path: Path) -> None:
    chance = random.Random(places)
    pages = (original.folder / FILE).stat().st_size // 4096
    for number in range(places):
        folder = tmp_path / str(number)
        shutil.copytree(original.folder, folder)
        with (folder / FILE).open("r+b") as file:
            file.seek(chance.randrange(pages) * 4096)
            file.write(chance.choice([bytes(4096), chance.randbytes(4096)]))
        healthy_or_said(folder, original)
        shutil.rmtree(folder)


def foreign(folder: Path) -> None:
    for name in (f"{FILE}-wal", f"{FILE}-shm", FILE):
        (folder / name).unlink()
    with sqlite3.connect(folder / FILE) as other:
        other.execute("PRAGMA application_id = 77")
        other.execute("CREATE TABLE bookmark (url TEXT)")
    other.close()


def garbage(folder: Path) -> None:
    (folder / FILE).write_bytes(random.Random(1).randbytes(200_000))


@pytest.mark.parametrize("damage", [garbage, foreign])
def test_every_command_says_what_to_do(damage: Callable[[Path], None], memory: Path) -> None:
    damage(memory)
    for command in EVERY:
        words = [command, *({"search": ["a"], "show": ["d1"], "entity": ["a"]}.get(command, []))]
        done = subprocess.run(
            [sys.executable, "-m", "tui", *words, "--memory", str(memory)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 3, command
        assert "Traceback" not in done.stderr
        assert "restore" in done.stdout + done.stderr or "another program" in done.stdout + done.stderr, command
        assert done.stderr.count("\n") == (command != "doctor"), command


@pytest.mark.parametrize("left", ["nothing", "an empty file", "a byte"])
def test_a_memory_that_lost_its_database_is_not_begun_anew(left: str, memory: Path) -> None:
    for name in (f"{FILE}-wal", f"{FILE}-shm", FILE):
        (memory / name).unlink()
    if left != "nothing":
        (memory / FILE).write_bytes(b"" if left == "an empty file" else b"S")
    for enter in (Memory.open, Memory.create):
        with pytest.raises(MemoryDamaged, match=r"restore memory\.db from a backup"):
            enter(memory)
    shutil.rmtree(memory / "index")
    assert Memory.create(memory).facts() == []


def lose_the_log(folder: Path) -> None:
    (folder / f"{FILE}-wal").unlink()


def garble_the_log(folder: Path) -> None:
    log = folder / f"{FILE}-wal"
    log.write_bytes(random.Random(2).randbytes(log.stat().st_size))


def cut_the_log(folder: Path) -> None:
    os.truncate(folder / f"{FILE}-wal", (folder / f"{FILE}-wal").stat().st_size // 2)


def lose_the_shared_memory(folder: Path) -> None:
    (folder / f"{FILE}-shm").unlink()


def garble_the_shared_memory(folder: Path) -> None:
    shared = folder / f"{FILE}-shm"
    shared.write_bytes(random.Random(3).randbytes(shared.stat().st_size))


def lose_both(folder: Path) -> None:
    lose_the_log(folder)
    lose_the_shared_memory(folder)


LOG_FAULTS = [
    lose_the_log,
    garble_the_log,
    cut_the_log,
    lose_the_shared_memory,
    garble_the_shared_memory,
    lose_both,
]


@pytest.mark.parametrize("damage", LOG_FAULTS)
def test_what_the_log_held_is_read_again(damage: Callable[[Path], None], memory: Path, original: Original) -> None:
    damage(memory)
    assert read(memory).items() <= original.texts.items()
    heal(memory)
    assert read(memory) == original.texts
    opened = Memory.open(memory)
    sound(opened)
    opened.close()


@pytest.mark.parametrize("damage", [lose_the_log, lose_both])
def test_words_lead_to_what_holds_them_after_the_log_was_lost(
    damage: Callable[[Path], None], memory: Path, original: Original
) -> None:
    damage(memory)
    new = original.files / "aaa.txt"
    new.write_text("zygote")
    try:
        heal(memory)
    finally:
        new.unlink()
    explorer = Explorer.open(memory)
    assert [hit.title for hit in explorer.search("zygote").hits] == ["title"]
    assert explorer.search("late").total == 3
    explorer.close()
