"""The process that writes, killed at random moments: nothing is lost, and the next sync ends where an undisturbed run
does.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pytest

from search.index import merging
from search.ingest import sync as syncing
from search.ingest.adding import add_sources
from tests.collection import PEOPLE, write_collection
from tests.faults.comparing import Picture, differences, picture, versions
from tests.faults.healing import heal
from tests.house import House

FILES = 80
POLL = 0.002


def command(memory: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "tui", *words, "--memory", str(memory), "--quiet"]


def write_containers(folder: Path, of: int) -> None:
    """A mail with something attached and an archive of `of` members."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", f"harbour {of}"
    mail.set_content(f"{PEOPLE[of % len(PEOPLE)]} sends {of}")
    mail.add_attachment(f"attached: the budget of {PEOPLE[0]}, {of}", filename="budget.txt")
    (folder / "mail.eml").write_bytes(bytes(mail))
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        for number in range(of):
            archive.writestr(f"inside-{number}.txt", f"member {number} of {of}, about the railway in Osaka")


def to_add(house: House) -> None:
    """Files that no memory knows yet."""


def to_sync(house: House) -> None:
    """A memory of files some of which are changed, renamed, deleted and new by now."""
    house.add()
    files = sorted(house.files.rglob("report-*"))
    for file in files[:20]:
        file.write_text(file.read_text() + "\nFarah Haddad amended the tariff.\n")
    for file in files[20:35]:
        file.rename(file.with_name(f"renamed-{file.name}"))
    for file in files[35:50]:
        file.unlink()
    files[50].parent.rename(house.files / "moved")
    write_collection(house.files / "new", 15, seed=8)
    write_containers(house.files, 3)


def to_merge(house: House) -> None:
    """A memory with many small segments."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "MANY", 1_000)
        patch.setattr(syncing, "FIRST_BATCH_SECONDS", 0.0)
        patch.setattr(syncing, "LAST_BATCH_SECONDS", 0.0)
        house.add()
    assert house.engine.stats().segments > merging.MANY


def to_rebuild(house: House) -> None:
    """A memory that is level with its files."""
    house.add()


def to_forget(house: House) -> None:
    """A memory with an archive that was changed once and is gone."""
    house.add()
    write_containers(house.files, 3)
    house.sync()
    (house.files / "archive.zip").unlink()
    house.sync()


COMMANDS: dict[str, tuple[Callable[[House], None], tuple[str, ...]]] = {
    "add": (to_add, ("add", "FILES")),
    "sync": (to_sync, ("sync",)),
    "merge": (to_merge, ("sync",)),
    "rebuild": (to_rebuild, ("rebuild",)),
    "forget": (to_forget, ("forget", "ARCHIVE", "--yes")),
}
"""What a command finds, and its words; those in capitals stand for the folder of files, and for the archive in it."""


class Prepared(NamedTuple):
    """A memory as a command finds it, and how it ends undisturbed: in how many seconds of work, with what, and which
    versions it keeps.
    """

    files: Path
    memory: Path
    words: tuple[str, ...]
    seconds: float
    expected: Picture
    kept: dict[int, tuple[int, str | None]]


@pytest.fixture(scope="module", params=COMMANDS)
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    root = tmp_path_factory.mktemp(request.param)
    house = House(root)
    write_collection(house.files, FILES)
    write_containers(house.files, 5)
    prepare, words = COMMANDS[request.param]
    prepare(house)
    archives = [row.document for row in house.memory.facts() if row.path == os.fsencode(house.files / "archive.zip")]
    stand_for = {"FILES": str(house.files), "ARCHIVE": f"d{min(archives, default=0)}"}
    house.engine.close()
    house.memory.close()
    words = tuple(stand_for.get(word, word) for word in words)
    undisturbed = root / "undisturbed"
    shutil.copytree(house.memory.folder, undisturbed)
    child = subprocess.Popen(command(undisturbed, *words))
    started = at_work(child, undisturbed)
    assert child.wait() == 0
    seconds = time.monotonic() - started
    before, after = versions(house.memory.folder), versions(undisturbed)
    kept = {version: said for version, said in before.items() if version in after}
    assert len(kept) < len(before) if "forget" in words else kept == before
    return Prepared(house.files, house.memory.folder, words, seconds, picture(undisturbed), kept)


def again(memory: Path, words: tuple[str, ...]) -> None:
    """The same command once more: what was to be forgotten may not be there any longer."""
    done = subprocess.run(command(memory, *words), capture_output=True, check=False)
    assert done.returncode in ((0, 1) if "forget" in words else (0,)), done.stderr


def at_work(child: "subprocess.Popen[bytes]", memory: Path) -> float:
    """The time when `child` was seen to hold the ingest lock, or to be over."""
    lock = memory / "ingest.lock"
    while child.poll() is None and str(child.pid) not in (lock.read_text() if lock.exists() else ""):
        time.sleep(POLL)
    return time.monotonic()


@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.timeout(1800)
def test_killed_at_random_moments(kills: int, prepared: Prepared, tmp_path: Path) -> None:
    chance = random.Random(kills)
    killed = 0
    for trial in range(kills):
        memory = tmp_path / f"memory-{trial}"
        shutil.copytree(prepared.memory, memory)
        child = subprocess.Popen(command(memory, *prepared.words))
        at_work(child, memory)
        time.sleep(chance.uniform(0, prepared.seconds * 0.8))
        child.send_signal(signal.SIGKILL)
        killed += child.wait() == -signal.SIGKILL
        assert prepared.kept.items() <= versions(memory).items()
        if "forget" in prepared.words:
            again(memory, prepared.words)
        heal(memory, [prepared.files])
        assert differences(picture(memory), prepared.expected) == []
        shutil.rmtree(memory)
    assert killed


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.long)])
@pytest.mark.timeout(1800)
def test_killed_again_and_again_it_gets_on(kills: int, tmp_path: Path) -> None:
    (tmp_path / "undisturbed").mkdir()
    house, undisturbed = House(tmp_path), House(tmp_path / "undisturbed")
    write_collection(house.files, FILES)
    write_containers(house.files, 5)
    started = time.monotonic()
    undisturbed.add(house.files)
    seconds = time.monotonic() - started
    chance = random.Random(kills)
    memory = house.memory.folder
    add_sources(house.memory, [house.files])
    # A file that is being read at two kills in a row is left alone unless it is asked for.
    words = command(memory, "sync", "--retry-failed")
    known = versions(memory)
    for _ in range(kills):
        child = subprocess.Popen(words)
        at_work(child, memory)
        time.sleep(chance.uniform(0, seconds))
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert known.items() <= (known := versions(memory)).items()
    subprocess.run(words, check=True)
    assert differences(picture(memory), picture(undisturbed.memory.folder)) == []


def test_interrupted_politely(prepared: Prepared, tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    shutil.copytree(prepared.memory, memory)
    child = subprocess.Popen(command(memory, *prepared.words))
    at_work(child, memory)
    time.sleep(prepared.seconds * 0.5)
    child.send_signal(signal.SIGTERM)
    code = child.wait(timeout=30)
    # At the very end Python no longer handles the signal, and the lock is no longer held.
    assert code in (0, 130) or (code == -signal.SIGTERM and (memory / "ingest.lock").read_text() == "")
    again(memory, prepared.words)
    assert differences(picture(memory), prepared.expected) == []
