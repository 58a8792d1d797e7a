"""Clocks that are set back, and files from impossible times: the order of what was seen stays as it was."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

from search.explore.explorer import Explorer
from search.ingest import sync as syncing
from search.memory import instants
from tests.faults.comparing import sound
from tests.faults.small_sync import prepare_here
from tests.faults.tmpfs import mounted
from tests.house import House, counts

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock by which the memory dates."""

    class Set(datetime):
        present = datetime(2026, 6, 1, tzinfo=UTC)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromisoformat(cls.present.isoformat())

    def set_to(instant: str) -> None:
        Set.present = datetime.fromisoformat(instant)

    monkeypatch.setattr(instants, "datetime", Set)
    return set_to


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(syncing, "prepare", prepare_here)
    return House(tmp_path)


def as_of(house: House, instant: str) -> dict[str, str]:
    """What was true at an instant: the texts of the documents of then, by name."""
    explorer = Explorer.open(house.memory.folder)
    try:
        hits = explorer.search("", as_of=instant).hits
        return {os.path.basename(hit.path): explorer.document(hit.version).text for hit in hits}
    finally:
        explorer.close()


def test_a_clock_set_back_a_year_turns_nothing_round(house: House, clock: Clock) -> None:
    clock("2026-06-01T12:00:00Z")
    for name in ("changed", "deleted", "renamed", "same"):
        house.write(f"{name}.txt", f"{name}, at first")
    house.add()
    clock("2025-06-01T12:00:00Z")
    house.write("changed.txt", "changed, with the clock set back")
    house.write("new.txt", "new, with the clock set back")
    (house.files / "deleted.txt").unlink()
    (house.files / "renamed.txt").rename(house.files / "moved.txt")
    assert counts(house.sync()) == {"added": 1, "changed": 1, "renamed": 1, "gone": 1, "unchanged": 1}
    clock("2025-06-02T12:00:00Z")
    house.write("deleted.txt", "deleted, and back")
    house.sync()
    clock("2026-07-01T12:00:00Z")
    house.write("changed.txt", "changed, with the clock right again")
    house.sync()
    sound(house.memory)
    first = "2026-06-01T12:00:00Z"
    for row in house.memory.facts():
        if house.memory.text(row.text or 0) != "new, with the clock set back":
            assert row.seen_from >= first
        assert row.seen_to is None or row.seen_from <= row.seen_to
    then = as_of(house, "2026-06-15T00:00:00Z")
    assert then == {
        "changed.txt": "changed, with the clock set back",
        "deleted.txt": "deleted, and back",
        "moved.txt": "renamed, at first",
        "new.txt": "new, with the clock set back",
        "same.txt": "same, at first",
    }
    assert as_of(house, "2026-07-02T00:00:00Z") == then | {"changed.txt": "changed, with the clock right again"}
    assert set(as_of(house, "2025-12-01T00:00:00Z")) == {"new.txt"}
    assert as_of(house, "2025-05-01T00:00:00Z") == {}


IMPOSSIBLE = {
    "in 2099": (4_078_000_000, "2099-"),
    "before 1970": (-1_000_000_000, "1938-"),
    "at 1970": (0, "1970-01-01T00:00:00Z"),
}
BEYOND = {"in the year 11000": (285_000_000_000, "9999-12-31T23:59:59Z")}


def write_at(folder: Path, times: dict[str, tuple[int, str]]) -> None:
    for name, (seconds, _) in times.items():
        (folder / f"{name}.txt").write_text(f"written {name}")
        os.utime(folder / f"{name}.txt", (seconds, seconds))


def test_files_of_impossible_times(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("now.txt", "written now")
    write_at(house.files, IMPOSSIBLE)
    assert counts(house.add()) == {"added": 4}
    rows = house.current()
    for name, (_, modified) in IMPOSSIBLE.items():
        assert rows[f"{name}.txt"].modified.startswith(modified)
    assert counts(house.sync()) == {"unchanged": 4}
    explorer = Explorer.open(house.memory.folder)
    for query, name in (("modified:2099", "in 2099"), ("modified:1938", "before 1970")):
        assert [hit.title for hit in explorer.search(query).hits] == [name]
    assert explorer.search("written", sort="oldest").total == 4


def test_a_file_from_beyond_the_year_9999(tmp_path: Path) -> None:
    house = House(tmp_path)
    with mounted(tmp_path / "disk", 1) as disk:
        write_at(disk, BEYOND)
        assert counts(house.add(disk)) == {"added": 1}
        assert {row.modified for row in house.memory.facts()} == {modified for _, modified in BEYOND.values()}
        assert counts(house.sync()) == {"unchanged": 1}
    explorer = Explorer.open(house.memory.folder)
    assert explorer.search("written", sort="newest").total == 1
