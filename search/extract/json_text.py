"""JSON and JSON lines: the text as it is written, but for escapes inside it, which would hide the words beside them.

"Caf\\u00e9\\nbar" becomes two lines, "Café" and "bar". Escaped quotes and backslashes stay, so that it still reads as
JSON. A broken document is read the same way.
"""

import re
from typing import BinaryIO

from search.extract.decoding import decode
from search.extract.extracted import Extracted, Status
from search.text.normalise import normalise

READER = "json/1"

_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(r\\n|[nrtbf/])|[\"\\])"
)
_SHORT = {"r\\n": "\n", "n": "\n", "r": "\n", "t": "\t", "b": " ", "f": "\n", "/": "/"}


def read(file: BinaryIO, kind: str) -> Extracted:
    """The text of a JSON file."""
    text = decode(file.read())
    if "\\" in text:
        text = _ESCAPE.sub(_resolved, text)
    return Extracted(kind, READER, Status.OK, normalise(text))


def _resolved(escape: re.Match[str]) -> str:
    high, low, unit, short = escape.groups()
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    if unit is not None:
        return chr(int(unit, 16))
    return _SHORT[short] if short is not None else escape[0]
