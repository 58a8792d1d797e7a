"""What a PDF says about itself: its Info dictionary, and the XMP packet where that has no title."""

import html
import os
import re
from typing import Any, BinaryIO

from search.extract.extracted import Metadata
from search.extract.iso_dates import pdf_date, stated_date
from search.text.normalise import normalise

PACKET_WINDOW = 2 << 20
"""Bytes at the start and at the end of a file in which its XMP packet is looked for."""

_PACKET = re.compile(rb"<x:xmpmeta[\s>]")
_PACKET_END = b"</x:xmpmeta>"
_PACKET_LIMIT = 1 << 18
_ITEM = r"<{0}>\s*(?:<rdf:(?:Alt|Seq|Bag)>\s*<rdf:li[^>]{{0,200}}>)?([^<]{{1,2000}})<"
_TITLE = re.compile(_ITEM.format("dc:title"))
_CREATOR = re.compile(_ITEM.format("dc:creator"))
_CREATED = re.compile(r"xmp:CreateDate(?:>|=[\"'])([^<\"']{1,40})")
_MODIFIED = re.compile(r"xmp:ModifyDate(?:>|=[\"'])([^<\"']{1,40})")


def metadata_of(document: Any, file: BinaryIO) -> Metadata:
    """Title, author, dates and language of a document of pypdfium2, which was opened from `file`."""
    info = document.get_metadata_dict()
    found = Metadata(
        title=_line(info.get("Title", "")),
        author=_line(info.get("Author", "")),
        created=pdf_date(info.get("CreationDate", "")),
        modified=pdf_date(info.get("ModDate", "")),
        language=_language(document),
    )
    if found.title is None:
        found = found.filled(_of_packet(file))
    return found


def _of_packet(file: BinaryIO) -> Metadata:
    """What the XMP packet says, when it is readable as it stands, and is the document's and not that of a picture."""
    size = file.seek(0, os.SEEK_END)
    for start in dict.fromkeys((max(0, size - PACKET_WINDOW), 0)):
        file.seek(start)
        window = file.read(PACKET_WINDOW)
        for found in _PACKET.finditer(window):
            end = window.find(_PACKET_END, found.start(), found.start() + _PACKET_LIMIT)
            packet = window[found.start() : end].decode("utf-8", "replace") if end >= 0 else ""
            if "application/pdf" in packet or "pdf:Producer" in packet:
                return Metadata(
                    title=_item(_TITLE, packet),
                    author=_item(_CREATOR, packet),
                    created=stated_date(_item(_CREATED, packet) or ""),
                    modified=stated_date(_item(_MODIFIED, packet) or ""),
                )
    return Metadata()


def _item(pattern: re.Pattern[str], packet: str) -> str | None:
    found = pattern.search(packet)
    return _line(html.unescape(found[1])) if found is not None else None


def _language(document: Any) -> str | None:
    import ctypes

    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_char * 80)()
    size = pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), len(buffer))
    return _line(bytes(buffer)[: size - 2].decode("utf-16-le", "replace")) if 2 < size <= len(buffer) else None


def _line(value: str) -> str | None:
    return " ".join(normalise(value[:1000]).split()) or None
