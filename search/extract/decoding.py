"""Bytes to text: certain signs first, a statistical guess last. Nothing here raises on any bytes.

The order: byte order mark, the NUL pattern of UTF-16 and UTF-32, escapes of seven-bit encodings, strict UTF-8, what the
document declares, UTF-8 in which some bytes are of a *legacy* encoding (one of before Unicode), a legacy encoding.
"""

import codecs
import re
from functools import lru_cache

from search.extract.guessing import guess, is_chinese

SAMPLE = 65536
"""Bytes from which the signs are read."""

_DAMAGE_SAMPLE = 1 << 20

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_MARKS = tuple(mark for mark, encoding in _MARKS if encoding != "utf-8")
_SEVEN_BIT = (
    (b"\x1b$B", ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_3")),
    (b"\x1b$@", ("iso2022_jp", "iso2022_jp_2")),
    (b"\x1b$(", ("iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_2004")),
    (b"\x1b$A", ("iso2022_jp_2",)),
    (b"\x1b$)C", ("iso2022_kr",)),
)
_LEGACY = ("ascii", "big5", "cp", "euc", "gb", "hz", "iso8859", "johab", "koi8", "mac-", "ptcp", "shift_jis", "tis")
_WEB_NAMES = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "windows-949": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "koi8": "koi8-r",
    "koi": "koi8-r",
    "koi8-ru": "koi8-u",
}
"""What web browsers mean by a name, of a codec or of the Encoding Standard (WHATWG), where Python has another view."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd\ufffe\uffff]")
_WITHIN_WORD = re.compile(rb"[A-Za-z\x80-\xff][\x80-\xff]|[\x80-\xff][A-Za-z]")
_MULTIBYTE = ("big5", "cp932", "cp949", "euc", "gb", "johab", "shift_jis")


def decode(data: bytes, declared: str | None = None) -> str:
    """`data` as text, the byte order mark taken off; `declared` is the encoding that the document itself names."""
    if (found := stateful_encoding(data)) is not None:
        encoding, mark = found
        return str(memoryview(data)[mark:], encoding, "replace")
    return decode_part(data, None if declared is None else _legacy(declared))[0]


def stateful_encoding(data: bytes) -> tuple[str, int] | None:
    """The encoding of a text that cannot be read from just any line on, and the length of its byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark) and encoding != "utf-8":
            return encoding, len(mark)
    if (wide := wide_encoding(data[:4096])) is not None:
        return wide, 0
    sample = data[:SAMPLE]
    if b"\x1b$" in sample:
        for escape, encodings in _SEVEN_BIT:
            if escape in sample:
                return next(((encoding, 0) for encoding in encodings if _decodes(data, encoding)), None)
    if b"~{" in sample and sample.isascii() and _decodes(data, "hz") and is_chinese(sample.decode("hz", "replace")):
        return "hz", 0
    return None


def decode_part(data: bytes, legacy: str | None) -> tuple[str, str | None]:
    """Whole lines of a text that is not in a stateful encoding, and its legacy encoding if it has any.

    `legacy` is the one that was declared or found before; it counts only where the bytes are not UTF-8.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), legacy
    except UnicodeDecodeError as error:
        damage = error.start
    if legacy is None and damage >= len(data) - 3 and not data[:damage].isascii():
        return data.decode("utf-8", "replace"), None
    start = data.rfind(b"\n", 0, damage) + 1
    sample = data[max(start, damage - SAMPLE) : damage + _DAMAGE_SAMPLE]
    shown = sample.decode("utf-8", "surrogateescape")
    damaged = sum(map(shown.count, _ESCAPED))
    sound = len(shown) - len(shown.encode("ascii", "ignore")) - damaged
    if sound * 2 < damaged:
        legacy = legacy or guess(_whole_lines(sample)) or "cp1252"
        return data.decode(legacy, "replace"), legacy
    foreign = _foreign_lines(shown)
    legacy = legacy or (guess(foreign) if _WITHIN_WORD.search(foreign) else None)
    if legacy is None:
        return data.decode("utf-8", "replace"), None
    return data.decode("utf-8", _repair_with(legacy)), legacy


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, when the first bytes are text in it: by their mark, or by where their NULs are."""
    if head.startswith(_WIDE_MARKS):
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding if _reads_as(head[len(mark) :], encoding) else None
    if b"\0" not in head or len(head) < 4:
        return None
    zeros = [head[place::4].count(0) for place in range(4)]
    little = zeros[1] + zeros[3] > zeros[0] + zeros[2]
    if sum(zeros) * 5 < len(head):
        encoding = "utf-16-le" if little else "utf-16-be"
        return encoding if _is_foreign_wide(head, zeros, little) and _reads_as(head, encoding) else None
    if min(zeros[2:]) * 4 > len(head) * 0.9:
        encoding = "utf-32-le"
    elif min(zeros[:2]) * 4 > len(head) * 0.9:
        encoding = "utf-32-be"
    else:
        encoding = "utf-16-le" if little else "utf-16-be"
    return encoding if _reads_as(head, encoding) else None


def _is_foreign_wide(head: bytes, zeros: list[int], little: bool) -> bool:
    """Whether bytes with few NULs are UTF-16 of another script: its high bytes are few, or those of East Asia."""
    in_place, elsewhere = (zeros[1] + zeros[3], zeros[0] + zeros[2])[:: 1 if little else -1]
    high = head[1 if little else 0 :: 2]
    if elsewhere or in_place * 100 < len(high):
        return False
    counts = sorted((high.count(byte) for byte in set(high)), reverse=True)
    east_asian = len(high) - len(high.translate(None, _EAST_ASIAN))
    return sum(counts[:3]) * 10 >= len(high) * 9 or east_asian * 20 >= len(high) * 19


_EAST_ASIAN = bytes((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0), *range(0xAC, 0xD8)))
_ESCAPED = tuple(map(chr, range(0xDC80, 0xDD00)))


def _reads_as(head: bytes, encoding: str) -> bool:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    return len(_CONTROLS.findall(text)) * 50 <= len(text)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(data[:SAMPLE])
    except UnicodeDecodeError:
        return False
    return True


def _legacy(name: str) -> str | None:
    """The codec that web browsers mean by `name`; None when it is unknown or not a plain character set."""
    name = name.strip().lower()
    try:
        codec = _WEB_NAMES.get(name) or codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    codec = _WEB_NAMES.get(codec, codec)
    return codec if codec.startswith(_LEGACY) else None


def _whole_lines(sample: bytes) -> bytes:
    """The lines of a sample that have more than ASCII, but for the last, which may be cut within a character."""
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    return b"\n".join(lines[:-1] if len(lines) > 1 else lines)


def _foreign_lines(shown: str) -> bytes:
    """What is not UTF-8 in a sample, with the ASCII around it."""
    lines = (line for line in shown.split("\n") if any("\udc80" <= character <= "\udcff" for character in line))
    kept = "\n".join(lines)[:SAMPLE]
    return "".join(each for each in kept if each < "\x80" or "\udc80" <= each <= "\udcff").encode(
        "ascii", "surrogateescape"
    )


@lru_cache(maxsize=64)
def _repair_with(legacy: str) -> str:
    """The name of an error handler that reads what is not UTF-8 in `legacy`, up to the next ASCII character, or to the
    end of the line where ASCII bytes can be the second half of a character.
    """

    def repaired(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        data, start = error.object, error.start
        found = stop.search(data, start + 1)
        end = found.start() if found is not None else len(data)
        return data[start:end].decode(legacy, "replace"), end

    stop = re.compile(b"\n" if legacy.startswith(_MULTIBYTE) else b"[\x00-\x7f]")
    name = f"search.extract.{legacy}"
    codecs.register_error(name, repaired)
    return name
