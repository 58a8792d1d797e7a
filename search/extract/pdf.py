"""PDF, by PDFium: text page by page with notes and the values of forms, what the file says about itself, and the files
in it.

A page may be a picture of text, of which nothing can be searched: what is missing is counted and said.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.iso_dates import pdf_date
from search.extract.kinds import Kind
from search.extract.pdf_annotations import attached_files, notes_on
from search.extract.pdf_head import metadata_of
from search.extract.pdf_spacing import spaced
from search.extract.pieces import Member, Piece, Remark, unit_part
from search.extract.trouble import Unreadable
from search.extract.whole import megabytes
from search.text.normalise import normalise

READER = "pdf/4"

PICTURE_SHARE = 0.5
"""The share of a page that pictures cover before it is taken for a picture."""

WITHOUT_TEXT = "without text"
"""Is in the reason for which a document waits for its pictures to be recognised."""

STAMP = 30
"""Characters on one line that a scanner or a court puts on a picture of a page: "ABC-0001234", "Page 3 of 10"."""

OBJECTS_READ = 20_000
"""Drawn objects of one page without text that are looked at."""

_NESTED = 4
_PASSWORD_ERROR, _SECURITY_ERROR = 4, 5
_LINE_END_HYPHEN = "\ufffe"


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of a PDF with a unit for each page, then the files attached to it; `needs-ocr` when it is all pictures.

    Text that is drawn over or clipped away is text too.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file, autoclose=False)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_ERROR:
            raise Unreadable(Status.ENCRYPTED, "password needed") from error
        if error.err_code == _SECURITY_ERROR:
            raise Unreadable(Status.ENCRYPTED, "permission of its publisher needed") from error
        raise Unreadable(Status.FAILED, "damaged PDF") from error
    try:
        yield metadata_of(document, file)
        pinned: list[int] = []
        yield from _pages(document, pinned)
        yield from _attachments(document, pinned, caps)
    finally:
        document.close()


def _pages(document: Any, pinned: list[int]) -> Iterator[Piece]:
    """The pages; the indices of those that have files pinned to them go into `pinned`."""
    import pypdfium2

    if document.get_formtype():
        document.init_forms()
    count = len(document)
    broken: list[int] = []
    pictures: list[int] = []
    blank, drawn = True, False
    for index in range(count):
        text = ""
        try:
            page = document[index]
            notes = notes_on(page, document.formenv)
            text = _text(page, notes.texts)
            if _may_be_picture(text):
                covered, marked = _drawn(page)
                drawn = drawn or marked
                if covered:
                    pictures.append(index + 1)
            if notes.has_file:
                pinned.append(index)
            page.close()
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
        blank = blank and not text
        label = normalise(document.get_page_label(index))
        yield unit_part("page", index + 1, text, label if label != str(index + 1) else "")
    if broken:
        yield Remark(Status.PARTIAL, f"{_of(broken, count)} cannot be read (first page {broken[0]})")
    if blank and drawn:
        yield Remark(Status.NEEDS_OCR, f"{count} pages {WITHOUT_TEXT}" if count > 1 else f"1 page {WITHOUT_TEXT}")
    elif pictures:
        verb = "are pictures" if len(pictures) > 1 else "is a picture"
        yield Remark(Status.NEEDS_OCR, f"{_of(pictures, count)} {verb} {WITHOUT_TEXT} (first page {pictures[0]})")


def _of(pages: list[int], count: int) -> str:
    return f"{len(pages)} of {count} pages"


def _text(page: Any, notes: list[str]) -> str:
    text_page = page.get_textpage()
    raw = spaced(text_page, text_page.get_text_range())
    text_page.close()
    if notes:
        raw = "\n".join((raw, *notes))
    # PDFium puts one character for a hyphen at a line's end and the line break after it.
    return normalise(raw.replace(_LINE_END_HYPHEN, "-\n")) if not raw.isspace() else ""


def _may_be_picture(text: str) -> bool:
    """Whether a page has no more text than what is stamped on pictures."""
    if len(text) > STAMP:
        return False
    stamp = text.strip()
    return not stamp or ("\n" not in stamp and any(character.isdigit() for character in stamp))


def _drawn(page: Any) -> tuple[bool, bool]:
    """Whether pictures cover most of a page, and whether anything is drawn on it at all."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    covered = 0.0
    drawn = False
    for item in islice(page.get_objects(max_depth=1), OBJECTS_READ):
        drawn = True
        is_form = item.type == pdfium.FPDF_PAGEOBJ_FORM
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE or (is_form and _has_picture(page, item)):
            left, bottom, right, top = item.get_bounds()
            covered += (min(right, width) - max(left, 0)) * (min(top, height) - max(bottom, 0))
        if covered > PICTURE_SHARE * width * height:
            return True, True
    return False, drawn


def _has_picture(page: Any, form: Any) -> bool:
    import pypdfium2.raw as pdfium

    inner = islice(page.get_objects(max_depth=_NESTED, form=form, level=1), OBJECTS_READ)
    return any(item.type == pdfium.FPDF_PAGEOBJ_IMAGE for item in inner)


def _attachments(document: Any, pinned: list[int], caps: Caps) -> Iterator[Piece]:
    """The files that the document lists, and those on its pages."""
    import pypdfium2

    for number in range(document.count_attachments()):
        try:
            attachment = document.get_attachment(number)
        except pypdfium2.PdfiumError:
            yield Remark(Status.PARTIAL, f"attached file {number + 1} cannot be read")
            continue
        yield _attached(attachment, caps)
    for index in pinned:
        page = document[index]
        for handle in attached_files(page):
            yield _attached(pypdfium2.PdfAttachment(handle, document), caps)
        page.close()


def _attached(attachment: Any, caps: Caps) -> Piece:
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    name = normalise(attachment.get_name()).replace("\\", "/").lstrip("/") or "attachment"
    size = ctypes.c_ulong()
    pdfium.FPDFAttachment_GetFile(attachment, None, 0, size)
    if size.value > caps.member_bytes:
        return Remark(Status.PARTIAL, f"attached file {name[:100]} is larger than {megabytes(caps.member_bytes)}")
    try:
        data = bytes(attachment.get_data()) if size.value else b""
        modified = attachment.get_str_value("ModDate") if attachment.has_key("ModDate") else ""
    except pypdfium2.PdfiumError:
        return Remark(Status.PARTIAL, f"attached file {name[:100]} cannot be read")
    return Member(name.encode("utf-8", "replace"), _instant(modified), (data,))


def _instant(value: str) -> str | None:
    """A date of PDF as RFC 3339 in UTC; None when it does not say an instant."""
    found = pdf_date(value)
    if found is None or "T" not in found:
        return None
    return datetime.fromisoformat(found).astimezone(UTC).isoformat().replace("+00:00", "Z")
