"""Disks that are full, cannot be written, or go away: a sentence, nothing lost, and all is well once they are back."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.errors import CristalError
from tests.collection import PEOPLE, write_collection
from tests.faults.comparing import differences, picture, versions
from tests.faults.tmpfs import mounted
from tests.house import House, counts

NOBODY = 65534
FULL = "the disk that holds the memory in {} is full; make room and try again"
KILOBYTES_LEFT = (0, 80, 150, 300)


def fill(disk: Path, kilobytes_left: int) -> Path:
    """Take what is free on `disk` but for some; returns the file that took it."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        space = os.statvfs(disk)
        free = space.f_bavail * space.f_bsize - (kilobytes_left << 10)
        for start in range(0, free, 1 << 20):
            file.write(bytes(min(1 << 20, free - start)))
    return ballast


def test_a_full_disk_loses_nothing_and_the_same_process_goes_on_once_there_is_room(tmp_path: Path) -> None:
    (tmp_path / "undisturbed").mkdir()
    with mounted(tmp_path / "disk", 24) as disk:
        house, undisturbed = House(disk), House(tmp_path / "undisturbed")
        files = tmp_path / "files"
        files.mkdir()
        full = 0
        for turn, kilobytes in enumerate(KILOBYTES_LEFT):
            write_collection(files / f"turn-{turn}", 20, seed=turn)
            known = versions(house.memory.folder)
            ballast = fill(disk, kilobytes)
            try:
                house.add(files)
            except CristalError as error:
                assert "is full; make room and try again" in str(error)
                full += 1
            assert known.items() <= versions(house.memory.folder).items()
            ballast.unlink()
            house.add(files)
            assert counts(house.sync()) == {"unchanged": 20 * (turn + 1)}
        undisturbed.add(files)
        assert full > len(KILOBYTES_LEFT) // 2
        assert differences(picture(house.memory.folder), picture(undisturbed.memory.folder)) == []
        house.memory.close()


def test_on_a_full_disk_one_can_still_read(tmp_path: Path) -> None:
    files = tmp_path / "files"
    write_collection(files, 10)
    with mounted(tmp_path / "disk", 4) as disk:
        memory = disk / "memory"
        ballast = fill(disk, 0)
        assert run("add", str(files), memory=memory) == (3, "", f"cristal: {FULL.format(memory)}\n")
        ballast.unlink()
        assert run("add", str(files), memory=memory) == (0, "", "")
        fill(disk, 0)
        code, out, err = run("search", "harbour", "--json", memory=memory)
        assert (code, err) == (0, "")
        assert json.loads(out)["total"] > 0
        assert run("status", memory=memory)[0] == 0
        for words in (("sync",), ("rebuild",)):
            assert run(*words, memory=memory) == (3, "", f"cristal: {FULL.format(memory)}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [("status",), ("search", "harbour", "--json")])
def test_output_that_cannot_be_written_is_said(words: tuple[str, ...], tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "the harbour")
    house.add()
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *words, "--memory", str(house.memory.folder)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (3, "cristal: the output cannot be written: no space left on device\n")


def run(*words: str, memory: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words, "--memory", str(memory), "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


AS_NOBODY = """
import contextlib, io, json, os, sys
import encodings.idna, urllib.parse
import search.explore.explorer, search.ingest.sync, search.ingest.adding, search.ingest.rebuilding
from search.explore import original
from tui import cli, doctor, output, shapes
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for line in sys.stdin:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(json.loads(line))
    print(json.dumps([code, out.getvalue(), err.getvalue()]), flush=True)
"""


class Reader:
    """The command line as somebody who may only read the memory."""

    def __init__(self, memory: Path) -> None:
        self.memory = memory
        self._process = subprocess.Popen(
            [sys.executable, "-c", AS_NOBODY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([*words, "--memory", str(self.memory)]) + "\n")
        self._process.stdin.flush()
        code, out, err = json.loads(self._process.stdout.readline())
        return code, out, err

    def answer(self, *words: str) -> Any:
        code, out, err = self.run(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(params=["closed", "with its log"])
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    """On a memory that its writer left in good order, or that was copied while it was written to."""
    # Not among the folders of pytest, which every run of it closes to others.
    with tempfile.TemporaryDirectory(prefix="lent") as folder:
        root = Path(folder)
        root.chmod(0o755)
        yield from lend(root, request.param)


def lend(root: Path, how: str) -> Iterator[Reader]:
    house = House(root)
    house.write("a.txt", f"{PEOPLE[0]} approved the harbour budget")
    house.add()
    house.write("b.txt", f"{PEOPLE[1]} delayed the railway")
    house.sync()
    lent = root / "memory"
    if how == "closed":
        house.memory.close()
    else:
        lent = root / "copied"
        shutil.copytree(house.memory.folder, lent)
        house.memory.close()
    if how == "with its log alone":
        (lent / "memory.db-shm").unlink()
    for path in (*lent.rglob("*"), lent):
        path.chmod(0o500 if path.is_dir() else 0o400)
        if os.getuid() == 0:
            os.chown(path, NOBODY, NOBODY)
    made = Reader(lent)
    yield made
    made.end()
    for path in (lent, *lent.rglob("*")):
        path.chmod(0o700)


def test_a_memory_that_cannot_be_written_can_be_read(reader: Reader) -> None:
    found = reader.answer("search", "harbour")
    assert [os.path.basename(hit["path"]) for hit in found["hits"]] == ["a.txt"]
    assert reader.answer("show", found["hits"][0]["document"])["text"].endswith("harbour budget")
    assert reader.answer("entities", PEOPLE[1])["entities"][0]["name"] == PEOPLE[1]
    assert reader.answer("entity", PEOPLE[0])["found_in"]
    assert reader.answer("status")["documents"] == 2


@pytest.mark.parametrize("reader", ["with its log alone"], indirect=True)
def test_a_log_that_cannot_be_read_is_not_passed_over(reader: Reader) -> None:
    code, out, err = reader.run("search", "harbour")
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert "was copied or left while it was written to, and cannot be written here" in err


def test_a_memory_that_cannot_be_written_is_not_written(reader: Reader, tmp_path: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in reader.memory.rglob("*")}
    tmp_path.chmod(0o755)
    for words in (("add", str(tmp_path)), ("sync",), ("rebuild",)):
        code, out, err = reader.run(*words)
        assert (code, out) == (3, "")
        assert err.count("\n") == 1
        assert str(reader.memory) in err
        assert "permission" in err or "read-only" in err
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in reader.memory.rglob("*")} == before


def test_a_disk_that_is_unmounted_and_comes_back(tmp_path: Path) -> None:
    house = House(tmp_path)
    write_collection(house.files, 5)
    house.add()
    stick = tmp_path / "stick"
    with mounted(stick, 4):
        write_collection(stick, 20, seed=1)
        house.add(stick)
        before = picture(house.memory.folder)
        content = {path: path.read_bytes() for path in stick.rglob("*") if path.is_file()}
    assert os.listdir(stick) == []
    for _ in range(2):
        assert counts(house.sync()) == {"unchanged": 5}
        assert [source.away for source in house.memory.sources()] == [False, True]
        assert differences(picture(house.memory.folder), before) == []
    with mounted(stick, 4):
        for path, data in content.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        assert counts(house.sync()) == {"unchanged": 25}
        assert differences(picture(house.memory.folder), before) == []
        chosen = random.Random(1).choice(sorted(content))
        chosen.unlink()
        assert counts(house.sync()) == {"unchanged": 24, "gone": 1}
