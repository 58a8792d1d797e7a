"""Text recognition: images, and the pages of a PDF that are pictures. Pages that have text keep it."""

import os
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import BinaryIO

from search.extract import kinds, pdf
from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Part, Piece, Remark, unit_part
from search.extract.programs.private import with_descriptor
from search.extract.programs.registry import installed_for
from search.extract.programs.tesseract import PAGE_BREAK, Tesseract, wanted_languages
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

READER = "ocr/1"

_SCALE = 200 / 72
"""Dots per inch of what is rendered, over those of a PDF."""

_MOST_PIXELS = 40_000_000

_TAKEN_OVER = ("pdf/", "image/", "ocr/")
"""How the names of readers begin whose documents are taken over."""


def reader_name() -> str:
    """What would recognise text now: "ocr/1 Tesseract eng+deu", or "ocr/1 none"."""
    installed = bool(installed_for(kinds.IMAGE))
    return f"{READER} Tesseract {'+'.join(wanted_languages())}" if installed else f"{READER} none"


def may_better(status: Status, reader: str) -> bool:
    """Whether a document of which `reader` missed something is one that pictures are recognised in, and was not yet."""
    return status in (Status.NEEDS_OCR, Status.PARTIAL) and reader.startswith(_TAKEN_OVER) and reader != reader_name()


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of an image, or of a PDF page by page. NEEDS_OCR without Tesseract."""
    with TemporaryDirectory(dir=os.environ.get("TMPDIR"), ignore_cleanup_errors=True) as folder:
        if kind.reader == kinds.PDF.reader:
            yield from _document(file, kind, folder, caps)
        else:
            yield from _image(Tesseract(folder).text_in(with_descriptor(file, folder, caps)))


def _image(text: str) -> Iterator[Piece]:
    pages = text.removesuffix(PAGE_BREAK).split(PAGE_BREAK)
    if len(pages) == 1:
        yield Part(normalise(pages[0]))
    else:
        for number, page in enumerate(pages, 1):
            yield unit_part("page", number, normalise(page))


def _document(file: BinaryIO, kind: Kind, folder: str, caps: Caps) -> Iterator[Piece]:
    """What the reader of PDFs finds, with the text of pictures in the place of none."""
    tesseract = Tesseract(folder)
    unread: list[str] = []
    for piece in pdf.read(file, kind, caps):
        if isinstance(piece, Part) and len(piece.text) <= pdf.STAMP:
            (page,) = piece.units
            try:
                text = "\n".join(filter(None, (piece.text, _recognised(file, page.number - 1, folder, tesseract))))
            except Unreadable as trouble:
                unread.append(f"text on page {page.number} cannot be recognised ({trouble.reason})")
                text = piece.text
            yield unit_part(page.kind, page.number, text, page.label)
        elif not isinstance(piece, Remark) or piece.status is not Status.NEEDS_OCR:
            yield piece
    if unread:
        more = f" and {len(unread) - 1} more pages" if len(unread) > 1 else ""
        yield Remark(Status.PARTIAL, f"{unread[0]}{more}")


def _recognised(file: BinaryIO, index: int, folder: str, tesseract: Tesseract) -> str:
    path = os.path.join(folder, "page.pgm")
    _draw(file, index, path)
    with open(path, "rb") as picture:
        return normalise(tesseract.text_in(picture).removesuffix(PAGE_BREAK)).strip()


def _draw(file: BinaryIO, index: int, path: str) -> None:
    """A page of a PDF as a grey picture, in portable greymap format, with at most _MOST_PIXELS."""
    import pypdfium2

    document = pypdfium2.PdfDocument(file, autoclose=False)
    try:
        page = document[index]
        width, height = page.get_size()
        scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        with open(path, "wb") as picture:
            picture.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
            rows = memoryview(bitmap.buffer).cast("B")
            for start in range(0, bitmap.height * bitmap.stride, bitmap.stride):
                picture.write(rows[start : start + bitmap.width])
        page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Status.FAILED, "damaged page") from error
    finally:
        document.close()
