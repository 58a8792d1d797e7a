"""The door for compound files: whose they are, which are locked, and what is left of damaged ones."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract import kinds
from search.extract.caps import DEFAULT
from search.extract.compound_file import CompoundFile
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.ole import read
from search.extract.pieces import Piece
from search.extract.trouble import Unreadable
from tests.faults.hostile.compound import compound
from tests.search.test_extract_programs import Script, script

__all__ = ["script"]


def pieces(data: bytes) -> tuple[list[Piece], Unreadable | None]:
    found: list[Piece] = []
    try:
        found.extend(read(io.BytesIO(data), kinds.OLE, DEFAULT))
    except Unreadable as trouble:
        return found, trouble
    return found, None


def word(flags: int) -> bytes:
    return struct.pack("<5H", 0xA5EC, 0xC1, 0, 0, 0) + struct.pack("<H", flags) + bytes(900)


def records(*numbers: int) -> bytes:
    return b"".join(struct.pack("<HH", number, 4) + bytes(4) for number in numbers)


def user(token: int) -> bytes:
    return struct.pack("<2H3L", 0, 0xFF6, 0x14, 0x14, token)


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        ({"WordDocument": word(0), "1Table": b"x"}, kinds.OLD_WORD),
        ({"Workbook": records(0x809, 0x42, 0x0A, 0x2F)}, kinds.OLD_EXCEL),
        ({"Book": records(0x809, 0x0A)}, kinds.OLD_EXCEL),
        ({"WORKBOOK": b""}, kinds.OLD_EXCEL),
        ({"VisioDocument": b"x"}, Kind("office", "Visio drawing of before 2013")),
        ({"ObjectPool/Workbook": b"x", "WordDocument": word(0)}, kinds.OLD_WORD),
    ],
)
def test_other_readers_take_what_is_theirs(script: Script, streams: dict[str, bytes], kind: Kind) -> None:
    for program in ("antiword", "catdoc", "xls2csv"):
        script(program, "")
    assert pieces(compound(streams)) == ([kind], None)


def test_what_no_program_here_reads_is_said_to_need_one(script: Script) -> None:
    found, trouble = pieces(compound({"WordDocument": word(0)}))
    assert found == [kinds.OLD_WORD]
    assert trouble is not None
    assert (trouble.status, trouble.reason) == (
        Status.UNSUPPORTED,
        "Word document of before 2007: install antiword, catdoc or LibreOffice to read it",
    )


@pytest.mark.parametrize(
    "streams",
    [
        {"WordDocument": word(0x0100)},
        {"Workbook": records(0x809, 0x86, 0x2F, 0x42)},
        {"PowerPoint Document": b"x", "Current User": user(0xF3D1C4DF)},
        {"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 9000, "\x06DataSpaces/Version": b"x"},
    ],
)
def test_what_is_locked_is_said_to_be(streams: dict[str, bytes]) -> None:
    _, trouble = pieces(compound(streams))
    assert trouble is not None
    assert (trouble.status, trouble.reason) == (Status.ENCRYPTED, "password needed")


def test_what_no_reader_knows_is_called_by_what_is_in_it() -> None:
    _, trouble = pieces(compound({"\x05SummaryInformation": b"x", "PageMaker": b"x"}))
    assert trouble is not None
    assert trouble.status is Status.UNSUPPORTED
    assert trouble.reason == "compound file of an unknown program (pagemaker, summaryinformation)"


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.binary(max_size=9000).map(lambda data: data * 3)))
def test_any_streams_come_back(streams: dict[str, bytes]) -> None:
    file = CompoundFile(io.BytesIO(compound(streams)))
    inside = file.inside(file.root)
    assert {name: file.read(entry) for name, entry in inside.items()} == streams
    assert not file.is_damaged


def test_names_in_a_long_list_and_storages_in_each_other_are_no_recursion() -> None:
    flat = CompoundFile(io.BytesIO(compound({f"stream {number}": b"x" for number in range(3_000)})))
    assert len(flat.inside(flat.root)) == 3_000
    deep = CompoundFile(io.BytesIO(compound({"s/" * depth + "stream": b"words" for depth in range(301)})))
    storage = deep.root
    for _ in range(300):
        storage = deep.inside(storage)["s"]
    assert deep.read(deep.inside(storage)["stream"]) == b"words"


def test_streams_that_share_their_sectors_are_refused_in_the_end() -> None:
    content = bytes(range(256)) * 2_000
    data = bytearray(
        compound({f"stream {number:03}": content if not number else b"x" * 5_000 for number in range(100)})
    )
    entry = data.index("stream 000".encode("utf-16-le"))
    place = data[entry + 116 : entry + 124]
    for number in range(1, 100):
        other = data.index(f"stream {number:03}".encode("utf-16-le"))
        data[other + 116 : other + 124] = place
    file = CompoundFile(io.BytesIO(bytes(data)))
    given_out = sum(len(file.read(stream)) for stream in file.inside(file.root).values())
    assert given_out <= 3 * len(data) + (2 << 20)
    assert file.is_damaged


def test_a_cut_stream_gives_what_is_left_and_says_so() -> None:
    whole = compound({"a": b"begin " * 20_000})
    size = 120_000
    start = whole.index(b"begin ")
    table_and_list = whole[start + size :]
    file = CompoundFile(io.BytesIO(whole))
    entry = file.inside(file.root)["a"]
    assert len(table_and_list) > 512
    longer = entry._replace(size=size * 5)
    taken = b""
    with pytest.raises(Unreadable) as trouble:
        for piece in file.chunks(longer):
            taken += piece
    assert taken.startswith(b"begin " * 20_000)
    assert trouble.value.status is Status.PARTIAL


@pytest.mark.parametrize("links", [(0xFFFFFFFF, 0xFFFFFFFF), (1, 1), (0, 0)])
def test_entries_that_nothing_leads_to_are_a_damage(links: tuple[int, int]) -> None:
    data = bytearray(compound({"a": b"1", "b": b"2"}))
    place = data.index("a\0".encode("utf-16-le") + bytes(50))
    struct.pack_into("<2L", data, place + 68, *links)
    file = CompoundFile(io.BytesIO(bytes(data)))
    assert set(file.inside(file.root)) == {"a"}
    assert file.is_damaged


SAMPLE = compound({"WordDocument": word(0), "1Table": b"x" * 5_000, "s/t/u": b"y" * 70, "s/v": b"z" * 6_000})


@given(
    st.integers(0, len(SAMPLE)), st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=4, max_size=4)))
)
def test_no_damage_is_more_than_damage(cut: int, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(SAMPLE)
    for place, value in changes:
        data[place : place + 4] = value
    found, trouble = pieces(bytes(data[:cut]))
    assert trouble is not None or found


@pytest.mark.parametrize("number", [0, 1, 2, 3, 0xFFFFFFFE, 0x7FFFFFFF])
@pytest.mark.parametrize("field", [0x2C, 0x30, 0x3C, 0x40, 0x44, 0x48, 0x4C])
def test_headers_that_lead_nowhere_or_in_circles(field: int, number: int) -> None:
    data = bytearray(SAMPLE)
    data[field : field + 4] = struct.pack("<L", number)
    found, trouble = pieces(bytes(data))
    assert trouble is not None or found
