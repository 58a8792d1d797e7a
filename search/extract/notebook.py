"""Jupyter notebooks: the source of every cell with the text that it put out, pictures left out (nbformat 3 and 4)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract import hypertext, json_text
from search.extract.caps import Caps
from search.extract.decoding import decode
from search.extract.extracted import Metadata, Unit
from search.extract.json_strings import JsonStrings, Text
from search.extract.kinds import Kind
from search.extract.pieces import CUT, Part, Piece
from search.extract.whole import head_of
from search.text.normalise import normalise

READER = "notebook/2"

_SHOWN = ("text/markdown", "text/html", "text/latex", "text/plain")
"""Forms of one output that are text, the one that Jupyter prefers first."""

_OLD_FORMS = {"html": "text/html", "latex": "text/latex", "text": "text/plain"}
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_LABEL_LIMIT = 300


class _Cell:
    """What has been read of one cell; `number` counts from 1 in the notebook."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.type = ""
        self._source: list[str] = []
        self._outputs: dict[str | int, dict[str, list[str]]] = {}

    def take(self, keys: tuple[str | int, ...], value: str) -> None:
        """A string of the cell, and the keys that lead to it within the cell."""
        match keys:
            case ("cell_type",):
                self.type = value
            case ("source" | "input", *_):
                self._source.append(value)
            case ("outputs", number, "data", str(form), *_):
                self._output(number, form, value)
            case ("outputs", number, str(name), *_):
                self._output(number, _OLD_FORMS.get(name, name), value)

    def _output(self, number: str | int, form: str, value: str) -> None:
        if form in _SHOWN or form in ("traceback", "ename", "evalue"):
            self._outputs.setdefault(number, {}).setdefault(form, []).append(value)

    def text(self) -> str:
        """The source, then what it put out."""
        outputs = (_shown(output) for output in self._outputs.values())
        return "\n".join(text for text in (normalise("".join(self._source)), *outputs) if text.strip())

    def heading(self) -> tuple[int, str] | None:
        """The level and the words of the first heading."""
        source = normalise("".join(self._source))
        if self.type == "heading":
            return 1, " ".join(source.split())[:_LABEL_LIMIT]
        found = _HEADING.search(source) if self.type == "markdown" else None
        return (len(found[1]), " ".join(found[2].split())[:_LABEL_LIMIT]) if found else None


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """A unit of kind section for each cell, labelled by its heading or as "cell 3". Without cells: all as written."""
    data, remarks = head_of(file, caps)
    strings = JsonStrings(decode(data))
    stated: dict[str, list[str]] = {"title": [], "authors": []}
    heading = None
    number = 0
    for cell in _cells(strings, stated):
        number = cell.number
        if (text := cell.text()).strip():
            level, label = cell.heading() or (0, "")
            heading = heading or (label if level == 1 else None)
            unit = Unit("section", number, label or f"cell {number}", 0, len(text))
            yield Part(text, (unit,), joint="\n\n")
    if number:
        yield from remarks
    else:
        file.seek(0)
        yield from json_text.read(file, kind, caps)
    if strings.depth and not remarks:
        yield CUT
    yield Metadata(
        title=" ".join(normalise("".join(stated["title"])).split()) or heading,
        author=normalise(", ".join(stated["authors"])) or None,
    )


def _cells(strings: JsonStrings, stated: dict[str, list[str]]) -> Iterator[_Cell]:
    """The cells in order; what the notebook says of itself goes to `stated`."""
    cell: _Cell | None = None
    place: tuple[str | int, ...] = ()
    for text in strings:
        match text.place:
            case ("metadata", "title"):
                stated["title"].append(text.value)
            case ("metadata", "authors", _, "name"):
                stated["authors"].append(text.value)
        found = _place_of_cell(text)
        if not found:
            continue
        if cell is None or found != place:
            if cell is not None:
                yield cell
            place = found
            cell = _Cell(1 if cell is None else cell.number + 1)
        cell.take(text.place[len(place) :], text.value)
    if cell is not None:
        yield cell


def _place_of_cell(text: Text) -> tuple[str | int, ...]:
    match text.place:
        case ("cells", int(), *_):
            return text.place[:2]
        case ("worksheets", int(), "cells", int(), *_):
            return text.place[:4]
    return ()


def _shown(output: dict[str, list[str]]) -> str:
    """What is seen of one output: the first form that has words, and an error as it was printed."""
    for form in _SHOWN:
        text = normalise(_TERMINAL_COLOUR.sub("", "".join(output.get(form, ()))))
        if form == "text/html":
            text = hypertext.strip(text)[0]
        if text.strip():
            return text.rstrip()
    lines = output.get("traceback") or [": ".join(output.get("ename", []) + output.get("evalue", []))]
    return normalise(_TERMINAL_COLOUR.sub("", "\n".join(lines)))
