"""JSON and JSON lines: the text as it is written, but for escapes inside it, which would hide the words beside them.

"Caf\\u00e9\\nbar" becomes two lines, "Café" and "bar". Escaped quotes and backslashes stay, so that it still reads as
JSON. A broken document is read the same way.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.blocks import blocks_of
from search.extract.caps import Caps
from search.extract.kinds import Kind
from search.extract.pieces import CUT, Part, Piece, Remark
from search.text.normalise import normalise

READER = "json/5"

_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(r\\n|[nrtbf/])|[\"\\])"
)
_CLOSING = {"{": "}", "[": "]"}
_SHORT = {"r\\n": "\n", "n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n", "/": "/"}


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of a JSON file."""
    pending = first = last = ""
    is_limited = False
    for block in blocks_of(file, caps):
        if isinstance(block, Remark):
            is_limited = True
            yield block
            continue
        stripped = block.text.strip()
        first, last = first or stripped[:1], stripped[-1:] or last
        text = pending + block.text
        end = len(text) if block.is_last else _end_of_escapes(text)
        pending = text[end:]
        text = text[:end]
        if "\\" in text:
            text = _ESCAPE.sub(_resolved, text)
        yield Part(normalise(text), joint="")
    if not is_limited and last != _CLOSING.get(first, last):
        yield CUT


def _end_of_escapes(text: str) -> int:
    """Where to cut a text so that no escape is: behind something that is never within one, if there is any."""
    return max(text.rfind(each) for each in "\n, ") + 1 or len(text)


def _resolved(escape: re.Match[str]) -> str:
    high, low, unit, short = escape.groups()
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    if unit is not None:
        return chr(int(unit, 16))
    return _SHORT[short] if short is not None else escape[0]
