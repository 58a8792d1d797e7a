"""The text of a word processor's document as it comes: paragraphs, rows of tables and what hangs on them, to units.

What is written inside a paragraph but stands elsewhere (a footnote, a comment, a text box) is captured on a *level* of
its own; its lines follow the paragraph, so that it parts no word and no phrase.
"""

import re

from search.extract.extracted import Unit
from search.extract.links import Links
from search.extract.pieces import Part
from search.text.normalise import normalise

PARAGRAPHS = 500
"""Code points that a unit of paragraphs has at least, unless a heading follows."""

LABEL_LIMIT = 300

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Level:
    """A line in the making, the lines before it, and those that have to follow it."""

    __slots__ = ("after", "gap", "lines", "links", "written")

    def __init__(self) -> None:
        self.written: list[str] = []
        self.gap = ""
        self.lines: list[str] = []
        self.after: list[str] = []
        self.links: list[str] = []


class Flow:
    """Lines of text, in units of kind section by headings; what stands before any heading in units of kind paragraph.

    `sectioned` says whether there are such units. `size` counts the code points that `take` would give.
    """

    def __init__(self, sectioned: bool = True) -> None:
        self.sectioned = sectioned
        self.size = 0
        self._levels = [_Level()]
        self._linked = Links()
        self._lines: list[str] = []
        self._units: list[Unit] = []
        self._open: tuple[str, int, str, int] | None = None
        self._sections = 0
        self._label = ""
        self._paragraphs = 0

    @property
    def depth(self) -> int:
        """How many levels there are above the document's own."""
        return len(self._levels) - 1

    def write(self, text: str) -> None:
        """Add to the line."""
        level = self._levels[-1]
        if level.gap:
            level.written.append(level.gap)
            level.gap = ""
        level.written.append(text)

    def link(self, target: str) -> None:
        """Something in the line leads to an URL."""
        self._levels[-1].links.append(target)

    def break_line(self) -> None:
        """A paragraph ends inside a cell: the next one starts a line, which belongs to the same row."""
        self._levels[-1].gap = "\n"

    def tab(self) -> None:
        """A cell of a row ends."""
        level = self._levels[-1]
        level.gap = level.gap + "\t" if level.gap.startswith("\t") else "\t"

    def end(self, heading: bool = False) -> None:
        """A paragraph, or a row with its cells, ends."""
        level = self._levels[-1]
        if not level.written and not level.after:
            level.links.clear()
            level.gap = ""
            return
        line = self._linked.behind(normalise(_paired("".join(level.written))).rstrip(), map(normalise, level.links))
        after = level.after
        level.written, level.gap, level.after, level.links = [], "", [], []
        if len(self._levels) > 1:
            level.lines += [line, *after] if line else after
            return
        self._put(line, heading)
        for each in after:
            self._put(each, False)

    def push(self) -> None:
        """Capture what follows, up to `pop`, on a level of its own."""
        self._levels.append(_Level())

    def pop(self) -> list[str]:
        """The lines that were captured since the last `push`."""
        self.end()
        return self._levels.pop().lines

    def follow(self, lines: list[str]) -> None:
        """Lines that stand behind the line in the making, or next if there is none."""
        level = self._levels[-1]
        level.after += lines
        if not level.written:
            self.end()

    def finish(self) -> None:
        """End whatever is still open: the document is over, as it should be or not."""
        while len(self._levels) > 1:
            self._levels[-2].after += self.pop()
        self.end()

    def take(self) -> Part:
        """The finished lines, and their units; the flow goes on behind them."""
        self._close_unit()
        part = Part("\n".join(self._lines), tuple(self._units))
        self._lines, self._units, self.size = [], [], 0
        return part

    def _put(self, line: str, heading: bool) -> None:
        if not line:
            return
        if self.sectioned:
            self._begin_unit(line, heading)
        self.size += len(line) + bool(self._lines)
        self._lines.append(line)

    def _begin_unit(self, line: str, heading: bool) -> None:
        start = self.size + bool(self._lines)
        self._paragraphs += 1
        if heading:
            self._sections += 1
            self._label = " ".join(line[:LABEL_LIMIT].split())
            self._close_unit()
        elif self._open is not None and (self._sections or self.size - self._open[3] < PARAGRAPHS):
            return
        else:
            self._close_unit()
        if self._sections:
            self._open = ("section", self._sections, self._label, start)
        else:
            self._open = ("paragraph", self._paragraphs, "", start)

    def _close_unit(self) -> None:
        if self._open is not None:
            self._units.append(Unit(*self._open, self.size))
            self._open = None


def _paired(text: str) -> str:
    """Surrogates that are halves of one character put together."""
    if text.isascii() or _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
