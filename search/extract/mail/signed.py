"""Messages in an S/MIME envelope (RFC 8551): what was signed can be read, what was encrypted cannot.

Only as much of the Cryptographic Message Syntax (RFC 5652) and of BER (X.690) is read as lies in front of the content.
"""

from collections.abc import Iterator

_ENCRYPTED = (
    bytes.fromhex("2a864886f70d010703"),  # enveloped data
    bytes.fromhex("2a864886f70d0109100117"),  # authenticated enveloped data
)
_SIGNED = bytes.fromhex("2a864886f70d010702")
_NUMBER, _OCTETS, _OBJECT, _SEQUENCE, _SET, _CONTENT = 0x02, 0x04, 0x06, 0x30, 0x31, 0xA0
_CONSTRUCTED = 0x20
_TO_CONTENT = (_SEQUENCE, _OBJECT, _CONTENT, _SEQUENCE, _NUMBER, _SET, _SEQUENCE, _OBJECT, _CONTENT)
"""The elements on the way from the start of signed data to its content; numbers, sets and objects are passed over."""


def is_encrypted(data: bytes) -> bool:
    """Whether this is a message for somebody with a key."""
    return any(identifier in data[:64] for identifier in _ENCRYPTED)


def signed_content(data: bytes) -> bytes | None:
    """What was signed, with its own header; None where this is no signed data, or what was signed is elsewhere."""
    if _SIGNED not in data[:64]:
        return None
    at, end = 0, len(data)
    for tag in _TO_CONTENT:
        if at + 2 > len(data) or data[at] != tag:
            return None
        start, length = _length(data, at + 1)
        at = start + (length or 0) if tag in (_NUMBER, _OBJECT, _SET) else start
        if tag in (_SEQUENCE, _CONTENT) and length is not None:
            end = min(end, start + length)
    content = b"".join(_octets(data, at, end))
    return content or None


def _octets(data: bytes, at: int, end: int) -> Iterator[bytes]:
    """The bytes of an octet string, which may be made of octet strings."""
    while at + 2 <= end and data[at] in (_OCTETS, _OCTETS | _CONSTRUCTED):
        start, length = _length(data, at + 1)
        if data[at] & _CONSTRUCTED:
            at = start
        else:
            at = start + (length or 0)
            yield data[start : min(at, end)]


def _length(data: bytes, at: int) -> tuple[int, int | None]:
    """Where an element's content begins, and its length; None is "until its end is marked"."""
    first = data[at]
    if first < 0x80:
        return at + 1, first
    size = first & 0x7F
    return at + 1 + size, int.from_bytes(data[at + 1 : at + 1 + size], "big") if size else None
