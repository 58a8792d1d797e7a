"""Bytes to text: certain signs first, a statistical guess last. Nothing here raises on any bytes.

The order: byte order mark, the NUL pattern of UTF-16 and UTF-32, ISO-2022 escapes, strict UTF-8, what the document
declares, UTF-8 with a little damage, a sample in which all but ASCII is Western European, and at last
charset_normalizer on that sample.
"""

import codecs
import re

SAMPLE = 65536

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022 = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))
_LEGACY = ("ascii", "big5", "cp", "euc", "gb", "hz", "iso8859", "johab", "koi8", "mac-", "ptcp", "shift_jis", "tis")
# Not the letters that are rare in Western languages and frequent when another encoding is read as this one.
_WESTERN = "ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÙÚÛÜßàáâãäåæçèéêëíîïñòóôöøùúûüœŒ€£§©®°·«»‘’“”„…–—¡ª\xa0".encode("cp1252")
_ASCII = bytes(range(128))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd\ufffe\uffff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """`data` as text, the byte order mark taken off; `declared` is the encoding that the document itself names."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return str(memoryview(data)[len(mark) :], encoding, "replace")
    if (wide := wide_encoding(data[:4096])) is not None:
        return data.decode(wide, "replace")
    for escape, iso_2022 in _ISO_2022:
        if escape in data[:SAMPLE]:
            try:
                return data.decode(iso_2022)
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first_error = error.start
    if declared is not None and (legacy := _legacy(declared)) is not None:
        return data.decode(legacy, "replace")
    text = data.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if text.count("\ufffd") * 10 < beyond_ascii or first_error >= len(data) - 3:
        return text
    return data.decode(_guess(data, first_error), "replace")


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, when the first bytes are text in it: by their mark, or by NULs at every second byte."""
    for mark, encoding in _MARKS:
        if "8" not in encoding and head.startswith(mark):
            return encoding if _reads_as(head[len(mark) :], encoding) else None
    zeros = [head[place::4].count(0) for place in range(4)]
    if len(head) < 4 or sum(zeros) * 5 < len(head):
        return None
    if min(zeros[2:]) * 4 > len(head) * 0.9:
        encoding = "utf-32-le"
    elif min(zeros[:2]) * 4 > len(head) * 0.9:
        encoding = "utf-32-be"
    else:
        encoding = "utf-16-le" if zeros[1] + zeros[3] > zeros[0] + zeros[2] else "utf-16-be"
    return encoding if _reads_as(head, encoding) else None


def _reads_as(head: bytes, encoding: str) -> bool:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    return len(_CONTROLS.findall(text)) * 50 <= len(text)


def _legacy(name: str) -> str | None:
    """The codec that web browsers mean by `name`; None when it is unknown or not a plain character set."""
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    if codec in ("ascii", "iso8859-1"):
        return "cp1252"
    return codec if codec.startswith(_LEGACY) else None


def _guess(data: bytes, first_error: int) -> str:
    start = max(data.rfind(b"\n", 0, first_error) + 1, first_error - SAMPLE // 2)
    sample = data[start : start + SAMPLE]
    if start + SAMPLE < len(data):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    beyond_ascii = sample.translate(None, _ASCII)
    if len(beyond_ascii) * 4 < len(sample) and not beyond_ascii.translate(None, _WESTERN):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=5, chunk_size=512).best()
    return (best is not None and _legacy(best.encoding)) or "cp1252"
