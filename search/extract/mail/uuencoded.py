"""Files in the middle of a text, as mails had them before MIME: from a line "begin 644 name" to a line "end"."""

import re
from collections.abc import Iterator

from search.extract.mail.attachments import safe_name
from search.extract.mail.transfer import from_uuencoded
from search.extract.pieces import Member

# No line of data begins like "begin" or "end": a block is looked through once.
_BLOCK = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,255})\n((?:[!-`][^\n]{0,120}\n)++)\n?end[ \t]*$\n?", re.MULTILINE)


def without_files(text: str) -> tuple[str, list[Member]]:
    """A text without the files in it, and those."""
    if "begin " not in text:
        return text, []
    files = [
        Member((safe_name(block[1]) or "file.bin").encode(), None, _chunks(text, *block.span(2)))
        for block in _BLOCK.finditer(text)
    ]
    return _BLOCK.sub("", text), files


def _chunks(text: str, start: int, end: int) -> Iterator[bytes]:
    yield from from_uuencoded(text[start:end].encode("ascii", "replace").split(b"\n"))
