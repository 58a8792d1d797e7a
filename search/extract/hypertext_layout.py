"""The words of a web page, laid out as its tags tell: what stands between two words, and where headings are."""

import html
import re

from search.text.normalise import normalise

HEADING_LIMIT = 300

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_ELEMENTS = {
    "": (
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rb rp rt ruby s samp small "
        "span strike strong sub sup time tt u var wbr"
    ),
    " ": "button embed img input label mi mn mo object select svg textarea",
    "\t": "td th",
    "\n\n": (
        "address article aside blockquote body details dl fieldset figure footer form header h1 h2 h3 h4 h5 h6 hr main "
        "nav ol p pre section table ul"
    ),
}
GAPS = {slash + name: gap for gap, names in _ELEMENTS.items() for name in names.split() for slash in ("", "/")}
"""What a tag, opening or closing, puts between the words beside it; an element that is not listed ends the line."""

_WIDTHS = {"": 0, " ": 1, "\t": 2, "\n": 3, "\n\n": 4}

_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")


def unescape(source: str) -> str:
    """Character references resolved, and what numbers stand for normalised; one that is no character is U+FFFD."""
    if "&" not in source:
        return source
    if "&#" not in source:
        return html.unescape(source)
    return normalise(html.unescape(_NUMBER.sub("\ufffd", source)))


class Layout:
    """The text so far, and the widest gap that tags asked for since the last word."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.preformatted = False
        self._length = 0
        self._gap = ""
        self._heading: tuple[int, int] | None = None
        self._link_end = 0

    def add(self, source: str) -> None:
        """Append a stretch of source without tags: references resolved, spaces as one unless preformatted."""
        text = unescape(source)
        if not self.preformatted:
            self.add_words(text)
        elif text := text.lstrip("\n") if self._gap else text:
            self._append(text)

    def add_words(self, text: str) -> None:
        """Append text with every run of spaces as one."""
        words = text.split()
        if not words:
            if text:
                self._gap = self._gap or " "
            return
        if text[0].isspace():
            self._gap = self._gap or " "
        self._append(" ".join(words))
        if text[-1].isspace():
            self._gap = " "

    def add_shown(self, words: str) -> None:
        """Append words that stand for themselves beside the text."""
        if words:
            self._gap = self._gap or " "
            self.add_words(words)
            self._gap = " "

    def tag(self, name: str) -> None:
        """Take note of a tag by its name in small letters, with a slash before that of a closing one."""
        gap = GAPS.get(name, "\n")
        if name == "/a":
            self._link_end = self._length
        elif name == "a" and self._link_end == self._length and not self._gap:
            # Links side by side are the items of a menu, which style sheets part.
            gap = " "
        if not gap:
            return
        if _WIDTHS[gap] > _WIDTHS[self._gap]:
            self._gap = gap
        if name in HEADINGS:
            self._heading = (len(self.parts), self._length)
        elif name[1:] in HEADINGS:
            self._end_heading()
        elif name in ("pre", "/pre"):
            self.preformatted = name == "pre"

    def _end_heading(self) -> None:
        if self._heading is None:
            return
        first, length = self._heading
        written = "".join(self.parts[first:])
        label = written.lstrip()
        if label:
            start = length + len(written) - len(label)
            self.headings.append((start, " ".join(label[:HEADING_LIMIT].split())))
        self._heading = None

    def _append(self, text: str) -> None:
        if self._gap and self._length:
            self.parts.append(self._gap)
            self._length += len(self._gap)
        self.parts.append(text)
        self._length += len(text)
        self._gap = ""
