"""Pictures: too large when unpacked, cut, or with loops in what they say of themselves."""

import struct
import zlib

from tests.faults.hostile.case import NEEDS_OCR, Case, cut, noise
from tests.faults.hostile.zips import deflated


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    pieces = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(bytes(1_000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data)) for name, data in pieces
    )


def tiff(following: int) -> bytes:
    """One list of one entry, a width of 1; `following` is where the next list stands."""
    return b"II*\0" + struct.pack("<LH2HLL", 8, 1, 256, 4, 1, 1) + struct.pack("<L", following)


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    return b"\xff\xd8" + b"".join(struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in segments)


EXIF = b"Exif\0\0" + tiff(8)
COMMENT = b"Comment\0\0" + b"\x78\x9c" + deflated((bytes(1 << 20), 1_024))
FRAME = struct.pack(">BHHB", 8, 60_000, 60_000, 1) + b"\1\x11\0"

HALF_PNG = cut(png(100, 10, (b"tEXt", b"a\0" + b"b" * 5_000)), 50)
HALF_JPEG = cut(jpeg((0xE0, b"JFIF\0" + bytes(9)), (0xC0, FRAME), (0xDA, bytes(10))) + noise(5_000), 50)

CASES = (
    Case("huge.png", NEEDS_OCR, "3.6 thousand million pixels", png(60_000, 60_000), ()),
    Case("comment.png", NEEDS_OCR, "a comment of 1 GB in 1 MB", png(100, 10, (b"zTXt", COMMENT)), ()),
    Case("half.png", NEEDS_OCR, "half of a picture is still one", HALF_PNG, ()),
    Case("loop.tif", NEEDS_OCR, "its list of pages is a circle", tiff(8), ()),
    Case("exif.jpg", NEEDS_OCR, "what it says of itself is a circle", jpeg((0xE1, EXIF), (0xC0, FRAME)), ()),
    Case("half.jpg", NEEDS_OCR, "half of a picture is still one", HALF_JPEG, ()),
)
