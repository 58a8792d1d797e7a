"""What bodies are wrapped in on their way (RFC 2045, 6: base64 and quoted-printable; uuencode), and that undone.

What is damaged is undone as far as it goes. Nothing here raises on any bytes.
"""

import re
from binascii import Error, a2b_base64, a2b_qp, a2b_uu
from collections.abc import Iterator

PIECE = 1 << 20

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_UUENCODED = frozenset(("x-uuencode", "uuencode", "x-uue", "uue"))
_WORDS = re.compile(rb"^[^\n]*[^\s][ \t]+[^\s]", re.MULTILINE)
_SPACES, _RULES = b" \t\r\n", b"_-*=#~."
_LOOKED_AT = 200
_MOSTLY = 0.75


def unpacked(data: bytes, encoding: str) -> bytes:
    """A body that is text, whole. Words that somebody added behind base64, or that are called so, are kept."""
    if encoding == "base64":
        added = _WORDS.search(data)
        end = added.start() if added is not None else len(data)
        start = data[: min(end, _LOOKED_AT)].translate(None, _SPACES).rstrip(_RULES)
        if len(start.translate(None, _NOT_BASE64)) < len(start) * _MOSTLY or not start:
            return data
        return unpacked_base64(data[:end]) + (b"\n" + data[end:] if added is not None else b"")
    return b"".join(unpacked_pieces(data, 0, len(data), encoding))


def unpacked_pieces(source: bytes, start: int, end: int, encoding: str) -> Iterator[bytes]:
    """The body in `source` from `start` to `end`, piece by piece."""
    if encoding == "base64":
        yield from _from_base64(source, start, end)
    elif encoding == "quoted-printable":
        yield a2b_qp(source[start:end])
    elif encoding in _UUENCODED:
        yield from from_uuencoded(source[start:end].split(b"\n"))
    else:
        yield from (source[at : min(at + PIECE, end)] for at in range(start, end, PIECE))


def unpacked_base64(data: bytes) -> bytes:
    """Base64 with anything between its characters, and as much of it as there is."""
    return b"".join(_from_base64(data, 0, len(data)))


def from_uuencoded(lines: list[bytes]) -> Iterator[bytes]:
    """The bytes that uuencoded lines stand for, with or without "begin" and "end" around them; broken ones are passed
    over."""
    for line in lines:
        line = line.rstrip(b"\r")
        if line.startswith(b"begin ") or line in (b"end", b"", b"`"):
            continue
        try:
            yield a2b_uu(line)
        except Error:
            # Some encoders count the bytes of the last group wrongly (as the standard library's uu once worked around).
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                yield a2b_uu(line[:length])
            except Error:
                continue


def _from_base64(source: bytes, start: int, end: int) -> Iterator[bytes]:
    rest = b""
    for at in range(start, end, PIECE):
        characters = rest + source[at : min(at + PIECE, end)].translate(None, _NOT_BASE64)
        whole = len(characters) // 4 * 4
        yield _quads(characters[:whole])
        rest = characters[whole:]
    if len(rest) > 1:
        yield _quads(rest + b"==")


def _quads(characters: bytes) -> bytes:
    """What whole groups of four stand for; where padding ends one text, another may follow."""
    parts = (part[: len(part) - (len(part) % 4 == 1)] for part in characters.split(b"=") if part)
    return b"".join(a2b_base64(part + b"=" * (-len(part) % 4)) for part in parts)
