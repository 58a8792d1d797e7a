"""The web page that Outlook has hidden in the RTF of a message (MS-OXRTFEX), taken out as it went in.

Its text is that of the RTF, its tags stand in groups of their own (`{\\*\\htmltag ...}`), and what was added for the
sake of RTF is between `\\htmlrtf` and `\\htmlrtf0`.
"""

import re
from typing import NamedTuple

from search.extract.mail.charsets import code_page_name, in_charset

_SIGN = b"\\fromhtml1"
_SIGN_WITHIN = 1024
_TOKEN = re.compile(
    rb"\\(?:'(?P<byte>[0-9a-fA-F]{2})|(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_OUTSIDE_TEXT = frozenset((b"colortbl", b"stylesheet", b"info", b"pntext", b"pict", b"mhtmltag", b"listtable"))
_CHARACTERS = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"endash": "–",
    b"emdash": "—",
    b"~": "\u00a0",
    b"_": "\u00ad",
    b"{": "{",
    b"}": "}",
    b"\\": "\\",
}
_CHARSETS = {
    77: 10000,
    128: 932,
    129: 949,
    130: 1361,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
}
"""Code pages by the numbers of character sets in a font table (RTF 1.9.1, "Font Table")."""


class _Group(NamedTuple):
    is_shown: bool = True
    is_hidden_by_html: bool = False
    is_font_table: bool = False
    code_page: int = 0
    replaced: int = 1
    """How many bytes stand behind a character in Unicode for readers that know none (\\uc)."""


def html_of(rtf: bytes) -> str | None:
    """The source of the page; None when the RTF is not made from one. Linear in the RTF."""
    if _SIGN not in rtf[:_SIGN_WITHIN]:
        return None
    return "".join(_Reading(rtf).parts)


class _Reading:
    def __init__(self, rtf: bytes) -> None:
        self.parts: list[str] = []
        self._pending = bytearray()
        self._fonts: dict[int, int] = {}
        self._font = 0
        self._default = 1252
        self._group = _Group()
        self._outer: list[_Group] = []
        self._skipped = 0
        self._is_star = False
        for token in _TOKEN.finditer(rtf):
            self._take(token)
        self._flush()

    def _take(self, token: re.Match[bytes]) -> None:
        kind = token.lastgroup
        if kind == "brace":
            self._flush()
            self._skipped = 0
            if token["brace"] == b"{":
                self._outer.append(self._group)
            elif self._outer:
                self._group = self._outer.pop()
        elif kind in ("word", "number"):
            self._word(token["word"], token["number"])
        elif kind == "sign":
            if token["sign"] == b"*":
                self._is_star = True
                return
            self._character(_CHARACTERS.get(token["sign"], ""))
        elif kind == "byte":
            self._bytes(bytes.fromhex(token["byte"].decode()))
        else:
            self._bytes(token["text"])
        self._is_star = False

    def _word(self, word: bytes, number: bytes | None) -> None:
        value = int(number) if number is not None else None
        if self._is_star or word in _OUTSIDE_TEXT:
            self._group = self._group._replace(is_shown=word == b"htmltag", is_hidden_by_html=False)
        elif word == b"fonttbl":
            self._group = self._group._replace(is_shown=False, is_font_table=True)
        elif word == b"htmlrtf":
            self._flush()
            self._group = self._group._replace(is_hidden_by_html=value != 0)
        elif word == b"ansicpg" and value:
            self._default = value
        elif word == b"f" and value is not None:
            self._flush()
            self._font = value
            if not self._group.is_font_table:
                self._group = self._group._replace(code_page=self._fonts.get(value, 0))
        elif word == b"fcharset" and self._group.is_font_table:
            self._fonts[self._font] = _CHARSETS.get(value or 0, 0)
        elif word == b"uc":
            self._group = self._group._replace(replaced=max(value or 0, 0))
        elif word == b"u" and value is not None:
            self._character(chr(value & 0xFFFF))
            self._skipped = self._group.replaced
        elif word in _CHARACTERS:
            self._character(_CHARACTERS[word])

    @property
    def _is_shown(self) -> bool:
        return self._group.is_shown and not self._group.is_hidden_by_html

    def _character(self, character: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif self._is_shown:
            self._flush()
            self.parts.append(character)

    def _bytes(self, data: bytes) -> None:
        skipped = min(self._skipped, len(data))
        self._skipped -= skipped
        if self._is_shown:
            self._pending += data[skipped:]

    def _flush(self) -> None:
        if self._pending:
            self.parts.append(in_charset(bytes(self._pending), code_page_name(self._group.code_page or self._default)))
            self._pending.clear()
