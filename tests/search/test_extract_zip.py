"""Zip archives: written by the standard library, and damaged, lying or built as bombs here."""

import io
import struct
import warnings
import zipfile
import zlib
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.extracted import Status
from search.extract.kinds import ZIP
from tests.search.members import Opened, opened

WHEN = (2021, 3, 4, 5, 6, 8)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")
        archive.comment = comment
        for name, data in members:
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type = method
            archive.writestr(info, data)
    return file.getvalue()


def read(data: bytes) -> Opened:
    return opened(data, "a.zip", ZIP)


def local(name: bytes, data: bytes, *, flags: int = 0, method: int = 0, size: int | None = None) -> bytes:
    """A member with its own header."""
    length = len(data) if size is None else size
    crc = zlib.crc32(data) if method == 0 else 0
    return (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 33, crc, length, length, len(name), 0) + name + data
    )


def directory(*entries: tuple[bytes, int, int], start: int, flags: int = 0, method: int = 0, crc: int = 0) -> bytes:
    """A list of contents of (name, compressed length, offset), and the end record."""
    out = b""
    for name, length, offset in entries:
        fields = (20, 20, flags, method, 0, 33, crc, length, length, len(name), 0, 0, 0, 0, 0, offset)
        out += struct.pack("<4s6H3I5H2I", b"PK\1\2", *fields) + name
    return out + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(entries), len(entries), len(out), start, 0)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_names_come_first_and_members_with_their_times(method: int) -> None:
    found = read(zipped(("folder/", b""), ("folder/a.txt", b"one " * 50_000), ("b.txt", b""), method=method))
    assert found.text == "folder/a.txt\nb.txt"
    assert found.files == {"folder/a.txt": b"one " * 50_000, "b.txt": b""}
    assert {member.modified for member in found.members} == {"2021-03-04T05:06:08Z"}
    assert found.remarks == []


def test_comments_can_be_searched() -> None:
    assert read(zipped(("a", b"x"), comment=b"made for Mercy")).text == "made for Mercy\na"


@given(st.dictionaries(st.text("abc./\\é日 ", min_size=1, max_size=12), st.binary(max_size=300), max_size=6))
def test_every_member_comes_and_no_name_leads_outside(files: dict[str, bytes]) -> None:
    found = read(zipped(*files.items()))
    assert sorted(member.data for member in found.members) == sorted(
        data for name, data in files.items() if not name.endswith("/") or len(data) > 0
    )
    for member in found.members:
        steps = member.path.split(b"/")
        assert not {b"", b".", b".."} & set(steps)


@pytest.mark.parametrize(
    ("name", "path"),
    [("../../etc/passwd", "etc/passwd"), ("/abs/x", "abs/x"), ("a\\b.txt", "a/b.txt"), ("..", "unnamed")],
)
def test_names_that_lead_outside_are_made_harmless(name: str, path: str) -> None:
    assert list(read(zipped((name, b"x"))).files) == [path]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Übergrößen – nicht.txt", "utf-8"),
        ("München Straße.txt", "cp437"),
        ("Gesellschaft für Zölle.txt", "cp1252"),
        ("отчет о расходах.doc отчет о доходах.doc", "cp866"),
        ("一覧表と報告書の漢字.txt", "cp932"),
    ],
)
def test_names_of_old_archives_are_told_from_their_bytes(name: str, encoding: str) -> None:
    raw = name.encode(encoding)
    data = local(raw, b"x")
    found = read(data + directory((raw, 1, 0), start=len(data), crc=zlib.crc32(b"x")))
    assert found.files == {name: b"x"}


def test_links_are_named_and_not_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("link", WHEN)
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert read(file.getvalue()) == Opened("link", [], [])


def test_a_password_is_asked_for_by_the_member_that_has_one() -> None:
    secret, open_ = local(b"secret", b"?" * 20, flags=1), local(b"open", b"words")
    entries = (
        directory((b"secret", 20, 0), start=0, flags=1)[:-22] + directory((b"open", 5, len(secret)), start=0)[:-22]
    )
    data = secret + open_
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, len(entries), len(data), 0)
    entries = entries.replace(b"\0" * 4 + struct.pack("<2I", 5, 5), struct.pack("<3I", zlib.crc32(b"words"), 5, 5))
    found = read(data + entries + end)
    assert (found.files, found.refused) == ({"open": b"words"}, {"secret": Status.ENCRYPTED})


def test_sizes_behind_the_data_and_large_ones_in_extra_fields_are_read() -> None:
    file = io.BytesIO()

    class Pipe(io.RawIOBase):
        def write(self, data: Any) -> int:
            return file.write(data)

    with zipfile.ZipFile(cast(BinaryIO, Pipe()), "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("big", "w", force_zip64=True) as member:
            member.write(b"words " * 1000)
        archive.writestr("small", b"x")
    assert read(file.getvalue()).files == {"big": b"words " * 1000, "small": b"x"}
    lost = read(file.getvalue().replace(b"PK\1\2", b"PK??"))
    assert lost.files == {"big": b"words " * 1000, "small": b"x"}
    assert [remark.status for remark in lost.remarks] == [Status.PARTIAL]


def test_what_stands_in_front_of_an_archive_does_not_matter() -> None:
    assert read(b"#!/bin/sh\n" * 50 + zipped(("a", b"x"))).files == {"a": b"x"}


def test_a_bomb_of_one_member_is_stopped_by_its_ratio() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    data = local(b"bomb", raw, method=8)
    found = opened(data + directory((b"bomb", len(raw), 0), start=len(data), method=8), "a.zip", most=70 << 20)
    assert found.refused == {"bomb": Status.TOO_LARGE}


def test_members_that_share_data_are_refused() -> None:
    inner = local(b"inner", b"words")
    outer = local(b"outer", b"", size=len(inner)) + inner
    crc = zlib.crc32(b"words")
    at = len(outer) - len(inner)
    entries = ((b"outer", len(inner), 0), (b"inner", 5, at), (b"again", 5, at))
    found = read(outer + directory(*entries, start=len(outer), crc=crc))
    assert found.files == {"inner": b"words"}
    assert found.refused == {"outer": Status.FAILED, "again": Status.FAILED}


def test_damage_costs_only_the_member_that_it_hits() -> None:
    data = zipped(("a", b"first words"), ("b", b"second words"), method=zipfile.ZIP_STORED)
    found = read(data.replace(b"first words", b"FIRST words"))
    assert (found.files, found.refused) == ({"b": b"second words"}, {"a": Status.PARTIAL})
    assert found.members[0].data == b"FIRST words"


def test_the_last_part_of_a_split_archive_gives_what_is_in_it() -> None:
    here = local(b"here.txt", b"medlar")
    listing = directory((b"there.txt", 6, 0), (b"here.txt", 6, 0), start=len(here), crc=zlib.crc32(b"medlar"))
    second, end = listing.rfind(b"PK\1\2"), listing.rfind(b"PK\5\6")
    numbered = bytearray(listing)
    numbered[second + 34] = numbered[end + 4] = numbered[end + 6] = 1
    found = read(here + bytes(numbered))
    assert found.files == {"here.txt": b"medlar"}
    assert "there.txt" in found.text
    assert [remark.reason for remark in found.remarks] == ["in other parts of the archive: 1 of the files listed in it"]


def test_unknown_methods_are_named() -> None:
    data = local(b"a", b"?", method=9)
    found = read(data + directory((b"a", 1, 0), start=len(data), method=9))
    assert found.members[0].trouble == (Status.UNSUPPORTED, "compressed with Deflate64")


def test_of_a_cut_archive_all_that_is_there_is_found() -> None:
    words = [(f"{number}.txt", f"words of file {number} ".encode() * 200) for number in range(20)]
    data = zipped(*words)
    for tenth in range(1, 10):
        found = read(data[: len(data) * tenth // 10])
        files = dict(words[: len(found.files)])
        assert found.files == files
        assert len(files) >= 20 * tenth // 10 - 2
        assert found.remarks[0].status is Status.PARTIAL


@given(st.integers(0, 2000), st.integers(0, 7))
def test_flipped_bits_raise_nothing_else(place: int, bit: int) -> None:
    data = bytearray(zipped(("a.txt", b"some words " * 40), ("b/c.txt", bytes(range(256)))))
    data[place % len(data)] ^= 1 << bit
    read(bytes(data))
