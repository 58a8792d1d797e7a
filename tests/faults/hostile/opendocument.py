"""OpenDocument files (OASIS), zipped and flat."""

from tests.faults.hostile.case import ENCRYPTED, FAILED, OK, PARTIAL, WORD, Case, Scale, cut, noise
from tests.faults.hostile.markup_bombs import external, laughing, nested, quadratic
from tests.faults.hostile.zips import packed, stored, zipped

TEXT = "application/vnd.oasis.opendocument.text"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"
SLIDES = "application/vnd.oasis.opendocument.presentation"
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
)
BODY = f"<office:document-content {SPACES}><office:body>%s</office:body></office:document-content>"
TEXT_BODY = BODY % "<office:text>%s</office:text>"
TABLE = BODY % '<office:spreadsheet><table:table table:name="One">%s</table:table></office:spreadsheet>'
PAGE = '<draw:page draw:name="One"><draw:frame><draw:text-box>%s</draw:text-box></draw:frame></draw:page>'
PAGES = BODY % f"<office:presentation>{PAGE}</office:presentation>"
FLAT = (
    f'<office:document {SPACES} office:mimetype="{TEXT}">'
    "<office:body><office:text>%s</office:text></office:body></office:document>"
)


def package(content: bytes, type_: str = TEXT, manifest: str = "") -> bytes:
    listing = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{type_}"/>'
        f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{manifest}'
        "</manifest:file-entry></manifest:manifest>"
    )
    return zipped(
        stored("mimetype", type_.encode()),
        stored("content.xml", content),
        stored("META-INF/manifest.xml", listing.encode()),
    )


def paragraphs(*texts: str, within: str = TEXT_BODY) -> bytes:
    return (within % "".join(f"<text:p>{text}</text:p>" for text in texts)).encode()


def encrypted(type_: str) -> bytes:
    """What an office suite makes of a document with a password: noise, and how to decrypt it in the manifest."""
    method = (
        '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
        '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="100000"/>'
        "</manifest:encryption-data>"
    )
    return package(noise(5_000), type_, method)


def cells(content: str, columns: int = 1, rows: int = 1) -> bytes:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>{content}</text:p></table:table-cell>'
    return (TABLE % f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>').encode()


def tiny_paragraphs(scale: Scale) -> bytes:
    start, _, end = (TEXT_BODY % f"<text:p>{WORD}</text:p>%").encode().partition(b"%")
    run = (b"<text:p>a</text:p>" * 60_000, scale.of(40, 1_000))
    return zipped(stored("mimetype", TEXT.encode()), packed("content.xml", (start, 1), run, (end, 1)))


GOOD = package(paragraphs(*(f"{WORD} number {n}" for n in range(300))))
GOOD_SHEET = package(cells(f"{WORD} {'sparrow ' * 500}"), SHEET)
GOOD_SLIDES = package(paragraphs(WORD, "sparrow " * 500, within=PAGES), SLIDES)
GOOD_FLAT = paragraphs(WORD, "sparrow " * 900, within=FLAT)
DEEP = package((TEXT_BODY % nested("text:section", WORD)).encode())
SPACED = package(paragraphs(f'{WORD}<text:s text:c="2147483647"/>.'))
MANY_CELLS = package(cells(WORD, 1_000_000, 1_000_000), SHEET)

CASES = (
    Case("paragraphs.odt", PARTIAL, "1 GB of tiny paragraphs: read as far as the limit", tiny_paragraphs),
    Case("laughs.odt", FAILED, "a thousand million words by entities", package(laughing(TEXT_BODY)), ()),
    Case("quadratic.odt", FAILED, "one entity of 14 KB 20,000 times", package(quadratic(TEXT_BODY)), ()),
    Case("external.odt", FAILED, "entities that name a file", lambda scale: package(external(TEXT_BODY, scale)), ()),
    Case("deep.odt", FAILED, "100,000 sections in each other", DEEP, ()),
    Case("spaces.odt", OK, "two thousand million spaces in one tag", SPACED),
    Case("cells.ods", OK, "one cell 10^12 times: its text is kept a few times at most", MANY_CELLS),
    Case("password.odt", ENCRYPTED, "the manifest says how it is encrypted", encrypted(TEXT), ()),
    Case("password.ods", ENCRYPTED, "the same of a spreadsheet", encrypted(SHEET), ()),
    Case("password.odp", ENCRYPTED, "the same of a presentation", encrypted(SLIDES), ()),
    Case("half.odt", PARTIAL, "50 %: the list of members is lost, what is found is read", cut(GOOD, 50)),
    Case("nearly.odt", PARTIAL, "99 %: the same", cut(GOOD, 99)),
    Case("half.ods", PARTIAL, "50 %", cut(GOOD_SHEET, 50)),
    Case("nearly.ods", PARTIAL, "99 %", cut(GOOD_SHEET, 99)),
    Case("half.odp", PARTIAL, "50 %", cut(GOOD_SLIDES, 50)),
    Case("nearly.odp", PARTIAL, "99 %", cut(GOOD_SLIDES, 99)),
    Case("half.fodt", PARTIAL, "50 %: what stands before the cut is kept", cut(GOOD_FLAT, 50)),
    Case("nearly.fodt", PARTIAL, "99 %: the same", cut(GOOD_FLAT, 99)),
    Case("laughs.fodt", FAILED, "a thousand million words by entities", laughing(FLAT), ()),
    Case("external.fodt", FAILED, "entities that name a file", lambda scale: external(FLAT, scale), ()),
)
