"""Offsets to line numbers. A line ends at "\\n" and nowhere else, so that offsets and lines always agree."""

import re
from array import array
from bisect import bisect_right

_LINE_END = re.compile("\n")


def line_starts(text: str) -> "array[int]":
    """The offset of the first character of every line, ascending; the first is 0. Typecode "q"."""
    starts = array("q", (0,))
    starts.extend(map(re.Match[str].end, _LINE_END.finditer(text)))
    return starts


def line_of(starts: "array[int]", offset: int) -> int:
    """The number, from 0, of the line that holds `offset`; an offset past the end belongs to the last line."""
    return bisect_right(starts, offset) - 1
