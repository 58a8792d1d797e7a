"""OpenDocument and its ancestor of StarOffice: texts, spreadsheets, presentations and drawings, zipped or flat.

Names of elements are those of OpenDocument 1.3 part 3 without their prefixes; OpenOffice.org XML differs little.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.opendocument.about import About, about, check_password
from search.extract.opendocument.content import Content
from search.extract.opendocument.objects import Objects
from search.extract.pieces import Part, Piece, Remark
from search.extract.trouble import Unreadable
from search.extract.whole import head_of
from search.extract.xml_steps import STEP, steps
from search.extract.zipped import Zipped

READER = "opendocument/3"

CONTENT, STYLES = "content.xml", "styles.xml"


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text by headings, slides or sheets; then what all pages share, and objects that are nowhere in the text."""
    zipped = Zipped(file, caps)
    yield from zipped.remarks
    check_password(zipped)
    stated = about(zipped)
    yield stated.metadata()
    objects = Objects(zipped)
    if CONTENT in zipped:
        yield from _parts(zipped.chunks(CONTENT), Content(objects.lines))
    else:
        yield Remark(Status.PARTIAL, f"has no {CONTENT}")
    yield from objects.remarks
    if STYLES in zipped:
        yield from _parts(zipped.chunks(STYLES), Content(objects.lines))
    yield from objects.unplaced()
    yield from _filed(stated)
    yield from objects.members()


def read_flat(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The same of a document that is one XML file."""
    data, remarks = head_of(file, caps)
    yield from remarks
    stated = About()
    chunks = (data[at : at + STEP] for at in range(0, len(data), STEP))
    yield from _parts(chunks, Content(about=stated))
    yield stated.metadata()
    yield from _filed(stated)


def _filed(stated: About) -> Iterator[Part]:
    if text := stated.filed_under():
        yield Part(text, joint="\n\n")


def _parts(chunks: Iterable[bytes], content: Content) -> Iterator[Piece]:
    """The parts of a document as they are complete, all of those before any trouble, and the trouble."""
    trouble: tuple[Remark, ...] = ()
    try:
        for _ in steps(chunks, content.start, content.end, content.characters):
            yield from content.ready()
    except Unreadable as caught:
        trouble = (Remark(caught.status, caught.reason),)
    content.finish()
    yield from content.ready()
    yield from trouble
