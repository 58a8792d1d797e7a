"""Names of zip members as UTF-8. Old archives have them in what their maker's system wrote, without saying which."""

SAMPLE = 1 << 16
"""Bytes of names that are enough for a guess."""

_ASCII = bytes(range(128))
_DOS_LETTERS = bytes(range(0x80, 0xA6)).translate(None, b"\x9b\x9c\x9d\x9e\x9f") + b"\xe1"
_WINDOWS_LETTERS = "ÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜßàáâäåæçèéêëìíîïñòóôöøùúûüœŒ–’".encode("cp1252")
_CANDIDATES = ["cp437", "cp850", "cp852", "cp866", "cp1250", "cp1251", "cp1252", "cp932", "gb18030", "big5", "euc_kr"]


def legacy_encoding(sample: bytes) -> str:
    """The encoding of names that are not UTF-8, one a line: cp437 as the specification has it, or a guess."""
    beyond_ascii = sample.translate(None, _ASCII)
    if len(beyond_ascii) * 4 < len(sample):
        if not beyond_ascii.translate(None, _DOS_LETTERS):
            return "cp437"
        if not beyond_ascii.translate(None, _WINDOWS_LETTERS):
            return "cp1252"
    if not beyond_ascii:
        return "cp437"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=5, chunk_size=512, cp_isolation=_CANDIDATES).best()
    return best.encoding if best is not None else "cp437"


def as_utf8(name: bytes, encoding: str) -> bytes:
    """A name in UTF-8, taken to be in `encoding` unless it is UTF-8 already."""
    return name if is_utf8(name) else name.decode(encoding, "replace").encode()


def is_utf8(name: bytes) -> bool:
    """Whether a name is UTF-8, as ASCII is too."""
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
