"""Plain text, source code and tables: the text as it is written. Form feeds part the pages of a text."""

from collections.abc import Iterator
from typing import BinaryIO

from search.extract.blocks import Block, blocks_of
from search.extract.caps import Caps
from search.extract.kinds import Kind
from search.extract.pieces import Part, Piece, Remark, unit_part
from search.text.normalise import normalise

READER = "plain/4"


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text, with page units where a text has form feeds in its first block."""
    page = None
    for number, block in enumerate(blocks_of(file, caps)):
        if isinstance(block, Remark):
            yield block
            continue
        if number == 0 and kind.type == "text" and "\f" in block.text:
            page = 1
        if page is None:
            yield Part(normalise(block.text), joint="")
        else:
            for part in _pages(block, page):
                yield part
                page = part.units[0].number


def _pages(block: Block, first: int) -> Iterator[Part]:
    """The pages of a block, of which the first goes on with page `first`."""
    pages = block.text.split("\f")
    if block.is_last and len(pages) > 1 and not pages[-1].strip():
        tail = pages.pop()
        pages[-1] += "\f" + tail
    for number, page in enumerate(pages, first):
        part = unit_part("page", number, normalise(page))
        yield part._replace(joint="") if number == first else part
