"""What kind of file this is: its content decides, its name breaks ties between kinds that look alike."""

import codecs
import os
import re
from typing import BinaryIO

from search.extract import kinds
from search.extract.decoding import wide_encoding
from search.extract.kinds import Kind

HEAD = 8192
TAIL = 65536

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_PDF = b"%PDF-"
_RTF = b"{\\rtf"
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"[^"\n]{0,200}"\s*:|\[\s*[\[{"])')
_MAIL = re.compile(rb"From |[A-Za-z][A-Za-z0-9-]{0,60}:")


def sniff(file: BinaryIO, name: str) -> Kind:
    """The kind of an open file, which is left at its start. A file of no bytes has the kind that its name promises."""
    file.seek(0)
    head = file.read(HEAD)
    promised = kind_of_name(name)
    if not head:
        kind = promised or kinds.TEXT
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(_PDF) or (promised is kinds.PDF and _PDF in head[:1024]):
        kind = kinds.PDF
    elif head.startswith(_RTF):
        kind = kinds.RTF
    elif _is_text(head):
        kind = _textual(head, promised)
    else:
        kind = _binary(file, head, promised)
    file.seek(0)
    return kind


def kind_of_name(name: str) -> Kind | None:
    """The kind that a file name promises, None when it promises nothing."""
    extension = os.path.splitext(name)[1][1:].lower()
    return kinds.BY_EXTENSION.get(extension) or kinds.BY_NAME.get(name.lower())


def _is_text(head: bytes) -> bool:
    if wide_encoding(head) is not None:
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 10 >= len(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        # Legacy encodings use no control characters; random bytes are one tenth control characters.
        return controls * 50 < len(head) and 0 not in head
    return not controls or not head.startswith(tuple(start for start, _ in kinds.SIGNATURES))


def _textual(head: bytes, promised: Kind | None) -> Kind:
    if promised is not None and promised.type == "mail":
        return promised if _MAIL.match(head) else kinds.TEXT
    if promised is not None and promised.reader is not None and promised not in (kinds.TEXT, kinds.PDF):
        return promised
    if head.startswith(b"#!"):
        return kinds.CODE
    if _HTML.match(head):
        return kinds.HTML
    return kinds.JSON if _JSON.match(head) else kinds.TEXT


def _binary(file: BinaryIO, head: bytes, promised: Kind | None) -> Kind:
    if _PDF in head[:1024]:
        return kinds.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(file, head)
    if head.startswith(kinds.OLE):
        return promised if promised is not None and promised.type in ("office", "mail") else kinds.OLD_OFFICE
    for start, inner, kind in kinds.CONTAINERS:
        if head.startswith(start) and head[8:12] == inner:
            return kind
    if head[4:8] == b"ftyp":
        return kinds.MEDIA_BRANDS.get(head[8:11], kinds.MP4)
    if head[257:262] == b"ustar":
        return kinds.TAR
    if head[60:68] == b"BOOKMOBI":
        return kinds.MOBI
    return next((kind for start, kind in kinds.SIGNATURES if head.startswith(start)), kinds.BINARY)


def _zipped(file: BinaryIO, head: bytes) -> Kind:
    """What a zip file holds, by its first member and the end of its list of members."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
    listing = head + file.read(TAIL)
    return next((kind for sign, kind in kinds.ZIPPED if sign in listing), kinds.ZIP)
