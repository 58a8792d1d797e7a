"""The strings that the cells of a workbook share: any number of them, in the memory that their bytes take."""

import re
from array import array
from collections.abc import Iterator

from search.extract.ooxml.package import Package
from search.extract.xml_events import Attributes
from search.text.normalise import normalise

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_HEARD = frozenset(("si", "t", "rPh"))
_BLANKS = str.maketrans("\n\t", "  ")


class SharedStrings:
    """Strings by number, for cells: each on one line, without its phonetic reading."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("L", (0,))
        self._texts: list[str] = []
        self._hears = ""
        self._readings = 0

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()

    def load(self, package: Package, part: str) -> Iterator[None]:
        """Read the part that holds them, in turns."""
        yield from package.parse(part, _HEARD, self._start, self._end, self._characters)

    def _start(self, name: str, attributes: Attributes) -> None:
        self._hears = name
        if name == "rPh":
            self._readings += 1

    def _end(self, name: str) -> None:
        self._hears = ""
        if name == "si":
            self._bytes += cell_text("".join(self._texts)).encode()
            self._ends.append(len(self._bytes))
            self._texts.clear()
        elif name == "rPh":
            self._readings -= 1

    def _characters(self, text: str) -> None:
        if self._hears == "t" and not self._readings:
            self._texts.append(text)


def cell_text(raw: str) -> str:
    """A string of a cell as it stands in a line: escaped characters resolved (ST_Xstring), no tabs and line ends."""
    if "_x" in raw:
        raw = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw)
    text = normalise(raw)
    return text.translate(_BLANKS) if "\n" in text or "\t" in text else text
