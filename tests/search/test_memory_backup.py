"""Backups: whole, of one moment, checked; and a memory made again from one."""

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from search.errors import BadInput, CristalError, MemoryDamaged
from search.explore.explorer import Explorer
from search.ingest.rebuilding import rebuild
from search.memory import schema
from search.memory.backup import REPLACED, back_up, restore
from search.memory.checking import check
from search.memory.memory import Memory
from tests.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path)
    for number in range(5):
        made.write(f"{number}.txt", f"Report {number} of the harbour by Alice Smith.")
    made.add()
    return made


def test_a_backup_becomes_a_memory_again(house: House, tmp_path: Path) -> None:
    file = tmp_path / "kept.cristal"
    assert back_up(house.memory, file) == file.stat().st_size
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    folder = tmp_path / "other"
    folder.mkdir()
    assert restore(file, folder) == 5
    memory = Memory.open(folder)
    assert memory.facts() == [row._replace(indexed=True) for row in memory.facts()]
    rebuild(memory, lambda event: None)
    with_words = Explorer.open(folder)
    assert with_words.search("harbour").total == 5
    assert with_words.entity("Alice Smith").entity.documents == 5
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_backup_is_of_one_moment_while_others_write(house: House, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            with house.memory.write() as writing:
                writing.event("one of two")
                writing.event("two of two")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            back_up(house.memory, tmp_path / f"{number}.cristal")
    finally:
        done.set()
        writer.join()
    for number in range(5):
        with sqlite3.connect(tmp_path / f"{number}.cristal") as raw:
            assert raw.execute("SELECT COUNT(*) % 2 FROM event").fetchone() == (0,)
        raw.close()


def test_what_was_there_is_kept_beside_what_is_restored(house: House, tmp_path: Path) -> None:
    file = tmp_path / "kept.cristal"
    back_up(house.memory, file)
    house.write("later.txt", "Something later.")
    house.sync()
    watching = Explorer.open(house.memory.folder)
    restore(file, house.memory.folder)
    assert len(Memory.open(house.memory.folder).facts()) == 5
    (aside,) = house.memory.folder.glob(f"{REPLACED}*[0-9Z]")
    with sqlite3.connect(aside) as raw:
        assert raw.execute("SELECT COUNT(*) FROM version").fetchone() == (6,)
    raw.close()
    watching.refresh()
    assert watching.status().documents == 5
    watching.close()


def test_a_damaged_memory_is_not_backed_up_nor_a_damaged_backup_restored(house: House, tmp_path: Path) -> None:
    file = tmp_path / "kept.cristal"
    back_up(house.memory, file)
    data = bytearray(file.read_bytes())
    place = data.index(b"0.txt")
    data[place] ^= 1
    (tmp_path / "flipped.cristal").write_bytes(data)
    with pytest.raises(MemoryDamaged, match="nothing was changed"):
        restore(tmp_path / "flipped.cristal", house.memory.folder)
    (tmp_path / "cut.cristal").write_bytes(data[: len(data) // 2])
    with pytest.raises(CristalError):
        restore(tmp_path / "cut.cristal", house.memory.folder)
    (tmp_path / "notes.txt").write_text("not a backup")
    with pytest.raises(CristalError):
        restore(tmp_path / "notes.txt", house.memory.folder)
    assert list(check(house.memory)) == []
    with house.memory.reading() as connection:
        connection.execute("UPDATE version SET title = 'forged' WHERE id = 1")
    with pytest.raises(MemoryDamaged, match="v1"):
        back_up(house.memory, tmp_path / "forged.cristal")
    assert not (tmp_path / "forged.cristal").exists()


def test_names_that_cannot_be_used_are_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="already"):
        back_up(house.memory, house.files / "0.txt")
    with pytest.raises(CristalError):
        back_up(house.memory, tmp_path / "no" / "folder" / "x")
    with pytest.raises(BadInput, match="not there"):
        restore(tmp_path / "nothing", house.memory.folder)


def test_an_older_catalogue_is_kept_before_it_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    current = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", current[:2])
    monkeypatch.setattr(schema, "SEALED", 0)
    with sqlite3.connect(tmp_path / "memory.db", isolation_level=None) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        schema.migrate(raw)
        raw.execute("INSERT INTO source (path) VALUES (x'2F78')")
        raw.execute("INSERT INTO document (source, path, gone) VALUES (1, x'2F78', '2026-01-01T00:00:00Z')")
        raw.execute(
            "INSERT INTO version (document, source, seen_from, seen_to, recorded, origin, digest, size, modified, "
            "title, type, status, reader, changed) VALUES (1, 1, '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '', "
            "'scan', x'00', 0, '', 'old', 'text', 'failed', '', 1)"
        )
    raw.close()
    monkeypatch.undo()
    memory = Memory.open(tmp_path)
    assert [row.title for row in memory.facts()] == ["old"]
    assert list(check(memory)) == []
    with sqlite3.connect(tmp_path / "memory.db.version-2") as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (2,)
        assert raw.execute("SELECT title FROM version").fetchone() == ("old",)
    raw.close()
    assert stat.S_IMODE(os.stat(tmp_path / "memory.db.version-2").st_mode) == 0o600


def test_the_index_of_another_time_is_made_again(house: House, tmp_path: Path) -> None:
    file = tmp_path / "kept.cristal"
    back_up(house.memory, file)
    house.write("later.txt", "Something later about a zeppelin.")
    house.sync()
    restore(file, house.memory.folder)
    again = Memory.open(house.memory.folder)
    rebuild(again, lambda event: None)
    explorer = Explorer.open(again.folder)
    assert explorer.search("harbour").total == 5
    assert explorer.search("zeppelin").total == 0
