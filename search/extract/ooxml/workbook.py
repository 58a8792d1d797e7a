"""What the sheets of a workbook have in common: their order and names, the formats of cells, the epoch of dates."""

from typing import NamedTuple

from search.extract.ooxml.number_formats import BUILT_IN, GENERAL, Format, compiled
from search.extract.ooxml.package import Package, Relation, relations_part
from search.extract.ooxml.story import prefixed
from search.extract.xml_events import Attributes
from search.text.normalise import normalise

_MOST_FORMATS = 4_000


class Sheet(NamedTuple):
    """A sheet's name on its tab, and its part; None when that is missing, or that of a sheet before it."""

    name: str
    part: str | None


class Workbook(NamedTuple):
    """`formats` are those of the styles that cells refer to by number."""

    sheets: list[Sheet]
    formats: list[Format]
    epoch_1904: bool


def workbook_of(package: Package, main: str, relations: list[Relation]) -> Workbook:
    """The workbook, as far as its parts can be read; sheets that it does not list are found by their usual names."""
    targets = {each.id: each.target for each in relations if not each.external}
    listed: list[tuple[str, str]] = []
    epoch_1904 = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal epoch_1904
        if name == "workbookPr":
            epoch_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            part = targets.get(prefixed(attributes, "id"), "")
            listed.append((" ".join(normalise(attributes.get("name", "")).split()), part))

    for _ in package.parse(main, ("workbookPr", "sheet"), start, _ignored, _ignored):
        pass
    sheets = _sheets(package, listed) if relations else []
    if listed and not relations:
        package.missing[relations_part(main)] = None
    if not any(sheet.part for sheet in sheets):
        usual = package.like(r"xl/(worksheets|chartsheets|dialogsheets|macrosheets)/[^/]+\.xml")
        sheets += [Sheet(f"Sheet{number}", part) for number, part in enumerate(usual, len(sheets) + 1)]
    styles = [each.target for each in relations if each.kind == "styles"] or package.like(r"xl/styles\.xml")
    return Workbook(sheets, _formats(package, styles, epoch_1904), epoch_1904)


def _sheets(package: Package, listed: list[tuple[str, str]]) -> list[Sheet]:
    """The sheets that a workbook lists by name and part; the cells of each part are those of the first."""
    sheets: list[Sheet] = []
    seen: set[str] = set()
    for name, part in listed:
        if part not in package:
            package.missing[f"sheet {name}"] = None
        package.repeated += part in seen and part in package
        sheets.append(Sheet(name, part if part in package and part not in seen else None))
        seen.add(part)
    return sheets


def _formats(package: Package, parts: list[str], epoch_1904: bool) -> list[Format]:
    codes = dict(BUILT_IN)
    numbers: list[int] = []
    among_cells = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal among_cells
        number = attributes.get("numFmtId", "")
        if name == "cellXfs":
            among_cells = True
        elif name == "xf" and among_cells:
            numbers.append(int(number) if number.isdecimal() else 0)
        elif name == "numFmt" and number.isdecimal():
            codes[int(number)] = attributes.get("formatCode", GENERAL)

    def end(name: str) -> None:
        nonlocal among_cells
        among_cells = among_cells and name != "cellXfs"

    for part in parts:
        if part in package:
            for _ in package.parse(part, ("cellXfs", "xf", "numFmt"), start, end, _ignored):
                pass
    made: dict[int, Format] = {}
    general = compiled(GENERAL)
    for number in numbers:
        if number not in made and len(made) < _MOST_FORMATS:
            made[number] = compiled(codes.get(number, GENERAL), epoch_1904)
    return [made.get(number, general) for number in numbers] or [general]


def _ignored(*_: object) -> None:
    pass
