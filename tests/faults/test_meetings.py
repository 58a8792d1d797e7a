"""Several processes at one memory: writers wait for each other or say who is there, readers never notice."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from search.explore.explorer import Explorer
from tests.collection import SUBJECTS, write_collection
from tests.faults.comparing import differences, picture
from tests.faults.healing import heal
from tests.faults.test_kills import command
from tests.house import House

READING = """
import json, sys, threading, time
from pathlib import Path
from search.explore.explorer import Explorer

memory, end, words = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
seen, troubles = {}, []

def read_on(word):
    try:
        while not end.exists():
            found = explorers[word].search(word, limit=5)
            for hit in found.hits[:1]:
                explorers[word].document(hit.document).text[:100]
            seen.setdefault(word, []).append((found.total, explorers[word].status().documents))
            time.sleep(0.02)
    except BaseException as error:
        troubles.append(repr(error))

explorers = {word: Explorer.open(memory) for word in words}
threads = [threading.Thread(target=read_on, args=(word,)) for word in words]
print("ready", flush=True)
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps([seen, troubles]))
"""
"""Searches for some words, each in a thread with an explorer of its own, until a file appears; says the totals that
were seen, and what went wrong.
"""

COMMITTING = """
import sys
from pathlib import Path
from search.index import merging
from search.ingest import sync as syncing
from tests.faults.small_sync import prepare_here
from tests.house import House

merging.MANY, syncing.prepare = 4, prepare_here
house = House(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    house.write(f"{number}.txt", f"the harbour in {number} words")
    house.sync()
print(house.engine.stats().segments)
"""
"""So many commits, of one file each."""


def test_two_that_add_at_once_both_end_well(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    folders = [tmp_path / "one", tmp_path / "other"]
    for number, folder in enumerate(folders):
        write_collection(folder, 30, seed=number)
    adding = [subprocess.Popen(command(memory, "add", str(folder)), stderr=subprocess.PIPE) for folder in folders]
    assert [(process.communicate(timeout=120)[1], process.returncode) for process in adding] == [(b"", 0)] * 2
    (tmp_path / "alone").mkdir()
    alone = House(tmp_path / "alone")
    alone.add(*folders)
    heal(memory)
    assert differences(picture(memory), picture(alone.memory.folder)) == []


def test_who_waits_too_long_is_told_who_is_there(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "the harbour")
    script = (
        "import sys; from tui import cli, keeping; cli.LOCK_SECONDS = keeping.LOCK_SECONDS = 0.2; "
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    for words in (("add", str(house.files)), ("sync",), ("rebuild",)):
        with house.memory.lock(0):
            told = subprocess.run(
                [sys.executable, "-c", script, *words, "--memory", str(house.memory.folder)],
                capture_output=True,
                text=True,
                check=False,
            )
        assert told.returncode == 3
        assert re.fullmatch(
            r"cristal: process \d+, since \S+, is reading documents into .*; wait for it or stop it\n", told.stderr
        )


def test_ten_readers_while_two_write(tmp_path: Path) -> None:
    house, end = House(tmp_path), tmp_path / "end"
    write_collection(house.files, 10)
    house.add()
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READING, str(house.memory.folder), str(end), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in (SUBJECTS[:5], SUBJECTS[5:])
    ]
    for reader in readers:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
    more = [tmp_path / "more", tmp_path / "most"]
    for number, folder in enumerate(more):
        write_collection(folder, 25, seed=number + 1)
    adding = [subprocess.Popen(command(house.memory.folder, "add", str(folder))) for folder in more]
    assert [process.wait(timeout=120) for process in adding] == [0, 0]
    end.touch()
    for reader in readers:
        out, complaints = reader.communicate(timeout=60)
        seen, troubles = json.loads(out)
        assert (complaints, troubles) == ("", [])
        assert len(seen) == 5
        for totals in seen.values():
            for figures in zip(*totals, strict=True):
                assert list(figures) == sorted(figures)
    assert picture(house.memory.folder).answers[-2]["total"] == 60


@pytest.mark.parametrize("commits", [30, pytest.param(100, marks=pytest.mark.long)])
def test_one_reader_through_many_commits_and_merges(commits: int, tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("first.txt", "the harbour and nothing else")
    house.add()
    explorer = Explorer.open(house.memory.folder)
    totals = []
    with subprocess.Popen(
        [sys.executable, "-c", COMMITTING, str(tmp_path), str(commits)], stdout=subprocess.PIPE, text=True
    ) as writer:
        while writer.poll() is None:
            totals.append(explorer.search("harbour").total)
            assert explorer.document(str(house.files / "first.txt")).text == "the harbour and nothing else"
        assert writer.returncode == 0
        assert writer.stdout
        assert int(writer.stdout.read()) <= 5
    assert totals == sorted(totals)
    assert explorer.search("harbour").total == commits + 1
