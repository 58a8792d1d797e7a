"""Mailboxes: messages one behind the other, each under a line that begins with "From " (RFC 4155 and its kin).

The text is one line of facts about the mailbox; the messages are members, called by their ids, so that one that is
deleted leaves the others what they are.
"""

import os
import re
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.iso_dates import written_date
from search.extract.kinds import Kind
from search.extract.mail import message
from search.extract.mail.attachments import safe_name
from search.extract.mail.headers import header_at
from search.extract.mail.letterhead import thread_of
from search.extract.pieces import Member, Part, Piece

READER = "mailbox/2"

PIECE = 1 << 20

_LONGEST_LINE = 2_000
_HEAD = 1 << 16
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATED = re.compile(rf"\b({_MONTHS}) +(\d{{1,2}}) +\d\d:\d\d(?::\d\d)?(?: +\S{{1,9}}){{0,2}}? +(\d{{4}})\b".encode())
_YEAR = re.compile(rb"\b\d{4}\b")
_FIELD = re.compile(rb">?([!-9;-~]{1,100})[ \t]*:|>From ")
_FIRST_FIELDS = re.compile(
    rb"(?:x-[!-9;-~]*|return-path|received|message-id|from|to|date|subject|delivered-to|envelope-to|mime-version|"
    rb"content-type|status|sender|reply-to|dkim-signature|cc|bcc|mbox-line|resent-[a-z]+)\Z",
    re.IGNORECASE,
)
_QUOTED_FROM = re.compile(rb"(?<=\n)>(?=>*From )")


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """How many messages there are and from when, then the messages. A file without any is read as one message."""
    starts = array("Q")
    days: set[tuple[bytes, ...]] = set()
    for start, line in _separators(file):
        starts.append(start)
        if (dated := _DATED.search(line)) is not None:
            days.add(dated.groups())
    if not starts:
        file.seek(0)
        yield from message.read(file, kind, caps)
        return
    yield Part(_facts(len(starts), days))
    starts.append(file.seek(0, os.SEEK_END))
    for number, (start, end) in enumerate(pairwise(starts), 1):
        yield Member(_path(file, start, end, number), None, _message(file, start, end))


def _facts(count: int, days: set[tuple[bytes, ...]]) -> str:
    written = (written_date(f"{day.decode()} {month.decode()} {year.decode()}") for month, day, year in days)
    dates = sorted(filter(None, written))
    period = "" if not dates else f", {dates[0]}" if dates[0] == dates[-1] else f", {dates[0]} to {dates[-1]}"
    return f"mailbox of {count:,} message{'s' if count > 1 else ''}{period}"


def _separators(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The offsets of the lines that stand before messages, and the lines."""
    file.seek(0)
    # The start of the file is as good as a blank line.
    data, offset, at, piece = b"\n\n", -2, 0, b"\n"
    while piece:
        piece = file.read(PIECE)
        data += piece
        limit = max(len(data) - 2 * _LONGEST_LINE, at) if piece else len(data)
        while 0 <= (found := data.find(b"\nFrom ", at, limit + 5)) < limit:
            end = data.find(b"\n", found + 6, found + _LONGEST_LINE)
            if end >= 0 and _separates(data, found, end):
                yield offset + found + 1, data[found + 1 : end]
            at = found + 6
        kept = max(limit - 3, 0)
        at = max(at, limit) - kept
        data = data[kept:]
        offset += kept


def _separates(data: bytes, start: int, end: int) -> bool:
    """Whether the line in `data` from the line feed at `start` to that at `end` stands before a message."""
    field = _FIELD.match(data, end + 1)
    if field is None:
        return False
    line = data[start + 1 : end]
    if _DATED.search(line) is not None:
        return True
    is_behind_blank = data[:start].endswith((b"\n", b"\n\r"))
    return is_behind_blank and (_YEAR.search(line) is not None or _FIRST_FIELDS.match(field[1] or b"") is not None)


def _path(file: BinaryIO, start: int, end: int, number: int) -> bytes:
    file.seek(start)
    head = file.read(min(_HEAD, end - start))
    message_id = thread_of(header_at(head, 0, len(head))[0])[0]
    name = safe_name(f"{message_id}.eml".replace("/", "-").replace("\\", "-")) if message_id else ""
    return (name or f"message-{number}.eml").encode()


def _message(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """A message without the line before it, and without the > that keeps its own lines from looking like one."""
    file.seek(start)
    place = start + len(file.readline(_LONGEST_LINE))
    before, rest = b"\n", b""
    while place < end:
        file.seek(place)
        piece = file.read(min(PIECE, end - place))
        place = place + len(piece) if piece else end
        lines = rest + piece
        # The last line may go on, and the line ends behind the last one are not of the message.
        whole = max(lines.rfind(b"\n", 0, len(lines.rstrip(b"\r\n"))) + 1, len(lines) - PIECE)
        yield _QUOTED_FROM.sub(b"", before + lines[:whole])[1:]
        before, rest = (before + lines[:whole])[-1:], lines[whole:]
    yield _QUOTED_FROM.sub(b"", before + rest.rstrip(b"\r\n"))[1:] + b"\n"
