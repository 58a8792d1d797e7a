"""Tar archives and compressed files: endless ones, broken ones, and links out of them."""

import bz2
import gzip
import lzma
import tarfile
import zlib

from tests.faults.hostile.case import FAILED, OK, PARTIAL, TOO_LARGE, WORD, Case, Scale, cut, noise
from tests.faults.hostile.zip_archives import LINE, PIECE
from tests.faults.hostile.zips import deflated

LINK, HARD_LINK, PIPE, DEVICE = tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE


def gzipped(*runs: tuple[bytes, int]) -> bytes:
    """One stream that unpacks to `runs`."""
    check = size = 0
    for content, times in runs:
        size += len(content) * times
        for _ in range(times):
            check = zlib.crc32(content, check)
    ending = check.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\2\xff" + deflated(*runs) + ending


def gzip_bomb(scale: Scale) -> bytes:
    return gzipped((PIECE, scale.of(20, 1_000)))


def gzip_bombs(scale: Scale) -> bytes:
    return gzipped((PIECE, 4)) * scale.of(10, 1_000)


def bzip2_bomb(scale: Scale) -> bytes:
    return bz2.compress(PIECE * 8) * scale.of(2, 60)


def xz_bomb(scale: Scale) -> bytes:
    return lzma.compress(PIECE * 8, preset=1) * scale.of(2, 60)


def xz_dictionary() -> bytes:
    """A stream whose header asks for 4 GB of memory to unpack it (the .xz file format, 5.3.1)."""
    largest = 40
    block = bytes([2, 0, 0x21, 1, largest]) + bytes(3)
    flags = b"\0\4"
    start = b"\xfd7zXZ\0" + flags + zlib.crc32(flags).to_bytes(4, "little")
    return start + block + zlib.crc32(block).to_bytes(4, "little") + noise(5_000)


def gzip_named(name: bytes) -> bytes:
    return b"\x1f\x8b\x08\x08\0\0\0\0\2\xff" + name + b"\0" + gzip.compress(LINE, mtime=0)[10:]


def member(name: str, content: bytes) -> bytes:
    """A member of a tar archive, as it stands there."""
    return header(name, len(content)) + content + bytes(-len(content) % 512)


def header(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, target: str = "") -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, target
    return info.tobuf(tarfile.GNU_FORMAT)


END = bytes(10_240)
GOOD_TAR = member("a.txt", LINE) + member("b.txt", PIECE) + END


def escaping_tar() -> bytes:
    names = ("../../../escaped.txt", "/escaped.txt", "a/../../escaped.txt")
    return b"".join(member(name, LINE) for name in names) + END


def links_and_devices(scale: Scale) -> bytes:
    secret = str(scale.secret)
    links = header("link.txt", kind=LINK, target=secret) + header("hard.txt", kind=HARD_LINK, target=secret)
    devices = header("pipe.txt", kind=PIPE) + header("zero.txt", kind=DEVICE)
    return links + devices + header("loop", kind=LINK, target=".") + member("loop/a.txt", LINE) + END


def tar_bomb(scale: Scale) -> bytes:
    pieces = scale.of(80, 1_024)
    return gzipped((member("a.txt", LINE) + header("zeros", pieces << 20), 1), (bytes(1 << 20), pieces), (END, 1))


def packed_tar() -> bytes:
    return gzip.compress(member("a.txt", LINE) + member("b.txt", noise(90_000)) + END, mtime=0)


def long_name_tar() -> bytes:
    """A name of a million letters."""
    size = 512 * 2_000
    long = header("././@LongLink", size, tarfile.GNUTYPE_LONGNAME) + b"n" * size
    return long + member("n", LINE) + member("a.txt", LINE) + END


HARD = noise(20_000).hex().encode()
"""A text that does not pack well."""
TWO_STREAMS = gzip.compress(b"sparrow\n", mtime=0) + gzip.compress(LINE, mtime=0)
LYING_TAR = member("a.txt", LINE) + header("huge.txt", 8 << 60) + LINE

CASES = (
    Case("bomb.txt.gz", OK, "1 GB in 1 MB: the member is too large", gzip_bomb, (), {"content": TOO_LARGE}),
    Case("bombs.gz", OK, "4 GB in a thousand streams", gzip_bombs, (), {"content": TOO_LARGE}),
    Case("two.txt.gz", OK, "two streams one behind the other: both are read", TWO_STREAMS, ("sparrow", WORD)),
    Case("name.gz", OK, "the name inside leads elsewhere", gzip_named(b"../../../escaped\x1b[31m.txt")),
    Case("half.txt.gz", OK, "50 %", cut(gzip.compress(LINE + HARD), 50), (WORD,), {"content": PARTIAL}),
    Case("nearly.txt.gz", OK, "99 %", cut(gzip.compress(LINE + HARD), 99), (WORD,), {"content": PARTIAL}),
    Case("bomb.txt.bz2", OK, "500 MB in 5 KB", bzip2_bomb, (), {"content": TOO_LARGE}),
    Case("half.txt.bz2", OK, "50 % of a block is nothing", cut(bz2.compress(LINE), 50), (), {"content": FAILED}),
    Case("bomb.txt.xz", OK, "500 MB in 80 KB", xz_bomb, (), {"content": TOO_LARGE}),
    Case("dictionary.txt.xz", OK, "4 GB of memory to unpack it", xz_dictionary(), (), {"content": FAILED}),
    Case("nearly.txt.xz", OK, "99 %", cut(lzma.compress(LINE + HARD), 99), (WORD,), {"content": PARTIAL}),
    Case("escaping.tar", OK, "names that lead out of the folder: names and no more", escaping_tar()),
    Case("links.tar", OK, "links, a pipe and a device: nothing to read", links_and_devices),
    Case("long-name.tar", OK, "a name of a million letters", lambda scale: long_name_tar()),
    Case("lying.tar", PARTIAL, "a member larger than all disks", LYING_TAR),
    Case("half.tar", PARTIAL, "50 %: the first member is whole", cut(GOOD_TAR, 50)),
    Case("nearly.tar", PARTIAL, "98 %: the first member is whole", cut(GOOD_TAR, 98)),
    Case("half.tar.gz", PARTIAL, "50 %: the first member is whole", cut(packed_tar(), 50)),
    Case("bomb.tar.gz", PARTIAL, "a member of 1 GB behind a good one", tar_bomb),
    Case("garbage.7z", FAILED, "noise behind the signature", b"7z\xbc\xaf\x27\x1c\0\4" + noise(5_000), ()),
)
