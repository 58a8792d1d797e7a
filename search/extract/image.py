"""Images: known, and told apart from what has text; what is written in them is for `search.extract.ocr`."""

from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Piece, Remark

READER = "image/1"


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """That an image has no text of its own."""
    yield Remark(Status.NEEDS_OCR, "image")
