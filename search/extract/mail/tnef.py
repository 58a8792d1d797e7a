"""winmail.dat, in which Outlook sends what it thinks that only Outlook can read (TNEF; MS-OXTNEF)."""

from collections.abc import Iterator
from struct import Struct, error, unpack_from
from typing import NamedTuple

from search.extract.mail import item as mapi
from search.extract.mail.charsets import code_page_name, in_code_page
from search.extract.mail.item import File, Item, Properties, Value

SIGNATURE = b"\x78\x9f\x3e\x22"

_ATTRIBUTE = Struct("<BLL")
_MESSAGE, _FILE = 1, 2
_MESSAGE_PROPERTIES, _RECIPIENTS, _CODE_PAGE = 0x69003, 0x69004, 0x69007
_TEXTS = {0x18004: mapi.SUBJECT, 0x2800C: mapi.BODY, 0x18009: mapi.MESSAGE_ID}
_FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x69002, 0x18010, 0x6800F, 0x69005
_FIXED = {0x02: "<h", 0x03: "<l", 0x0A: "<l", 0x0B: "<h", 0x14: "<q", 0x40: "<Q"}
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a value of fixed size, by type (MS-OXCDATA 2.11.1), with what fills them up to four."""
_TEXT, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_SEVERAL, _NAMED = 0x1000, 0x8000


class _Attribute(NamedTuple):
    level: int
    id: int
    data: bytes


def item_of(data: bytes) -> Item | None:
    """The message that it holds, as far as it is whole; None when it is something else."""
    if not data.startswith(SIGNATURE):
        return None
    attributes = list(_attributes(data))
    charset = next((_charset(each.data) for each in attributes if each.id == _CODE_PAGE), None)
    values: dict[int, Value] = {}
    old: dict[int, Value] = {}
    recipients: list[Properties] = []
    files: list[dict[int, Value]] = []
    for level, attribute, content in attributes:
        if attribute == _FILE_BEGINS:
            files.append({})
        elif level == _FILE and files:
            if attribute == _FILE_TITLE:
                files[-1].setdefault(mapi.FILE_NAME, in_code_page(content, charset))
            elif attribute == _FILE_DATA:
                files[-1][mapi.FILE_DATA] = content
            elif attribute == _FILE_PROPERTIES:
                files[-1].update(_properties(content, 0, charset)[0])
        elif attribute == _MESSAGE_PROPERTIES:
            values.update(_properties(content, 0, charset)[0])
        elif attribute == _RECIPIENTS:
            recipients += _rows(content, charset)
        elif attribute in _TEXTS:
            old[_TEXTS[attribute]] = in_code_page(content, charset)
    return Item(Properties(old | values), tuple(recipients), tuple(_file(Properties(each)) for each in files))


def _charset(data: bytes) -> str:
    return code_page_name(int.from_bytes(data[:4], "little"))


def _file(properties: Properties) -> File:
    data = properties.data(mapi.FILE_DATA)
    name = properties.line(mapi.FILE_NAME) or properties.line(mapi.FILE_SHORT_NAME)
    # An item within is a winmail.dat behind the identifier of the interface that it is to be opened by.
    if data[16:20] == SIGNATURE:
        return File(name, "message/rfc822", item=lambda: item_of(data[16:]) or Item(Properties({})))
    return File(name, properties.line(mapi.FILE_TYPE), [data])


def _attributes(data: bytes) -> Iterator[_Attribute]:
    at = 6
    while at + _ATTRIBUTE.size <= len(data):
        level, attribute, length = _ATTRIBUTE.unpack_from(data, at)
        if level not in (_MESSAGE, _FILE):
            return
        start = at + _ATTRIBUTE.size
        yield _Attribute(level, attribute, data[start : start + length])
        at = start + length + 2


def _rows(data: bytes, charset: str | None) -> Iterator[Properties]:
    at = 4
    for _ in range(int.from_bytes(data[:4], "little")):
        if at >= len(data):
            return
        row, at = _properties(data, at, charset)
        yield Properties(row)


def _properties(data: bytes, at: int, charset: str | None) -> tuple[dict[int, Value], int]:
    """The properties listed from `at` on, up to damage if there is any, and where the list ends; of several values the
    first."""
    values: dict[int, Value] = {}
    try:
        (count,) = unpack_from("<L", data, at)
        at += 4
        for _ in range(count):
            type_, number = unpack_from("<HH", data, at)
            at = _behind_name(data, at + 4) if number >= _NAMED else at + 4
            kind = type_ & ~_SEVERAL
            several = 1
            if type_ & _SEVERAL or kind in (_TEXT, _UNICODE, _OBJECT, _BINARY):
                (several,) = unpack_from("<L", data, at)
                at += 4
            for _ in range(several):
                value, at = _value(data, at, kind, charset)
                if value is not None:
                    values.setdefault(number, value)
    except (error, ValueError):
        at = len(data)
    return values, at


def _behind_name(data: bytes, at: int) -> int:
    """Where a property goes on behind its name: a GUID and a number or a text."""
    (is_text,) = unpack_from("<L", data, at + 16)
    (length,) = unpack_from("<L", data, at + 20)
    return at + 24 + (-(-length // 4) * 4 if is_text else 0)


def _value(data: bytes, at: int, kind: int, charset: str | None) -> tuple[Value | None, int]:
    if kind in (_TEXT, _UNICODE, _OBJECT, _BINARY):
        (length,) = unpack_from("<L", data, at)
        content = data[at + 4 : at + 4 + length]
        following = at + 4 + -(-length // 4) * 4
        if kind == _UNICODE:
            return content.decode("utf-16-le", "replace"), following
        return (in_code_page(content, charset) if kind == _TEXT else content), following
    size = _SIZES.get(kind)
    if size is None or at + size > len(data):
        raise ValueError(f"type {kind:#x}")
    return (unpack_from(_FIXED[kind], data, at)[0] if kind in _FIXED else None), at + size
