"""UTF-16 and UTF-32 without being told: by their byte order mark, or by what every second or fourth byte is."""

import codecs
import re

from search.extract.alphabets import EAST_ASIAN

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, and the encodings that they are of; the longer ones first."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd\ufffe\uffff]")
_CONTROL_BYTES = bytes([*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_PLAIN = bytes([*range(0x09, 0x0E), *range(0x20, 0x7F)])
_ROWS = bytes((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0), *range(0xAC, 0xD8)))
"""High bytes of East Asian characters, their punctuation, and ASCII."""

_FEWEST = 4
_FEWEST_FREQUENT = 3


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, when the first bytes of a text are in it."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding if _reads_as(head[len(mark) :], encoding) else None
    if len(head) < _FEWEST or not head.translate(None, _PLAIN):
        return None
    zeros = [head[place::4].count(0) for place in range(4)]
    if sum(zeros) * 5 < len(head):
        return None if _is_narrow(head) else _foreign_encoding(head)
    if min(zeros[2:]) * 4 > len(head) * 0.9:
        encoding = "utf-32-le"
    elif min(zeros[:2]) * 4 > len(head) * 0.9:
        encoding = "utf-32-be"
    else:
        encoding = "utf-16-le" if zeros[1] + zeros[3] > zeros[0] + zeros[2] else "utf-16-be"
    return encoding if _reads_as(head, encoding) else None


def _is_narrow(head: bytes) -> bool:
    """Whether the bytes are UTF-8 with few controls but NUL: what is UTF-16 of another script has many, or is not."""
    if (len(head) - len(head.translate(None, _CONTROL_BYTES))) * 20 > len(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _foreign_encoding(head: bytes) -> str | None:
    """UTF-16 of bytes with few NULs: the high bytes of an alphabet are few, those of East Asia in a few ranges, where
    the characters are frequent ones.
    """
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[: len(head) & ~1 : 2])):
        counts = sorted(((high.count(byte), byte) for byte in set(high)), reverse=True)
        most, row = counts[0]
        is_alphabet = (
            0 < row < 0x20 and most * 2 > len(high) and sum(count for count, _ in counts[:3]) * 10 >= 9 * len(high)
        )
        if (is_alphabet or _is_east_asian(head, high, encoding)) and _reads_as(head, encoding):
            return encoding
    return None


def _is_east_asian(head: bytes, high: bytes, encoding: str) -> bool:
    if len(high.translate(None, _ROWS)) * 20 > len(high):
        return False
    beyond = [character for character in head.decode(encoding, "ignore") if character >= "\x80"]
    frequent = sum(character in EAST_ASIAN for character in beyond)
    return frequent >= _FEWEST_FREQUENT and frequent * 3 > len(beyond)


def _reads_as(head: bytes, encoding: str) -> bool:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    return len(_CONTROLS.findall(text)) * 50 <= len(text)
