"""Text recognition: by a script in the place of Tesseract, and by Tesseract where it is installed."""

import io
import shutil
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest

from search.extract import kinds, ocr
from search.extract.caps import DEFAULT
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Part, Remark
from search.extract.programs.tesseract import CACHE, LANGUAGES
from search.extract.trouble import Unreadable
from tests.search.test_extract_pdf import pdf
from tests.search.test_extract_programs import Script, script

__all__ = ["script"]

LONG = "A page that has a text layer of its own keeps it as it is"
LISTED = 'if [ "$1" = --list-langs ]; then printf "List of languages:\\neng\\ndeu\\nosd\\n"; exit; fi\n'


def drawn(line: str) -> pypdfium2.PdfBitmap:
    return pypdfium2.PdfDocument(pdf([[line]]))[0].render(scale=200 / 72, grayscale=True)


def scanned(line: str) -> bytes:
    """A PDF of two pages, of which the first is a picture of the line."""
    document = pypdfium2.PdfDocument(pdf([[LONG]]))
    picture = pypdfium2.PdfImage.new(document)
    picture.set_bitmap(drawn(line))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(612, 792))
    page = document.new_page(612, 792, 0)
    page.insert_obj(picture)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def png(bitmap: pypdfium2.PdfBitmap) -> bytes:
    data = bytes(bitmap.buffer)
    rows = (data[start : start + bitmap.width] for start in range(0, len(data), bitmap.stride))
    chunks = (
        (b"IHDR", struct.pack(">2I5B", bitmap.width, bitmap.height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))),
        (b"IEND", b""),
    )
    body = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def read(data: bytes, kind: Kind) -> tuple[list[Part], list[Remark]]:
    pieces = list(ocr.read(io.BytesIO(data), kind, DEFAULT))
    return [piece for piece in pieces if isinstance(piece, Part)], [
        piece for piece in pieces if isinstance(piece, Remark) and "is a picture" not in piece.reason
    ]


@pytest.mark.parametrize("kind", [kinds.IMAGE, kinds.PDF])
def test_without_tesseract_it_still_needs_ocr(script: Script, kind: Kind) -> None:
    with pytest.raises(Unreadable) as refused:
        read(scanned("words"), kind)
    assert refused.value.status is Status.NEEDS_OCR
    assert refused.value.reason == "install Tesseract to read the text in pictures"
    assert ocr.reader_name() == "ocr/1 none"


def test_pages_without_text_are_recognised_and_the_others_kept(script: Script) -> None:
    script("tesseract", LISTED + r"head -c 13; echo; printf 'recognised\f'")
    parts, remarks = read(scanned("words"), kinds.PDF)
    assert [(part.units[0].kind, part.units[0].number) for part in parts] == [("page", 1), ("page", 2)]
    assert parts[0].text == "P5 1700 2200 \nrecognised"
    assert parts[1].text == LONG
    assert remarks == []


def test_a_page_that_fails_is_said(script: Script) -> None:
    script("tesseract", LISTED + "echo 'out of ideas' >&2; exit 1")
    parts, remarks = read(scanned("words"), kinds.PDF)
    assert [part.text for part in parts] == ["", LONG]
    assert remarks == [Remark(Status.PARTIAL, "text on page 1 cannot be recognised (tesseract: out of ideas)")]


def test_pages_of_an_image_are_units(script: Script) -> None:
    script("tesseract", LISTED + r"printf 'one\n\ftwo\n\f'")
    parts, _ = read(b"II*\0", kinds.IMAGE)
    assert [(part.text, part.units[0].number) for part in parts] == [("one\n", 1), ("two\n", 2)]


def test_languages_are_those_that_are_wanted_and_installed(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGES, "deu+tlh")
    script("tesseract", LISTED + 'echo "$4"')
    assert read(b"II*\0", kinds.IMAGE)[0][0].text == "eng+deu\n"
    assert ocr.reader_name() == "ocr/1 Tesseract eng+deu+tlh"


def test_a_picture_is_recognised_once(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    script("tesseract", LISTED + "echo first")
    assert read(b"II*\0", kinds.IMAGE)[0][0].text == "first\n"
    script("tesseract", LISTED + "echo second")
    assert read(b"II*\0", kinds.IMAGE)[0][0].text == "first\n"
    assert read(b"II*\0other", kinds.IMAGE)[0][0].text == "second\n"
    monkeypatch.setenv(LANGUAGES, "deu")
    assert read(b"II*\0", kinds.IMAGE)[0][0].text == "second\n"


@pytest.mark.skipif(not shutil.which("tesseract"), reason="needs Tesseract")
def test_tesseract_reads_images_and_scanned_pages() -> None:
    line = "Quarterly payments to the harbour office"
    parts, remarks = read(scanned(line), kinds.PDF)
    assert ([part.text for part in parts], remarks) == ([line, LONG], [])
    parts, _ = read(png(drawn(line)), kinds.IMAGE)
    assert parts[0].text.strip() == line
