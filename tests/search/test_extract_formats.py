"""One small, real document of each format comes out with its words, its units and what it says about itself."""

import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from search.extract.caps import DEFAULT
from search.extract.extracted import Extracted, Status
from search.extract.pieces import Member
from search.extract.reading import extract, pieces_of
from search.extract.sniff import sniff

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>Minutes</dc:title><dc:creator>Ada Byron</dc:creator>"
    "<dcterms:created>2019-03-05T10:00:00Z</dcterms:created></cp:coreProperties>"
)


def zipped(parts: Mapping[str, str], first: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def read(data: bytes, name: str) -> Extracted:
    return extract(io.BytesIO(data), name)


def word(body: str, **parts: str) -> bytes:
    document = f"<w:document {W} {A} {R}><w:body>{body}</w:body></w:document>"
    return zipped({"word/document.xml": document, "docProps/core.xml": CORE, **parts})


def test_word_keeps_every_word_apart_and_drops_what_was_deleted() -> None:
    body = (
        "<w:p><w:r><w:t>One </w:t></w:r><w:r><w:t>word</w:t></w:r><w:r><w:tab/><w:t>tabbed</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>left</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>right</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
    )
    found = read(word(body), "minutes.docx")
    assert (found.type, found.status) == ("office", Status.OK)
    words = found.text.split()
    assert words == ["One", "word", "tabbed", "left", "right", "inserted"]
    assert (found.metadata.title, found.metadata.author) == ("Minutes", "Ada Byron")
    assert found.metadata.created is not None
    assert found.metadata.created.startswith("2019-03-05")


def workbook(rows: str) -> bytes:
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="Budget" sheetId="1" r:id="rId1"/></sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships {RELS}><Relationship Id="rId1" Type="{KIND}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {S}><si><t>travel</t></si><si><r><t>ho</t></r><r><t>tels</t></r></si></sst>",
            "xl/styles.xml": f'<styleSheet {S}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/>'
            "</cellXfs></styleSheet>",
        }
    )


def test_cells_are_as_they_are_shown_and_far_ones_cost_nothing() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>43529</v></c><c r="B2" s="2"><v>0.125</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>corner</t></is></c></row>'
    )
    found = read(workbook(rows), "budget.xlsx")
    assert found.status is Status.OK
    assert "travel\thotels" in found.text
    assert "12.50%" in found.text
    assert "2019" in found.text
    assert "43529" not in found.text
    assert len(found.text) < 200
    assert [(unit.kind, unit.label) for unit in found.units] == [("sheet", "Budget")]


def test_slides_come_in_their_order_with_their_notes() -> None:
    def slide(text: str) -> str:
        shape = f"<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        return f"<p:sld {P} {A}><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>"

    rels = "".join(
        f'<Relationship Id="rId{number}" Type="{KIND}/slide" Target="slides/slide{number}.xml"/>' for number in (1, 2)
    )
    data = zipped(
        {
            "ppt/presentation.xml": f'<p:presentation {P} {R}><p:sldIdLst><p:sldId id="257" r:id="rId2"/>'
            '<p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": f"<Relationships {RELS}>{rels}</Relationships>",
            "ppt/slides/slide1.xml": slide("shown last"),
            "ppt/slides/slide2.xml": slide("shown first"),
        }
    )
    found = read(data, "talk.pptx")
    assert found.text.index("shown first") < found.text.index("shown last")
    assert [(unit.kind, unit.number) for unit in found.units] == [("slide", 1), ("slide", 2)]
    assert found.text[found.units[1].start : found.units[1].end].strip() == "shown last"


def test_opendocument_repeats_are_bounded_and_passwords_are_said() -> None:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Plan"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>'
        "<table:table-cell><text:p>quince</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    found = read(zipped({"content.xml": content}, kind), "plan.ods")
    assert found.text.split() == ["quince"] or found.text.split() == ["Plan", "quince"]
    assert found.units[0].kind == "sheet"
    lost = content.replace("<text:p>quince</text:p>", '<text:p>quince</text:p><draw:object xlink:href="./Object 1"/>')
    lost = lost.replace(" xmlns:text", ' xmlns:draw="urn:d" xmlns:xlink="urn:x" xmlns:text', 1)
    found = read(zipped({"content.xml": lost}, kind), "plan.ods")
    assert (found.status, found.reason) == (Status.PARTIAL, "Object 1 is missing")
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    locked = read(zipped({"META-INF/manifest.xml": manifest, "content.xml": "\x01\x02"}, kind), "locked.ods")
    assert locked.status is Status.ENCRYPTED


def test_a_book_is_read_chapter_by_chapter_and_a_loop_in_it_once() -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>A Book</dc:title><dc:creator>Ada Byron</dc:creator></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest><spine>'
        + '<itemref idref="b"/><itemref idref="a"/>'
        + '<itemref idref="b"/>' * 5000
        + "</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="p.opf"/></rootfiles></container>'
    )
    pages = {"a.xhtml": "<html><body><p>second</p></body></html>", "b.xhtml": "<html><body><p>first</p></body></html>"}
    data = zipped({"META-INF/container.xml": container, "p.opf": package, **pages}, "application/epub+zip")
    found = read(data, "book.epub")
    assert found.text.split() == ["first", "second"]
    assert {unit.kind for unit in found.units} == {"chapter"}
    assert (found.metadata.title, found.metadata.author, found.type) == ("A Book", "Ada Byron", "ebook")


def test_chapters_that_its_spine_names_and_nothing_else_are_missing() -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>'
    )
    data = zipped({"p.opf": package, "a.xhtml": "<html><body><p>first</p></body></html>"}, "application/epub+zip")
    found = read(data, "book.epub")
    assert (found.text, found.status) == ("first", Status.PARTIAL)
    assert found.reason == "2 chapters are missing, first b.xhtml"


def test_rtf_speaks_its_code_pages_and_shows_no_tables_of_fonts() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss Helvetica;}}{\info{\title Minutes}{\author Ada}}"
        rb"caf\'e9 \u8364?5 {\b bold}er\par next{\*\unknown hidden}\cell end}"
    )
    found = read(data, "a.rtf")
    assert found.text.split() == ["café", "€5", "bolder", "next", "end"]
    assert found.metadata.title == "Minutes"
    assert read(b"{\\rtf1 " + b"{" * 300_000 + b"deep", "b.rtf").text.strip() == "deep"


def test_xml_gives_its_text_and_never_what_lies_outside() -> None:
    found = read(b'<?xml version="1.0"?><a><b>one</b><b>two</b></a>', "a.xml")
    assert found.text.split() == ["one", "two"]
    outside = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>word &x;</a>'
    assert "root:" not in read(outside, "b.xml").text
    only_attributes = read(b'<?xml version="1.0"?><a href="medlar"/>', "c.xml")
    assert "medlar" in only_attributes.text


def test_a_notebook_is_its_cells_without_its_pictures() -> None:
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Heading\n", "words"]},
            {
                "cell_type": "code",
                "metadata": {},
                "source": "print(1)",
                "outputs": [
                    {"output_type": "display_data", "data": {"image/png": "QUJD" * 50, "text/plain": ["shown"]}}
                ],
            },
        ],
    }
    found = read(json.dumps(notebook).encode(), "a.ipynb")
    assert found.type == "notebook"
    assert "words" in found.text
    assert "print(1)" in found.text
    assert "shown" in found.text
    assert "QUJD" not in found.text


def test_a_notebook_that_ends_before_its_first_cell_is_partial_and_as_it_is_written() -> None:
    data = b'{"nbformat": 4, "title": "kestrel", "cells": [[['
    found = read(data, "a.ipynb")
    assert (found.status, found.reason, found.text) == (Status.PARTIAL, "ends in the middle", data.decode())
    assert read(b'{"nbformat": 4, "cells": []}', "a.ipynb").status is Status.OK


MAIL = b"""From: =?utf-8?q?Ad=C3=A9?= <ada@example.org>
To: Board <board@example.org>
Cc: carl@example.org
Subject: =?utf-8?b?w4l0w6k=?= report
Date: Tue, 05 Mar 2019 10:00:00 +0200
Message-ID: <2@example.org>
In-Reply-To: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

caf=C3=A9 in the attach=
ment
--x
Content-Type: text/plain
Content-Disposition: attachment; filename="../../etc/notes.txt"

medlar
--x--
"""


def test_a_mail_is_its_headers_its_best_body_and_its_attachments() -> None:
    found = read(MAIL, "m.eml")
    about = found.metadata
    assert (about.subject, about.message_id, about.answers) == ("Été report", "2@example.org", ("1@example.org",))
    assert about.sender == "Adé <ada@example.org>"
    assert about.recipients is not None
    assert "carl@example.org" in about.recipients
    assert about.sent is not None
    assert about.sent.startswith("2019-03-05T08:00")
    assert "café in the attachment" in found.text
    assert "medlar" not in found.text
    file = io.BytesIO(MAIL)
    members = [
        (piece.path, b"".join(piece.chunks))
        for piece in pieces_of(file, sniff(file, "m.eml"), DEFAULT)
        if isinstance(piece, Member)
    ]
    ((path, content),) = members
    assert content.strip() == b"medlar"
    assert b".." not in path
    assert not path.startswith(b"/")


def test_a_mailbox_is_its_messages() -> None:
    plain = (
        b"From ann Tue Mar  5 10:00:00 2019\nFrom: a@x\nSubject: %d\nMessage-ID: <%d@x>\n\nbody %d\n>From quoted\n\n"
    )
    data = b"".join(plain % (number, number, number) for number in range(5))
    file = io.BytesIO(data)
    kind = sniff(file, "inbox")
    assert kind.reader == "mailbox"
    members = [(m.path, b"".join(m.chunks)) for m in pieces_of(file, kind, DEFAULT) if isinstance(m, Member)]
    assert len({path for path, _ in members}) == 5
    assert b"body 3" in members[3][1]


@pytest.mark.parametrize("share", range(1, 10))
def test_a_document_that_is_cut_off_says_so_and_never_raises(share: int) -> None:
    whole = word("<w:p><w:r><w:t>word </w:t></w:r></w:p>" * 50)
    for name, data in (("a.docx", whole), ("m.eml", MAIL), ("a.rtf", rb"{\rtf1 {\b " + b"word " * 100)):
        cut = read(data[: len(data) * share // 10], name)
        assert cut.status in set(Status)
        if name == "a.docx":
            assert cut.status in (Status.FAILED, Status.PARTIAL)
