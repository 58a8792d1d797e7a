"""The door: any bytes under any name, sniffed, read, or refused with a reason."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract import reading
from search.extract.caps import DEFAULT, Caps
from search.extract.extracted import Extracted, Status
from search.extract.kinds import BY_EXTENSION, Kind
from search.extract.pieces import Part, Piece
from search.extract.reading import extract
from search.text.normalise import normalise


def read(data: bytes, name: str, caps: Caps = DEFAULT) -> Extracted:
    return extract(io.BytesIO(data), name, caps)


names = st.sampled_from(
    [
        f"file.{extension}"
        for extension in ("", "txt", "md", "html", "csv", "json", "pdf", "py", "doc", "srt", "vtt", "ics", "vcf")
    ]
)
MARKUP = (
    "< <! <!-- --> <![CDATA[ ]]> <? > <p> </p <a b=' \" = &amp; &#1; &#9999999999; &eacute word <h1> </h1> <pre> \r\n "
    "\f --- title: # ## ``` === { } [ ] \\n \\ud83d \\u00e9 \x00 \x1b[0m \ufeff é <script> </script> <title> </title>"
)
markup = st.lists(st.sampled_from(MARKUP.split(" "))).map(lambda parts: "".join(parts).encode())


@given(st.one_of(st.binary(max_size=300), markup, st.text().map(str.encode)), names)
def test_nothing_raises_and_all_text_is_normal(data: bytes, name: str) -> None:
    extracted = read(data, name)
    assert normalise(extracted.text) == extracted.text
    assert (extracted.reason is None) == (extracted.status is Status.OK)
    assert extracted.status is not Status.FAILED or extracted.type == "pdf"
    for before, unit in zip((None, *extracted.units), extracted.units, strict=False):
        assert 0 <= unit.start <= unit.end <= len(extracted.text)
        assert before is None or (before.end <= unit.start and before.number + 1 == unit.number)


@pytest.mark.parametrize(
    ("data", "name", "kind", "status"),
    [
        (b"plain words", "picture.png", "text", Status.OK),
        (b"plain words", "report.pdf", "text", Status.OK),
        (b"<!DOCTYPE html><p>words", "notes.txt", "html", Status.OK),
        (b'{"key": "value"}', "dump", "json", Status.OK),
        (b"#!/bin/sh\necho words", "run", "code", Status.OK),
        (b"all: words", "Makefile", "code", Status.OK),
        (b"a;b\n1;2\n", "table.CSV", "csv", Status.OK),
        (b"words", "unknown.qqq", "text", Status.OK),
        (b"%PDF-1.7 broken", "notes.txt", "pdf", Status.FAILED),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "notes.md", "executable", Status.UNSUPPORTED),
        (b"SQLite format 3\0" + bytes(50), "notes.json", "database", Status.UNSUPPORTED),
        (bytes(range(256)) * 20, "notes.txt", "binary", Status.UNSUPPORTED),
        (b"", "report.pdf", "pdf", Status.EMPTY),
        (b"", "empty", "text", Status.EMPTY),
        (b" \n\t\n", "blank.txt", "text", Status.EMPTY),
    ],
)
def test_content_decides_and_the_name_breaks_ties(data: bytes, name: str, kind: str, status: Status) -> None:
    extracted = read(data, name)
    assert (extracted.type, extracted.status) == (kind, status)
    assert (extracted.reason is None) == (status is Status.OK)


def test_a_refusal_names_the_format() -> None:
    assert read(b"SQLite format 3\0" + bytes(50), "a.txt").reason == "SQLite database"


def test_every_extension_is_in_small_letters_without_a_dot() -> None:
    assert all(extension == extension.lower().strip(".") for extension in BY_EXTENSION)


def test_limits_are_said() -> None:
    cut = read(b"# one\n\ntext\n# two\n", "a.md", Caps(text=10))
    assert (cut.status, cut.text, cut.reason) == (Status.PARTIAL, "# one\n\ntex", "first 10 characters searched")
    assert [(unit.start, unit.end) for unit in cut.units] == [(0, 10)]
    assert read(b"more than ten bytes", "a.txt", Caps(file_bytes=10)).status is Status.TOO_LARGE
    assert [unit.end for unit in read(b"a\fb\fc\fd", "a.txt", Caps(units=2)).units] == [1, 3]


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (MemoryError(), Status.TOO_LARGE, "needs more memory than a reader may use"),
        (RecursionError("deep"), Status.FAILED, "RecursionError: deep"),
    ],
)
def test_a_failing_reader_is_a_status(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, status: Status, reason: str
) -> None:
    def fail(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
        raise error
        yield

    def fail_late(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
        yield Part("words")
        raise error

    monkeypatch.setitem(reading.READERS, "plain", reading.Reader("plain/1", fail))
    assert (read(b"words", "a.txt").status, read(b"words", "a.txt").reason) == (status, reason)
    monkeypatch.setitem(reading.READERS, "plain", reading.Reader("plain/1", fail_late))
    kept = read(b"words", "a.txt")
    assert (kept.status, kept.text, kept.reason) == (Status.PARTIAL, "words", reason)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.csv"])
@pytest.mark.parametrize(
    "data", [b"x" * 1_000_000, b"\n" * 1_000_000, b"a \x0c" * 300_000, b'\\"' * 500_000, b"= " * 500_000]
)
def test_a_megabyte_of_anything_is_read(data: bytes, name: str) -> None:
    assert read(data, name).status in (Status.OK, Status.EMPTY)
