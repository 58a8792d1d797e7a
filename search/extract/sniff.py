"""What kind of file this is: its content decides, its name breaks ties between kinds that look alike."""

import codecs
import os
from typing import BinaryIO

from search.extract import kinds
from search.extract.kinds import Kind
from search.extract.textual import textual_kind
from search.extract.wide import wide_encoding
from search.extract.zip_signs import ends_as_zip, zip_kind

HEAD = 8192
"""Bytes at the start of a file that are looked at."""

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_PRINTED = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_PDF = b"%PDF-"
_PDF_START = 1024
_SPACE = b"\xef\xbb\xbf \t\r\n\0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SHIFTING = b"\x1b$)C"
"""What a text in ISO-2022-KR (RFC 1557) has before its first word, the only encoding with controls in its words."""

_ZIP_READERS = frozenset(("zip", "word", "sheets", "slides", "opendocument", "epub"))
_BITMAP_HEADERS = frozenset((12, 40, 52, 56, 64, 108, 124))

_STARTS = tuple(start for start, _ in kinds.SIGNATURES)
_BINARY_STARTS = (kinds.OLE_START, *_ZIP, *(start for start in _STARTS if start.translate(None, _CONTROLS) != start))


def sniff(file: BinaryIO, name: str) -> Kind:
    """The kind of an open file, which is left at its start. A file of no bytes has the kind that its name promises."""
    file.seek(0)
    head = file.read(HEAD)
    promised = kind_of_name(name)
    if not head:
        kind = promised or kinds.TEXT
    elif _is_pdf(head, promised):
        kind = kinds.PDF
    elif is_text(head):
        kind = textual_kind(head, promised)
    else:
        kind = _binary_kind(file, head, promised)
    file.seek(0)
    return kind


def kind_of_name(name: str) -> Kind | None:
    """The kind that a file name promises, None when it promises nothing."""
    extension = os.path.splitext(name)[1][1:].lower()
    return kinds.BY_EXTENSION.get(extension) or kinds.BY_NAME.get(name.lower())


def is_text(head: bytes) -> bool:
    """Whether a file that starts with `head` is text in some encoding; a few control characters do not matter."""
    if not head.translate(None, _PRINTED):
        return True
    if head.startswith(_BINARY_STARTS) or _is_bzip2(head) or _is_lzma(head) or _is_bitmap(head):
        return False
    if _SHIFTING in head or wide_encoding(head) is not None:
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if not controls:
        return True
    if controls * 10 >= len(head) or head.startswith(_STARTS) or _is_tar(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        # Of random bytes one ninth are control characters and one third ASCII.
        mostly_ascii = len(head.translate(None, _PRINTED)) * 2 < len(head)
        return controls * (20 if mostly_ascii else 50) < len(head)
    return True


def _is_pdf(head: bytes, promised: Kind | None) -> bool:
    """Whether this is a PDF, which may have anything in its first kilobyte (ISO 32000-1, annex H, note 13)."""
    if head.lstrip(_SPACE).startswith(_PDF):
        return True
    if _PDF not in head[:_PDF_START]:
        return False
    return promised is kinds.PDF or (promised is None and b" obj" in head) or not is_text(head)


def _binary_kind(file: BinaryIO, head: bytes, promised: Kind | None) -> Kind:
    if head.startswith(_ZIP) or (promised is not None and promised.reader in _ZIP_READERS and ends_as_zip(file)):
        return zip_kind(file, head)
    if head.startswith(kinds.OLE_START):
        return kinds.OLE
    for start, inner, kind in kinds.CONTAINERS:
        if head.startswith(start) and head[8:12] == inner:
            return kind
    if head[4:8] == b"ftyp":
        return kinds.MEDIA_BRANDS.get(head[8:11], kinds.MP4)
    if _is_tar(head):
        return kinds.TAR
    if _is_lzma(head):
        return kinds.XZ
    if head[60:68] == b"BOOKMOBI":
        return kinds.MOBI
    if _is_bitmap(head):
        return kinds.BITMAP
    return next((kind for start, kind in kinds.SIGNATURES if head.startswith(start)), kinds.BINARY)


def _is_bitmap(head: bytes) -> bool:
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS


def _is_bzip2(head: bytes) -> bool:
    return head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")


def _is_lzma(head: bytes) -> bool:
    """A file of the format before xz: properties, size of the dictionary, size of what is packed or all ones."""
    dictionary = int.from_bytes(head[1:5], "little")
    lowest = dictionary & -dictionary
    size = head[5:13]
    return (
        len(size) == 8
        and head[0] == 0x5D
        and dictionary >= 1 << 12
        and dictionary in (lowest, 3 * lowest)
        and (size == b"\xff" * 8 or size[5:] == bytes(3))
    )


def _is_tar(head: bytes) -> bool:
    """The mark of POSIX, or the checksum of a header (pax, "ustar Interchange Format") under a name."""
    if head[257:262] == b"ustar":
        return True
    stated = head[148:156].strip(b" \0")
    if len(head) < 512 or not head[0] or not stated or stated.strip(b"01234567"):
        return False
    return int(stated, 8) == sum(head[:148]) + 8 * 0x20 + sum(head[156:512])
