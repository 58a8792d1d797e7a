"""Word documents: every word that a reader of one sees, in its place, and nothing that was deleted."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.text.normalise import normalise
from tests.search.office_packages import members, packed, read, relations

STYLES = (
    '<w:styles><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Own"><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:styleId="Legal"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style></w:styles>'
)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{run(text)}</w:p>"


def document(body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    return packed("docx", {"word/document.xml": f"<w:document><w:body>{body}</w:body></w:document>", **(parts or {})})


def text_of(body: str) -> str:
    return read(document(body), "docx").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>wo</w:t></w:r><w:r><w:t>rd</w:t></w:r></w:p>", "word"),
        (paragraph("one") + "<w:p/>" + paragraph("two"), "one\n\ntwo"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        (f'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>{run("a")}</w:p>', "a"),
        (
            "<w:p><w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r></w:p>",
            "coop\u2011x",
        ),
        ('<w:p><w:r><w:sym w:font="Symbol" w:char="F061"/></w:r></w:p>', "α"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>', "✓"),
        (f"<w:p>{run('x')}<w:ins>{run('in')}</w:ins><w:del>{run('out')}</w:del></w:p>", "xin"),
        ("<w:p><w:r><w:t>x</w:t><w:delText>out</w:delText></w:r></w:p>", "x"),
        (f"<w:p><w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>", "here"),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('joi')}</w:p>{paragraph('ned')}", "joined"),
        (f"<w:p><w:del>{run('x')}</w:del>{run('a')}</w:p>{paragraph('b')}", "a\n\nb"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('kept')}</w:sdtContent></w:sdt>", "kept"),
        (
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>DATE</w:instrText>"
            f"<w:fldChar w:fldCharType='separate'/></w:r>{run('30 June')}</w:p>",
            "30 June",
        ),
        ("<w:p><m:oMath><m:e><m:t>x</m:t></m:e><m:sup><m:t>2</m:t></m:sup></m:oMath></w:p>", "x^2"),
        (f"<w:p><w:ruby><w:rt>{run('とう')}</w:rt><w:rubyBase>{run('東')}</w:rubyBase></w:ruby></w:p>", "東\n\nとう"),
        (
            "<w:p><w:r><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='no'/><w:listEntry w:val='yes'/>"
            "</w:ddList></w:ffData></w:r></w:p>",
            "yes",
        ),
    ],
)
def test_what_stands_in_a_paragraph(body: str, text: str) -> None:
    assert text_of(body) == text


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, texts)) or '<w:p/>'}</w:tc>"


def test_rows_are_lines_and_cells_have_tabs_between_them() -> None:
    inner = f"<w:tbl><w:tr>{cell('n')}{cell('m')}</w:tr></w:tbl><w:p/>"
    table = (
        f"<w:tbl><w:tr>{cell('a')}{cell()}{cell('c')}</w:tr><w:tr>{cell()}{cell('d', 'e')}{cell('f')}</w:tr>"
        f"<w:tr>{cell('g')}<w:tc>{paragraph('h')}{inner}</w:tc></w:tr></w:tbl>"
    )
    assert text_of(paragraph("before") + table + paragraph("after")) == (
        "before\n\na\t\tc\n\td\ne\tf\ng\th\nn\tm\n\nafter"
    )


BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"


def test_a_text_box_is_read_once_and_does_not_tear_the_word_that_it_is_anchored_in() -> None:
    drawing = f'<mc:Choice Requires="wps"><wp:docPr descr="a chart"/>{BOX.format("boxed")}</mc:Choice>'
    picture = f'<mc:Fallback><v:shape alt="a chart">{BOX.format("boxed")}</v:shape></mc:Fallback>'
    body = f"<w:p>{run('to')}<w:r><mc:AlternateContent>{drawing}{picture}</mc:AlternateContent></w:r>{run('rn')}</w:p>"
    assert text_of(body) == "torn\n\na chart\n\nboxed"


def test_a_fallback_counts_where_the_choice_has_no_words() -> None:
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='x'><v:ink/></mc:Choice>"
        f"<mc:Fallback><v:shape><v:textpath string='SECRET'/>{BOX.format('box')}</v:shape></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(body) == "SECRET\n\nbox"


def test_headings_are_sections_and_what_stands_before_them_paragraphs() -> None:
    body = "".join(
        (
            paragraph("start " * 100, "Loop"),
            "<w:p/>",
            paragraph("second"),
            paragraph("First", "berschrift1"),
            paragraph("body", "Normal"),
            paragraph("Second", "Own"),
            f"<w:p><w:pPr><w:pStyle w:val='Own'/><w:outlineLvl w:val='9'/></w:pPr>{run('no heading')}</w:p>",
            paragraph("Third", "Legal"),
        )
    )
    extracted = read(document(body, {"word/styles.xml": STYLES}), "docx")
    assert [(unit.kind, unit.number, unit.label) for unit in extracted.units] == [
        ("paragraph", 1, ""),
        ("paragraph", 2, ""),
        ("section", 1, "First"),
        ("section", 2, "Second"),
        ("section", 3, "Third"),
    ]
    texts = [extracted.text[unit.start : unit.end].strip() for unit in extracted.units[1:]]
    assert texts == ["second", "First\n\nbody", "Second\n\nno heading", "Third"]


def test_short_paragraphs_are_cited_together() -> None:
    extracted = read(document("".join(paragraph(f"word{number}") for number in range(300))), "docx")
    assert {unit.kind for unit in extracted.units} == {"paragraph"}
    assert all(unit.end - unit.start >= 500 for unit in extracted.units[:-1])
    for unit in extracted.units:
        assert extracted.text[unit.start :].startswith(f"word{unit.number - 1}\n")


def everything() -> bytes:
    chart = (
        "<c:chartSpace><c:title><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:title><c:ser><c:cat><c:strCache><c:pt><c:v>East"
        "</c:v></c:pt><c:pt><c:v>West</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:formatCode>0%</c:formatCode>"
        "<c:pt><c:v>0.25</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>"
    )
    core = (
        "<cp><dc:title>The  Title</dc:title><dc:creator>Jane Doe</dc:creator><dc:language>de-DE</dc:language>"
        "<dcterms:created>2024-06-30T10:15:00Z</dcterms:created><dcterms:modified>2024-07</dcterms:modified>"
        "<keywords>merger</keywords></cp>"
    )
    return packed(
        "docx",
        {
            "word/document.xml": f"<w:document><w:body>{paragraph('body')}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(
                ("r1", "footnotes", "footnotes.xml"),
                ("r2", "endnotes", "/word/endnotes.xml"),
                ("r3", "comments", "comments.xml"),
                ("r4", "header", "header1.xml"),
                ("r5", "header", "header2.xml"),
                ("r6", "footer", "footer1.xml"),
                ("r7", "chart", "charts/chart1.xml"),
                ("r8", "diagramData", "diagrams/data1.xml"),
                ("r9", "aFChunk", "chunk.html"),
                ("r10", "image", "media/image1.png"),
            ),
            "word/footnotes.xml": f"<w:footnotes><w:footnote>{paragraph('foot')}</w:footnote></w:footnotes>",
            "word/endnotes.xml": f"<w:endnotes><w:endnote>{paragraph('end')}</w:endnote></w:endnotes>",
            "word/comments.xml": f"<w:comments><w:comment w:author='Bob'>{paragraph('why')}</w:comment></w:comments>",
            "word/header1.xml": f"<w:hdr>{paragraph('head')}</w:hdr>",
            "word/header2.xml": f"<w:hdr>{paragraph('head')}</w:hdr>",
            "word/footer1.xml": f"<w:ftr>{paragraph('bottom')}</w:ftr>",
            "word/charts/chart1.xml": chart,
            "word/diagrams/data1.xml": "<dgm:pt><dgm:t>\n <a:p><a:r><a:t>step</a:t></a:r></a:p></dgm:t></dgm:pt>",
            "word/chunk.html": b"<p>chunk",
            "word/media/image1.png": b"picture",
            "word/embeddings/oleObject1.bin": b"ole",
            "docProps/core.xml": core,
            "docProps/app.xml": "<Properties><Company>Acme</Company><Application>Word</Application></Properties>",
        },
    )


def test_notes_comments_edges_charts_and_diagrams_are_sections() -> None:
    extracted = read(everything(), "docx")
    sections = {unit.label: extracted.text[unit.start : unit.end].strip() for unit in extracted.units}
    assert sections == {
        "": "body",
        "Footnotes": "foot",
        "Endnotes": "end",
        "Comments": "Bob:\n\nwhy",
        "Headers and footers": "head\n\nbottom",
        "Charts and diagrams": "Sales\nEast\tWest\n25%\n\nstep",
    }
    assert extracted.text.endswith("\n\nmerger\nAcme")
    assert [unit.number for unit in extracted.units if unit.kind == "section"] == [1, 2, 3, 4, 5]


def test_properties_are_metadata() -> None:
    metadata = read(everything(), "docx").metadata
    assert (metadata.title, metadata.author, metadata.language) == ("The Title", "Jane Doe", "de-DE")
    assert (metadata.created, metadata.modified) == ("2024-06-30T10:15:00Z", "2024-07")


def test_embedded_files_are_members() -> None:
    assert members(everything(), "docx") == {b"word/embeddings/oleObject1.bin": b"ole", b"word/chunk.html": b"<p>chunk"}


def test_where_a_link_leads_stands_once_at_the_end_of_its_paragraph() -> None:
    body = (
        f"<w:p>{run('see ')}<w:hyperlink r:id='r1'>{run('the report')}</w:hyperlink>{run(' now')}</w:p>"
        f"<w:p><w:hyperlink r:id='r1'>{run('again')}</w:hyperlink></w:p>"
        f"<w:p><w:hyperlink r:id='r2'>{run('x@example.org')}</w:hyperlink></w:p>"
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>HYPERLINK &quot;http://b.example&quot;</w:instrText>"
        f"<w:fldChar w:fldCharType='separate'/></w:r>{run('field')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    targets = relations(("r1", "hyperlink", "http://a.example/x"), ("r2", "hyperlink", "mailto:x@example.org"))
    assert read(document(body, {"word/_rels/document.xml.rels": targets}), "docx").text == (
        "see the report now (http://a.example/x)\n\nagain\n\nx@example.org\n\nfield (http://b.example)"
    )


def test_parts_are_found_by_their_usual_names_when_nothing_leads_to_them() -> None:
    data = packed(
        "docx",
        {
            "word/document.xml": f"<w:document>{paragraph('body')}</w:document>",
            "word/footnotes.xml": f"<w:footnotes>{paragraph('foot')}</w:footnotes>",
            "word/header2.xml": f"<w:hdr>{paragraph('head')}</w:hdr>",
        },
        types=False,
    )
    assert read(data, "docx").text == "body\n\nfoot\n\nhead"


def test_what_precedes_a_damage_is_kept() -> None:
    broken = b"<w:document xmlns:w='w'><w:p><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:p>"
    extracted = read(packed("docx", {"word/document.xml": broken}), "docx")
    assert (extracted.status, extracted.text) == (Status.PARTIAL, "one\n\ntwo")
    assert extracted.reason is not None
    assert extracted.reason.startswith("word/document.xml cannot be read to its end: damaged XML")


def test_pictures_without_words_need_ocr_and_entities_are_not_expanded() -> None:
    scanned = packed("docx", {"word/document.xml": "<w:document/>", "word/media/image1.png": b"x"})
    assert (read(scanned, "docx").status, read(scanned, "docx").reason) == (Status.NEEDS_OCR, "1 picture without text")
    entities = b"<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w><p><t>&a;</t></p></w>"
    assert read(packed("docx", {"word/document.xml": entities}), "docx").status is Status.FAILED
    assert read(document(""), "docx").status is Status.EMPTY


def test_a_long_document_comes_in_parts_and_none_is_torn() -> None:
    body = "".join(paragraph(f"word{number} " * 20) for number in range(20_000))
    extracted = read(document(body), "docx")
    found = re.findall(r"word\d+", extracted.text)
    assert found == [f"word{number}" for number in range(20_000) for _ in range(20)]
    assert "\n\n\n" not in extracted.text
    capped = read(document(body), "docx", Caps(inflated=1 << 20))
    assert capped.status is Status.PARTIAL
    assert extracted.text.startswith(capped.text[:100_000])


CONTAINERS = (
    *("w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:del", "w:rPr", "w:rt", "m:oMath", "w:txbxContent"),
    *("mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:ddList"),
)
EMPTY = ("<w:t>text</w:t>", "<w:tab/>", "<w:pStyle/>", "<w:fldChar/>", "<w:listEntry/>", "<w:hyperlink/>")
ELEMENTS = st.recursive(
    st.sampled_from(EMPTY),
    lambda inner: st.builds(
        lambda name, within: f"<{name}>{''.join(within)}</{name}>",
        st.sampled_from(CONTAINERS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)


@settings(deadline=None)
@given(ELEMENTS)
def test_any_order_of_elements_is_read(body: str) -> None:
    extracted = read(document(body), "docx")
    assert normalise(extracted.text) == extracted.text
    assert extracted.status in (Status.OK, Status.EMPTY)
    for before, unit in zip(extracted.units, extracted.units[1:], strict=False):
        assert before.end <= unit.start <= unit.end <= len(extracted.text)


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 255))
def test_damaged_files_have_a_status(percent: int, value: int) -> None:
    data = everything()
    at = len(data) * percent // 100
    for damaged in (data[:at], data[:at] + bytes([value]) + data[at + 1 :]):
        extracted = read(damaged, "docx")
        assert extracted.reason is None or "Error:" not in extracted.reason, extracted.reason


def test_parts_that_are_not_there_are_said_to_be_missing() -> None:
    links = relations(
        ("r1", "footnotes", "footnotes.xml"), ("r2", "image", "media/none.png"), ("r3", "header", "header1.xml")
    )
    found = read(document(paragraph("here"), {"word/_rels/document.xml.rels": links}), "docx")
    assert (found.text, found.status) == ("here", Status.PARTIAL)
    assert found.reason == "word/footnotes.xml and 1 more are missing"


@pytest.mark.parametrize("encoding", ["UT1-8", "shift_jis", "rot13"])
def test_encodings_that_no_xml_parser_takes_are_named(encoding: str) -> None:
    body = f"<?xml version='1.0' encoding='{encoding}'?><document/>".encode()
    found = read(packed("docx", {"word/document.xml": body}), "docx")
    assert found.reason is not None
    assert found.reason.endswith(f"damaged XML: cannot be read as {encoding}")
