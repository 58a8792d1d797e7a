"""Tar archives, in every format that the standard library writes, and what can be wrong with them."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.extracted import Status
from search.extract.kinds import TAR
from search.extract.pieces import Remark
from tests.search.members import Opened, opened

BLOCK = 512


def tarred(*members: tuple[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_600_000_000
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def special(kind: bytes, name: str) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info.tobuf(tarfile.GNU_FORMAT)


def read(data: bytes) -> Opened:
    return opened(data, "a.tar", TAR)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_names_come_first_and_members_with_their_times(form: int) -> None:
    long_name = "folder/" + "n" * 90 + ".txt"
    found = read(tarred(("a.txt", b"one"), (long_name, b"two" * 1000), ("empty", b""), form=form))
    assert found.text == f"a.txt\n{long_name}\nempty"
    assert found.files == {"a.txt": b"one", long_name: b"two" * 1000, "empty": b""}
    assert {member.modified for member in found.members} == {"2020-09-13T12:26:40Z"}
    assert found.remarks == []


@given(
    st.lists(st.tuples(st.text("ab/.é日", min_size=1, max_size=200), st.binary(max_size=1500)), max_size=5),
    st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
)
def test_every_member_comes_in_order(files: list[tuple[str, bytes]], form: int) -> None:
    found = read(tarred(*files, form=form))
    assert [member.data for member in found.members] == [data for name, data in files if not name.endswith("/")]
    for member in found.members:
        assert not {b"", b".", b".."} & set(member.path.split(b"/"))


def test_links_and_devices_have_names_only() -> None:
    kinds = {tarfile.SYMTYPE: "soft", tarfile.LNKTYPE: "hard", tarfile.CHRTYPE: "device", tarfile.FIFOTYPE: "pipe"}
    data = b"".join(special(kind, name) for kind, name in kinds.items()) + special(tarfile.DIRTYPE, "folder")
    found = read(data + tarred(("file", b"words")))
    assert found.text.split("\n") == ["soft", "hard", "device", "pipe", "file"]
    assert found.files == {"file": b"words"}


def test_names_in_an_old_encoding_keep_their_bytes() -> None:
    data = tarred(("M?nchen", b"x"), form=tarfile.GNU_FORMAT).replace(b"M?nchen", b"M\xfcnchen")
    wrong = bytearray(data)
    info = tarfile.TarInfo("x")
    info.size = 1
    wrong[148:156] = b"%06o\0 " % (sum(data[:148]) + sum(data[156:512]) + 8 * 32)
    found = read(bytes(wrong))
    assert [member.path for member in found.members] == [b"M\xfcnchen"]
    assert found.text == "München"


def test_joined_archives_are_read_to_the_end() -> None:
    assert read(tarred(("a", b"1")) + tarred(("b", b"2"))).files == {"a": b"1", "b": b"2"}


def test_damaged_headers_are_stepped_over() -> None:
    data = bytearray(tarred(("a", b"1"), ("b", b"2" * 3000), ("c", b"3"), form=tarfile.GNU_FORMAT))
    data[2 * BLOCK] ^= 1
    found = read(bytes(data))
    assert found.files == {"a": b"1", "c": b"3"}
    assert found.remarks == [Remark(Status.PARTIAL, "damaged archive: what was found in it is searched")]


def test_what_comes_before_a_cut_is_kept() -> None:
    data = tarred(("a", b"1" * 700), ("b", b"2" * 3000), form=tarfile.GNU_FORMAT)
    found = read(data[: 6 * BLOCK])
    assert found.text == "a\nb"
    assert (found.files, found.refused) == ({"a": b"1" * 700}, {"b": Status.PARTIAL})
    assert found.members[1].data == b"2" * (2 * BLOCK)
    assert found.remarks[0].reason == "the archive is cut short"


def test_the_holes_of_sparse_files_are_left_out() -> None:
    header = bytearray(tarred(("log", b"end of log".ljust(BLOCK)), form=tarfile.GNU_FORMAT))
    header[156:157] = b"S"
    header[257:265] = b"ustar  \0"
    header[386:410] = b"%011o\0%011o\0" % (1 << 30, BLOCK)
    header[483:495] = b"%011o\0" % ((1 << 30) + BLOCK)
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + sum(header[156:512]) + 8 * 32)
    assert read(bytes(header)).files == {"log": b"end of log".ljust(BLOCK)}


@pytest.mark.parametrize("size", [b"\xff" * 12, b"\x80" + b"\xff" * 11, b"-0000000512\0", b"77777777777\0"])
def test_lies_about_lengths_end_the_archive_and_not_the_reader(size: bytes) -> None:
    data = bytearray(tarred(("a", b"1"), form=tarfile.GNU_FORMAT))
    data[124:136] = size
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + sum(data[156:512]) + 8 * 32)
    found = read(bytes(data))
    assert found.remarks
    assert found.files == {}


@given(st.integers(0, 4000), st.integers(0, 255))
def test_any_byte_may_be_wrong(place: int, value: int) -> None:
    data = bytearray(tarred(("a.txt", b"some words " * 40), ("é" * 60, bytes(range(256)))))
    data[place % len(data)] = value
    read(bytes(data))
