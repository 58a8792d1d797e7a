"""PDF, by PDFium: text page by page, and what the Info dictionary says."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from search.extract import limits
from search.extract.extracted import Extracted, Metadata, Status
from search.extract.iso_dates import pdf_date
from search.extract.paging import join_pages
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

READER = "pdf/1"

_PASSWORD_ERROR = 4
_LINE_END_HYPHEN = "\ufffe"


def read(file: BinaryIO, kind: str) -> Extracted:
    """The text of a PDF with a unit for each page; `needs-ocr` when no page has any."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file, autoclose=False)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_ERROR:
            raise Unreadable(Status.ENCRYPTED, "password needed") from error
        raise
    try:
        count = len(document)
        metadata = _metadata(document.get_metadata_dict())
        broken: list[int] = []
        text, units = join_pages(_pages(document, count, broken))
    finally:
        document.close()
    if count and not broken and not text.strip():
        reason = f"{count} pages without text" if count > 1 else "1 page without text"
        return Extracted(kind, READER, Status.NEEDS_OCR, metadata=metadata, reason=reason)
    if broken:
        reason = f"{len(broken)} of {count} pages cannot be read, first page {broken[0]}"
        return Extracted(kind, READER, Status.PARTIAL, text, units, metadata, reason)
    return Extracted(kind, READER, Status.OK, text, units, metadata)


def _pages(document: Any, count: int, broken: list[int]) -> Iterator[str]:
    """The text of each page; the number of one that cannot be read goes to `broken`, and its text is empty."""
    import pypdfium2

    length = 0
    for number in range(count):
        if length > limits.MAX_TEXT:
            return
        try:
            page = document[number]
            text_page = page.get_textpage()
            raw = text_page.get_text_range()
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            broken.append(number + 1)
            raw = ""
        # PDFium puts one character for a hyphen at a line's end and the line break after it.
        text = normalise(raw.replace(_LINE_END_HYPHEN, "-\n"))
        length += len(text)
        yield text


def _metadata(info: dict[str, str]) -> Metadata:
    return Metadata(
        title=_line(info.get("Title", "")),
        author=_line(info.get("Author", "")),
        created=pdf_date(info.get("CreationDate", "")),
        modified=pdf_date(info.get("ModDate", "")),
    )


def _line(value: str) -> str | None:
    return " ".join(normalise(value[:1000]).split()) or None
