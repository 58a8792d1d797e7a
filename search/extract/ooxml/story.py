"""The words of a story, as Word and drawings write it: paragraphs, tables, boxes, alternatives, changes, links.

WordprocessingML and DrawingML (ECMA-376 part 1, 17 and 21) have the same element names for the same things, so one
reader takes both. Paragraphs stand a blank line apart, rows of a table are lines, cells have a tab between them. What
is anchored within a paragraph, as a text box is, comes behind it, so that no word is torn.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.extract.links import Links
from search.extract.ooxml.symbols import symbol
from search.extract.xml_events import Attributes
from search.text.normalise import normalise

_LEFT_OUT = frozenset(
    (
        *("del", "moveFrom", "conflictDel", "rPh", "tabs", "tabLst", "pPrChange", "rPrChange", "sectPrChange"),
        *("tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange"),
    )
)
"""Elements without words that stand in the document: deleted text, readings, and how something was before a change."""

_WITHIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_MATHEMATICS = {"sup": "^", "sub": "_", "den": "/", "d": "(", "mr": " ", "eqArr": " "}
_MATHEMATICS_END = {"d": ")", "fName": " "}
_LINK = re.compile(r'HYPERLINK\s{1,20}"([^"]{1,2000})"')
_SHOWN_ATTRIBUTES = {"docPr": ("descr", "title"), "cNvPr": ("descr", "title"), "textpath": ("string",)}
_VML_SHAPES = frozenset(("shape", "rect", "oval", "roundrect", "line", "image", "group"))


class Paragraph(NamedTuple):
    """A paragraph that holds words: where it starts in the text, its style's id and its own outline level, if any."""

    start: int
    text: str
    style: str
    level: int | None


class Mark(NamedTuple):
    """A place in a story: how much of it there was."""

    parts: int
    length: int
    paragraphs: int
    gap: str


@dataclass(slots=True)
class _Frame:
    """A paragraph that is being read. `behind` is what is anchored in it."""

    words: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    style: str = ""
    level: int | None = None
    goes_on: bool = False


class Story:
    """Takes the events of a part, and has the text so far. `targets` are the URLs behind the ids of relations."""

    def __init__(self, targets: Mapping[str, str] | None = None, linked: Links | None = None) -> None:
        self.paragraphs: list[Paragraph] = []
        self.length = 0
        self._targets = targets or {}
        self._linked = linked or Links()
        self._parts: list[str] = []
        self._gap = ""
        self._tables = 0
        self._frames: list[_Frame] = []
        self._alternatives: list[int] = []
        self._said = 0
        self._skipped = 0
        self._mathematics = 0
        self._has_text = False
        self._cell_is_empty = False
        self._marks = False
        self._hears = ""
        self._instruction: list[str] = []
        self._choices: list[str] = []
        self._chosen = 0

    def finish(self) -> None:
        """The part has ended, before its end if it is damaged: what was open counts."""
        while self._frames:
            self._end_paragraph()

    def take(self) -> tuple[str, list[Paragraph]]:
        """The text since the last time, and its paragraphs, which count from its start."""
        taken = "".join(self._parts), self.paragraphs
        self._parts, self.paragraphs, self.length = [], [], 0
        return taken

    def mark(self) -> Mark:
        """The place where the story is."""
        return Mark(len(self._parts), self.length, len(self.paragraphs), self._gap)

    def back(self, mark: Mark) -> None:
        """Forget what came since `mark`, which was made since the last `take`."""
        del self._parts[mark.parts :], self.paragraphs[mark.paragraphs :]
        self.length, self._gap = mark.length, mark.gap

    def start(self, name: str, attributes: Attributes) -> None:
        """An element starts."""
        if self._skipped:
            self._skipped += 1
            return
        self._hears = name
        if name in _WITHIN:
            self._say(_WITHIN[name])
        elif name == "p":
            self._frames.append(_Frame())
        elif name in _LEFT_OUT:
            self._leave_out(name)
        elif (opened := _OPENED.get(name)) is not None:
            opened(self, attributes)
        elif name in _SHOWN_ATTRIBUTES:
            for shown in _SHOWN_ATTRIBUTES[name]:
                self.add_behind(attributes.get(shown, ""))
        elif name in _VML_SHAPES:
            self.add_behind(attributes.get("alt", ""))
        elif self._mathematics and name in _MATHEMATICS:
            self._say(_MATHEMATICS[name])

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        self._hears = ""
        if name in ("p", "rt"):
            self._end_paragraph()
        elif (closed := _CLOSED.get(name)) is not None:
            closed(self)
        elif self._mathematics and name in _MATHEMATICS_END:
            self._say(_MATHEMATICS_END[name])

    def characters(self, text: str) -> None:
        """Text: it counts only directly within an element for text."""
        if self._hears == "t":
            self._say(text.replace("\n", " "))
        elif self._hears == "instrText":
            self._instruction.append(text)

    def add_line(self, text: str) -> None:
        """A paragraph from elsewhere."""
        self._frames.append(_Frame([text]))
        self._end_paragraph()

    def add_behind(self, text: str) -> None:
        """Words that belong to the paragraph, but are not in its line: alternative texts."""
        if not text.strip():
            return
        self._said += 1
        if not self._frames:
            self.add_line(text)
        elif self._frames[-1].behind[-1:] != [text]:
            self._frames[-1].behind.append(text)

    def add_link(self, target: str) -> None:
        """Where a link of the current paragraph leads."""
        if self._frames:
            self._frames[-1].links.append(target)

    def _say(self, text: str) -> None:
        self._said += 1
        if self._frames:
            self._frames[-1].words.append(text)

    def _leave_out(self, name: str) -> None:
        self._skipped = 1
        # In the properties of a paragraph's mark: the mark is what was deleted, and the next paragraph goes on here.
        if self._marks and name in ("del", "moveFrom") and self._frames and not self._frames[-1].words:
            self._frames[-1].goes_on = True

    def _end_paragraph(self) -> None:
        if not self._frames:
            return
        frame = self._frames.pop()
        text = self._linked.behind("".join(frame.words), frame.links)
        if self._frames:
            self._frames[-1].behind += [text, *frame.behind] if text.strip() else frame.behind
            return
        self._append(text, frame)
        for each in frame.behind:
            self._append(each, _Frame())

    def _append(self, text: str, frame: _Frame) -> None:
        between = "\n" if self._tables else "\n\n"
        text = normalise(text).strip("\n")
        if text.strip():
            self._parts += (self._gap, text)
            self.length += len(self._gap)
            self.paragraphs.append(Paragraph(self.length, text, frame.style, frame.level))
            self.length += len(text)
            self._gap = "" if frame.goes_on else between
            self._has_text, self._cell_is_empty = True, False
        elif self._has_text and not frame.goes_on and not self._gap:
            self._gap = between

    def _start_style(self, attributes: Attributes) -> None:
        if self._frames:
            self._frames[-1].style = prefixed(attributes, "val")

    def _start_level(self, attributes: Attributes) -> None:
        value = prefixed(attributes, "val")
        if self._frames and value.isdecimal():
            self._frames[-1].level = int(value[:2])

    def _start_reading(self, attributes: Attributes) -> None:
        self._frames.append(_Frame())

    def _start_marks(self, attributes: Attributes) -> None:
        self._marks = True

    def _end_marks(self) -> None:
        self._marks = False

    def _start_table(self, attributes: Attributes) -> None:
        self._tables += 1
        self._part("\n" if self._tables > 1 else "\n\n")

    def _end_table(self) -> None:
        self._tables = max(self._tables - 1, 0)
        if not self._tables:
            self._part("\n\n")

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell_is_empty = True

    def _end_cell(self) -> None:
        self._part(self._gap + "\t" if self._cell_is_empty else "\t")

    def _end_row(self) -> None:
        self._part("\n")

    def _part(self, gap: str) -> None:
        """Put `gap` before the next words, unless this is within a paragraph, or the start."""
        if self._has_text and not self._frames:
            self._gap = gap

    def _start_alternatives(self, attributes: Attributes) -> None:
        self._alternatives.append(self._said)

    def _end_alternatives(self) -> None:
        if self._alternatives:
            self._alternatives.pop()

    def _start_alternative(self, attributes: Attributes) -> None:
        if self._alternatives and self._said > self._alternatives[-1]:
            self._skipped = 1

    def _start_mathematics(self, attributes: Attributes) -> None:
        self._mathematics += 1

    def _end_mathematics(self) -> None:
        self._mathematics -= 1

    def _start_symbol(self, attributes: Attributes) -> None:
        self._say(symbol(prefixed(attributes, "font"), prefixed(attributes, "char")))

    def _start_link(self, attributes: Attributes) -> None:
        self.add_link(self._targets.get(prefixed(attributes, "id"), ""))

    def _start_simple_field(self, attributes: Attributes) -> None:
        self._instruct(prefixed(attributes, "instr"))

    def _start_field_mark(self, attributes: Attributes) -> None:
        if prefixed(attributes, "fldCharType") != "begin":
            self._instruct("".join(self._instruction))
        self._instruction.clear()

    def _instruct(self, instruction: str) -> None:
        for target in _LINK.findall(instruction):
            self.add_link(target)

    def _start_choices(self, attributes: Attributes) -> None:
        self._choices, self._chosen = [], 0

    def _start_choice(self, attributes: Attributes) -> None:
        self._choices.append(prefixed(attributes, "val"))

    def _start_result(self, attributes: Attributes) -> None:
        value = prefixed(attributes, "val")
        self._chosen = int(value) if value.isdecimal() and len(value) < 6 else 0

    def _end_choices(self) -> None:
        self._say("".join(self._choices[self._chosen : self._chosen + 1]))


_OPENED = {
    "pStyle": Story._start_style,
    "outlineLvl": Story._start_level,
    "rt": Story._start_reading,
    "rPr": Story._start_marks,
    "tbl": Story._start_table,
    "tc": Story._start_cell,
    "AlternateContent": Story._start_alternatives,
    "Choice": Story._start_alternative,
    "Fallback": Story._start_alternative,
    "oMath": Story._start_mathematics,
    "sym": Story._start_symbol,
    "hyperlink": Story._start_link,
    "hlinkClick": Story._start_link,
    "fldSimple": Story._start_simple_field,
    "fldChar": Story._start_field_mark,
    "ddList": Story._start_choices,
    "listEntry": Story._start_choice,
    "result": Story._start_result,
}
_CLOSED = {
    "rPr": Story._end_marks,
    "tbl": Story._end_table,
    "tc": Story._end_cell,
    "tr": Story._end_row,
    "AlternateContent": Story._end_alternatives,
    "oMath": Story._end_mathematics,
    "ddList": Story._end_choices,
}


HEARD = frozenset(
    (*("p", "t", "instrText"), *_WITHIN, *_LEFT_OUT, *_SHOWN_ATTRIBUTES, *_VML_SHAPES, *_MATHEMATICS, *_MATHEMATICS_END)
) | frozenset((*_OPENED, *_CLOSED))
"""The elements that bear on words: a story needs to be told of no others."""


def prefixed(attributes: Attributes, name: str) -> str:
    """The attribute of that name in any namespace, but not that in none; "" without one."""
    ending = f":{name}"
    for key in attributes:
        if key.endswith(ending):
            return attributes[key]
    return ""
