"""Workbooks: cells as they are shown, in rows, sheet by sheet."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.extract.caps import Caps
from search.extract.extracted import Extracted, Status
from search.text.normalise import normalise
from tests.search.office_packages import members, packed, read, relations

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;€&quot;"/>'
    '<numFmt numFmtId="165" formatCode="&quot;No. &quot;@"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)
STRINGS = (
    "<sst><si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>reading</t></rPh></si>"
    "<si><t>two\nlines_x000D_</t></si></sst>"
)


def sheet(rows: str, more: str = "", before: str = "") -> str:
    return f"<worksheet>{before}<sheetData>{rows}</sheetData>{more}</worksheet>"


def book(*sheets: str, properties: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="Tab {number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    links = (
        *((f"r{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
        ("s", "styles", "styles.xml"),
        ("t", "sharedStrings", "sharedStrings.xml"),
        ("p", "person", "persons/person.xml"),
    )
    return packed(
        "xlsx",
        {
            "xl/workbook.xml": f"<workbook>{properties}<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(*links),
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": STRINGS,
            **{f"xl/worksheets/sheet{number}.xml": text for number, text in enumerate(sheets, 1)},
            **(parts or {}),
        },
    )


def lines(extracted: Extracted) -> list[str]:
    return extracted.text.split("\n")[1:]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c t="s"><v>0</v></c>', "plain"),
        ('<c t="s"><v>1</v></c>', "rich"),
        ('<c t="s"><v>2</v></c>', "two lines "),
        ('<c t="s" s="3"><v>0</v></c>', "No. plain"),
        ('<c t="s"><v>99</v></c><c><v>1</v></c>', "\t1"),
        ('<c t="inlineStr"><is><r><t>in</t></r> <r><t>line</t></r><rPh><t>x</t></rPh></is></c>', "inline"),
        ('<c t="str"><f>A1&amp;"x"</f><v>result</v></c>', "result"),
        ("<c><f>SUM(A1:A2)</f><v>3</v></c>", "3"),
        ("<c><f>SUM(A1:A2)</f></c>", "=SUM(A1:A2)"),
        ('<c t="b"><v>1</v></c><c t="b"><v>0</v></c>', "TRUE\tFALSE"),
        ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c s="1"><v>45473</v></c>', "2024-06-30"),
        ('<c t="d" s="1"><v>2024-06-30T00:00:00Z</v></c>', "2024-06-30"),
        ('<c s="2"><v>1234.5</v></c>', "1,234.50 €"),
        ('<c s="77"><v>1234.5</v></c>', "1234.5"),
        ("<c><v>no number</v></c>", "no number"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(cell: str, shown: str) -> None:
    assert lines(read(book(sheet(f'<row r="1">{cell}</row>')), "xlsx")) == [shown]


def test_days_are_counted_from_where_the_workbook_says() -> None:
    rows = '<row r="1"><c s="1"><v>44011</v></c><c s="1" t="d"><v>2024-06-30</v></c></row>'
    epoch = '<workbookPr date1904="1"/>'
    assert lines(read(book(sheet(rows), properties=epoch), "xlsx")) == ["2024-06-30\t2024-06-30"]


def test_rows_are_lines_and_what_is_empty_takes_no_room() -> None:
    rows = (
        '<row r="3"><c r="C3"><v>1</v></c><c r="D3"/><c r="E3"><v>2</v></c></row>'
        '<row r="4"><c r="D4"><v>3</v></c><c r="XFD4"><v>4</v></c></row>'
        '<row r="1048576"><c r="C1048576"><v>5</v></c></row>'
    )
    extracted = read(book(sheet(rows, before='<dimension ref="C3:XFD1048576"/>')), "xlsx")
    assert lines(extracted) == ["1\t\t2", "\t3" + "\t" * 8 + "4", "", "5"]


def test_sheets_are_units_with_their_names_and_hidden_ones_count() -> None:
    data = book(sheet('<row><c t="s"><v>0</v></c></row>'), sheet(""), sheet("<row><c><v>3</v></c></row>"))
    extracted = read(data, "xlsx")
    units = [(unit.kind, unit.number, unit.label, extracted.text[unit.start : unit.end]) for unit in extracted.units]
    assert units == [
        ("sheet", 1, "Tab 1", "Tab 1\nplain"),
        ("sheet", 2, "Tab 2", "Tab 2"),
        ("sheet", 3, "Tab 3", "Tab 3\n3"),
    ]


def test_what_belongs_to_a_sheet_besides_its_cells() -> None:
    more = (
        '<hyperlinks><hyperlink ref="A1" r:id="l1"/></hyperlinks>'
        '<dataValidations><dataValidation promptTitle="Hint" prompt="Enter a date"/></dataValidations>'
        "<headerFooter><oddHeader>&amp;L&amp;&quot;Arial,Bold&quot;&amp;12Profit &amp;&amp; loss&amp;R&amp;P</oddHeader>"  # noqa: E501
        "</headerFooter>"
    )
    drawing = "<xdr:wsDr><xdr:sp><a:p><a:r><a:t>boxed</a:t></a:r></a:p></xdr:sp></xdr:wsDr>"
    chart = (
        "<c:chartSpace><c:title><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:title><c:strCache><c:pt><c:v>East</c:v></c:pt>"
        "</c:strCache><c:numCache><c:pt><c:v>99</c:v></c:pt></c:numCache></c:chartSpace>"
    )
    parts: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("l1", "hyperlink", "http://a.example"),
            ("c1", "comments", "../comments1.xml"),
            ("d1", "drawing", "../drawings/drawing1.xml"),
        ),
        "xl/worksheets/_rels/sheet2.xml.rels": relations(
            ("c1", "comments", "../comments1.xml"), ("c2", "threadedComment", "../threadedComments/t.xml")
        ),
        "xl/comments1.xml": (
            "<comments><authors><author>Ann</author><author>Bob</author></authors><commentList>"
            '<comment ref="B2" authorId="1"><text><r><t>old </t></r><r><t>style</t></r></text></comment></commentList>'
            "</comments>"
        ),
        "xl/threadedComments/t.xml": (
            '<ThreadedComments><threadedComment ref="C3" personId="{1}"><text>new style</text></threadedComment>'
            "</ThreadedComments>"
        ),
        "xl/persons/person.xml": '<personList><person id="{1}" displayName="Cy"/></personList>',
        "xl/drawings/drawing1.xml": drawing,
        "xl/drawings/_rels/drawing1.xml.rels": relations(("c", "chart", "../charts/chart1.xml")),
        "xl/charts/chart1.xml": chart,
        "xl/externalLinks/externalLink1.xml": "<externalLink></externalLink>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
            ("r1", "externalLinkPath", "file:///C:/budget.xlsx")
        ),
        "xl/embeddings/oleObject1.bin": b"ole",
    }
    data = book(sheet("", more), sheet(""), parts=parts)
    first, second = (read(data, "xlsx").text[unit.start : unit.end] for unit in read(data, "xlsx").units)
    assert set(first.split("\n\n")[1:]) == {
        "B2 Bob: old style",
        "boxed",
        "Sales\nEast",
        "Profit & loss",
        "Hint\nEnter a date",
        "http://a.example",
    }
    assert second == "Tab 2\n\nC3 Cy: new style"
    assert read(data, "xlsx").text.endswith("\n\nfile:///C:/budget.xlsx")
    assert members(data, "xlsx") == {b"xl/embeddings/oleObject1.bin": b"ole"}


def test_sheets_are_found_by_their_names_when_the_workbook_does_not_list_them() -> None:
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": "<workbook></workbook>",
        "xl/sharedStrings.xml": STRINGS,
        "xl/worksheets/sheet1.xml": sheet('<row><c t="s"><v>1</v></c></row>'),
    }
    assert read(packed("xlsx", parts, types=False), "xlsx").text == "Sheet1\nrich"


def test_prefixed_elements_are_the_same_elements() -> None:
    rows = '<x:row xmlns:x="urn:x"><x:c t="s"><x:v>0</x:v></x:c></x:row>'
    assert lines(read(book(sheet(rows)), "xlsx")) == ["plain"]


def test_shared_strings_that_cannot_all_be_unpacked_are_the_text() -> None:
    strings = "".join(f"<si><t>word{number}</t></si>" for number in range(20_000))
    data = book(sheet(""), parts={"xl/sharedStrings.xml": f"<sst>{strings}</sst>"})
    extracted = read(data, "xlsx", Caps(inflated=200_000))
    assert extracted.status is Status.PARTIAL
    assert extracted.reason is not None
    assert extracted.reason.startswith("unpacks to more than")
    assert re.findall(r"word\d+", extracted.text)[:3] == ["word0", "word1", "word2"]


def test_a_long_string_that_many_cells_share_stands_in_full_once() -> None:
    long = "first " + "x" * 5_000 + " last"
    rows = '<row><c t="s"><v>0</v></c></row>' * 10
    text = read(book(sheet(rows), parts={"xl/sharedStrings.xml": f"<sst><si><t>{long}</t></si></sst>"}), "xlsx").text
    assert text.count("first") == 10
    assert text.count("last") == 1


def test_a_large_sheet_comes_in_parts_and_no_row_is_lost() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(1, 300_001))
    extracted = read(book(sheet(rows)), "xlsx")
    assert lines(extracted) == [str(number) for number in range(1, 300_001)]
    assert {(unit.number, unit.label) for unit in extracted.units} == {(1, "Tab 1")}
    assert len(extracted.units) > 1


TABLES = st.lists(st.lists(st.text("abc 0.5,é", max_size=6), max_size=5), max_size=8)


@settings(deadline=None)
@given(TABLES)
def test_every_cell_stands_in_its_row(table: list[list[str]]) -> None:
    rows = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{"ABCDE"[at]}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(table, 1)
    )
    expected = [filled for row in table if (filled := [text for text in row if text])]
    found = [[text for text in line.split("\t") if text] for line in lines(read(book(sheet(rows)), "xlsx")) if line]
    assert found == expected


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 255))
def test_damaged_files_have_a_status(percent: int, value: int) -> None:
    data = book(sheet('<row><c t="s"><v>0</v></c><c s="2"><v>1</v></c></row>'))
    at = len(data) * percent // 100
    for damaged in (data[:at], data[:at] + bytes([value]) + data[at + 1 :]):
        extracted = read(damaged, "xlsx")
        assert normalise(extracted.text) == extracted.text
        assert extracted.reason is None or "Error:" not in extracted.reason, extracted.reason


def test_sheets_that_are_not_there_or_there_again_keep_their_names() -> None:
    names = (("one", 1), ("two", 2), ("again", 1), ("lost", 9))
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": "<workbook><sheets>"
        + "".join(f'<sheet name="{name}" r:id="r{number}"/>' for name, number in names)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*((f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in (1, 2))),
        "xl/worksheets/sheet1.xml": sheet('<row><c t="inlineStr"><is><t>words</t></is></c></row>'),
    }
    found = read(packed("xlsx", parts), "xlsx")
    assert found.text == "one\nwords\n\ntwo\n\nagain\n\nlost"
    assert [(unit.number, unit.label) for unit in found.units] == list(enumerate(("one", "two", "again", "lost"), 1))
    assert found.status is Status.PARTIAL
    assert found.reason == "lists 1 of its parts again, which are read once; sheet two and 1 more are missing"


def test_texts_that_cells_name_and_that_are_not_there_are_counted() -> None:
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in ("0", "3", "", "-1", "3"))
    found = read(book(sheet(f"<row>{cells}</row>")), "xlsx")
    assert (found.text, found.status) == ("Tab 1\nplain", Status.PARTIAL)
    assert found.reason is not None
    assert "2 texts that cells name are missing" in found.reason
