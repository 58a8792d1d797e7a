"""The door: any bytes under any name, sniffed, read, or refused with a reason."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract import limits, reading
from search.extract.extracted import Extracted, Status
from search.extract.kinds import BY_EXTENSION
from search.extract.reading import extract
from search.text.normalise import normalise


def read(data: bytes, name: str) -> Extracted:
    return extract(io.BytesIO(data), name)


def zipped(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.writestr(member, "x" * 20_000)
    return file.getvalue()


names = st.sampled_from(
    [f"file.{extension}" for extension in ("", "txt", "md", "html", "csv", "json", "pdf", "py", "doc")]
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
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "notes.txt", "image", Status.UNSUPPORTED),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "notes.md", "executable", Status.UNSUPPORTED),
        (b"{\\rtf1 words}", "notes.txt", "office", Status.UNSUPPORTED),
        (b"SQLite format 3\0" + bytes(50), "notes.json", "database", Status.UNSUPPORTED),
        (b"From: a@example.org\nSubject: words\n\nBody", "mail.eml", "mail", Status.UNSUPPORTED),
        (zipped("[Content_Types].xml", "word/document.xml"), "notes.txt", "office", Status.UNSUPPORTED),
        (zipped("a.txt", "b.txt"), "notes.docx", "archive", Status.UNSUPPORTED),
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
    assert read(zipped("[Content_Types].xml", "word/document.xml"), "a.docx").reason == "Word document"
    assert read(zipped("META-INF/container.xml"), "a.zip").reason == "EPUB book"


def test_every_extension_is_in_small_letters_without_a_dot() -> None:
    assert all(extension == extension.lower().strip(".") for extension in BY_EXTENSION)


TEXTS = {
    "cp1252": "Le café coûte 3 € — « voilà », dit-elle à l’été finissant, près du théâtre où l’on préférait rêver.",
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy a rozpočet byl schválen příští měsíc v parlamentu.",
    "cp1251": "Правительство объявило о новом бюджете, который будет рассмотрен парламентом в следующем месяце.",
    "koi8-r": "Правительство объявило о новом бюджете, который будет рассмотрен парламентом в следующем месяце.",
    "shift_jis": "東京都は昨日、新しい予算案を発表しました。来月の議会で審議される予定です。",
    "euc_jp": "東京都は昨日、新しい予算案を発表しました。来月の議会で審議される予定です。",
    "iso2022_jp": "東京都は昨日、新しい予算案を発表しました。",
    "gb18030": "北京市政府昨天宣布了新的预算方案，预计将于下个月提交人民代表大会审议。",
    "big5": "臺北市政府昨天宣布了新的預算方案，預計將於下個月提交市議會審議。",
    "euc_kr": "서울시는 어제 새로운 예산안을 발표했으며 다음 달 시의회에서 심의될 예정이다.",
    "utf-8-sig": "Zürich",
    "utf-8": "Zürich 東京 \U0001f600",
    "utf-16": "Zürich and other words \U0001f600",
    "utf-16-le": "Zürich and other plain words",
    "utf-16-be": "Zürich and other plain words",
    "utf-32": "Zürich and other words",
    "utf-32-le": "Zürich and other plain words",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_encodings_are_recognised(encoding: str) -> None:
    text = "\n".join([TEXTS[encoding]] * 5)
    assert read(text.encode(encoding), "notes.txt").text == text


def test_a_declared_encoding_is_believed_when_the_text_is_not_utf_8() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź żółw</p>'
    assert read(page.encode("iso-8859-2"), "a.html").text == "Łódź żółw"
    assert read(page.encode("utf-8"), "a.html").text == "Łódź żółw"
    assert "words" in read(b'<meta charset="unicode_escape"><p>words \xff \\N', "a.html").text


def test_a_damaged_byte_does_not_change_the_encoding_of_all_others() -> None:
    text = read("naïve Zürich façade, où l’été ".encode() * 50 + b"\xff end", "a.txt").text
    assert "façade" in text
    assert text.endswith("\ufffd end")


def test_form_feeds_part_pages() -> None:
    extracted = read(b"one\r\ntwo\r\n\fthree\n\f\n", "rfc.txt")
    assert extracted.text == "one\ntwo\n\nthree\n\n\n"
    assert [(u.kind, u.number, extracted.text[u.start : u.end]) for u in extracted.units] == [
        ("page", 1, "one\ntwo\n"),
        ("page", 2, "three\n\n\n"),
    ]


def test_escapes_in_json_hide_no_word() -> None:
    data = rb'{"a": "Caf\u00e9\nbar\r\nbaz \ud83d\ude00 \"q\" C:\\new \/ \u0000 \ud800"}'
    text = read(data, "a.json").text
    assert text == '{"a": "Café\nbar\nbaz \U0001f600 \\"q\\" C:\\\\new / \ufffd \ufffd"}'


def test_limits_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT", 10)
    cut = read(b"# one\n\ntext\n# two\n", "a.md")
    assert (cut.status, cut.text, cut.reason) == (Status.PARTIAL, "# one\n\ntex", "only the first 10 characters")
    assert [(unit.start, unit.end) for unit in cut.units] == [(0, 10)]
    monkeypatch.setattr(limits, "MAX_BYTES", 10)
    assert read(b"more than ten bytes", "a.txt").status is Status.TOO_LARGE
    monkeypatch.setattr(limits, "MAX_UNITS", 2)
    assert [unit.end for unit in read(b"a\fb\fc\fd", "a.txt").units] == [1, 7]


@pytest.mark.parametrize(
    ("error", "status"), [(MemoryError(), Status.TOO_LARGE), (RecursionError("deep"), Status.FAILED)]
)
def test_a_failing_reader_is_a_status(monkeypatch: pytest.MonkeyPatch, error: BaseException, status: Status) -> None:
    def fail(file: object, kind: str) -> Extracted:
        raise error

    monkeypatch.setitem(reading.READERS, "plain", reading.Reader("plain/1", fail))
    extracted = read(b"words", "a.txt")
    assert extracted.status is status
    assert extracted.reason is not None
    if status is Status.FAILED:
        assert extracted.reason == "plain: deep"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.csv"])
@pytest.mark.parametrize(
    "data", [b"x" * 1_000_000, b"\n" * 1_000_000, b"a \x0c" * 300_000, b'\\"' * 500_000, b"= " * 500_000]
)
def test_a_megabyte_of_anything_is_read(data: bytes, name: str) -> None:
    assert read(data, name).status in (Status.OK, Status.EMPTY)
