"""An RTF document token by token: groups, destinations, fonts with their code pages, and the text that is shown."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from search.extract.flow import Flow
from search.extract.pieces import ENOUGH, Part
from search.extract.rtf.fonts import CODE_PAGES, DOUBLE_BYTE, Fonts
from search.extract.rtf.stated import Stated
from search.extract.rtf.words import (
    ASIDES,
    CAPTURED,
    CHARACTERS,
    HIDDEN,
    PARAGRAPH_ENDS,
    SHAPE_TEXTS,
    SHOWN,
    TIMES,
)
from search.text.normalise import normalise

_TOKEN = re.compile(
    rb"(?P<text>[^\\{}]+)|\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|'(?P<byte>[0-9a-fA-F]{2})|(?P<symbol>.))"
    rb"|(?P<brace>[{}])|\\",
    re.DOTALL,
)
_NOT_TEXT = b"\r\n\0"
_CAPTURE_LIMIT = 10_000
_BODY_LEVEL = 9
_DEEPEST = 10_000
"""Groups within each other that are told apart."""

_DEEPEST_ASIDE = 50
_LAST_SINGLE = 0x80
_RUBY = re.compile(r"\\s\\up[ \d]{0,20}\(([^()]*)\),([^()]*)\)")
"""Small letters above others, as the argument of a field EQ has them."""

_LINK = re.compile(r'HYPERLINK\s{1,20}"([^"]{1,2000})"')
_MOST_REPLACED = 100
_OLD_CODECS = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}

_KEPT = CAPTURED | TIMES
_SHOW, _HIDE, _FONTS, _STYLES = b"", b"*", b"fonttbl", b"stylesheet"


class _State(NamedTuple):
    """What a group inherits and gives back. `target` is where text goes: _SHOW, _HIDE or the name of a destination.

    `codec` is that of the font, None for that of the document; `replaced` is how many characters stand for one of
    Unicode; `in_row` and `heading` are of the paragraph.
    """

    target: bytes = _SHOW
    codec: str | None = None
    replaced: int = 1
    deleted: bool = False
    in_row: bool = False
    heading: bool = False


class RtfDocument:
    """One document; `parts` goes through it, after which `stated` and `open_groups` are known."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = max(data.find(b"{\\rtf"), 0)
        self._flow = Flow()
        self._state = _State()
        self._groups: list[tuple[_State, bool]] = []
        self._deeper = 0
        self._is_aside = False
        self._starred = False
        self._codec = "cp1252"
        self._bytes = bytearray()
        self._skip = 0
        self._fonts = Fonts()
        self._headings: set[int] = set()
        self._style = 0
        self._captured: list[str] = []
        self._property = ""
        self.stated = Stated()

    @property
    def open_groups(self) -> int:
        """How many groups have begun and not ended: 0 at the end of a whole document."""
        return len(self._groups) + self._deeper

    def parts(self) -> Iterator[Part]:
        """The text, with units by headings or paragraphs."""
        data, flow, match = self._data, self._flow, _TOKEN.match
        while (token := match(data, self._at)) is not None:
            self._at = token.end()
            kind = token.lastgroup
            if kind == "text":
                self._plain(token[0])
            elif kind == "byte":
                self._byte(token["byte"])
            elif kind == "brace":
                if self._bytes or self._skip:
                    self._flush()
                if token[0] == b"{":
                    self._open()
                else:
                    self._close()
            elif kind == "symbol":
                self._symbol(token["symbol"])
            elif kind is not None:
                self._word(token["word"], token["number"])
            if flow.size >= ENOUGH:
                yield flow.take()
        self._flush()
        flow.finish()
        yield flow.take()

    def _plain(self, text: bytes) -> None:
        if self._state.target == _HIDE:
            return
        text = text.translate(None, _NOT_TEXT)
        if self._skip:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            text = text[skipped:]
        self._bytes += text
        if self._bytes and self._bytes[-1] > _LAST_SINGLE and (self._state.codec or self._codec) in DOUBLE_BYTE:
            self._pair()

    def _pair(self) -> None:
        """A second half that looks like markup is taken as what it is, when a run of text ends with a first half."""
        decoder = codecs.getincrementaldecoder(self._state.codec or self._codec)("replace")
        decoder.decode(self._bytes)
        following = self._data[self._at : self._at + 2]
        if decoder.getstate()[0] and following and following != b"\\'":
            self._bytes += following[:1]
            self._at += 1

    def _byte(self, digits: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif self._state.target != _HIDE:
            self._bytes.append(int(digits, 16))

    def _flush(self) -> None:
        """What was gathered is decoded; it is only now that both halves of a character are there."""
        self._skip = 0
        if self._bytes:
            data, self._bytes = self._bytes, bytearray()
            self._write(data.decode(self._state.codec or self._codec, "replace"))

    def _write(self, text: str) -> None:
        target = self._state.target
        if target == _SHOW:
            if not self._state.deleted:
                self._flow.write(text)
        elif target in CAPTURED and len(self._captured) < _CAPTURE_LIMIT:
            self._captured.append(text)
        elif target == _FONTS:
            self._fonts.declare_name(text)

    def _symbol(self, symbol: bytes) -> None:
        if self._skip and symbol not in b"*\r\n":
            self._skip -= 1
            return
        self._flush()
        if symbol == b"*":
            self._starred = self._data[max(self._at - 8, 0) : self._at - 2].rstrip().endswith(b"{")
        elif symbol in CHARACTERS:
            self._write(CHARACTERS[symbol])
        elif symbol in PARAGRAPH_ENDS:
            self._end_paragraph()

    def _word(self, word: bytes, digits: bytes | None) -> None:
        number = int(digits) if digits is not None else None
        if word == b"u" and number is not None:
            if self._bytes:
                self._flush()
            self._write(chr(number & 0xFFFF))
            self._skip = self._state.replaced
            return
        if self._bytes or self._skip:
            self._flush()
        starred, self._starred = self._starred, False
        if word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif word in PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in _ACTIONS:
            self._act(word, number)
        elif word in ASIDES:
            self._open_aside()
        elif word in _KEPT:
            self._capture(word)
        elif word in HIDDEN or (starred and word not in SHOWN):
            self._state = self._state._replace(target=_HIDE)

    def _open_aside(self) -> None:
        if self._state.target == _SHOW and not self._is_aside and self._flow.depth < _DEEPEST_ASIDE:
            self._is_aside = True
            self._flow.push()
            self._state = self._state._replace(in_row=False, heading=False)

    def _capture(self, word: bytes) -> None:
        self._state = self._state._replace(target=word)
        self._captured.clear()

    def _open(self) -> None:
        """A group begins."""
        if len(self._groups) < _DEEPEST:
            self._groups.append((self._state, self._is_aside))
            self._is_aside = self._starred = False
        else:
            self._deeper += 1

    def _close(self) -> None:
        """A group ends."""
        if self._deeper or not self._groups:
            self._deeper = max(self._deeper - 1, 0)
            return
        target = self._state.target
        if target in _KEPT and (target == _STYLES or target != self._groups[-1][0].target):
            self._end_capture(target)
        if self._is_aside:
            self._flow.follow(self._flow.pop())
        self._state, self._is_aside = self._groups.pop()

    def _end_capture(self, target: bytes) -> None:
        text = " ".join(normalise("".join(self._captured)[:_CAPTURE_LIMIT]).split())
        self._captured.clear()
        if target == _STYLES:
            if text.lower().startswith("heading"):
                self._headings.add(self._style)
            self._style = 0
        elif target == b"sn":
            self._property = text
        elif target == b"sv":
            if self._property in SHAPE_TEXTS and text and not self._state.deleted:
                self._flow.follow([text])
            self._property = ""
        elif target == b"fldinst":
            self._follow_field(text)
        elif text or target in TIMES:
            self.stated.note(target, text)

    def _follow_field(self, instruction: str) -> None:
        """Where a field leads, and the letters of one that is nothing but its instruction."""
        if self._state.deleted or self._groups[-1][0].target != _SHOW:
            return
        for target in _LINK.findall(instruction):
            self._flow.link(target)
        ruby = _RUBY.search(instruction)
        if ruby is not None:
            self._flow.write(ruby[2])
            self._flow.follow([ruby[1]])

    def _end_paragraph(self) -> None:
        if self._state.target == _SHOW:
            if self._state.in_row:
                self._flow.break_line()
            else:
                self._flow.end(self._state.heading)

    def _act(self, word: bytes, number: int | None) -> None:
        """Do what one of _ACTIONS says."""
        state, is_shown = self._state, self._state.target == _SHOW
        value = number or 0
        match word:
            case b"cell" | b"nestcell" if is_shown:
                self._flow.tab()
            case b"row" if is_shown:
                self._flow.end()
            case b"nestrow" if is_shown:
                self._flow.break_line()
            case b"pard":
                self._state = state._replace(in_row=False, heading=False)
            case b"intbl":
                self._state = state._replace(in_row=True)
            case b"plain":
                self._state = state._replace(codec=self._fonts.codec(self._fonts.default), deleted=False)
            case b"f" if state.target == _FONTS:
                self._fonts.current = value
            case b"f":
                self._state = state._replace(codec=self._fonts.codec(value))
            case b"fcharset" if state.target == _FONTS:
                self._fonts.declare_charset(value)
            case b"cpg" if state.target == _FONTS:
                self._fonts.declare_page(value)
            case b"s" if state.target == _STYLES:
                self._style = value
            case b"s":
                self._state = state._replace(heading=value in self._headings)
            case b"outlinelevel" if state.target != _STYLES:
                self._state = state._replace(heading=number is not None and 0 <= number < _BODY_LEVEL)
            case b"outlinelevel" if number is not None and 0 <= number < _BODY_LEVEL:
                self._headings.add(self._style)
            case b"deleted":
                self._state = state._replace(deleted=number != 0)
            case b"uc":
                self._state = state._replace(replaced=min(max(value, 0), _MOST_REPLACED))
            case b"fonttbl":
                self._state = state._replace(target=_FONTS)
            case b"deff":
                self._fonts.default = value
            case b"ansicpg":
                self._codec = CODE_PAGES.get(value, self._codec)
            case b"mac" | b"pc" | b"pca":
                self._codec = _OLD_CODECS[word]
            case b"yr" | b"mo" | b"dy":
                self.stated.note_time(word, value)
            case b"bin":
                self._at += max(value, 0)


_ACTIONS = frozenset(
    b"cell nestcell row nestrow pard intbl plain f fcharset cpg s outlinelevel deleted uc fonttbl deff ansicpg "
    b"mac pc pca yr mo dy bin".split()
)
