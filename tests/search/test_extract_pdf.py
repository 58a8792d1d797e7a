"""PDF, on documents written here byte by byte."""

import io

from search.extract.extracted import Extracted, Metadata, Status
from search.extract.reading import extract
from search.text.tokens import JOIN, analyse


def pdf(pages: list[list[str]], info: str = "", trailer: str = "") -> bytes:
    """A PDF with the given lines on each page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        content = "BT /F1 12 Tf 14 TL 72 700 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += (
        f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + end.encode()


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


def test_pages_without_text_need_ocr() -> None:
    extracted = read(pdf([[], []]))
    assert (extracted.status, extracted.reason) == (Status.NEEDS_OCR, "2 pages without text")


def test_a_password_is_said() -> None:
    lock = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
        + "00" * 32
        + "> /U <"
        + "11" * 32
        + "> >> /ID [<00> <00>]"
    )
    extracted = read(pdf([["x"]], trailer=lock))
    assert (extracted.status, extracted.reason) == (Status.ENCRYPTED, "password needed")


def test_a_damaged_file_fails_with_the_readers_name() -> None:
    extracted = read(b"%PDF-1.4\n1 0 obj")
    assert extracted.status is Status.FAILED
    assert extracted.reason is not None
    assert extracted.reason.startswith("pdf: ")
