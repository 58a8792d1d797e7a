"""Plain text, source code and tables: the text as it is written. Form feeds part the pages of a text."""

from typing import BinaryIO

from search.extract.decoding import decode
from search.extract.extracted import Extracted, Status
from search.extract.paging import join_pages
from search.text.normalise import normalise

READER = "plain/1"


def read(file: BinaryIO, kind: str) -> Extracted:
    """The text of a file of type `kind`, with page units where a text has form feeds."""
    text = decode(file.read())
    if kind != "text" or "\f" not in text:
        return Extracted(kind, READER, Status.OK, normalise(text))
    pages = text.split("\f")
    if not pages[-1].strip():
        tail = pages.pop()
        pages[-1] += "\f" + tail
    text, units = join_pages(map(normalise, pages))
    return Extracted(kind, READER, Status.OK, text, units)
