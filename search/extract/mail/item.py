"""What Outlook keeps of a message, an appointment or a contact: properties by number (MS-OXPROPS), and files.

Items are in .msg files and in winmail.dat. One within another is written as a message of MIME, so that it can be read
as a file of its own.
"""

import io
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from urllib.parse import quote

from search.extract import kinds, rtf
from search.extract.caps import Caps
from search.extract.mail.alternatives import Written, telling
from search.extract.mail.attachments import safe_name, unnamed
from search.extract.mail.bodies import from_markup
from search.extract.mail.charsets import code_page_name
from search.extract.mail.compressed_rtf import decompressed
from search.extract.mail.headers import header_at
from search.extract.mail.letterhead import Letterhead, letterhead_of
from search.extract.mail.rtf_html import html_of
from search.extract.pieces import Member, Part
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

CLASS, SUBJECT, BODY, COMPRESSED_RTF, HTML, HEADERS = 0x001A, 0x0037, 0x1000, 0x1009, 0x1013, 0x007D
SUBMITTED, DELIVERED, MESSAGE_ID, REFERENCES, IN_REPLY_TO = 0x0039, 0x0E06, 0x1035, 0x1039, 0x1042
MESSAGE_CODE_PAGE, INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
NAME, ADDRESS, SMTP_ADDRESS, RECIPIENT_TYPE = 0x3001, 0x3003, 0x39FE, 0x0C15
FILE_DATA, FILE_NAME, FILE_SHORT_NAME, FILE_METHOD, FILE_TYPE = 0x3701, 0x3707, 0x3704, 0x3705, 0x370E

_TO, _CC, _BCC = 1, 2, 3
_DISPLAYED = {_TO: 0x0E04, _CC: 0x0E03, _BCC: 0x0E02}
_SENDERS = ((0x0042, 0x5D02, 0x0065), (0x0C1A, 0x5D01, 0x0C1F))
"""Name, SMTP address and other address of who is represented, and of who sent."""
_FIRST_DAY = datetime(1601, 1, 1, tzinfo=UTC)
_LETTERS = ("IPM.NOTE", "REPORT", "IPM.SCHEDULE", "IPM.OUTLOOK.RECALL", "IPM.POST", "IPM.DOCUMENT")
_DETAILS = {
    0x0060: "Start",
    0x0061: "End",
    0x3001: "Name",
    0x3A08: "Business phone",
    0x3A09: "Home phone",
    0x3A15: "Address",
    0x3A16: "Company",
    0x3A17: "Title",
    0x3A18: "Department",
    0x3A1C: "Mobile phone",
    0x3A24: "Fax",
    0x3A41: "Anniversary",
    0x3A42: "Birthday",
}
_DATES = (0x0060, 0x0061, 0x3A41, 0x3A42)
_NO_DETAILS = frozenset(
    (CLASS, SUBJECT, BODY, HTML, HEADERS, MESSAGE_ID, REFERENCES, IN_REPLY_TO, 0x003D, 0x0070, 0x0E1D)
)
_PERSONAL = (range(0x3A00, 0x3B00), range(0x8000, 0xFFFF))
_DIRECTORY_PATH = "/o="
"""What addresses within a company begin with."""

Value: TypeAlias = str | bytes | int


@dataclass(frozen=True, slots=True)
class Properties:
    """Values by number; times count 100 ns from 1601."""

    values: Mapping[int, Value]

    def text(self, number: int) -> str:
        """A text, normalised; "" without one."""
        value = self.values.get(number)
        return normalise(value.rstrip("\0")) if isinstance(value, str) else ""

    def line(self, number: int) -> str:
        """The same on one line."""
        return " ".join(self.text(number).split())

    def data(self, number: int) -> bytes:
        """Bytes; b"" without any."""
        value = self.values.get(number)
        return value if isinstance(value, bytes) else b""

    def number(self, number: int) -> int:
        """A number; 0 without one."""
        value = self.values.get(number)
        return value if isinstance(value, int) else 0

    def time(self, number: int) -> datetime | None:
        """A time; None without one, and for what no calendar has."""
        try:
            return _FIRST_DAY + timedelta(microseconds=self.number(number) // 10) if self.number(number) else None
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class File:
    """A file with an item: its bytes as they are asked for, or it is an item itself."""

    name: str
    type: str
    chunks: Iterable[bytes] = ()
    item: "Callable[[], Item] | None" = None


@dataclass(frozen=True, slots=True)
class Item:
    """A message or another thing of which Outlook makes a file."""

    properties: Properties
    recipients: tuple[Properties, ...] = ()
    files: tuple[File, ...] = ()


def letterhead(item: Item) -> Letterhead:
    """What stands above an item: its properties, and where they are silent the header that it came with."""
    own = item.properties
    header = own.text(HEADERS).encode()
    written = letterhead_of(header_at(header, 0, len(header))[0])
    sender = next((person for numbers in _SENDERS if (person := _person(own, *numbers))), "")
    sent = own.time(SUBMITTED) or own.time(DELIVERED)
    mentioned = " ".join(own.line(number) for number in (REFERENCES, IN_REPLY_TO))
    answers = tuple(dict.fromkeys(each.strip("<>,") for each in mentioned.split() if "@" in each))
    return replace(
        written,
        subject=_subject(own) or written.subject,
        sender=sender if "@" in sender or not written.sender else written.sender,
        to=_recipients(item, _TO) or written.to,
        cc=_recipients(item, _CC) or written.cc,
        bcc=_recipients(item, _BCC) or written.bcc,
        date=f"{sent:%a, %d %b %Y %H:%M:%S +0000}" if sent is not None else written.date,
        sent=f"{sent:%Y-%m-%dT%H:%M:%SZ}" if sent is not None else written.sent,
        message_id=own.line(MESSAGE_ID).strip("<>") or written.message_id,
        answers=written.answers or answers,
    )


def texts_of(item: Item, caps: Caps) -> list[Written]:
    """What an item says: the telling ones of its plain text, web page and RTF, and the details of what is no letter."""
    own = item.properties
    forms = [[Written(own.text(BODY).strip("\n"), True)]]
    if isinstance(own.values.get(HTML), str):
        forms.append([from_markup(own.text(HTML).encode(), "utf-8")])
    elif html := own.data(HTML):
        code_page = own.number(INTERNET_CODE_PAGE)
        forms.append([from_markup(html, code_page_name(code_page) if code_page else None)])
    if packed := own.data(COMPRESSED_RTF):
        forms.append([_from_rtf(decompressed(packed), caps)])
    is_letter = (own.text(CLASS).upper() or _LETTERS[0]).startswith(_LETTERS)
    details = "" if is_letter else "\n".join(_details(own))
    return [Written(details, True), *telling(forms)] if details else telling(forms)


def members_of(item: Item, caps: Caps) -> Iterator[Member]:
    """The files that came with an item."""
    for number, file in enumerate(item.files, 1):
        if file.item is None:
            yield Member((safe_name(file.name) or unnamed(file.type, number)).encode(), None, file.chunks)
        else:
            within = file.item()
            name = safe_name(f"{_subject(within.properties)}.eml".replace("/", "-").replace("\\", "-"))
            yield Member(name.encode(), None, as_message(within, caps))


def as_message(item: Item, caps: Caps) -> Iterator[bytes]:
    """The item and those in it as one message of MIME, in pieces."""
    writing: list[Iterator[bytes | Item]] = [_written(item, caps, 1)]
    while writing:
        piece = next(writing[-1], None)
        if piece is None:
            writing.pop()
        elif isinstance(piece, Item):
            writing.append(_written(piece, caps, len(writing) + 1))
        else:
            yield piece


def _written(item: Item, caps: Caps, depth: int) -> Iterator[bytes | Item]:
    above = letterhead(item)
    # No base64 and no header that is written here holds an equals sign with an underscore behind it.
    boundary = f"=_{depth}"
    ids = {
        "Message-ID": f"<{above.message_id}>" if above.message_id else "",
        "References": " ".join(f"<{each}>" for each in above.answers),
    }
    lines = [above.text(), *(f"{name}: {value}" for name, value in ids.items() if value)]
    start = "\n".join(line for line in lines if line)
    start += f'\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{boundary}"\n'
    yield start.lstrip("\n").encode("utf-8", "replace")
    text = "\n\n".join(written.text for written in texts_of(item, caps))
    yield f"\n--{boundary}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n".encode()
    yield from _base64([text.encode("utf-8", "replace")])
    for file in item.files:
        if file.item is not None:
            yield f"\n--{boundary}\nContent-Type: message/rfc822\n\n".encode()
            yield file.item()
        else:
            name = quote(file.name, safe="")
            yield (
                f"\n--{boundary}\nContent-Type: {file.type or 'application/octet-stream'}\n"
                f"Content-Disposition: attachment; filename*=utf-8''{name}\nContent-Transfer-Encoding: base64\n\n"
            ).encode("utf-8", "replace")
            yield from _base64(file.chunks)
    yield f"\n--{boundary}--\n".encode()


def _base64(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        whole = len(data) // 3 * 3
        yield b2a_base64(data[:whole])
        rest = data[whole:]
    yield b2a_base64(rest)


def _person(own: Properties, name: int, smtp: int, address: int) -> str:
    shown = own.line(name)
    known = next((line for line in (own.line(smtp), own.line(address)) if "@" in line), "")
    if not known or known in shown:
        return shown
    return f"{shown} <{known}>" if shown else known


def _recipients(item: Item, kind: int) -> str:
    people = (each for each in item.recipients if each.number(RECIPIENT_TYPE) & 15 == kind)
    named = [person for each in people if (person := _person(each, NAME, SMTP_ADDRESS, ADDRESS))]
    return ", ".join(named) or item.properties.line(_DISPLAYED[kind])


def _subject(own: Properties) -> str:
    subject = own.text(SUBJECT)
    # Two characters in front may say how long "Re: " is; the first is U+0001, which is no character of a text.
    return " ".join((subject[2:] if subject.startswith("\ufffd") else subject).split())


def _from_rtf(source: bytes, caps: Caps) -> Written:
    if (html := html_of(source)) is not None:
        return from_markup(html.encode("utf-8", "replace"), "utf-8")
    parts: list[str] = []
    try:
        for piece in rtf.read(io.BytesIO(source), kinds.RTF, caps):
            if isinstance(piece, Part):
                parts += (piece.joint, piece.text)
    except Unreadable:
        pass  # What came before the damage is kept; the plain text of the item is there besides.
    return Written("".join(parts).strip("\n"), True)


def _details(own: Properties) -> Iterator[str]:
    """The properties of an appointment, a contact or a task that say something to a reader, one a line."""
    shown: set[str] = set()
    for number in sorted(own.values):
        if number in _DATES:
            time = own.time(number)
            line = f"{time:%Y-%m-%d %H:%M}" if time is not None else ""
        elif number in _NO_DETAILS or not (number in _DETAILS or any(number in numbers for numbers in _PERSONAL)):
            continue
        else:
            line = own.line(number)
        if line and line not in shown and _DIRECTORY_PATH not in line.lower():
            shown.add(line)
            yield f"{_DETAILS[number]}: {line}" if number in _DETAILS else line
