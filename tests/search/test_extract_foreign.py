"""Formats that programs read: by scripts in their place, and by those that are installed here."""

import io
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from search.extract import foreign, kinds
from search.extract.caps import DEFAULT
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Part
from tests.search.members import Opened, opened
from tests.search.test_extract_programs import Script, script
from tests.search.test_extract_tar import tarred

__all__ = ["script"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def seven_zip(listed: bytes = b"", cut: int = 0, crc: int = 0) -> bytes:
    """An archive of a list of contents and nothing else, without its last `cut` bytes."""
    head = struct.pack("<2QL", 0, len(listed), zlib.crc32(listed) ^ crc)
    data = b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(head)) + head + listed
    return data[: len(data) - cut]


def read(kind: Kind, data: bytes = OLE) -> Opened:
    return opened(data, "x", kind)


def test_without_programs_the_sentence_says_which(script: Script) -> None:
    (remark,) = read(kinds.OLD_WORD).remarks
    assert remark.status is Status.UNSUPPORTED
    assert remark.reason == "Word document of before 2007: install antiword, catdoc or LibreOffice to read it"
    assert foreign.reader_name(kinds.OLD_WORD) == "foreign/2 Word document of before 2007: none"


def test_the_name_of_the_reader_changes_when_a_program_appears(script: Script) -> None:
    script("catdoc", "exit 0")
    assert foreign.reader_name(kinds.OLD_WORD) == "foreign/2 Word document of before 2007: catdoc"
    script("antiword", "exit 0")
    assert foreign.reader_name(kinds.OLD_WORD) == "foreign/2 Word document of before 2007: antiword+catdoc"
    assert foreign.reader_name(kinds.OLD_EXCEL) == "foreign/2 Excel workbook of before 2007: none"


def test_paragraphs_are_units(script: Script) -> None:
    script("antiword", r"printf 'A title\n\n'; for i in 1 2 3 4 5 6; do printf '%0300d\n' $i; done")
    file = io.BytesIO(OLE)
    parts = list(foreign.read(file, kinds.OLD_WORD, DEFAULT))
    text = "".join(part.text for part in parts if isinstance(part, Part))
    units = [unit for part in parts if isinstance(part, Part) for unit in part.units]
    assert text.startswith("A title\n\n000")
    assert [(unit.kind, unit.number) for unit in units] == [("paragraph", 1), ("paragraph", 4), ("paragraph", 6)]
    assert [text[unit.start : unit.end].count("0" * 299) for unit in units] == [2, 2, 2]


@pytest.mark.parametrize(("kind", "command", "unit"), [(kinds.OLD_EXCEL, "xls2csv", "sheet")])
def test_form_feeds_part_sheets_and_slides(script: Script, kind: Kind, command: str, unit: str) -> None:
    script(command, r"printf 'one\ttwo\n\f\fthree\n\f'")
    parts = [part for part in foreign.read(io.BytesIO(OLE), kind, DEFAULT) if isinstance(part, Part)]
    assert [(part.text, part.units[0].kind, part.units[0].number) for part in parts] == [
        ("one\ttwo\n", unit, 1),
        ("", unit, 2),
        ("three\n", unit, 3),
    ]


def test_the_next_program_is_tried_until_one_has_words(script: Script) -> None:
    script("antiword", "echo 'not a Word document' >&2; exit 1")
    script("catdoc", "echo words")
    assert read(kinds.OLD_WORD) == Opened("words", [], [])
    script("catdoc", "exit 0")
    (remark,) = read(kinds.OLD_WORD).remarks
    assert (remark.status, remark.reason) == (Status.FAILED, "antiword: not a Word document")


def test_a_password_ends_the_search(script: Script) -> None:
    script("antiword", "echo 'Encrypted documents are not supported' >&2; exit 1")
    script("catdoc", "echo garbage")
    found = read(kinds.OLD_WORD)
    assert (found.text, found.remarks[0].status) == ("", Status.ENCRYPTED)


def test_what_came_before_a_crash_is_kept(script: Script) -> None:
    script("catdoc", "echo words; kill -11 $$")
    found = read(kinds.OLD_WORD)
    assert (found.text, found.remarks[0].reason) == ("words", "catdoc: stopped by signal 11")


def test_bsdtar_gives_a_tar_archive(script: Script, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tarred(("a.txt", b"one"), ("b/c.txt", b"two")))
    script("bsdtar", f"cat {tmp_path}/a.tar")
    found = read(kinds.SEVEN_ZIP, seven_zip())
    assert (found.text, found.files) == ("a.txt\nb/c.txt", {"a.txt": b"one", "b/c.txt": b"two"})


def test_where_bsdtar_fails_seven_zip_is_asked(script: Script) -> None:
    script("bsdtar", "echo 'unknown codec' >&2; exit 1")
    listing = r"Path = a.txt\nSize = 3\nModified = 2020-09-13 12:26:40.0000000\nEncrypted = -\n\n"
    listing += r"Path = ../@b*\nEncrypted = +\n\nPath = folder\nAttributes = D drwxr-xr-x\n\n"
    script("7z", f'case "$1" in l) printf "{listing}";; x) echo "$6";; esac')
    found = read(kinds.SEVEN_ZIP, seven_zip())
    assert found.text == "a.txt\n@b*"
    assert found.files == {"a.txt": b"-i!a.txt\n"}
    assert found.refused == {"@b*": Status.ENCRYPTED}
    assert found.members[0].modified == "2020-09-13T12:26:40Z"


def test_an_archive_that_nothing_opens_says_why(script: Script) -> None:
    script("bsdtar", "echo 'damaged header' >&2; exit 1")
    script("7z", "echo 'Cannot open encrypted archive. Wrong password?' >&2; exit 2")
    assert [remark.status for remark in read(kinds.RAR).remarks] == [Status.ENCRYPTED]
    script("7z", "exit 2")
    (remark,) = read(kinds.RAR).remarks
    assert (remark.status, remark.reason) == (Status.FAILED, "bsdtar: damaged header")


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        (seven_zip()[:20], Status.FAILED, "damaged: its header makes no sense"),
        (seven_zip()[:12] + bytes(19) + b"x", Status.FAILED, "damaged: its header makes no sense"),
        (seven_zip(b"listed", cut=1), Status.FAILED, "cut short: its list of contents is lost"),
        (seven_zip(b"listed", crc=1), Status.FAILED, "damaged: its list of contents is not whole"),
        (seven_zip(b"\x17...\x06\xf1\x07\x01..."), Status.ENCRYPTED, "password needed"),
        (seven_zip(b"listed"), Status.UNSUPPORTED, "7z archive: install bsdtar or 7-Zip to read it"),
    ],
)
def test_no_program_is_needed_to_know_that_a_7z_archive_is_broken(
    script: Script, data: bytes, status: Status, reason: str
) -> None:
    (remark,) = read(kinds.SEVEN_ZIP, data).remarks
    assert (remark.status, remark.reason) == (status, reason)


@pytest.mark.skipif(not (shutil.which("7z") and shutil.which("bsdtar")), reason="needs 7z and bsdtar")
@pytest.mark.parametrize("options", [(), ("-psecret",), ("-psecret", "-mhe=on")])
def test_real_7z_archives(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "ü.txt").write_text("words")
    (tmp_path / "b.txt").write_text("more words")
    command = ["7z", "a", *options, "x.7z", "ü.txt", "b.txt"]
    subprocess.run(command, cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    found = opened((tmp_path / "x.7z").read_bytes(), "x.7z")
    if not options:
        assert found.files == {"ü.txt": b"words", "b.txt": b"more words"}
    elif len(options) == 1:
        assert found.refused == {"ü.txt": Status.ENCRYPTED, "b.txt": Status.ENCRYPTED}
    else:
        assert [remark.status for remark in found.remarks] == [Status.ENCRYPTED]
