"""Bytes to text: certain signs first, a statistical guess last. Nothing here raises on any bytes.

The order: byte order mark, the NUL pattern of UTF-16 and UTF-32, escapes of seven-bit encodings, strict UTF-8, what the
document declares, UTF-8 in which some bytes are of a *legacy* encoding (one of before Unicode), a legacy encoding.
"""

import codecs
import re
from functools import lru_cache

from search.extract.guessing import guess
from search.extract.wide import MARKS, wide_encoding

SAMPLE = 65536
"""Bytes from which the signs are read."""

_DAMAGE_SAMPLE = 1 << 20

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

_WITHIN_WORD = re.compile(rb"[A-Za-z\x80-\xff][\x80-\xff]|[\x80-\xff][A-Za-z]")
_ESCAPED = tuple(map(chr, range(0xDC80, 0xDD00)))
_HZ_LEADS = bytes(range(0x21, 0x58))
_HZ_PART = re.compile(rb"~\{((?:[!-w][!-~])+)~\}")
_LEADS = bytes(range(0xC2, 0xF5))
_PART = re.compile(rb"[\xc2\xc3]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2}")
"""What may be left of a character at the end of a text in ASCII otherwise; one byte alone can be a letter of others."""

_ASCII = bytes(range(0x80))
_STRAY_SIGNS = "€…‘’“”•–—™£§©«®°»".encode("cp1252")
_WESTERN = ("cp1252", "iso8859-15")
_MULTIBYTE = ("big5", "cp932", "cp949", "euc", "gb", "johab", "shift_jis")


def decode(data: bytes, declared: str | None = None) -> str:
    """`data` as text, the byte order mark taken off; `declared` is the encoding that the document itself names."""
    if (found := stateful_encoding(data)) is not None:
        encoding, mark = found
        return str(memoryview(data)[mark:], encoding, "replace")
    return decode_part(data, None if declared is None else _legacy(declared))[0]


def stateful_encoding(data: bytes) -> tuple[str, int] | None:
    """The encoding of a text that cannot be read from just any line on, and the length of its byte order mark."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    if (wide := wide_encoding(data[:4096])) is not None:
        return wide, 0
    sample = data[:SAMPLE]
    if b"\x1b$" in sample:
        for escape, encodings in _SEVEN_BIT:
            if escape in sample:
                return next(((encoding, 0) for encoding in encodings if _decodes(data, encoding)), None)
    if b"~{" in sample and sample.isascii() and _is_hz(sample) and _decodes(data, "hz"):
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
    if legacy is None and _is_cut(data, damage):
        return data.decode("utf-8", "replace"), None
    start = data.rfind(b"\n", 0, damage) + 1
    sample = data[max(start, damage - SAMPLE) : damage + _DAMAGE_SAMPLE]
    shown = sample.decode("utf-8", "surrogateescape")
    damaged = sum(map(shown.count, _ESCAPED))
    before = data[max(0, damage - _DAMAGE_SAMPLE) : start]
    sound = len(shown) - len(shown.encode("ascii", "ignore")) - damaged + _letters_beyond_ascii(before)
    if sound * 2 < damaged:
        is_cut = damage + _DAMAGE_SAMPLE < len(data)
        legacy = legacy or guess(_lines_beyond_ascii(sample, is_cut=is_cut)) or "cp1252"
        if not sound or legacy not in _WESTERN:
            return data.decode(legacy, "replace"), legacy
    legacy = legacy or _stray_encoding(_foreign_lines(shown))
    if legacy is None:
        return data.decode("utf-8", "replace"), None
    return data.decode("utf-8", _repair_with(legacy)), legacy


def _is_cut(data: bytes, damage: int) -> bool:
    """Whether `data`, which is UTF-8 up to `damage`, ends there within a character."""
    rest = data[damage:]
    if len(rest) > 3 or rest.endswith(b"\n"):
        return False
    return not data[:damage].isascii() or (_PART.fullmatch(rest) is not None)


def _letters_beyond_ascii(data: bytes) -> int:
    """How many characters of more than one byte are in bytes that are UTF-8."""
    return 0 if data.isascii() else len(data) - len(data.translate(None, _LEADS))


def _stray_encoding(foreign: bytes) -> str | None:
    """What bytes that are not UTF-8 are in, in a text that is; None when they may be in nothing.

    Letters are within words, where the encoding can be guessed; what stands alone is a sign of Windows, or damage.
    """
    if _WITHIN_WORD.search(foreign):
        return guess(foreign)
    return "cp1252" if foreign and not foreign.translate(None, _ASCII + _STRAY_SIGNS) else None


def _is_hz(sample: bytes) -> bool:
    """Whether what is set apart as Chinese (RFC 1843) is mostly punctuation and characters of the first level."""
    parts = _HZ_PART.findall(sample)
    leads = b"".join(part[::2] for part in parts)
    frequent = len(leads) - len(leads.translate(None, _HZ_LEADS))
    return sample.count(b"~{") - len(parts) <= 1 and bool(leads) and frequent * 5 >= len(leads) * 4


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


def _lines_beyond_ascii(sample: bytes, *, is_cut: bool) -> bytes:
    """The lines of a sample that have more than ASCII, without the last where it may be cut within a character."""
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    return b"\n".join(lines[:-1] if is_cut and len(lines) > 1 else lines)


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
