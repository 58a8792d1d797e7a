"""The bytes of a document are had again: its file, or what its container holds in its place."""

import stat
from pathlib import Path

import pytest

from search.errors import NotFound
from search.explore.original import original
from search.extract.caps import DEFAULT
from tests.house import House
from tests.search.test_ingest_containers import mail, zipped


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


def mail_with(name: str, content: str) -> str:
    parts = f"--x\n\nwords\n--x\nContent-Disposition: attachment; filename={name}\n\n{content}\n--x--\n"
    return mail(
        "Minutes", "Aiko <aiko@example.org>", parts, MIME_Version="1.0", Content_Type="multipart/mixed; boundary=x"
    )


def test_a_file_is_its_own(house: House, folder: Path) -> None:
    file = house.write("a!/b.txt", "the word medlar")
    house.add()
    assert original(house.current()["a!/b.txt"], folder, DEFAULT) == file
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("archive", ["a.zip", "wrong-name.txt"])
def test_a_member_within_members_is_copied_as_it_is(archive: str, house: House, folder: Path) -> None:
    house.write(archive, zipped({"b/c.eml": mail_with("-d.csv", "medlar,1\r\nquince,2"), "e.txt": "no"}))
    house.add()
    row = house.current()[f"{archive}!/b/c.eml!/-d.csv"]
    copy = original(row, folder, DEFAULT)
    assert (copy.parent, copy.name) == (folder, "d.csv")
    assert copy.read_bytes().strip() == b"medlar,1\r\nquince,2"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400


def test_what_cannot_be_had_says_why(house: House, folder: Path) -> None:
    file = house.write("a.zip", zipped({"b.txt": "medlar", "c.txt": "quince"}))
    house.write("d.txt", "plum")
    house.add()
    rows = house.current()
    file.write_bytes(zipped({"c.txt": "quince"}))
    with pytest.raises(NotFound, match=r"b.txt cannot be taken out of .*a.zip: it is not in the file any more"):
        original(rows["a.zip!/b.txt"], folder, DEFAULT)
    file.write_bytes(b"PK\3\4 no archive any more")
    with pytest.raises(NotFound, match=r"c\.txt cannot be taken out of .*a.zip: "):
        original(rows["a.zip!/c.txt"], folder, DEFAULT)
    (house.files / "d.txt").unlink()
    with pytest.raises(NotFound, match=r"the file is not there any more: .*d\.txt"):
        original(rows["d.txt"], folder, DEFAULT)
    assert list(folder.iterdir()) == []
