"""What passes between processes: frames, each a JSON header and bytes."""

import json
import struct
from typing import BinaryIO

_SIZES = struct.Struct("<QQ")
_SMALL = 1 << 13
"""Bytes that are copied sooner than they are written one by one."""


def send(pipe: BinaryIO, header: object, *body: bytes) -> None:
    """Write one frame, all the way."""
    write(pipe, header, *body)
    pipe.flush()


def write(pipe: BinaryIO, header: object, *body: bytes) -> None:
    """Write one frame, and leave it to `pipe` when it goes out."""
    encoded = json.dumps(header).encode()
    size = sum(map(len, body))
    if size <= _SMALL:
        pipe.write(b"".join((_SIZES.pack(len(encoded), size), encoded, *body)))
        return
    pipe.write(_SIZES.pack(len(encoded), size) + encoded)
    for part in body:
        pipe.write(part)


def receive(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """The header, still JSON, and the body of the next frame; None at the end, also in the middle of a frame."""
    sizes = pipe.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    header_size, body_size = _SIZES.unpack(sizes)
    header, body = pipe.read(header_size), pipe.read(body_size)
    return (header, body) if len(header) == header_size and len(body) == body_size else None


def take(buffer: bytearray, most: int) -> tuple[bytes, bytes] | None:
    """The first frame in `buffer`, removed from it; None while it is not complete.

    ValueError when it is going to have more than `most` bytes.
    """
    if len(buffer) < _SIZES.size:
        return None
    header_size, body_size = _SIZES.unpack_from(buffer)
    if header_size + body_size > most:
        raise ValueError("the frame is too large")
    start = _SIZES.size + header_size
    end = start + body_size
    if len(buffer) < end:
        return None
    frame = bytes(buffer[_SIZES.size : start]), bytes(buffer[start:end])
    del buffer[:end]
    return frame
