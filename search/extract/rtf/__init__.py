"""Rich Text Format, in one pass over its tokens: text with headers, notes, comments and the texts of shapes."""

from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.kinds import Kind
from search.extract.pieces import CUT, Part, Piece
from search.extract.rtf.document import RtfDocument
from search.extract.whole import head_of

READER = "rtf/2"


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text by headings, or by paragraphs where there is none, and what the document says of itself."""
    data, remarks = head_of(file, caps)
    yield from remarks
    document = RtfDocument(data)
    yield from document.parts()
    yield document.stated.metadata()
    if document.stated.filed_under:
        yield Part(document.stated.filed_under, joint="\n\n")
    if document.open_groups and not remarks:
        yield CUT
