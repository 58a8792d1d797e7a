"""What processes that died, and others, leave in the folder of a memory: nobody has to wait for it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from search.errors import MemoryBusy
from search.index.aside import BUILDING
from search.index.committing import LOCK
from search.ingest import sync as syncing
from search.memory.memory import Memory
from tests.faults.small_sync import prepare_here
from tests.house import House, counts

DEAD, LIVING = 4_194_999, os.getppid()


def lock(house: House) -> Path:
    return house.memory.folder / "ingest.lock"


def name_the_dead(house: House) -> None:
    lock(house).write_text(f"pid {DEAD} since 2026-01-01T00:00:00Z\n")


def name_the_living(house: House) -> None:
    lock(house).write_text(f"pid {LIVING} since 2026-01-01T00:00:00Z\n")


def garble_the_lock(house: House) -> None:
    lock(house).write_bytes(os.urandom(5_000))


def put_a_folder_there(house: House) -> None:
    lock(house).unlink(missing_ok=True)
    lock(house).mkdir()


def build_among_the_dead(house: House) -> None:
    folder = house.memory.index_folder / BUILDING / str(DEAD)
    folder.mkdir(parents=True)
    (folder / "MAIN_x.trm").write_bytes(b"half")


def build_among_the_living(house: House) -> None:
    folder = house.memory.index_folder / BUILDING / str(LIVING)
    folder.mkdir(parents=True)
    (folder / "MAIN_x.trm").write_bytes(b"half")


def build_under_our_number(house: House) -> None:
    folder = house.memory.index_folder / BUILDING / str(os.getpid())
    folder.mkdir(parents=True)
    (folder / "_MAIN_1.toc").write_bytes(b"half")


def leave_the_lock_of_the_index(house: House) -> None:
    (house.memory.index_folder / LOCK).write_bytes(b"left")


def leave_a_journal(house: House) -> None:
    house.memory.journal.write_bytes(b'{"path": "/nowhere"}\n{"path": ')


def leave_a_garbled_journal(house: House) -> None:
    house.memory.journal.write_bytes(os.urandom(5_000))


LEFT: list[Callable[[House], None]] = [
    name_the_dead,
    name_the_living,
    garble_the_lock,
    put_a_folder_there,
    build_among_the_dead,
    build_among_the_living,
    build_under_our_number,
    leave_the_lock_of_the_index,
    leave_a_journal,
    leave_a_garbled_journal,
]


@pytest.mark.parametrize("leave", LEFT)
def test_nobody_waits_for_what_was_left(
    leave: Callable[[House], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "prepare", prepare_here)
    house = House(tmp_path)
    house.write("a.txt", "the harbour")
    house.add()
    leave(house)
    house.write("b.txt", "the railway")
    with house.memory.lock(0):
        assert counts(house.sync()) == {"added": 1, "unchanged": 1}
    assert house.engine.versions() == {row.version for row in house.memory.facts()}
    assert not (house.memory.index_folder / BUILDING / str(DEAD)).exists()


def test_a_folder_in_place_of_the_lock_excludes(tmp_path: Path) -> None:
    house = House(tmp_path)
    put_a_folder_there(house)
    (lock(house) / "file").touch()
    with house.memory.lock(0), pytest.raises(MemoryBusy, match=r"^another process is reading"):
        house.memory.lock(0).__enter__()


UNWRITABLE = """
import ctypes, os, sys
if os.getuid() == 0 and ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) == 0:  # to write whatever the permissions say
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], sys.argv[1], ""])
"""

LOCKING = """
import sys
from pathlib import Path
from search.memory.memory import Memory
with Memory.open(Path(sys.argv[1])).lock(0):
    print("held")
"""


@pytest.mark.skipif(sys.platform != "linux" and os.getuid() == 0, reason="root may write everything here")
def test_a_lock_that_cannot_be_written_can_be_held(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path / "memory")
    (memory.folder / "ingest.lock").touch()
    (memory.folder / "ingest.lock").chmod(0o400)
    script = UNWRITABLE if os.getuid() == 0 else LOCKING
    words = [sys.executable, "-c", script, str(memory.folder), LOCKING]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("held\n", "")
