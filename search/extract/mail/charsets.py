"""Bytes of mail to text by the name or the number of a character set, of which both are often wrong."""

from search.extract.decoding import decode

_SAY_NOTHING = frozenset(("", "ascii", "us-ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "8bit", "default"))
"""Names that are given where nobody knew better. Beyond ASCII the bytes themselves say more."""

_SEVEN_BIT_UNICODE = frozenset(("utf-7", "unicode-1-1-utf-7", "cp65000"))
_CODE_PAGES = {
    10000: "mac-roman",
    10007: "mac-cyrillic",
    20127: "us-ascii",
    20866: "koi8-r",
    20932: "euc_jp",
    21866: "koi8-u",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    51932: "euc_jp",
    51949: "euc_kr",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
    **{28590 + part: f"iso-8859-{part}" for part in range(1, 17)},
}


def in_charset(data: bytes, name: str | None) -> str:
    """`data` as text; `name` is what the mail says of it (RFC 2046, 4.1.2). Never raises."""
    known = (name or "").partition("*")[0].strip(" \t\"'").lower()
    if known in _SEVEN_BIT_UNICODE:
        return data.decode("utf-7", "replace")
    return decode(data, None if known in _SAY_NOTHING else known)


def in_code_page(data: bytes, charset: str | None) -> str:
    """A text as Windows keeps it, with or without a NUL behind it; `charset` is as of `code_page_name`."""
    return in_charset(data.rstrip(b"\0"), charset)


def code_page_name(number: int) -> str:
    """The name of a Windows code page."""
    return _CODE_PAGES.get(number, f"cp{number}")
