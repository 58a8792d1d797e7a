"""EPUB books: a zip of web pages, in the order of a spine."""

from tests.faults.hostile.case import ENCRYPTED, FAILED, OK, PARTIAL, WORD, Case, Scale, cut, noise
from tests.faults.hostile.markup_bombs import external, laughing
from tests.faults.hostile.zips import Entry, encrypted, packed, stored, zipped

PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Book</title></head><body><p>%s</p></body></html>'
CONTAINER = (
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    b'<rootfiles><rootfile full-path="%s" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def book(*parts: Entry, spine: int = 1, chapter: str = "chapter.xhtml", listing: str = "book.opf") -> bytes:
    """A book whose spine lists one chapter so many times."""
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book</dc:title></metadata><manifest>'
        f'<item id="one" href="{chapter}" media-type="application/xhtml+xml"/></manifest>'
        "<spine>" + '<itemref idref="one"/>' * spine + "</spine></package>"
    )
    return zipped(
        stored("mimetype", b"application/epub+zip"),
        stored("META-INF/container.xml", CONTAINER % listing.encode()),
        packed("book.opf", (package.encode(), 1)),
        *parts,
    )


def chapter(text: str = WORD) -> Entry:
    return packed("chapter.xhtml", ((PAGE % text).encode(), 1))


def one_chapter_often(scale: Scale) -> bytes:
    return book(chapter(f"{WORD} " * 10_000), spine=scale.of(2_000, 200_000))


def long_chapter(scale: Scale) -> bytes:
    start, _, end = (PAGE % f"{WORD} %").encode().partition(b"%")
    return book(packed("chapter.xhtml", (start, 1), (b"sparrow " * 130_000, scale.of(30, 1_000)), (end, 1)))


def outside(scale: Scale) -> bytes:
    return book(chapter(), chapter=f"../../../../../../../../../..{scale.secret}")


RIGHTS = stored(
    "META-INF/encryption.xml",
    b'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    b'<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
    b'<enc:CipherData><enc:CipherReference URI="chapter.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>',
)


def external_chapter(scale: Scale) -> bytes:
    return book(stored("chapter.xhtml", external(PAGE, scale)))


GOOD = book(chapter(f"{WORD} {'and more ' * 500}"))
NO_LIST = book(chapter(), listing="nowhere.opf")
LAUGHING = book(stored("chapter.xhtml", laughing(PAGE)))
LOCKED = book(stored("chapter.xhtml", noise(5_000)), RIGHTS)

CASES = (
    Case("spine.epub", PARTIAL, "the same chapter 200,000 times", one_chapter_often),
    Case("long.epub", PARTIAL, "one chapter of 1 GB", long_chapter),
    Case("outside.epub", PARTIAL, "its list names a chapter outside the book", outside),
    Case("no-list.epub", OK, "its list of chapters is not there: all its pages are read", NO_LIST),
    Case("external.epub", OK, "a chapter whose entities name a file: they mean nothing", external_chapter, ()),
    Case("laughs.epub", OK, "a chapter of a thousand million words: entities mean nothing", LAUGHING, ()),
    Case("rights.epub", ENCRYPTED, "a book that only its shop can open", LOCKED, ()),
    Case("zip-password.epub", ENCRYPTED, "encrypted by a zip program", book(encrypted(chapter())), ()),
    Case("half.epub", FAILED, "50 % of a zip file: no chapter is reached", cut(GOOD, 50), ()),
    Case("nearly.epub", PARTIAL, "99 % of a zip file: what is found is read", cut(GOOD, 99)),
)
