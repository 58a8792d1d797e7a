"""The door for every compound file: its streams say whether it is mail, an old Office document, or something locked."""

from collections.abc import Iterator
from struct import unpack_from
from typing import BinaryIO

from search.extract import foreign, kinds
from search.extract.caps import Caps
from search.extract.compound_file import CompoundFile, Entry
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.mail import outlook
from search.extract.pieces import Piece
from search.extract.presentation97 import pieces_of_presentation
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

READER = "ole/3"

_WORD, _POWERPOINT, _CURRENT_USER = "worddocument", "powerpoint document", "current user"
_WORKBOOKS = ("workbook", "book")
_PASSWORDS = frozenset(("encryptioninfo", "encryptedpackage"))
_CONTROLS = "".join(map(chr, range(0x20)))
_RIGHTS = "\x09drmcontent"
_OTHERS = {
    "visiodocument": Kind("office", "Visio drawing of before 2013"),
    "quill": Kind("office", "Publisher document"),
    "mat_st": Kind("office", "Works document"),
    "mm": Kind("office", "Works document"),
    "fileheader": Kind("office", "Hangul document"),
    "prvtext": Kind("office", "Hangul document"),
    "starwriterdocument": Kind("office", "StarOffice document"),
    "starcalcdocument": Kind("office", "StarOffice document"),
    "stardrawdocument3": Kind("office", "StarOffice document"),
    "pp40": Kind("office", "PowerPoint presentation of before 1995"),
    "catalog": Kind("database", "preview images of Windows"),
    "\u4840\u3f3f\u4577\u446c\u3b6a\u45e4\u4824": Kind("executable", "Windows installer package"),
}
"""By a stream or storage that only they have, in small letters."""

_WORD_ENCRYPTED = 0x0100
_BOF, _EOF, _FILEPASS = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A, 0x002F
_RECORDS_READ = 1 << 16
_POWERPOINT_ENCRYPTED = 0xF3D1C4DF


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """An item of Outlook, a presentation; of other documents only the kind, for the reader of that kind to take."""
    compound = CompoundFile(file)
    inside = compound.inside(compound.root)
    if outlook.is_message(inside):
        yield kinds.OUTLOOK
        yield from outlook.pieces_of_item(compound, caps)
        return
    if _PASSWORDS & inside.keys():
        raise Unreadable(Status.ENCRYPTED, "password needed")
    if _RIGHTS in inside:
        raise Unreadable(Status.ENCRYPTED, "permission of its publisher needed")
    found = next((_OTHERS[name] for name in inside if name in _OTHERS), None)
    is_locked = False
    presentation = None
    if (word := inside.get(_WORD)) is not None:
        found, is_locked = kinds.OLD_WORD, _is_locked_word(compound, word)
    elif (workbook := next((inside[name] for name in _WORKBOOKS if name in inside), None)) is not None:
        found, is_locked = kinds.OLD_EXCEL, _is_locked_workbook(compound, workbook)
    elif (presentation := inside.get(_POWERPOINT)) is not None:
        found, is_locked = kinds.OLD_POWERPOINT, _is_locked_presentation(compound, inside.get(_CURRENT_USER))
    if found is None and compound.is_damaged:
        raise Unreadable(Status.FAILED, "damaged: its list of contents is not whole")
    if found is None:
        names = normalise(", ".join(sorted(name.lstrip(_CONTROLS) for name in inside)[:5]))
        raise Unreadable(Status.UNSUPPORTED, f"compound file of an unknown program ({names or 'empty'})")
    yield found
    if is_locked:
        raise Unreadable(Status.ENCRYPTED, "password needed")
    if found is kinds.OLD_POWERPOINT and presentation is not None:
        yield from pieces_of_presentation(compound, inside, presentation, caps)
    elif found.reader is not None:
        foreign.programs_for(found)


def _is_locked_word(compound: CompoundFile, stream: Entry) -> bool:
    """MS-DOC 2.5.2: a flag of the file information block."""
    start = compound.read(stream, 12)
    return len(start) == 12 and bool(unpack_from("<H", start, 10)[0] & _WORD_ENCRYPTED)


def _is_locked_workbook(compound: CompoundFile, stream: Entry) -> bool:
    """MS-XLS 2.4.117: a record near the start of the workbook."""
    start = compound.read(stream, _RECORDS_READ)
    at = 0
    while at + 4 <= len(start):
        record, length = unpack_from("<HH", start, at)
        if record == _FILEPASS:
            return True
        if record == _EOF or (at == 0 and record not in _BOF):
            return False
        at += 4 + length
    return False


def _is_locked_presentation(compound: CompoundFile, stream: Entry | None) -> bool:
    """MS-PPT 2.3.2: a token in the stream that says who had it last."""
    start = compound.read(stream, 16) if stream is not None else b""
    return len(start) == 16 and unpack_from("<L", start, 12)[0] == _POWERPOINT_ENCRYPTED
