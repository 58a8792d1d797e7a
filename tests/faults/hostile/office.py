"""Word, Excel and PowerPoint files (ECMA-376): a zip of XML parts that name each other."""

from tests.faults.hostile.case import ENCRYPTED, FAILED, OK, PARTIAL, WORD, Case, Scale, cut, noise
from tests.faults.hostile.compound import compound
from tests.faults.hostile.markup_bombs import external, laughing, nested, quadratic
from tests.faults.hostile.zips import Entry, encrypted, packed, stored, zipped

MAIN = "http://schemas.openxmlformats.org/%s/2006/main"
W = f'xmlns:w="{MAIN % "wordprocessingml"}"'
S = f'xmlns="{MAIN % "spreadsheetml"}"'
P = f'xmlns:p="{MAIN % "presentationml"}" xmlns:a="{MAIN % "drawingml"}"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DOCUMENT = f"<w:document {W}><w:body>%s</w:body></w:document>"
SHEET = f"<worksheet {S}><sheetData>%s</sheetData></worksheet>"
SLIDE = f"<p:sld {P}><p:cSld><p:spTree>%s</p:spTree></p:cSld></p:sld>"


def package(main: str, type_: str, *parts: Entry) -> bytes:
    """A package whose main part has this content type."""
    override = f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{type_}"/>'
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{TYPES}{override}</Types>'
    listing = stored("[Content_Types].xml", types.encode())
    return zipped(listing, relations("_rels/.rels", ("officeDocument", main)), *parts)


TYPES = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)


def relations(name: str, *targets: tuple[str, str], mode: str = "") -> Entry:
    links = "".join(
        f'<Relationship Id="rId{number}" Target="{target}"{mode} '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type_}"/>'
        for number, (type_, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return stored(name, f'<Relationships xmlns="{space}">{links}</Relationships>'.encode())


def word(document: bytes | Entry, *parts: Entry) -> bytes:
    main = stored("word/document.xml", document) if isinstance(document, bytes) else document
    return package("word/document.xml", "wordprocessingml.document.main+xml", main, *parts)


def paragraphs(*texts: str) -> bytes:
    return (DOCUMENT % "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)).encode()


def long_document(run: bytes, times: int) -> Entry:
    """A document.xml that starts with a paragraph and goes on with `run`."""
    start, _, end = (DOCUMENT % f"<w:p><w:r><w:t>{WORD} </w:t></w:r></w:p>%").encode().partition(b"%")
    return packed("word/document.xml", (start, 1), (run, times), (end, 1))


def tiny_paragraphs(scale: Scale) -> bytes:
    run = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 30_000
    return word(long_document(run, scale.of(40, 1_000)))


def one_long_text(scale: Scale) -> bytes:
    start, _, end = (DOCUMENT % f"<w:p><w:r><w:t>{WORD} %</w:t></w:r></w:p>").encode().partition(b"%")
    run = b"a text without end " * 55_000
    return word(packed("word/document.xml", (start, 1), (run, scale.of(40, 1_000)), (end, 1)))


def zeros(scale: Scale) -> bytes:
    return word(packed("word/document.xml", (bytes(1 << 20), scale.of(40, 1_024))))


def many_parts(scale: Scale) -> bytes:
    return word(paragraphs(WORD), *(stored(f"custom/{n}.xml", b"<x/>") for n in range(scale.of(2_000, 60_000))))


def remote() -> bytes:
    """Everything in it lies on some other machine."""
    outside = (("attachedTemplate", "http://192.0.2.1/t.dotm"), ("image", "file://192.0.2.1/share/i.png"))
    return word(paragraphs(WORD), relations("word/_rels/document.xml.rels", *outside, mode=' TargetMode="External"'))


def workbook(sheet: bytes | Entry, *parts: Entry, sheets: int = 1) -> bytes:
    named = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    listing = [*[("worksheet", "worksheets/sheet1.xml")] * sheets, ("sharedStrings", "sharedStrings.xml")]
    return package(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main+xml",
        stored("xl/workbook.xml", f"<workbook {S} {R}><sheets>{named}</sheets></workbook>".encode()),
        relations("xl/_rels/workbook.xml.rels", *listing),
        stored("xl/worksheets/sheet1.xml", sheet) if isinstance(sheet, bytes) else sheet,
        *parts,
    )


def row(*cells: str, number: int = 1) -> bytes:
    return (SHEET % f'<row r="{number}">{"".join(cells)}</row>').encode()


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def shared(*texts: str) -> Entry:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return stored("xl/sharedStrings.xml", f'<sst {S} count="9" uniqueCount="4294967295">{items}</sst>'.encode())


def corners() -> bytes:
    first, last = inline("A1", "sparrow"), inline("XFD1048576", WORD)
    return workbook((SHEET % f'<row r="1">{first}</row><row r="1048576">{last}</row>').encode())


def one_string_everywhere(scale: Scale) -> bytes:
    """A hundred thousand cells that say the same 32,767 characters: 3 GB of text in 30 KB."""
    start, _, end = (SHEET % '<row r="1">%</row>').encode().partition(b"%")
    cells = packed("xl/worksheets/sheet1.xml", (start, 1), (b'<c t="s"><v>0</v></c>' * 1_000, 100), (end, 1))
    return workbook(cells, shared((f"{WORD} " * 4_000)[:32_767]))


def sheet_missing() -> bytes:
    named = f'<sheet name="{WORD}" r:id="rId1"/><sheet name="sparrow" r:id="rId2"/>'
    return package(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main+xml",
        stored("xl/workbook.xml", f"<workbook {S} {R}><sheets>{named}</sheets></workbook>".encode()),
        relations("xl/_rels/workbook.xml.rels", *(("worksheet", f"worksheets/sheet{n}.xml") for n in (1, 2))),
        stored("xl/worksheets/sheet1.xml", row(inline("A1", "robin"))),
    )


def presentation(count: int, slide: bytes, *, missing: bool = False) -> bytes:
    """A presentation that shows the same slide `count` times; with `missing`, also one that is not there."""
    targets = [("slide", "slides/slide1.xml")] * count + [("slide", "slides/slide2.xml")] * missing
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, len(targets) + 1))
    main = f"<p:presentation {P} {R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    return package(
        "ppt/presentation.xml",
        "presentationml.presentation.main+xml",
        stored("ppt/presentation.xml", main.encode()),
        relations("ppt/_rels/presentation.xml.rels", *targets),
        packed("ppt/slides/slide1.xml", (slide, 1)),
    )


def slide(*texts: str) -> bytes:
    runs = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    return (SLIDE % f"<p:sp><p:txBody>{runs}</p:txBody></p:sp>").encode()


def one_slide_often(scale: Scale) -> bytes:
    return presentation(scale.of(300, 4_000), slide(f"{WORD} " * 10_000))


def encrypted_package() -> bytes:
    """What Office makes of a document with a password (MS-OFFCRYPTO)."""
    info = b"\4\0\4\0\x40\0\0\0" + b'<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"/>'
    sealed = (4_096).to_bytes(8, "little") + noise(5_000)
    return compound({"EncryptionInfo": info, "EncryptedPackage": sealed, "\6DataSpaces/Version": bytes(76)})


GOOD = word(paragraphs(*(f"{WORD} number {n}" for n in range(300))))
GOOD_BOOK = workbook(row(inline("A1", WORD), inline("B1", "sparrow " * 500)))
GOOD_SLIDES = presentation(1, slide(WORD, "sparrow " * 500))
DEEP = word((DOCUMENT % nested("w:x", WORD)).encode())
HALF_XML = word(cut(paragraphs(WORD, "sparrow " * 900), 60))
WRONG_SUM = word(stored("word/document.xml", paragraphs(WORD))._replace(crc=1))
ZIP_PASSWORD = word(encrypted(stored("word/document.xml", paragraphs(WORD))))
NO_SUCH_STRINGS = workbook(row(*(f'<c t="s"><v>{n}</v></c>' for n in ("0", "9", "-1", "x"))), shared(WORD))
SHEET_MISSING = sheet_missing()
SHEET_OFTEN = workbook(row(inline("A1", f"{WORD} " * 20_000)), sheets=10_000)
BOTH = (WORD, "sparrow")
OFTEN = (WORD, "Sheet10000")

CASES = (
    Case("paragraphs.docx", PARTIAL, "1 GB of tiny paragraphs: read as far as the limit", tiny_paragraphs),
    Case("one-text.docx", PARTIAL, "one paragraph of 1 GB, which nobody sees the end of", one_long_text),
    Case("zeros.docx", FAILED, "1 GB of zeros where XML should be", zeros, ()),
    Case("deep.docx", FAILED, "100,000 elements in each other", DEEP, ()),
    Case("laughs.docx", FAILED, "a thousand million words by entities", word(laughing(DOCUMENT)), ()),
    Case("quadratic.docx", FAILED, "one entity of 14 KB 20,000 times", word(quadratic(DOCUMENT)), ()),
    Case("external.docx", FAILED, "entities that name a file", lambda scale: word(external(DOCUMENT, scale)), ()),
    Case("many-parts.docx", OK, "60,000 parts that no document has", many_parts),
    Case("remote.docx", OK, "template and image on another machine", remote()),
    Case("half-xml.docx", PARTIAL, "the XML ends in the middle", HALF_XML),
    Case("empty-part.docx", FAILED, "the document is a part of no bytes", word(b""), ()),
    Case("corners.xlsx", OK, "a cell in the first and one in the last row and column", corners(), BOTH),
    Case("one-string.xlsx", PARTIAL, "100,000 cells, one long string: the text is cut", one_string_everywhere),
    Case("no-such-string.xlsx", PARTIAL, "cells that name strings which are not there", NO_SUCH_STRINGS),
    Case("laughs.xlsx", PARTIAL, "the same in a sheet: its name is all there is", workbook(laughing(SHEET)), ()),
    Case("sheet-often.xlsx", PARTIAL, "the same long sheet 10,000 times: read once, and said", SHEET_OFTEN, OFTEN),
    Case("sheet-missing.xlsx", PARTIAL, "one of two sheets is not there, but its name", SHEET_MISSING, BOTH),
    Case("slide-often.pptx", PARTIAL, "the same long slide 4,000 times: read once, and said", one_slide_often),
    Case("slide-missing.pptx", PARTIAL, "one of two slides is not there", presentation(1, slide(WORD), missing=True)),
    Case("laughs.pptx", FAILED, "a thousand million words by entities", presentation(1, laughing(SLIDE)), ()),
    Case("password.docx", ENCRYPTED, "a document in an encrypted package", encrypted_package(), ()),
    Case("password.xlsx", ENCRYPTED, "a workbook in an encrypted package", encrypted_package(), ()),
    Case("password.pptx", ENCRYPTED, "a presentation in an encrypted package", encrypted_package(), ()),
    Case("zip-password.docx", ENCRYPTED, "its part is encrypted by a zip program", ZIP_PASSWORD, ()),
    Case("half.docx", PARTIAL, "50 %: the list of parts is lost, what is found is read", cut(GOOD, 50)),
    Case("nearly.docx", PARTIAL, "99 %: the same", cut(GOOD, 99)),
    Case("half.xlsx", PARTIAL, "50 %: the name of its sheet is all that is left", cut(GOOD_BOOK, 50), ("Sheet1",)),
    Case("nearly.xlsx", PARTIAL, "99 %", cut(GOOD_BOOK, 99)),
    Case("half.pptx", FAILED, "50 %: no slide is reached", cut(GOOD_SLIDES, 50), ()),
    Case("nearly.pptx", PARTIAL, "99 %", cut(GOOD_SLIDES, 99)),
    Case("wrong-sum.docx", PARTIAL, "a part with a wrong checksum: its text is kept", WRONG_SUM),
)
