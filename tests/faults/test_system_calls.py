"""A commit that dies or fails at each of its system calls, SQLite's among them: nothing is lost, and what follows heals
it.
"""

import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from search.index import merging
from search.index.writable_engine import WritableWhooshEngine
from search.ingest import sync as syncing
from search.memory.beginning import FILE
from tests.collection import PEOPLE
from tests.faults.comparing import Picture, differences, picture, versions
from tests.faults.healing import heal
from tests.faults.small_sync import MANY, prepare_here
from tests.house import House

CALLS = (
    "fsync", "fdatasync", "rename", "renameat", "renameat2", "write", "pwrite64", "ftruncate", "unlink", "unlinkat",
    "mkdir", "rmdir",
)  # fmt: skip
READS = "pread64"
"""The reads of SQLite."""

FAILING = {
    "ENOSPC": ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "mkdir", "rename"),
    "EIO": ("write", "pwrite64", READS, "ftruncate", "fsync", "fdatasync", "mkdir", "rename", "unlink", "rmdir"),
}
"""Errors, and the calls that may end with them."""

SHARE = 6
"""How many of all the places in a sync are tried by default."""


class Disturbed(NamedTuple):
    """How a sync ended under a fault."""

    code: int
    said: str


class Small(NamedTuple):
    """A memory with a batch that waits to be indexed, files that changed since, how a sync ends, and its calls."""

    memory: Path
    expected: Picture
    calls: tuple[tuple[str, int], ...]


def traced(memory: Path, log: Path, *words: str) -> Disturbed:
    """A small sync of `memory` under strace, which writes `log` and is told `words` beside."""
    command = ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", f"trace={','.join(CALLS)},{READS}", *words]
    command += [sys.executable, "-B", "-m", "tests.faults.small_sync", str(memory)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return Disturbed(run.returncode, run.stderr)


@pytest.fixture(scope="module")
def can_trace(tmp_path_factory: pytest.TempPathFactory) -> None:
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    trial = ["strace", "-f", "-e", "trace=write", "-e", "inject=write:signal=SIGKILL:when=1", "echo"]
    if subprocess.run(trial, capture_output=True, check=False).returncode != -9:
        pytest.skip("strace cannot trace here")


class Stopped(BaseException):
    """Stands for the end of the process."""


def stop(*_: object) -> None:
    raise Stopped


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "prepare", prepare_here)
    monkeypatch.setattr(merging, "MANY", MANY)


@pytest.fixture(scope="module")
def small(can_trace: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    root = tmp_path_factory.mktemp("small")
    house = House(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syncing, "prepare", prepare_here)
        for number, name in enumerate(PEOPLE[:4]):
            house.write(f"{number}.txt", f"{name} questioned the harbour budget")
            house.add()
        house.write("waiting.txt", f"{PEOPLE[4]} praised the railway in Osaka")
        patch.setattr(WritableWhooshEngine, "add_aside", stop)
        with pytest.raises(Stopped):
            house.sync()
    assert house.memory.pending()
    house.write("0.txt", f"{PEOPLE[5]} cancelled the harbour budget")
    (house.files / "1.txt").rename(house.files / "renamed.txt")
    (house.files / "2.txt").unlink()
    house.write("new.txt", f"{PEOPLE[0]} inspected the vaccine in Quito")
    house.memory.close()
    undisturbed = root / "undisturbed"
    shutil.copytree(house.memory.folder, undisturbed)
    log = root / "log"
    assert traced(undisturbed, log) == (0, "")
    yield Small(house.memory.folder, picture(undisturbed), calls_in(log))


def calls_in(log: Path) -> tuple[tuple[str, int], ...]:
    """The calls of a run in their order, each as the how manieth of its name it was; of reads those of the memory."""
    seen = Counter[str]()
    calls = []
    for name, rest in re.findall(r"^\d+ +(\w+)\((.*)", log.read_text(errors="replace"), re.MULTILINE):
        seen[name] += 1
        if name != READS or FILE in rest:
            calls.append((name, seen[name]))
    return tuple(calls)


def some(calls: Iterable[tuple[str, int]], share: int | None) -> list[tuple[str, int]]:
    """All of `calls`, or `share` of them, of as many names as there are."""
    if share is None:
        return list(calls)
    chance = random.Random(share)
    mixed = sorted(calls)
    chance.shuffle(mixed)
    turns = Counter[str]()
    by_turn: list[tuple[int, int, tuple[str, int]]] = []
    for name, number in mixed:
        by_turn.append((turns[name], len(by_turn), (name, number)))
        turns[name] += 1
    return [call for _, _, call in sorted(by_turn)[:share]]


SHARES = [SHARE, pytest.param(None, marks=[pytest.mark.long, pytest.mark.timeout(3_600)])]


@pytest.mark.parametrize("share", SHARES)
def test_killed_at_any_system_call(share: int | None, small: Small, in_one_process: None, tmp_path: Path) -> None:
    before = versions(small.memory)
    for name, number in some((call for call in small.calls if call[0] != READS), share):
        memory = tmp_path / f"{name}-{number}"
        shutil.copytree(small.memory, memory)
        ended = traced(memory, tmp_path / "log", "-e", f"inject={name}:signal=SIGKILL:when={number}")
        assert ended.code == -signal.SIGKILL, (name, number)
        assert before.items() <= versions(memory).items(), (name, number)
        heal(memory)
        assert differences(picture(memory), small.expected) == [], (name, number)
        shutil.rmtree(memory)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("error", FAILING)
def test_from_any_system_call_on_all_of_its_kind_fail(
    error: str, share: int | None, small: Small, in_one_process: None, tmp_path: Path
) -> None:
    before = versions(small.memory)
    failed = 0
    for name, number in some((call for call in small.calls if call[0] in FAILING[error]), share):
        memory = tmp_path / f"{name}-{number}"
        shutil.copytree(small.memory, memory)
        ended = traced(memory, tmp_path / "log", "-e", f"inject={name}:error={error}:when={number}+")
        assert ended.code in (0, 3), (name, number, ended.said)
        assert re.fullmatch("(cristal: .*\n)?", ended.said), (name, number, ended.said)
        failed += ended.code == 3
        assert before.items() <= versions(memory).items(), (name, number)
        heal(memory)
        assert differences(picture(memory), small.expected) == [], (name, number)
        shutil.rmtree(memory)
    assert failed
