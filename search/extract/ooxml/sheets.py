"""Workbooks: the cells of each sheet as they are shown, then its comments, drawings, headers and links.

Hidden sheets, rows and columns count.
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.ooxml.cells import HEARD, Cells
from search.extract.ooxml.comments import comments_of, people_of
from search.extract.ooxml.graphics import graphics_of, story_text
from search.extract.ooxml.package import Package, Relation
from search.extract.ooxml.properties import properties_of
from search.extract.ooxml.shared_strings import SharedStrings
from search.extract.ooxml.workbook import Sheet, workbook_of
from search.extract.pieces import ENOUGH, Part, Piece, Remark, unit_part
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

READER = "sheets/3"

_APART = "\n\n"
_EDGE_CODE = re.compile(r'&(?:"[^"]*"|K[\dA-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z+-])', re.IGNORECASE)


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of a workbook of Office Open XML, and the files that are embedded in it."""
    package = Package(file, caps)
    metadata, filed_under = properties_of(package)
    yield metadata
    main = package.main(r"xl/workbook\d*\.xml")
    relations = package.relations(main)
    workbook = workbook_of(package, main, relations)
    people = people_of(package, relations)
    strings = SharedStrings()
    yield from _load(package, relations, strings)
    lost = 0
    for number, sheet in enumerate(workbook.sheets, 1):
        cells = Cells(strings, workbook.formats, workbook.epoch_1904)
        yield from _sheet(package, number, sheet, cells, people)
        lost += cells.lost
    if lost:
        yield Remark(
            Status.PARTIAL,
            "a text that a cell names is missing" if lost == 1 else f"{lost:,} texts that cells name are missing",
        )
    if text := "\n".join((filed_under, *_linked_files(package))).strip():
        yield Part(text, joint=_APART)
    yield from package.members(relations)
    yield from package.remarks()


def _load(package: Package, relations: list[Relation], strings: SharedStrings) -> Iterator[Part]:
    """Load the shared strings. Where there are too many to read on, they are the text, for no sheet can be read."""
    parts = [each.target for each in relations if each.kind == "sharedStrings" and each.target in package]
    try:
        for part in parts or package.like(r"xl/sharedstrings\.xml"):
            for _ in strings.load(package, part):
                pass
    except Unreadable as trouble:
        if trouble.status is Status.TOO_LARGE:
            for start in range(0, len(strings), 10_000):
                yield Part("\n".join(strings[number] for number in range(start, min(start + 10_000, len(strings)))))
        raise


def _sheet(package: Package, number: int, sheet: Sheet, cells: Cells, people: Mapping[str, str]) -> Iterator[Part]:
    if sheet.part is None:
        yield unit_part("sheet", number, sheet.name, sheet.name)._replace(joint=_APART)
        return
    cells.lines.append(sheet.name)
    joint = _APART
    for _ in package.parse(sheet.part, HEARD, cells.start, cells.end, cells.characters):
        if cells.length >= ENOUGH:
            yield unit_part("sheet", number, cells.take(), sheet.name)._replace(joint=joint)
            joint = "\n"
    text = _APART.join(filter(None, (cells.take(), *_around(package, sheet.part, cells, people))))
    if text:
        yield unit_part("sheet", number, text, sheet.name)._replace(joint=joint)


def _around(package: Package, part: str, cells: Cells, people: Mapping[str, str]) -> Iterator[str]:
    """What belongs to a sheet besides its cells."""
    relations = package.relations(part)
    comments = package.led_to(relations, "threadedComment") or package.led_to(relations, "comments")
    for each in comments:
        yield comments_of(package, each, people)
    for each in package.led_to(relations, "drawing"):
        drawn = package.relations(each)
        yield story_text(package, each, drawn)
        yield from graphics_of(package, drawn, numbers=False)
    yield "\n".join(dict.fromkeys(filter(None, map(_edge, cells.edges))))
    yield "\n".join(dict.fromkeys(cells.prompts))
    targets = {each.id: each.target for each in relations if each.external}
    yield "\n".join(dict.fromkeys(normalise(targets[link]) for link in cells.links if link in targets))


def _edge(code: str) -> str:
    """A header or a footer without its codes for fonts, places and fields (ECMA-376 part 1, 18.3.1.46)."""
    pieces = (_EDGE_CODE.sub(" ", piece) for piece in code.split("&&"))
    return " ".join(normalise("&".join(pieces)).split())


def _linked_files(package: Package) -> Iterator[str]:
    """Where the other workbooks are that formulas refer to."""
    for part in package.like(r"xl/externallinks/[^/]+\.xml"):
        for relation in package.relations(part):
            if relation.external:
                yield normalise(relation.target)
