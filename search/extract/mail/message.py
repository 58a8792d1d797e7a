"""Mail messages (RFC 5322, MIME), saved web pages (MHTML, RFC 2557) and messages of Apple Mail (.emlx).

The text is what a reader sees: subject, correspondents and date, the body, the names of the files. The files, attached
messages among them, are members.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.decoding import decode
from search.extract.kinds import Kind
from search.extract.mail.contents import Contents
from search.extract.mail.headers import header_at
from search.extract.mail.letterhead import letterhead_of
from search.extract.mail.presenting import content, heading
from search.extract.pieces import Piece
from search.extract.whole import head_of
from search.extract.wide import wide_encoding

READER = "mail/3"

_COUNT = re.compile(rb"\s*(\d{1,12})[ \t]*\r?\n(?=[!-9;-~]{1,100}:)")


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """A message. Of an encrypted one the text is what stands above it."""
    data, remarks = head_of(file, caps)
    yield from remarks
    source = _message(data)
    yield from heading(letterhead_of(header_at(source, 0, len(source))[0]))
    contents = Contents(source, caps)
    yield from contents.remarks
    yield from content(contents.texts, contents.files)


def _message(data: bytes) -> bytes:
    """The message without what some programs write around it."""
    if wide_encoding(data[:4096]) is not None:
        data = decode(data).encode("utf-8", "replace")
    if (count := _COUNT.match(data)) is not None:
        return data[count.end() : count.end() + int(count[1])]
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
