"""PDF, on documents written here byte by byte."""

import hashlib
import io
import itertools

import pytest

from search.extract.caps import DEFAULT
from search.extract.extracted import Extracted, Metadata, Status
from search.extract.pieces import Member
from search.extract.reading import extract, pieces_of
from search.extract.sniff import sniff
from search.text.tokens import JOIN, analyse

IMAGE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    "stream\nx\nendstream"
)
FORM = "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /I {0} 0 R >> >> /Length 5 >>\n"


def assembled(objects: list[str], trailer: str = "") -> bytes:
    """A PDF of the given objects, numbered from 1, of which the first is its root."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode("latin-1")


def stream(content: str, entries: str = "") -> str:
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def pdf(
    pages: list[list[str]],
    info: str = "",
    trailer: str = "",
    root: str = "",
    page: str = "",
    extra: tuple[str, ...] = (),
    drawn: tuple[str, ...] = (),
) -> bytes:
    """A PDF with the given lines on each page.

    The objects `extra` are numbered from 5 + 2 * len(pages); `root` and `page` are more entries of the catalogue and of
    all pages, `drawn` is what is drawn on pages 1, 2...
    """
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>",
    ]
    for number, lines in enumerate(pages):
        content = (
            "BT /F1 12 Tf 14 TL 72 700 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET" if lines else ""
        )
        content += drawn[number] if number < len(drawn) else ""
        resources = f"<< /Font << /F1 3 0 R >> /XObject << /X {5 + 2 * len(pages)} 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {resources} "
            f"/Contents {6 + 2 * number} 0 R {page} >>"
        )
        objects.append(stream(content))
    return assembled([*objects, *extra], f"/Info 4 0 R {trailer}")


def read(data: bytes) -> Extracted:
    return extract(io.BytesIO(data), "file.pdf")


def test_pages_are_units_and_hyphens_keep_both_readings() -> None:
    extracted = read(pdf([["First page with manipu-", "lation of words"], [], ["Third"]]))
    assert (extracted.type, extracted.status) == ("pdf", Status.OK)
    assert [(unit.kind, unit.number) for unit in extracted.units] == [("page", 1), ("page", 2), ("page", 3)]
    pages = [extracted.text[unit.start : unit.end] for unit in extracted.units]
    assert pages == ["First page with manipu-\nlation of words", "", "Third"]
    positions = analyse(extracted.text).positions
    assert {"manipulation", "manipu", "lation", JOIN} <= positions.keys()


def test_the_info_dictionary_is_metadata() -> None:
    info = "/Title (A  Plan) /Author (Jane Doe) /CreationDate (D:20240630101500+02'00') /ModDate (D:20249930)"
    assert read(pdf([["x"]], info)).metadata == Metadata("A Plan", "Jane Doe", "2024-06-30T10:15:00+02:00")
    assert read(pdf([["x"]], "/CreationDate (D:2024)")).metadata.created == "2024"


PICTURE = " q 612 0 0 792 0 0 cm /X Do Q"


def test_pages_of_pictures_need_ocr() -> None:
    extracted = read(pdf([[], []], drawn=(PICTURE, PICTURE), extra=(IMAGE,)))
    assert (extracted.status, extracted.reason) == (Status.NEEDS_OCR, "2 pages without text")


def test_blank_pages_are_empty() -> None:
    assert read(pdf([[], []])).status is Status.EMPTY
    assert read(pdf([["words"], []])).status is Status.OK


def test_some_pictures_are_said() -> None:
    extracted = read(pdf([["words"], [], [], ["more"]], drawn=("", PICTURE, PICTURE), extra=(IMAGE,)))
    reason = "2 of 4 pages are pictures without text (first page 2)"
    assert (extracted.status, extracted.reason) == (Status.PARTIAL, reason)


def test_a_stamped_picture_is_a_picture_and_a_picture_beside_words_is_none() -> None:
    stamped = pdf([["words"], ["ABC-0001234"]], drawn=("", PICTURE), extra=(IMAGE,))
    assert read(stamped).reason == "1 of 2 pages is a picture without text (first page 2)"
    beside = pdf([["words"], ["A page of words with a picture", "behind"]], drawn=("", PICTURE), extra=(IMAGE,))
    assert read(beside).status is Status.OK
    small = pdf([["words"], []], drawn=("", " q 100 0 0 100 0 0 cm /X Do Q"), extra=(IMAGE,))
    assert read(small).status is Status.OK


def test_strips_of_a_picture_and_pictures_in_forms_count() -> None:
    strips = "".join(f" q 612 0 0 80 0 {80 * number} cm /X Do Q" for number in range(9))
    assert read(pdf([["words"], []], drawn=("", strips), extra=(IMAGE,))).status is Status.PARTIAL
    form = FORM.format(8 + 2) + "stream\n/I Do\nendstream"
    nested = pdf([["words"], []], drawn=("", PICTURE), extra=(form, IMAGE))
    assert nested.count(b"/I 10 0 R") == 1
    assert read(nested).status is Status.PARTIAL


def test_page_labels_that_are_not_the_number() -> None:
    data = pdf([["a"], ["b"], ["c"]], root="/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 2 >>] >>")
    assert [(unit.number, unit.label) for unit in read(data).units] == [(1, "i"), (2, ""), (3, "")]


def test_notes_and_fields_are_text() -> None:
    notes = (
        "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (Jane) /Contents (please check) >>",
        "<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /Contents (typed over) /DA (/F1 9 Tf) >>",
        "<< /Type /Annot /Subtype /Popup /Rect [0 0 9 9] /Contents (not twice) >>",
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (filled in) /Rect [0 0 9 9] /DA (/F1 9 Tf) >>",
    )
    data = pdf(
        [["words"]],
        page="/Annots [7 0 R 8 0 R 9 0 R 10 0 R]",
        root="/AcroForm << /Fields [10 0 R] /DA (/F1 9 Tf) /DR << /Font << /F1 3 0 R >> >> >>",
        extra=notes,
    )
    assert read(data).text.split("\n") == ["words", "Jane: please check", "typed over", "filled in"]


def members(data: bytes) -> list[tuple[bytes, str | None, bytes]]:
    file = io.BytesIO(data)
    pieces = pieces_of(file, sniff(file, "a.pdf"), DEFAULT)
    return [(each.path, each.modified, b"".join(each.chunks)) for each in pieces if isinstance(each, Member)]


def test_files_in_it_are_members() -> None:
    embedded = stream("attached words", "/Type /EmbeddedFile /Params << /ModDate (D:20240630101500+02'00') /Size 14 >>")
    data = pdf(
        [["words"]],
        root="/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>",
        page="/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 9 0 R >>]",
        extra=(
            "<< /Type /Filespec /F (notes.txt) /UF (notes.txt) /EF << /F 8 0 R >> >>",
            embedded,
            "<< /Type /Filespec /F (pinned.txt) /UF (pinned.txt) /EF << /F 10 0 R >> >>",
            stream("pinned words", "/Type /EmbeddedFile"),
        ),
    )
    assert members(data) == [
        (b"notes.txt", "2024-06-30T08:15:00Z", b"attached words"),
        (b"pinned.txt", None, b"pinned words"),
    ]


def test_the_packet_speaks_where_the_dictionary_is_silent() -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description><dc:format>application/pdf</dc:format><dc:title><rdf:Alt>'
        '<rdf:li xml:lang="x-default">Plans &amp; more</rdf:li></rdf:Alt></dc:title>'
        "<dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li></rdf:Seq></dc:creator>"
        "<xmp:CreateDate>2024-06-30T10:15:00+02:00</xmp:CreateDate></rdf:Description></x:xmpmeta>"
    )
    extra = (stream(packet, "/Type /Metadata /Subtype /XML"),)
    assert read(pdf([["x"]], root="/Lang (de)", extra=extra)).metadata == Metadata(
        "Plans & more", "Jane Doe", "2024-06-30T10:15:00+02:00", language="de"
    )
    assert read(pdf([["x"]], "/Title (Stated)", extra=extra)).metadata.title == "Stated"
    picture = packet.replace("application/pdf", "image/jpeg")
    assert read(pdf([["x"]], extra=(stream(picture),))).metadata == Metadata()


def rc4(key: bytes, data: bytes) -> bytes:
    state, at = list(range(256)), 0
    for place in range(256):
        at = (at + state[place] + key[place % len(key)]) % 256
        state[place], state[at] = state[at], state[place]
    out, first, second = bytearray(), 0, 0
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)


def test_a_password_of_the_owner_is_not_needed() -> None:
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner = rc4(hashlib.md5((b"secret" + padding)[:32]).digest()[:5], padding)
    key = hashlib.md5(padding + owner + (2**32 - 44).to_bytes(4, "little") + b"\0").digest()[:5]
    content = "BT /F1 12 Tf 72 700 Td (readable) Tj ET"
    number_6 = hashlib.md5(key + bytes([6, 0, 0, 0, 0])).digest()[:10]
    locked = stream(rc4(number_6, content.encode()).decode("latin-1"))
    user = rc4(key, padding).hex()
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{owner.hex()}> /U <{user}> >> /ID [<00> <00>]"
    data = pdf([["x"]], trailer=lock)
    objects = data.decode("latin-1").split("\nendobj\n")
    bodies = [body.split(" obj\n", 1)[1] for body in objects[:6]]
    bodies[5] = locked
    assert read(assembled(bodies, lock)).text == "readable"


def test_a_password_is_said() -> None:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{'00' * 32}> /U <{'11' * 32}> >> /ID [<00> <00>]"
    extracted = read(pdf([["x"]], trailer=lock))
    assert (extracted.status, extracted.reason) == (Status.ENCRYPTED, "password needed")


def test_damage_is_said() -> None:
    extracted = read(b"%PDF-1.4\n1 0 obj")
    assert (extracted.status, extracted.reason) == (Status.FAILED, "damaged PDF")


def test_pages_that_cannot_be_read_cost_only_themselves() -> None:
    data = pdf([["one"], ["two"], ["three"]]).replace(b"/Kids [5 0 R 7 0 R", b"/Kids [5 0 R 4 0 R")
    extracted = read(data)
    assert "one" in extracted.text
    assert "three" in extracted.text


def test_text_under_a_black_box_is_text() -> None:
    assert read(pdf([["secret name"]], drawn=(" 0 0 0 rg 0 600 612 192 re f",))).text == "secret name"


@pytest.mark.parametrize("share", range(0, 100, 10))
def test_a_cut_file_has_a_status(share: int) -> None:
    data = pdf([["words"]] * 20)
    assert read(data[: len(data) * share // 100]).status in Status


def test_a_page_listed_many_times_is_read_as_often() -> None:
    data = pdf([["words"]]).replace(b"/Kids [5 0 R] /Count 1", b"/Kids [" + b"5 0 R " * 3000 + b"] /Count 3000")
    file = io.BytesIO(data)
    parts = pieces_of(file, sniff(file, "a.pdf"), DEFAULT)
    assert len(list(itertools.islice(parts, 1000))) == 1000
