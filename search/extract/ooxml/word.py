"""Word documents: the body under its headings, then notes, comments, headers and footers, charts and diagrams.

A document without headings, or the text before the first, is cited by the number of the paragraph, counted as Word
does: those that hold words.
"""

from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Unit
from search.extract.kinds import Kind
from search.extract.links import Links
from search.extract.ooxml.graphics import graphics_of, story_text
from search.extract.ooxml.headings import BODY, heading_styles
from search.extract.ooxml.package import Package, Relation
from search.extract.ooxml.properties import properties_of
from search.extract.ooxml.story import HEARD, Paragraph, Story, prefixed
from search.extract.pieces import ENOUGH, Part, Piece
from search.extract.trouble import Unreadable
from search.extract.xml_events import Attributes

READER = "word/3"

_SHORTEST = 500
_LABEL = 300
_APART = "\n\n"
_HEARD = HEARD | {"comment"}
_NOTES = {"footnotes": "Footnotes", "endnotes": "Endnotes", "comments": "Comments"}


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of a document of Office Open XML, and the files that are embedded in it."""
    package = Package(file, caps)
    metadata, filed_under = properties_of(package)
    yield metadata
    main = package.main(r"word/document\d*\.xml")
    relations = package.relations(main)
    blank = True
    for part in _parts(package, main, relations):
        blank = blank and not part.text.strip()
        yield part
    if filed_under:
        yield Part(filed_under, joint=_APART)
    if blank:
        yield from package.pictures_only()
    yield from package.members(relations)
    yield from package.remarks()


def _parts(package: Package, main: str, relations: list[Relation]) -> Iterator[Part]:
    units = _Units(heading_styles(package, _related(package, relations, "styles", r"word/styles\.xml")))
    links = Links()
    drawn = list(relations)
    yield from _story(package, main, relations, links, units)
    for kind, label in _NOTES.items():
        for name in _related(package, relations, kind, rf"word/{kind}\d*\.xml"):
            theirs = package.relations(name)
            drawn += theirs
            yield from _story(package, name, theirs, links, units, label)
    edges: dict[str, None] = {}
    for kind in ("header", "footer"):
        for name in _related(package, relations, kind, rf"word/{kind}\d*\.xml"):
            theirs = package.relations(name)
            drawn += theirs
            edges[story_text(package, name, theirs)] = None
    yield from units.section("Headers and footers", edges)
    yield from units.section("Charts and diagrams", dict.fromkeys(graphics_of(package, drawn)))


def _related(package: Package, relations: list[Relation], kind: str, usual: str) -> list[str]:
    """The parts that are of a kind for the document; by their usual name when all relations are missing."""
    if not relations:
        return package.like(usual)
    return package.led_to(relations, kind)


def _story(
    package: Package, part: str, relations: list[Relation], links: Links, units: "_Units", label: str = ""
) -> Iterator[Part]:
    story = Story({each.id: each.target for each in relations if each.external}, links)

    def start(name: str, attributes: Attributes) -> None:
        story.start(name, attributes)
        if name == "comment" and (author := prefixed(attributes, "author")):
            story.add_line(f"{author}:")

    joint = _APART

    def taken() -> Iterator[Part]:
        nonlocal joint
        if story.length:
            if label and joint:
                units.open_section(label)
            yield units.part(*story.take(), joint)
            joint = ""

    try:
        for _ in package.parse(part, _HEARD, start, story.end, story.characters):
            if story.length >= ENOUGH:
                yield from taken()
    except Unreadable:
        story.finish()
        yield from taken()
        raise
    story.finish()
    yield from taken()


class _Units:
    """Numbers paragraphs and sections over all parts of a document."""

    def __init__(self, headings: frozenset[str]) -> None:
        self._headings = headings
        self._paragraphs = 0
        self._sections = 0
        self._label: str | None = None

    def open_section(self, label: str) -> None:
        """What follows is under this heading."""
        self._sections += 1
        self._label = label

    def section(self, label: str, texts: dict[str, None]) -> Iterator[Part]:
        """These texts as a section, unless there are no words in them."""
        if text := _APART.join(filter(str.strip, texts)):
            self.open_section(label)
            yield Part(text, (Unit("section", self._sections, label, 0, len(text)),), _APART)

    def part(self, text: str, paragraphs: list[Paragraph], joint: str) -> Part:
        """A stretch of text with its units."""
        starts: list[tuple[int, str, int, str]] = []
        if self._label is not None:
            starts.append((0, "section", self._sections, self._label))
        for paragraph in paragraphs:
            self._paragraphs += 1
            if self._is_heading(paragraph):
                self.open_section(" ".join(paragraph.text[:_LABEL].split()))
                starts.append((paragraph.start, "section", self._sections, self._label or ""))
            elif self._label is None and (not starts or paragraph.start - starts[-1][0] >= _SHORTEST):
                starts.append((paragraph.start, "paragraph", self._paragraphs, ""))
        ends = [*(start for start, *_ in starts), len(text)][1:]
        return Part(
            text,
            tuple(
                Unit(kind, number, label, start, end)
                for (start, kind, number, label), end in zip(starts, ends, strict=True)
                if start < end
            ),
            joint,
        )

    def _is_heading(self, paragraph: Paragraph) -> bool:
        if paragraph.level is not None:
            return paragraph.level < BODY
        return paragraph.style in self._headings
