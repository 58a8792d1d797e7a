"""Presentations: slide after slide as they are shown, each with its notes and comments; then what masters show on all.

Hidden slides count. Placeholders of masters and layouts hold only instructions ("Click to edit"), and are left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.kinds import Kind
from search.extract.ooxml.comments import comments_of, people_of
from search.extract.ooxml.graphics import graphics_of
from search.extract.ooxml.package import Package, Relation, relations_part
from search.extract.ooxml.properties import properties_of
from search.extract.ooxml.story import HEARD, Mark, Story, prefixed
from search.extract.pieces import Part, Piece, unit_part
from search.extract.xml_events import Attributes

READER = "slides/3"

_LABEL = 300
_APART = "\n\n"
_TITLES = frozenset(("title", "ctrTitle"))
_SHAPES = frozenset(("sp", "pic", "graphicFrame"))
_HEARD = HEARD | _SHAPES | {"ph"}


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of a presentation of Office Open XML, and the files that are embedded in it."""
    package = Package(file, caps)
    metadata, filed_under = properties_of(package)
    yield metadata
    main = package.main(r"ppt/presentation\d*\.xml")
    relations = package.relations(main)
    people = people_of(package, relations)
    backgrounds: dict[str, None] = {}
    blank = True
    for number, slide in _slides(package, main, relations):
        text, title = _slide(package, slide, people, backgrounds)
        blank = blank and not text
        yield unit_part("slide", number, text, title)._replace(joint=_APART)
    if text := _APART.join(dict.fromkeys(filter(None, (_background(package, part) for part in backgrounds)))):
        yield Part(text, joint=_APART)
    if filed_under:
        yield Part(filed_under, joint=_APART)
    if blank:
        yield from package.pictures_only()
    yield from package.members(relations)
    yield from package.remarks()


def _slides(package: Package, main: str, relations: list[Relation]) -> list[tuple[int, str]]:
    """Numbers and parts of slides, in the order of the presentation; by their usual names where it does not lead to
    any.
    """
    parts = {each.id: each.target for each in relations if each.kind == "slide" and not each.external}
    listed: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "sldId":
            listed.append(parts.get(prefixed(attributes, "id"), ""))

    for _ in package.parse(main, ("sldId",), start, _ignored, _ignored):
        pass
    numbers: dict[str, int] = {}
    for number, part in enumerate(listed, 1):
        if part in package:
            package.repeated += part in numbers
            numbers.setdefault(part, number)
        elif relations:
            package.missing[f"slide {number}"] = None
    if listed and not relations:
        package.missing[relations_part(main)] = None
    if not numbers:
        return list(enumerate(package.like(r"ppt/slides/slide\d*\.xml"), 1))
    return [(number, part) for part, number in numbers.items()]


def _slide(package: Package, part: str, people: Mapping[str, str], backgrounds: dict[str, None]) -> tuple[str, str]:
    """The text and the title of a slide. What it is laid upon goes into `backgrounds`."""
    relations = package.relations(part)
    shapes = _Shapes(relations)
    texts = [_read(package, part, shapes), *graphics_of(package, relations)]
    texts += (
        _read(package, each, _Shapes(package.relations(each))) for each in package.led_to(relations, "notesSlide")
    )
    texts += (comments_of(package, each, people) for each in package.led_to(relations, "comments"))
    for layout in package.led_to(relations, "slideLayout"):
        if layout not in backgrounds:
            masters = package.led_to(package.relations(layout), "slideMaster")
            backgrounds.update(dict.fromkeys((layout, *masters)))
    return _APART.join(filter(None, texts)), shapes.title


def _background(package: Package, part: str) -> str:
    relations = package.relations(part)
    texts = (_read(package, part, _Shapes(relations, placeholders=False)), *graphics_of(package, relations))
    return _APART.join(filter(None, texts))


def _read(package: Package, part: str, shapes: "_Shapes") -> str:
    for _ in package.parse(part, _HEARD, shapes.start, shapes.end, shapes.story.characters):
        pass
    shapes.story.finish()
    return shapes.story.take()[0]


class _Shapes:
    """A story of shapes, with those that are placeholders or without, and the title among them."""

    def __init__(self, relations: Iterable[Relation], placeholders: bool = True) -> None:
        self.story = Story({each.id: each.target for each in relations if each.external})
        self.title = ""
        self._placeholders = placeholders
        self._mark: Mark | None = None
        self._placeholder: str | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        if name in _SHAPES:
            self._mark, self._placeholder = self.story.mark(), None
        elif name == "ph":
            self._placeholder = attributes.get("type", "obj")
        self.story.start(name, attributes)

    def end(self, name: str) -> None:
        self.story.end(name)
        if name not in _SHAPES or self._mark is None or self._placeholder is None:
            return
        if self._placeholder in _TITLES and not self.title:
            words = " ".join(each.text for each in self.story.paragraphs[self._mark.paragraphs :])
            self.title = " ".join(words[:_LABEL].split())
        if not self._placeholders:
            self.story.back(self._mark)
        self._mark = None


def _ignored(*_: object) -> None:
    pass
