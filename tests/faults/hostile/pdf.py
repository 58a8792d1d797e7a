"""PDF files, written object by object (ISO 32000-1)."""

import hashlib
import zlib
from collections.abc import Sequence

from tests.faults.hostile.case import (
    EMPTY,
    ENCRYPTED,
    FAILED,
    NEEDS_OCR,
    OK,
    PARTIAL,
    TOO_LARGE,
    WORD,
    Case,
    Scale,
    Sparse,
    cut,
    noise,
)
from tests.faults.hostile.zips import deflated, stored, zipped

ROOT = b"<</Type/Catalog/Pages 2 0 R%s>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</T 3 0 R>>%s>>/Contents %d 0 R>>"
ID = b"0123456789abcdef"
PASSWORD_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def document(objects: Sequence[bytes], trailer: bytes = b"", count: int | None = None) -> bytes:
    """The file of these objects, numbered from 1; the first is the catalogue."""
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(body)


def tree(kids: bytes = b"4 0 R", count: int = 1) -> bytes:
    return b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)


def paged(contents: bytes, *more: bytes, pages: bytes = tree(), resources: bytes = b"", root: bytes = b"") -> bytes:
    """A document of one page, whose content is object 5; `more` are the objects from 6 on."""
    return document([ROOT % root, pages, FONT, PAGE % (resources, 5), contents, *more])


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def inflating(*runs: tuple[bytes, int]) -> bytes:
    """A stream that unpacks to `runs`."""
    check = 1
    for content, times in runs:
        for _ in range(times):
            check = zlib.adler32(content, check)
    return stream(b"\x78\x9c" + deflated(*runs) + check.to_bytes(4, "big"), b"/Filter/FlateDecode")


def shown(text: str = WORD) -> bytes:
    return b"BT /T 12 Tf 20 200 Td (%s) Tj ET\n" % text.encode("cp1252")


GOOD = paged(stream(shown()))


def form(content: bytes, called: int) -> bytes:
    resources = b"/Resources<</Font<</T 3 0 R>>/XObject<</F %d 0 R>>>>" % called
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 300 300]" + resources)


def forms_doubling(scale: Scale) -> bytes:
    forms = [form(b"/F Do /F Do", 7 + number) for number in range(24)]
    return paged(stream(b"/F Do"), *forms, form(shown(), 3), resources=b"/XObject<</F 6 0 R>>")


def form_within_itself(scale: Scale) -> bytes:
    return paged(stream(b"/F Do"), form(shown() + b"/F Do /F Do", 6), resources=b"/XObject<</F 6 0 R>>")


def content_bomb(scale: Scale) -> bytes:
    return paged(inflating((shown() * 1000, 450_000_000 // len(shown() * 1000))))


def zeros(scale: Scale) -> bytes:
    return paged(inflating((shown(), 1), (bytes(1 << 20), 1024)))


def flate_in_flate(scale: Scale) -> bytes:
    """Two filters that unpack a thousandfold each."""
    inner = b"\x78\x9c" + deflated((bytes(1 << 20), 1024))
    packed = zlib.compress(zlib.compress(inner, 9), 9)
    return paged(stream(packed, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"))


def one_page_many_times(scale: Scale) -> bytes:
    count = scale.of(10_000, 500_000)
    return paged(stream(shown(f"{WORD} " * 40)), pages=tree(b"4 0 R " * count, count))


def arrays_in_arrays(scale: Scale) -> bytes:
    return paged(b"[" * scale.of(100_000, 1_000_000))


def three_hundred_pages() -> bytes:
    kids = b"".join(b"%d 0 R " % number for number in range(4, 304))
    return document([ROOT % b"", tree(kids, 300), FONT, *[PAGE % (b"", 304)] * 300, stream(shown())])


def escapes_in_it() -> bytes:
    info = b"<</Title(\\033]0;owned\\007 \\233 title)/CreationDate(D:99999999999999Z99'99')>>"
    return document([ROOT % b"", tree(), FONT, PAGE % (b"", 5), stream(shown("kestrel\x1b[31m")), info], b"/Info 6 0 R")


def acting_when_opened() -> bytes:
    launch = b"/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</WC<</S/URI/URI(http://192.0.2.1/)>>>>"
    return paged(stream(shown()), root=launch + b"/Names<</JavaScript<</Names[(x)<</S/JavaScript/JS(while(1);)>>]>>>>")


def previous_table_is_this_one() -> bytes:
    place = GOOD.rindex(b"xref\n0")
    return GOOD.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % place)


def rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    changed = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        changed.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(changed)


def md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def encrypted(user: bytes) -> bytes:
    """A page under the first of the standard security handlers (7.6.3, revision 2, 40 bits)."""
    allowed = (-44).to_bytes(4, "little", signed=True)
    padded = (user + PASSWORD_PADDING)[:32]
    owner_entry = rc4(md5((b"owner" + PASSWORD_PADDING)[:32])[:5], padded)
    key = md5(padded + owner_entry + allowed + ID)[:5]
    content = rc4(md5(key + (5).to_bytes(3, "little") + bytes(2))[:10], shown())
    entries = (owner_entry.hex().encode(), rc4(key, PASSWORD_PADDING).hex().encode())
    handler = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % entries
    objects = [ROOT % b"", tree(), FONT, PAGE % (b"", 5), stream(content), handler]
    return document(objects, b"/Encrypt 6 0 R/ID[<%s><%s>]" % (ID.hex().encode(), ID.hex().encode()))


def under_unknown_handler() -> bytes:
    objects = [ROOT % b"", tree(), FONT, PAGE % (b"", 5), stream(bytes(40)), b"<</Filter/Vendor.Rights/V 4/R 4>>"]
    return document(objects, b"/Encrypt 6 0 R/ID[<00><00>]")


def announcing(count: int, kids: bytes = b"4 0 R") -> bytes:
    return paged(stream(shown()), pages=tree(kids, count))


def scanned() -> bytes:
    picture = b"/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8"
    show = stream(b"300 0 0 300 0 0 cm /I Do")
    return paged(show, stream(bytes(64), picture), resources=b"/XObject<</I 6 0 R>>")


def sparse(scale: Scale) -> Sparse:
    return Sparse(b"%PDF-1.4\n", scale.of(20 << 20, 3 << 30))


OWN_CHILD = paged(b"null", pages=tree(b"2 0 R"))
OWN_LENGTH = paged(b"<</Length 5 0 R>>stream\n%sendstream" % shown())

CASES = (
    Case("forms-doubling.pdf", TOO_LARGE, "24 forms, each drawing the next twice: 2^24 texts", forms_doubling, ()),
    Case("form-in-itself.pdf", TOO_LARGE, "a form that draws itself twice", form_within_itself, ()),
    Case("content-bomb.pdf", TOO_LARGE, "450 MB of operators in one page", content_bomb, ()),
    Case("zeros.pdf", TOO_LARGE, "1 GB of zeros in one page", zeros, ()),
    Case("flate-in-flate.pdf", TOO_LARGE, "three filters, 1 GB in the end", flate_in_flate, ()),
    Case("one-page-often.pdf", PARTIAL, "500,000 times the same page: the text is cut", one_page_many_times),
    Case("arrays-in-arrays.pdf", EMPTY, "an object of a million brackets", arrays_in_arrays, ()),
    Case("count-lies.pdf", OK, "two thousand million pages announced, one there", announcing(2**31 - 1)),
    Case("page-missing.pdf", PARTIAL, "three pages, the second is not there", announcing(3, b"4 0 R 9 0 R 4 0 R")),
    Case("own-child.pdf", FAILED, "the tree of pages is its own child", OWN_CHILD, ()),
    Case("table-loop.pdf", OK, "the cross-reference table precedes itself", previous_table_is_this_one()),
    Case("own-length.pdf", OK, "a stream is its own length", OWN_LENGTH),
    Case("junk-before.pdf", OK, "something else before the header", b"\0\1\2junk\n" * 50 + GOOD),
    Case("also-a-zip.pdf", OK, "a PDF with a zip file behind it", GOOD + zipped(stored("a.txt", b"sparrow"))),
    Case("escapes.pdf", OK, "escape sequences in text and title, a date of nonsense", escapes_in_it()),
    Case("acts.pdf", OK, "wants a program, a web page and a script when it opens", acting_when_opened()),
    Case("user-password.pdf", ENCRYPTED, "cannot be opened without a password", encrypted(b"user"), ()),
    Case("owner-password.pdf", OK, "encrypted, but open to readers", encrypted(b"")),
    Case("rights-management.pdf", ENCRYPTED, "a handler of rights that nobody has", under_unknown_handler(), ()),
    Case("blank.pdf", EMPTY, "one page of nothing", paged(stream(b"")), ()),
    Case("scan.pdf", NEEDS_OCR, "one page with a picture on it", scanned(), ()),
    Case("half.pdf", FAILED, "half of a download", cut(three_hundred_pages(), 50), ()),
    Case("nearly.pdf", FAILED, "99 %: its list of objects is lost", cut(three_hundred_pages(), 99), ()),
    Case("header-only.pdf", FAILED, "nothing but the header", b"%PDF-1.7\n", ()),
    Case("garbage.pdf", FAILED, "noise behind the header", b"%PDF-1.4\n" + noise(20_000), ()),
    Case("sparse.pdf", FAILED, "3 GB of nothing behind the header", sparse, ()),
)
