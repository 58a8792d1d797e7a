"""Outlook messages, appointments, contacts and so on: .msg files (MS-OXMSG)."""

import re
from collections.abc import Iterator
from functools import partial
from struct import iter_unpack

from search.extract.caps import Caps
from search.extract.compound_file import CompoundFile, Entry
from search.extract.extracted import Status
from search.extract.mail import item as mapi
from search.extract.mail.alternatives import telling
from search.extract.mail.charsets import code_page_name, in_code_page
from search.extract.mail.contents import Contents
from search.extract.mail.item import File, Item, Properties, Value, letterhead, members_of, texts_of
from search.extract.mail.presenting import content, heading
from search.extract.pieces import Member, Piece, Remark
from search.extract.whole import megabytes

_PROPERTIES, _STREAM, _RECIPIENT, _FILE = (
    "__properties_version1.0",
    "__substg1.0_",
    "__recip_version",
    "__attach_version",
)
_DATA_STREAM, _DATA_STORAGE = "__substg1.0_37010102", "__substg1.0_3701000d"
_OBJECT_STREAMS = ("package", "contents", "\x01ole10native", "ole10native")
_HEADER, _INNER_HEADER, _SHORT_HEADER = 32, 24, 8
"""Bytes in front of the fixed properties of a message, of one within another, and of recipients and files (2.4)."""
_NUMBERS = {0x02: 2, 0x03: 4, 0x0B: 2, 0x14: 8, 0x40: 8}
_VALUE_STREAM = re.compile(r"__substg1\.0_([0-9a-f]{4})(?:0(01e|01f|102)|1(01e|01f|102)-[0-9a-f]{8})")
"""Text in a code page, text in UTF-16, and bytes; a list of several has a stream for each."""
_MESSAGE_WITHIN = 5
_SEALED = "IPM.NOTE.SMIME"
_MIME_START = re.compile(rb"[!-9;-~]{1,100}:")


def is_message(names: dict[str, Entry]) -> bool:
    """Whether a compound file with these entries is an item of Outlook."""
    return any(name.startswith((_PROPERTIES, _STREAM)) for name in names)


def pieces_of_item(compound: CompoundFile, caps: Caps) -> Iterator[Piece]:
    """An item of Outlook, like a message of mail."""
    reading = _Reading(compound, caps)
    item = reading.item(compound.root, _HEADER, None)
    yield from heading(letterhead(item))
    texts = texts_of(item, caps)
    files = item.files
    members: list[Member] = []
    if item.properties.text(mapi.CLASS).upper().startswith(_SEALED) and len(files) == 1 and files[0].item is None:
        sealed = Contents(_as_mime(b"".join(files[0].chunks)), caps)
        yield from sealed.remarks
        texts = telling([texts, sealed.texts])
        members += sealed.files
    else:
        members += members_of(item, caps)
    if compound.is_damaged:
        reading.missing.append("damaged: parts of it are missing")
    yield from (Remark(Status.PARTIAL, reason) for reason in reading.missing)
    yield from content(texts, members)


def _as_mime(data: bytes) -> bytes:
    """The one file of a signed or encrypted message: a message, or an envelope without its header."""
    return data if _MIME_START.match(data) else b"Content-Type: application/pkcs7-mime\n\n" + data


class _Reading:
    """One .msg file being read; `missing` says what of it cannot be."""

    def __init__(self, compound: CompoundFile, caps: Caps) -> None:
        self.missing: list[str] = []
        self._compound = compound
        self._caps = caps

    def item(self, storage: Entry, header: int, charset: str | None) -> Item:
        """The item in a storage; `charset` is that of what it is in."""
        inside = self._compound.inside(storage)
        fixed = self._fixed(storage, header)
        code_page = fixed.get(mapi.MESSAGE_CODE_PAGE) or fixed.get(mapi.INTERNET_CODE_PAGE)
        charset = code_page_name(code_page) if code_page else charset
        recipients = (self._properties(entry, charset) for name, entry in inside.items() if name.startswith(_RECIPIENT))
        files = (self._file(entry, charset) for name, entry in sorted(inside.items()) if name.startswith(_FILE))
        return Item(
            Properties(fixed | self._streams(storage, charset)),
            tuple(recipients),
            tuple(file for file in files if file is not None),
        )

    def _file(self, storage: Entry, charset: str | None) -> File | None:
        inside = self._compound.inside(storage)
        own = self._properties(storage, charset)
        name = own.line(mapi.FILE_NAME) or own.line(mapi.FILE_SHORT_NAME) or own.line(mapi.NAME)
        type_ = own.line(mapi.FILE_TYPE).lower()
        data, within = inside.get(_DATA_STREAM), inside.get(_DATA_STORAGE)
        if within is not None and own.number(mapi.FILE_METHOD) == _MESSAGE_WITHIN:
            return File(name, "message/rfc822", item=partial(self.item, within, _INNER_HEADER, charset))
        if data is None and within is not None:
            objects = self._compound.inside(within)
            data = next((objects[each] for each in _OBJECT_STREAMS if each in objects), None)
        if data is None:
            self.missing.append(f"the file {name} is not in it" if name else "a file is not in it")
            return None
        return File(name, type_, self._compound.chunks(data))

    def _properties(self, storage: Entry, charset: str | None) -> Properties:
        return Properties(self._fixed(storage, _SHORT_HEADER) | self._streams(storage, charset))

    def _fixed(self, storage: Entry, header: int) -> dict[int, int]:
        """The numbers and times (2.4.2)."""
        entry = self._compound.inside(storage).get(_PROPERTIES)
        listed = self._compound.read(entry)[header:] if entry is not None else b""
        return {
            number: int.from_bytes(value[: _NUMBERS[kind]], "little")
            for kind, number, value in iter_unpack("<HH4x8s", listed[: len(listed) // 16 * 16])
            if kind in _NUMBERS
        }

    def _streams(self, storage: Entry, charset: str | None) -> dict[int, Value]:
        """The texts and bytes, but for those of files; of several values the first."""
        values: dict[int, Value] = {}
        for name, entry in sorted(self._compound.inside(storage).items()):
            found = _VALUE_STREAM.fullmatch(name)
            if found is None or entry.is_storage or name == _DATA_STREAM:
                continue
            data = self._compound.read(entry, self._caps.whole)
            if len(data) == self._caps.whole:
                self.missing.append(f"first {megabytes(len(data))} of a text searched")
            match int(found[2], 16):
                case 0x1F:
                    value: Value = data.decode("utf-16-le", "replace")
                case 0x1E:
                    value = in_code_page(data, charset)
                case _:
                    value = data
            values.setdefault(int(found[1], 16), value)
        return values
