"""Files compressed alone, and tar archives in them."""

import bz2
import gzip
import io
import lzma
import random
from collections.abc import Callable
from functools import partial

import pytest

from search.extract import kinds
from search.extract.caps import DEFAULT
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Remark
from search.extract.reading import pieces_of
from tests.search.members import opened
from tests.search.test_extract_tar import tarred

Compress = Callable[[bytes], bytes]
FORMATS = [
    pytest.param(gzip.compress, kinds.GZIP, id="gzip"),
    pytest.param(partial(bz2.compress, compresslevel=1), kinds.BZIP2, id="bzip2"),
    pytest.param(partial(lzma.compress, preset=0), kinds.XZ, id="xz"),
]
WORDS = b"words of a compressed file " * 30_000
NOISE = random.Random(1).randbytes(3_000_000)


def lzma_alone(data: bytes) -> bytes:
    return lzma.compress(data, format=lzma.FORMAT_ALONE)


@pytest.mark.parametrize(("compress", "kind"), [*FORMATS, pytest.param(lzma_alone, kinds.XZ, id="lzma")])
def test_the_content_is_one_member(compress: Compress, kind: Kind) -> None:
    assert opened(compress(WORDS), "x", kind).files == {"content": WORDS}


@pytest.mark.parametrize(("compress", "kind"), FORMATS)
def test_streams_that_follow_each_other_are_one(compress: Compress, kind: Kind) -> None:
    assert opened(compress(WORDS) + compress(b"more") + compress(b""), "x", kind).files == {"content": WORDS + b"more"}


@pytest.mark.parametrize(("compress", "kind"), FORMATS)
def test_a_tar_archive_inside_is_read_as_one(compress: Compress, kind: Kind) -> None:
    data = compress(tarred(("a.txt", b"one"), ("b/c.txt", WORDS)))
    found = opened(data, "x", kind)
    assert found.text == "a.txt\nb/c.txt"
    assert found.files == {"a.txt": b"one", "b/c.txt": WORDS}
    told = [piece for piece in pieces_of(io.BytesIO(data), kind, DEFAULT) if isinstance(piece, Kind)]
    assert [(each.type, each.reader) for each in told] == [("archive", kind.reader)]


@pytest.mark.parametrize(("compress", "kind"), FORMATS)
def test_what_comes_before_a_cut_is_kept(compress: Compress, kind: Kind) -> None:
    data = compress(NOISE)
    (member,) = opened(data[: len(data) * 9 // 10], "x", kind).members
    assert member.trouble == (Status.PARTIAL, "cut short")
    assert NOISE.startswith(member.data)
    assert len(member.data) > 1_000_000


def test_a_cut_tar_archive_keeps_its_first_files() -> None:
    data = gzip.compress(tarred(*((f"{number}", NOISE[:100_000]) for number in range(10))), 1)
    found = opened(data[: len(data) * 47 // 100], "x.tgz")
    assert 3 <= len(found.files) <= 6
    assert found.refused[str(len(found.files))] is Status.PARTIAL
    assert found.remarks == [Remark(Status.PARTIAL, "cut short")]


def test_gzip_says_name_and_time() -> None:
    file = io.BytesIO()
    with gzip.GzipFile("../folder/notes.txt", "wb", fileobj=file, mtime=1_600_000_000) as packed:
        packed.write(b"words")
    found = opened(file.getvalue(), "x.gz")
    assert found.text == "notes.txt"
    assert [(member.path, member.modified) for member in found.members] == [(b"notes.txt", "2020-09-13T12:26:40Z")]


def test_padding_is_nothing_and_what_else_follows_is_said() -> None:
    packed = gzip.compress(WORDS)
    assert opened(packed + bytes(5000), "x.gz").files == {"content": WORDS}
    (member,) = opened(packed + b"trailing", "x.gz").members
    assert member.data == WORDS
    assert member.trouble == (Status.PARTIAL, "something else follows the compressed data")


@pytest.mark.parametrize(("compress", "kind"), FORMATS)
def test_a_bomb_is_stopped_by_its_ratio(compress: Compress, kind: Kind) -> None:
    (member,) = opened(compress(bytes(70 << 20)), "x", kind, most=80 << 20).members
    assert member.trouble is not None and member.trouble[0] is Status.TOO_LARGE


def test_a_dictionary_larger_than_memory_is_refused() -> None:
    header = bytes([0x5D]) + (0xFFFFFFFF).to_bytes(4, "little") + b"\xff" * 8
    (member,) = opened(header + lzma_alone(WORDS)[13:], "x.lzma", kinds.XZ).members
    assert member.trouble is not None and member.trouble[0] is Status.FAILED


@pytest.mark.parametrize(("compress", "kind"), FORMATS)
def test_damage_is_said(compress: Compress, kind: Kind) -> None:
    data = bytearray(compress(NOISE[:1_200_000]))
    data[len(data) // 2] ^= 0x55
    (member,) = opened(bytes(data), "x", kind).members
    assert member.trouble is not None and member.trouble[0] in (Status.PARTIAL, Status.FAILED)
