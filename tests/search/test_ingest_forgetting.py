"""Forgetting: nothing is left anywhere in the memory's folder, and everything else is as if it had never been there."""

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.errors import NotFound
from search.explore.explorer import Explorer
from search.ingest.forgetting import finish_purge, forget
from search.memory.checking import check
from tests.house import House
from tests.search.test_memory_deltas import article
from tui.doctor import examine

SECRET = "Zebulon Quagmire"
WORDS = (b"zebulon", b"quagmire", b"quixotic", b"xylography")


def streams(data: bytes) -> Iterator[bytes]:
    """Every zlib stream that starts anywhere in `data`, inflated."""
    at = data.find(b"\x78")
    while at >= 0:
        if data[at + 1 : at + 2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            try:
                yield zlib.decompressobj().decompress(data[at:])
            except zlib.error:
                pass
        at = data.find(b"\x78", at + 1)


def cells(file: Path) -> Iterator[bytes]:
    """Every value in a database, as it is and inflated: large ones lie in pieces in the file."""
    with sqlite3.connect(file) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in raw.execute(f"SELECT * FROM {table}"):
                for value in row:
                    data = value if isinstance(value, bytes) else str(value).encode()
                    yield data
                    yield from streams(data)
    raw.close()


def traces(folder: Path) -> set[tuple[str, bytes]]:
    """Where in `folder` any of the words is left."""
    found = set()
    for file in (path for path in folder.rglob("*") if path.is_file()):
        data = file.read_bytes()
        for content in (data, data.replace(b"\0", b""), *streams(data)):
            found |= {(file.name, word) for word in WORDS if word in content.lower()}
    for content in cells(folder / "memory.db"):
        found |= {("memory.db", word) for word in WORDS if word in content.lower()}
    return found


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A memory with a secret in three versions of one document and inside a container, and other documents around."""
    made = House(tmp_path)
    plain = article(80)
    made.write("plain.txt", "".join(plain) + "Alice Smith met Bob Stone in Lisbon.\n")
    for number in range(3):
        lines = list(plain)
        lines[number] = f"{SECRET} wrote a quixotic letter, number {number}, on xylography to Alice Smith in Lisbon.\n"
        made.write("quagmire/zebulon-letter.txt", "".join(lines))
        made.add()
    return made


def document(house: House, name: str) -> int:
    return house.documents()[name]


def test_nothing_is_left(house: House) -> None:
    folder = house.memory.folder
    assert {word for _, word in traces(folder)} == set(WORDS)
    forgotten = forget(house.memory, house.engine, document(house, "quagmire/zebulon-letter.txt"))
    assert (forgotten.documents, forgotten.versions, forgotten.pending) == (1, 3, False)
    assert forgotten.still_there == str(house.files / "quagmire" / "zebulon-letter.txt")
    assert traces(folder) == set()
    assert list(check(house.memory)) == []
    assert list(house.engine.verify()) == []
    assert house.memory.events(1)[0].detail == {"documents": 1, "versions": 3}


def test_what_else_is_remembered_stays(house: House) -> None:
    with_it = Explorer.open(house.memory.folder)
    before = with_it.document(str(house.files / "plain.txt"))
    forget(house.memory, house.engine, document(house, "quagmire/zebulon-letter.txt"))
    for explorer in (with_it, Explorer.open(house.memory.folder)):
        explorer.refresh()
        assert explorer.document(before.document) == before
        assert [hit.document for hit in explorer.search("alice versions:all").hits] == [before.document]
        assert explorer.search("zebulon versions:all").total == 0
        assert explorer.search("").coverage.documents == 1
        assert explorer.status().documents == 1
        names = {entity.name: entity.mentions for entity in explorer.entities().entities}
        assert names["Alice Smith"] == 1
        assert SECRET not in names
        with pytest.raises(NotFound):
            explorer.document(str(house.files / "quagmire" / "zebulon-letter.txt"))
        explorer.close()


def test_the_file_comes_back_with_the_next_sync_unless_it_is_gone(house: House) -> None:
    number = document(house, "quagmire/zebulon-letter.txt")
    forget(house.memory, house.engine, number)
    house.sync()
    again = document(house, "quagmire/zebulon-letter.txt")
    assert again != number
    (house.files / "quagmire" / "zebulon-letter.txt").unlink()
    house.sync()
    assert forget(house.memory, house.engine, again).still_there is None
    house.sync()
    assert set(house.documents()) == {"plain.txt"}
    assert traces(house.memory.folder) == set()


def test_a_text_of_others_stays_and_is_named(house: House) -> None:
    text = house.texts()["quagmire/zebulon-letter.txt"]
    house.write("copy.txt", text)
    house.sync()
    number = document(house, "quagmire/zebulon-letter.txt")
    forgotten = forget(house.memory, house.engine, number)
    assert forgotten.shared == (str(house.files / "copy.txt"),)
    assert house.texts()["copy.txt"] == text
    assert list(check(house.memory)) == []


def test_a_text_that_was_a_delta_on_a_forgotten_one_stays_readable(tmp_path: Path) -> None:
    house = House(tmp_path)
    old, new = "".join(article(80)), "".join([*article(80), "One line more.\n"])
    house.write("a.txt", old)
    house.write("b.txt", old)
    house.add()
    house.write("a.txt", new)
    house.sync()
    forget(house.memory, house.engine, document(house, "a.txt"))
    assert house.texts() == {"b.txt": old}
    assert list(check(house.memory)) == []


def test_names_that_others_use_keep_a_spelling_of_theirs(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("secret.txt", "QUAGMIRE HOLDINGS Inc. paid. Quagmire Holdings Inc. paid twice. Quagmire Holdings paid.")
    house.add()
    house.write("other.txt", "Nobody knows Quagmire Holdings.")
    house.sync()
    forget(house.memory, house.engine, document(house, "secret.txt"))
    assert list(check(house.memory)) == []
    surfaces = {form.surface for form in house.memory.forms()}
    assert all(name.name in surfaces for name in house.memory.entity_names())
    assert "QUAGMIRE HOLDINGS Inc." not in surfaces


def test_what_is_inside_a_container_goes_with_it(tmp_path: Path) -> None:
    house = House(tmp_path)
    mail = f"From: a@b.example\nSubject: hello\n\n{SECRET} wrote on xylography.\n"
    house.write("box.mbox", "".join(f"From a@b.example Thu Jan  1 00:00:00 2026\n{mail}\n" for _ in range(2)))
    house.add()
    assert len(house.documents()) == 3
    forgotten = forget(house.memory, house.engine, document(house, "box.mbox"))
    assert forgotten.documents == 3
    assert house.documents() == {}
    assert traces(house.memory.folder) == set()


def test_a_reader_that_holds_on_makes_it_wait(house: House) -> None:
    reader = sqlite3.connect(house.memory.folder / "memory.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM version").fetchone()
    forgotten = forget(house.memory, house.engine, document(house, "quagmire/zebulon-letter.txt"))
    assert forgotten.pending
    assert house.memory.pending_purge()
    (told,) = [each for each in examine(house.memory.folder) if each.name == "forgetting"]
    assert "purge pending: 3 forgotten versions" in told.detail
    reader.execute("COMMIT")
    reader.close()
    (house.files / "quagmire" / "zebulon-letter.txt").unlink()
    house.sync()
    assert not house.memory.pending_purge()
    assert traces(house.memory.folder) == set()


def test_finished_by_the_next_sync_when_it_was_killed(house: House) -> None:
    with house.memory.write() as write:
        write.purge(document(house, "quagmire/zebulon-letter.txt"))
    assert house.memory.pending_purge()
    assert finish_purge(house.memory, house.engine)
    assert traces(house.memory.folder) == set()
    assert finish_purge(house.memory, house.engine)
