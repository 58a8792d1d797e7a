"""What readers of a PDF wrote on its pages: notes, comments, and what is filled in in forms."""

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

ANNOTATIONS_READ = 10_000
"""Annotations of one page that are looked at."""


class Notes(NamedTuple):
    """What is on a page: texts of notes, "author: text", and values of fields; and whether a file is pinned to it."""

    texts: list[str]
    has_file: bool


def notes_on(page: Any, form: Any) -> Notes:
    """The notes on a page of pypdfium2; `form` is the form environment of the document, None without one."""
    import pypdfium2.raw as pdfium

    texts: list[str] = []
    has_file = False
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), ANNOTATIONS_READ)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        has_file = has_file or subtype == pdfium.FPDF_ANNOT_FILEATTACHMENT
        if subtype == pdfium.FPDF_ANNOT_WIDGET:
            texts.append(_value(annotation, form))
        elif subtype not in (pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_LINK) and (
            text := _string(annotation, b"Contents")
        ):
            author = _string(annotation, b"T")
            texts.append(f"{author}: {text}" if author else text)
        pdfium.FPDFPage_CloseAnnot(annotation)
    return Notes([text for text in texts if text.strip()], has_file)


def attached_files(page: Any) -> Iterator[Any]:
    """PDFium's handles of the files that are pinned to a page, good while the page is open."""
    import pypdfium2.raw as pdfium

    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), ANNOTATIONS_READ)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT and (
            handle := pdfium.FPDFAnnot_GetFileAttachment(annotation)
        ):
            yield handle
        pdfium.FPDFPage_CloseAnnot(annotation)


def _value(annotation: Any, form: Any) -> str:
    """What is filled in or chosen; boxes have only marks."""
    import pypdfium2.raw as pdfium

    if form is None:
        return ""
    written = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
    if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in written:
        return ""
    return _wide(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _string(annotation: Any, key: bytes) -> str:
    import pypdfium2.raw as pdfium

    return _wide(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _wide(call: Any) -> str:
    """What a function of PDFium writes as UTF-16 with a NUL at its end, into a buffer of the size that it asks for."""
    import pypdfium2.raw as pdfium

    size = call(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_char * size)()
    call(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
