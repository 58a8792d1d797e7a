"""The index of names: level with the memory, or thrown away."""

import os
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from search.cancel import NEVER
from search.entities.lookup.directory import Directory
from search.entities.mentions import EntityType, Key
from search.entities.resolution.judging import Kind
from search.ingest.forgetting import forget
from search.ingest.rebuilding import rebuild
from search.ingest.verifying import verify
from search.memory import backup, spelling
from search.memory.memory import Memory
from search.memory.spelling_checking import misspelt
from search.memory.spelt import Indexed
from tests.house import House
from tests.named import Bearer, directory_of, memory_of, mentioning, remember

CONSONANTS = "bdfgklmnprstvz"
ADA, GRACE = Key(EntityType.PERSON, "ada lovelace"), Key(EntityType.PERSON, "grace hopper")


def made_up(count: int, seed: int = 3) -> list[str]:
    chance = random.Random(seed)
    names: dict[str, None] = {}
    while len(names) < count:
        words = ("".join(chance.choice(CONSONANTS) + chance.choice("aeiou") for _ in range(3)) for _ in range(2))
        names[" ".join(words).title()] = None
    return list(names)


def people(names: Iterable[str]) -> list[Bearer]:
    return [Bearer(EntityType.PERSON, {name: 1}) for name in names]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return memory_of(tmp_path / "memory", people(["Ada Lovelace", "Grace Hopper"]))


def indexed(memory: Memory) -> Indexed:
    opened = spelling.opened(memory)
    assert opened is not None
    return Indexed(memory, opened[0])


def found(source: Indexed, memory: Memory, typed: str) -> set[str]:
    entities = {entity for _, entity, _ in [*source.spelt(typed, NEVER), *source.alike(typed, NEVER)]}
    return {name for entity in entities if (named := memory.entity(entity)) is not None and (name := named.name)}


def first(directory: Directory, typed: str) -> str | None:
    matches = directory.find(typed).matches
    return matches[0].entry.name if matches else None


def test_a_small_memory_has_no_index(memory: Memory) -> None:
    spelling.level(memory)
    assert not (memory.folder / spelling.FILE).exists()
    assert first(directory_of(memory), "lovelase") == "Ada Lovelace"


def test_a_large_memory_has_one_that_only_its_owner_may_read(tmp_path: Path) -> None:
    names = made_up(spelling.FEWEST + 500)
    memory = memory_of(tmp_path / "memory", people(names))
    spelling.level(memory)
    assert (memory.folder / spelling.FILE).stat().st_mode & 0o777 == 0o600
    directory = directory_of(memory)
    assert len(directory) == len(names)
    last = sorted(names)[-3:]
    assert [first(directory, name[:7] + name[8:]) for name in last] == last


def test_what_came_since_is_added_once_it_is_much_and_found_before(memory: Memory) -> None:
    spelling.level(memory, fewest=0)
    file = memory.folder / spelling.FILE
    before = file.stat().st_ino
    remember(memory, mentioning([*people(["Alan Turing"]), Bearer(EntityType.MONEY, {"$5 million": 1})]))
    spelling.level(memory, fewest=0, slack=50)
    assert file.stat().st_ino == before
    assert first(directory_of(memory), "turign") == "Alan Turing"
    old = indexed(memory)
    spelling.level(memory, fewest=0, slack=1)
    assert found(indexed(memory), memory, "turign") == found(indexed(memory), memory, "alan") == {"Alan Turing"}
    assert found(indexed(memory), memory, "lovelase") == {"Ada Lovelace"}
    assert found(indexed(memory), memory, "5") == {"$5 million"}
    assert found(old, memory, "turign") == set()
    assert first(directory_of(memory), "turign") == "Alan Turing"


def test_entities_that_were_merged_are_found_as_what_they_are_now(memory: Memory) -> None:
    spelling.level(memory, fewest=0)
    with memory.write() as write:
        write.judge(Kind.SAME, GRACE, ADA)
    assert found(indexed(memory), memory, "hoper") == {"Ada Lovelace"}
    (match,) = directory_of(memory).find("hoper").matches
    assert (match.entry.name, match.alias) == ("Ada Lovelace", "Grace Hopper")


def test_a_name_that_no_text_gives_is_found_too(memory: Memory) -> None:
    with memory.write() as write:
        write.judge(Kind.RENAME, ADA, "Countess of Lovelace")
    matches = directory_of(memory).find("countes").matches
    assert [match.alias for match in matches] == ["Countess of Lovelace"]
    assert [match.alias for match in directory_of(memory).find("ada").matches] == ["Ada Lovelace"]


def test_what_names_nothing_is_not_found(memory: Memory) -> None:
    spelling.level(memory, fewest=0)
    with memory.write() as write:
        write.judge(Kind.REJECT, GRACE)
    assert directory_of(memory).find("hoper").total == 0
    assert first(directory_of(memory), "lovelase") == "Ada Lovelace"


def test_another_type_is_found_by_that_type(memory: Memory) -> None:
    spelling.level(memory, fewest=0)
    with memory.write() as write:
        write.judge(Kind.RETYPE, GRACE, EntityType.ORGANISATION.value)
    assert directory_of(memory).find("hoper", EntityType.PERSON).total == 0
    (match,) = directory_of(memory).find("hoper", EntityType.ORGANISATION).matches
    assert match.entry.name == "Grace Hopper"


def test_a_rebuild_makes_the_index_anew(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "Ada Lovelace met Charles Babbage in London.")
    house.add()
    spelling.level(house.memory, fewest=0)
    rebuild(house.memory, lambda event: None)
    assert not (house.memory.folder / spelling.FILE).exists()
    assert first(directory_of(house.memory), "babage") == "Charles Babbage"


def test_forgetting_takes_names_out_of_the_index(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "Ada Lovelace met Charles Babbage in London.")
    house.write("b.txt", "Grace Hopper met Howard Aiken in Boston.")
    house.add()
    spelling.level(house.memory, fewest=0)
    file = house.memory.folder / spelling.FILE
    assert b"lovelace" in file.read_bytes()
    (house.files / "a.txt").unlink()
    forget(house.memory, house.engine, house.documents()["a.txt"])
    assert not file.exists()
    house.sync()
    spelling.level(house.memory, fewest=0)
    assert b"lovelace" not in file.read_bytes()
    assert b"hopper" in file.read_bytes()


def test_the_index_of_another_memory_or_of_another_time_is_not_believed(memory: Memory, tmp_path: Path) -> None:
    file = memory.folder / spelling.FILE
    other = memory_of(tmp_path / "other", people(["Ada Lovelace", "Grace Hopper"]))
    spelling.level(other, fewest=0)
    file.write_bytes((other.folder / spelling.FILE).read_bytes())
    assert spelling.opened(memory) is None
    assert first(directory_of(memory), "lovelase") == "Ada Lovelace"
    spelling.level(memory, fewest=0)
    with memory.write() as write:
        write.purge(1)
    assert spelling.opened(memory) is None


def test_a_restored_memory_begins_without_an_index(memory: Memory, tmp_path: Path) -> None:
    saved = tmp_path / "saved.db"
    backup.back_up(memory, saved)
    remember(memory, mentioning(people(["Alan Turing"])))
    spelling.level(memory, fewest=0)
    memory.close()
    backup.restore(saved, memory.folder)
    assert not (memory.folder / spelling.FILE).exists()


@pytest.mark.parametrize("place", [0, 40, 4096, 8192, 20000])
def test_a_damaged_index_is_removed_and_names_are_still_found(tmp_path: Path, place: int) -> None:
    names = made_up(300)
    memory = memory_of(tmp_path / "memory", people(names))
    spelling.level(memory, fewest=0)
    file = memory.folder / spelling.FILE
    data = bytearray(file.read_bytes())
    data[place : place + 4000] = b"\xff" * 4000
    file.write_bytes(data)
    directory = directory_of(memory)
    assert [first(directory, name[:3] + name[4:]) for name in names[:20]] == names[:20]
    spelling.level(memory, fewest=0)
    assert spelling.opened(memory) is not None


def test_a_part_that_was_left_behind_is_removed(memory: Memory) -> None:
    part = memory.folder / f".{spelling.FILE}.1.part"
    part.write_bytes(b"Ada Lovelace")
    spelling.level(memory, fewest=0)
    assert sorted(path.name for path in memory.folder.glob("*names*")) == [spelling.FILE]
    assert not part.exists()


def test_without_trigrams_names_are_found_by_looking_at_all(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    class Older(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            return super().execute(sql.replace("'trigram ", "'unknown "), *parameters)  # type: ignore[arg-type]

    monkeypatch.setattr(spelling, "connect", lambda file, mode: sqlite3.connect(file, factory=Older))
    spelling.level(memory, fewest=0)
    assert sorted(path.name for path in memory.folder.glob("*names*")) == []
    assert first(directory_of(memory), "lovelase") == "Ada Lovelace"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_no_error(memory: Memory) -> None:
    memory.folder.chmod(0o500)
    try:
        spelling.level(memory, fewest=0)
    finally:
        memory.folder.chmod(0o700)
    assert first(directory_of(memory), "lovelase") == "Ada Lovelace"


def test_the_index_names_the_forms_it_knows(memory: Memory) -> None:
    spelling.level(memory, fewest=0)
    with closing(sqlite3.connect(memory.folder / spelling.FILE)) as connection:
        assert connection.execute("SELECT COUNT(*), MAX(form) FROM bearer").fetchone() == (2, 2)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def said(file: Path) -> list[list[tuple[object, ...]]]:
    """All that the file says."""
    with closing(sqlite3.connect(file)) as raw:
        tables = ("note", "name", "bearer", "value", "gram", "grams")
        return [raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def test_flipped_bits_and_strange_names_are_told(tmp_path: Path) -> None:
    memory = memory_of(tmp_path / "memory", [*people(made_up(300)), Bearer(EntityType.MONEY, {"$5 million": 2})])
    assert misspelt(memory) is None
    spelling.level(memory, fewest=0, slack=0)
    assert spelling.known_to(memory) > 0
    assert misspelt(memory) is None
    file = memory.folder / spelling.FILE
    sound, chance = file.read_bytes(), random.Random(5)
    expected, told = said(file), 0
    for _ in range(60):
        damaged = bytearray(sound)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        noticed = spelling.opened(memory) is None or misspelt(memory) is not None
        assert noticed or said(file) == expected
        told += noticed
    assert told > 10
    file.write_bytes(sound)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE value SET key = '$6 million'")
    assert "otherwise than documents" in (misspelt(memory) or "")
    assert [finding for finding in verify(memory, None) if "names.db" in finding]
