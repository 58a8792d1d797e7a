"""The text of OpenDocument XML, from the events of content.xml, of styles.xml, of a flat document or of an object.

An *aside* is what stands inside a paragraph or a cell but is read by itself: a note, a comment, a frame, a shape.
"""

import re
from collections.abc import Callable

from search.extract.extracted import Unit
from search.extract.flow import Flow
from search.extract.opendocument.about import About
from search.extract.opendocument.rows import Rows
from search.extract.opendocument.vocabulary import (
    ASIDES,
    CELLS,
    CONTROL_WORDS,
    INLINE,
    LINES,
    MATH_TOKENS,
    SKIPPED,
    UNITS,
    UNKNOWN_ON_MASTERS,
    VALUE_NAMES,
)
from search.extract.pieces import ENOUGH, Part
from search.extract.xml_events import Attributes

_SPACES = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100
_LABEL_LIMIT = 300


class _Place:
    """Where the events are: in how many paragraphs and cells since the last aside, which opened at `depth`.

    `value` is what a cell of a sheet holds where it shows nothing, `times` how often it stands there; 0 of no cell.
    """

    __slots__ = ("cells", "depth", "paragraphs", "spaced", "times", "value")

    def __init__(self, depth: int, times: int = 0, value: str = "") -> None:
        self.depth = depth
        self.paragraphs = 0
        self.cells = 1 if times else 0
        self.spaced = True
        self.times = times
        self.value = value


def _nothing(_: str) -> list[str]:
    return []


class Content:
    """Takes the events of one document and makes parts of it.

    `embedded` gives the lines of the object that a reference names; `about` takes what is in the element `meta`.
    """

    def __init__(self, embedded: Callable[[str], list[str]] = _nothing, about: About | None = None) -> None:
        self._embedded = embedded
        self._about = about
        self._flow = Flow(sectioned=False)
        self._parts: list[Part] = []
        self._places = [_Place(0)]
        self._depth = 0
        self._skipped = self._meta = self._forms = self._math = self._body = self._masters = 0
        self._form: str | None = None
        self._unit: tuple[str, int, str] | None = None
        self._unit_depth = self._units = 0
        self._rows: Rows | None = None
        self._row_times = 1
        self._notes: list[str] = []

    def ready(self) -> list[Part]:
        """The parts that are complete, and what there is of a long one; each is given once."""
        if self._flow.size >= ENOUGH:
            self._pass_on()
        parts, self._parts = self._parts, []
        return parts

    def finish(self) -> None:
        """No more events will come: what is there is complete."""
        self._flow.finish()
        self._end_rows()
        self._pass_on()

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""
        self._depth += 1
        if self._skipped:
            return
        if self._meta:
            if self._about is not None:
                self._about.start(name, attributes)
            return
        place = self._places[-1]
        if name in SKIPPED or (self._math and name == "annotation") or (self._masters and name in UNKNOWN_ON_MASTERS):
            self._skipped = self._depth
        elif name in LINES and not (place.paragraphs and name in ("p", "h")):
            self._open_line(name)
        elif name == "table-row":
            self._row_times = _times(attributes, "table:number-rows-repeated")
        elif name in CELLS:
            self._open_cell(attributes)
        elif place.paragraphs and (name in INLINE or name == "s"):
            self._flow.write(INLINE.get(name) or " " * min(_times(attributes, "text:c"), _MOST_SPACES))
            place.spaced = False
        elif name in LINES or (name in ASIDES and (place.paragraphs or place.cells)):
            self._open_aside(name)
        else:
            self._open_part(name, attributes)
        if name == "a" and _is_address(target := attributes.get("xlink:href", "")):
            self._flow.link(target)
        elif name == "object" and (reference := attributes.get("xlink:href")):
            self._flow.follow(self._embedded(reference))
        elif self._forms:
            self._flow.follow([attributes[each] for each in CONTROL_WORDS if attributes.get(each)])

    def end(self, name: str) -> None:
        """An element closes."""
        depth, self._depth = self._depth, self._depth - 1
        if self._skipped:
            if self._skipped == depth:
                self._skipped = 0
            return
        if self._meta:
            self._close_meta(name, depth)
            return
        place = self._places[-1]
        if name in LINES:
            self._close_line(name, place)
        elif name == "number" or name in MATH_TOKENS:
            self._close_token(name, place)
        elif name == "table-row":
            self._close_row(place)
        elif name in CELLS and place.depth != depth:
            place.cells -= 1
            self._flow.tab()
        elif depth == self._unit_depth:
            self._close_unit()
        elif depth == self._forms:
            self._forms = 0
        elif depth == self._masters:
            self._masters = 0
        if place.depth == depth:
            self._close_place(place)

    def characters(self, text: str) -> None:
        """Text: spaces in a row are one, as are those of the source's layout (part 3, 6.1.2)."""
        place = self._places[-1]
        if self._meta:
            if self._about is not None:
                self._about.characters(text)
        elif place.paragraphs and not self._skipped:
            text = _SPACES.sub(" ", text)
            if place.spaced and text[0] == " ":
                text = text[1:]
            if text:
                place.spaced = text[-1] == " "
                self._flow.write(text)

    def _open_line(self, name: str) -> None:
        place = self._places[-1]
        if not place.paragraphs:
            place.spaced = True
        place.paragraphs += 1
        if name == "math":
            self._math += 1

    def _close_line(self, name: str, place: _Place) -> None:
        place.paragraphs -= 1
        if name == "math":
            self._math -= 1
        if place.paragraphs == 0:
            if place.cells:
                self._flow.break_line()
            else:
                self._flow.end(heading=name == "h")

    def _close_token(self, name: str, place: _Place) -> None:
        """The number of a heading or an item, which stands before its line or in it, or a word of a formula."""
        if name == "number" and not self._math:
            place.paragraphs -= 1
        if not place.spaced:
            self._flow.write(" ")
            place.spaced = True

    def _open_aside(self, name: str) -> None:
        self._flow.push()
        self._places.append(_Place(self._depth))
        if name in LINES:
            self._open_line(name)

    def _open_cell(self, attributes: Attributes) -> None:
        place = self._places[-1]
        if self._rows is None or len(self._places) > 1:
            place.cells += 1
            return
        value = next((attributes[name] for name in VALUE_NAMES if name in attributes), "")
        self._flow.push()
        self._places.append(_Place(self._depth, _times(attributes, "table:number-columns-repeated"), value))

    def _close_place(self, place: _Place) -> None:
        self._places.pop()
        lines = self._flow.pop()
        if self._rows is None:
            self._flow.follow(lines)
        elif place.times:
            self._rows.cell(" ".join(lines).replace("\n", " ") or place.value, place.times)
        else:
            self._notes += lines

    def _close_row(self, place: _Place) -> None:
        if self._rows is not None and len(self._places) == 1:
            self._end_rows(self._row_times)
        elif place.cells:
            self._flow.break_line()
        else:
            self._flow.end()

    def _end_rows(self, times: int = 1) -> None:
        if self._rows is not None:
            self._flow.follow(self._rows.row(times))
            notes, self._notes = self._notes, []
            self._flow.follow(notes)

    def _open_part(self, name: str, attributes: Attributes) -> None:
        if self._depth == 1:
            self._form = attributes.get("office:class")
        elif name == "meta" and self._depth == 2:
            self._meta = self._depth
        elif name == "body" and not self._body:
            self._body = self._depth
            self._pass_on()
            self._flow.sectioned = self._form == "text"
        elif self._depth == self._body + 1 and self._form is None and self._body:
            self._form = name
            self._flow.sectioned = name == "text"
        elif name == "forms":
            self._forms = self._depth
        elif name == "master-styles":
            self._masters = self._depth
        elif name == "number":
            self._places[-1].paragraphs += 1
        elif self._form in UNITS and name == UNITS[self._form][0] and not self._unit_depth and self._body:
            self._open_unit(UNITS[self._form][1], attributes)

    def _close_meta(self, name: str, depth: int) -> None:
        if depth == self._meta:
            self._meta = 0
        elif self._about is not None:
            self._about.end(name)

    def _open_unit(self, kind: str, attributes: Attributes) -> None:
        self._pass_on()
        label = attributes.get("table:name") or attributes.get("draw:name") or ""
        self._units += 1
        self._unit = (kind, self._units, label[:_LABEL_LIMIT])
        self._unit_depth = self._depth
        self._rows = Rows() if kind == "sheet" else None

    def _close_unit(self) -> None:
        self._end_rows()
        self._pass_on()
        self._unit, self._unit_depth, self._rows = None, 0, None

    def _pass_on(self) -> None:
        """Make a part of the lines that there are."""
        part = self._flow.take()
        if self._unit is not None:
            part = part._replace(units=(Unit(*self._unit, 0, len(part.text)),))
        if part.text or part.units:
            self._parts.append(part)


def _times(attributes: Attributes, name: str) -> int:
    value = attributes.get(name, "1")
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < 10 else 1


def _is_address(target: str) -> bool:
    """Whether a link leads out of the document and its folder."""
    return "://" in target or target.startswith("mailto:")
