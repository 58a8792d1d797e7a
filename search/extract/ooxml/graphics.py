"""The words of charts and of diagrams (SmartArt), which are parts of their own beside the text that shows them.

A chart keeps what it shows in *caches*: the names of its series, its categories, its values (ECMA-376 part 1, 21.2).
"""

from collections.abc import Iterable, Iterator

from search.extract.ooxml.number_formats import GENERAL, Format, compiled
from search.extract.ooxml.package import Package, Relation
from search.extract.ooxml.story import HEARD, Story
from search.extract.xml_events import Attributes

_CHARTS = ("chart", "chartEx")
_DIAGRAM = "diagramData"
_ENDS_A_LINE = frozenset(("strCache", "numCache", "strLit", "numLit", "lvl", "tx", "txData"))
_NUMBERS = frozenset(("numCache", "numLit", "numDim"))
_HEARD = HEARD | _ENDS_A_LINE | _NUMBERS | {"v", "pt", "formatCode"}


def graphics_of(package: Package, relations: Iterable[Relation], *, numbers: bool = True) -> Iterator[str]:
    """The text of each chart and diagram that relations lead to, once; `numbers`: with the values of charts."""
    relations = list(relations)
    charts = frozenset(package.led_to(relations, *_CHARTS))
    for part in package.led_to(relations, *_CHARTS, _DIAGRAM):
        if text := _chart(package, part, numbers) if part in charts else story_text(package, part):
            yield text


def story_text(package: Package, part: str, relations: Iterable[Relation] = ()) -> str:
    """The words of a part that is a story, such as a header or a drawing."""
    story = Story({each.id: each.target for each in relations if each.external})
    for _ in package.parse(part, HEARD, story.start, story.end, story.characters):
        pass
    story.finish()
    return story.take()[0]


def _chart(package: Package, part: str, numbers: bool) -> str:
    chart = _Chart(numbers)
    for _ in package.parse(part, _HEARD, chart.start, chart.end, chart.characters):
        pass
    drawn = package.led_to(package.relations(part), "chartUserShapes")
    return "\n".join((chart.text(), *(story_text(package, each) for each in drawn))).strip()


class _Chart:
    """The titles and labels of a chart are a story; each cache is a line of its own."""

    def __init__(self, numbers: bool) -> None:
        self._story = Story()
        self._lines: dict[str, None] = {}
        self._line: list[str] = []
        self._value: list[str] = []
        self._hears = ""
        self._with_numbers = numbers
        self._numeric = False
        self._format: Format = compiled(GENERAL)

    def text(self) -> str:
        self._story.finish()
        return "\n".join((self._story.take()[0], *self._lines))

    def start(self, name: str, attributes: Attributes) -> None:
        self._hears = name
        self._value.clear()
        if name in _NUMBERS:
            self._numeric, self._format = True, compiled(GENERAL)
        elif name == "lvl" and "formatCode" in attributes:
            self._format = compiled(attributes["formatCode"])
        self._story.start(name, attributes)

    def end(self, name: str) -> None:
        if self._hears == name:
            value = "".join(self._value).strip()
            if name == "formatCode":
                self._format = compiled(value)
            elif name in ("v", "pt") and value:
                self._add(value)
        self._hears = ""
        if name in _ENDS_A_LINE and self._line:
            self._lines["\t".join(self._line)] = None
            self._line.clear()
        if name in _NUMBERS:
            self._numeric = False
        self._story.end(name)

    def characters(self, text: str) -> None:
        if self._hears in ("v", "pt", "formatCode"):
            self._value.append(text)
        self._story.characters(text)

    def _add(self, value: str) -> None:
        if not self._numeric:
            self._line.append(" ".join(value.split()))
        elif self._with_numbers:
            try:
                self._line.append(self._format.number(float(value)))
            except ValueError:
                self._line.append(value)
