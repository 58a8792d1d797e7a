"""The cells of a sheet as lines of text: a row is a line, with tabs between its cells; what is empty takes no room.

A cell shows its value as its number format says. Formulas count only where no value was kept for them.
"""

from collections.abc import Callable
from typing import TypeVar

from search.extract.ooxml.number_formats import Format
from search.extract.ooxml.shared_strings import SharedStrings, cell_text
from search.extract.ooxml.shown_dates import serial_of
from search.extract.xml_events import Attributes

_MOST_TABS = 8
_LONGEST_ROW = 1 << 20
_REMEMBERED = 5_000
_STYLES = 200
_LONG = 2_000
_BEGINNING = 200
_DIGITS = "0123456789"
_TEXTS = frozenset(("v", "t", "f", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"))
HEARD = _TEXTS | {"c", "row", "rPh", "dimension", "hyperlink", "dataValidation"}
"""The elements that bear on cells."""


Value = TypeVar("Value")


class Shown(dict[str, Value]):
    """What each of many values comes to, worked out once; it forgets before it grows large."""

    def __init__(self, show: Callable[[str], Value], most: int = _REMEMBERED) -> None:
        super().__init__()
        self._show = show
        self._most = most

    def __missing__(self, value: str) -> Value:
        if len(self) >= self._most:
            self.clear()
        found = self[value] = self._show(value)
        return found


class Cells:
    """Takes the events of a sheet's part, and has the lines so far. `edges` are headers and footers, as written.

    `formats` are those of the cells' styles, in order. `links` are the ids of hyperlinks' relations, and `prompts` what
    cells tell who enters something. `lost` counts the strings that cells name and that are not there.
    """

    def __init__(self, strings: SharedStrings, formats: list[Format], epoch_1904: bool) -> None:
        self.lines: list[str] = []
        self.length = 0
        self.edges: list[str] = []
        self.links: list[str] = []
        self.prompts: list[str] = []
        self.lost = 0
        self._epoch_shift = 1462 if epoch_1904 else 0
        self._formats = formats
        self._shared = strings
        self._long: set[str] = set()
        self._strings = Shown(self._string)
        self._numbers = Shown(self._numbers_of, _STYLES)
        self._dressing = any(each.before or each.after for each in formats)
        self._columns = Shown(column_number)
        self._texts: list[str] = []
        self._row: list[str] = []
        self._row_number = self._last_row = self._row_length = 0
        self._first_column = 1
        self._column = self._last_column = 0
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = ""
        self._readings = 0

    def take(self) -> str:
        """The lines since the last time."""
        taken = "\n".join(self.lines)
        self.lines, self.length = [], 0
        return taken

    def start(self, name: str, attributes: Attributes) -> None:
        """An element starts."""
        if name == "c":
            self._cell, self._value = attributes, None
            if self._inline or self._formula:
                self._inline, self._formula = [], ""
        elif name in _TEXTS:
            self._texts.clear()
        elif name == "row":
            number = attributes.get("r", "")
            self._row_number = int(number) if number.isdecimal() else self._row_number + 1
            self._column, self._last_column = 0, 0
        elif name == "rPh":
            self._readings += 1
        elif name == "dimension":
            self._first_column = self._columns[attributes.get("ref", "A1").partition(":")[0].rstrip(_DIGITS)] or 1
        elif name == "hyperlink":
            self.links += [value for key, value in attributes.items() if key.endswith(":id")]
        elif name == "dataValidation":
            self.prompts += [cell_text(attributes[key]) for key in ("promptTitle", "prompt") if key in attributes]

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "v":
            self._value = "".join(self._texts)
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "t":
            if not self._readings:
                self._inline.append("".join(self._texts))
        elif name == "f":
            self._formula = "".join(self._texts)
        elif name == "rPh":
            self._readings -= 1
        elif name in _TEXTS:
            self.edges.append("".join(self._texts))

    def characters(self, text: str) -> None:
        """Text of any element; those that matter begin anew."""
        self._texts.append(text)

    def _end_cell(self) -> None:
        cell, value = self._cell, self._value
        kind = cell.get("t", "n")
        if value is None:
            text = self._without_value(kind)
        elif kind == "n":
            text = self._numbers[cell.get("s", "0")][value]
        elif kind == "s":
            text = self._strings[value]
            if len(text) >= _LONG:
                text = self._once(value, text)
        else:
            text = self._other(kind, value)
        place = cell.get("r")
        column = self._column = self._columns[place.rstrip(_DIGITS)] if place else self._column + 1
        if not text:
            return
        if self._dressing and kind not in ("n", "d"):
            text = self._dressed(text)
        # The first cell of a row stands as far in as its column is from the first that the sheet uses.
        apart = column - (self._last_column or self._first_column)
        if apart > 1:
            text = "\t" * min(apart, _MOST_TABS) + text
        elif apart == 1 or self._row:
            text = "\t" + text
        self._row.append(text)
        self._row_length += len(text)
        self._last_column = column
        if self._row_length > _LONGEST_ROW:
            self._end_row()

    def _without_value(self, kind: str) -> str:
        if kind == "inlineStr":
            return cell_text("".join(self._inline))
        return cell_text(f"={self._formula}") if self._formula else ""

    def _other(self, kind: str, value: str) -> str:
        if kind == "b":
            return "FALSE" if value.strip() in ("0", "false") else "TRUE"
        if kind == "d":
            serial = serial_of(value)
            form = self._format(self._cell.get("s", "0"))
            return value if serial is None else form.number(serial - self._epoch_shift)
        return cell_text(value)

    def _string(self, number: str) -> str:
        if number.isdecimal() and len(number) < 10 and int(number) < len(self._shared):
            return self._shared[int(number)]
        self.lost += bool(number)
        return ""

    def _once(self, number: str, text: str) -> str:
        """A long string stands in full where it is first; a million cells could share it."""
        if number in self._long:
            return text[:_BEGINNING]
        self._long.add(number)
        return text

    def _dressed(self, text: str) -> str:
        form = self._format(self._cell.get("s", "0"))
        return f"{form.before}{text}{form.after}"

    def _format(self, style: str) -> Format:
        number = int(style) if style.isdecimal() and len(style) < 7 else 0
        return self._formats[number if number < len(self._formats) else 0]

    def _numbers_of(self, style: str) -> Shown[str]:
        number = self._format(style).number

        def shown(value: str) -> str:
            try:
                return number(float(value))
            except (ValueError, OverflowError):
                return cell_text(value)

        return Shown(shown)

    def _end_row(self) -> None:
        if not self._row:
            return
        line = "".join(self._row)
        self._row.clear()
        self._row_length = 0
        if self._last_row and self._row_number > self._last_row + 1:
            self.lines.append("")
        self.lines.append(line)
        self.length += len(line) + 1
        self._last_row = self._row_number


def column_number(letters: str) -> int:
    """The number, from 1, of the column called A, B, ... XFD."""
    number = 0
    for letter in letters[:3].upper():
        number = number * 26 + (ord(letter) - 64) % 32
    return number
