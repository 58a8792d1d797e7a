"""EPUB 2 and 3: the chapters in reading order, each as the web page that it is."""

from collections.abc import Iterator
from typing import BinaryIO

from search.extract import hypertext
from search.extract.caps import Caps
from search.extract.epub.package import Package, opened
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Part, Piece, Remark, unit_part
from search.extract.zipped import Zipped

READER = "epub/3"


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """A unit of kind chapter for each page of the book, and what its package says of it."""
    zipped = Zipped(file, caps)
    yield from zipped.remarks
    package = opened(zipped)
    yield package.metadata
    for reason in package.remarks:
        yield Remark(Status.PARTIAL, reason)
    yield from _chapters(zipped, package, caps)
    if package.filed_under and not package.encrypted.issuperset(package.pages):
        yield Part(package.filed_under, joint="\n\n")


def _chapters(zipped: Zipped, package: Package, caps: Caps) -> Iterator[Piece]:
    unread: list[str] = []
    encrypted = 0
    for number, name in enumerate(package.pages, 1):
        if name in package.encrypted:
            encrypted += 1
            continue
        data, damage = zipped.left_of(name, caps.whole)
        if damage is not None:
            unread.append(name)
        text, headings, _ = hypertext.strip(hypertext.source_of(data))
        label = package.labels.get(name) or (headings[0][1] if headings else "")
        yield unit_part("chapter", number, text, label)
    if encrypted:
        what = "the book" if encrypted == len(package.pages) else f"{encrypted} of {len(package.pages)} chapters"
        yield Remark(Status.ENCRYPTED, f"{what} can be read only with the key of the shop")
    if unread:
        yield Remark(Status.PARTIAL, f"{len(unread)} of {len(package.pages)} chapters are damaged, first {unread[0]}")
