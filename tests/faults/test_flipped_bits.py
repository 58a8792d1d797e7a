"""Single bits of memory.db flipped: whatever is then not as it was remembered, `verify` says so, and no search or
document shows other words than were read without a sentence that the memory is damaged.
"""

import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from search.errors import CristalError
from search.explore.explorer import Explorer
from search.memory.checking import check
from search.memory.memory import Memory
from tests.house import House

IMMATERIAL = {"event", "suspect", "file", "sqlite_sequence"}
"""What is no document's: a log, and what the next scan compares with, which at worst reads a file again."""

VOLATILE = {"version": {"changed", "indexed_generation", "attempts"}, "meta": {"value"}}
"""Columns that only say what is to be done."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small memory with changes, a member, names, and what somebody decided about them."""
    house = House(tmp_path_factory.mktemp("sound"))
    for number in range(12):
        house.write(f"{number}.txt", f"Report {number} by Alice Smith for Kestrel Bank in Lisbon.\n" * (number + 1))
    house.write("box.mbox", "From a@b Thu Jan  1 00:00:00 2026\nSubject: harbour\n\nBob Stone paid $5 million.\n")
    house.add()
    for number in range(6):
        house.write(f"{number}.txt", f"Report {number} by Carol Jones for Kestrel Bank in Lisbon.\n" * (number + 1))
    (house.files / "7.txt").unlink()
    house.sync()
    explorer = Explorer.open(house.memory.folder)
    explorer.judge("same", "Carol Jones", "Alice Smith", reason="by marriage")
    explorer.judge("rename", "Kestrel Bank", "The Bank")
    explorer.judge("retype", "Lisbon", "organisation")
    line = explorer.judge("reject", f"{explorer.search('harbour').hits[0].version}@25")[0]
    explorer.undo(line.judgement)
    explorer.close()
    house.memory.close()
    with sqlite3.connect(house.memory.folder / "memory.db") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return house.memory.folder


def content(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the catalogue says, table by table, read in the plainest way."""
    said = {}
    with sqlite3.connect(folder / "memory.db") as raw:
        for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in IMMATERIAL:
                columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
                kept = [column for column in columns if column not in VOLATILE.get(table, ())]
                said[table] = sorted(
                    raw.execute(f"SELECT {', '.join(kept)} FROM {table} NOT INDEXED").fetchall(), key=repr
                )
    raw.close()
    return said


def shown(folder: Path) -> dict[str, Any]:
    """What a reader sees of it."""
    explorer = Explorer.open(folder)
    try:
        hits = explorer.search("report OR harbour versions:all", limit=100, sort="path").hits
        return {
            hit.version: (
                hit.path,
                hit.title,
                hit.seen_from,
                hit.seen_to,
                hit.gone,
                explorer.document(hit.version).text,
            )
            for hit in hits
        }
    finally:
        explorer.close()


@pytest.mark.parametrize("flips", [40, pytest.param(1000, marks=pytest.mark.long)])
@pytest.mark.timeout(3600)
def test_no_flipped_bit_goes_unnoticed(flips: int, sound: Path, tmp_path: Path) -> None:
    chance = random.Random(flips)
    expected, seen = content(sound), shown(sound)
    original = (sound / "memory.db").read_bytes()
    folder = tmp_path / "memory"
    shutil.copytree(sound, folder)
    unnoticed, shown_silently = [], []
    for _ in range(flips):
        place, bit = chance.randrange(len(original)), chance.randrange(8)
        for ending in ("-wal", "-shm"):
            (folder / f"memory.db{ending}").unlink(missing_ok=True)
        damaged = bytearray(original)
        damaged[place] ^= 1 << bit
        (folder / "memory.db").write_bytes(damaged)
        try:
            memory = Memory.open(folder)
        except CristalError:
            continue
        findings = list(check(memory))
        memory.close()
        try:
            same = content(folder) == expected
        except sqlite3.DatabaseError:
            same = False
        if not same and not findings:
            unnoticed.append((place, bit))
        try:
            if not shown(folder).items() <= seen.items():
                shown_silently.append((place, bit, findings[:1]))
        except CristalError:
            pass
    assert unnoticed == []
    assert shown_silently == []


def test_a_note_that_nobody_wrote_is_told(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    shutil.copytree(sound, folder)
    with sqlite3.connect(folder / "memory.db") as raw:
        raw.execute("UPDATE meta SET key = 'resglved' WHERE key = 'resolved'")
    raw.close()
    memory = Memory.open(folder)
    assert [finding for finding in check(memory) if "resglved" in finding]
    memory.close()


@pytest.mark.parametrize("statement", ["UPDATE mention SET start = start + 1", "UPDATE chunk SET start = start + 1"])
def test_a_piece_that_is_out_of_place_is_told(statement: str, sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    shutil.copytree(sound, folder)
    with sqlite3.connect(folder / "memory.db") as raw:
        raw.execute(f"{statement} WHERE text = 1")
    raw.close()
    memory = Memory.open(folder)
    assert list(check(memory))
    memory.close()
