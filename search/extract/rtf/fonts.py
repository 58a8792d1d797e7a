"""The fonts of an RTF document, which say in what encoding their text is written."""

_SINGLE_BYTE = (720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874, *range(1250, 1259))
CODE_PAGES = {
    **{page: f"cp{page}" for page in (437, 932, 949, 950, *_SINGLE_BYTE)},
    708: "iso8859-6",
    936: "gb18030",
    1361: "johab",
    10000: "mac-roman",
    10001: "cp932",
    10002: "cp950",
    10003: "cp949",
    10006: "mac-greek",
    10007: "mac-cyrillic",
    10008: "gb18030",
    10029: "mac-latin2",
    10081: "mac-turkish",
    54936: "gb18030",
    65001: "utf-8",
}
"""Codecs by the number of the code page."""

DOUBLE_BYTE = frozenset(("cp932", "cp949", "cp950", "gb18030", "johab"))

CHARSETS = {
    77: 10000,
    78: 10001,
    79: 10003,
    80: 10008,
    81: 10002,
    85: 10006,
    86: 10081,
    88: 10029,
    89: 10007,
    128: 932,
    129: 949,
    130: 1361,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
    254: 437,
    255: 850,
}
"""Code pages by the character set of a font; a font of any other one is in the code page of the document."""

FONT_SUFFIXES = {
    "CE": 1250,
    "CYR": 1251,
    "GREEK": 1253,
    "TUR": 1254,
    "(HEBREW)": 1255,
    "(ARABIC)": 1256,
    "BALTIC": 1257,
    "(VIETNAMESE)": 1258,
}
"""Code pages by how the name of a font ends that says no character set of its own."""


class Fonts:
    """The table of fonts in the making: `current` is the number of the one that is declared."""

    def __init__(self) -> None:
        self.current = 0
        self.default = 0
        self._codecs: dict[int, str] = {}

    def codec(self, number: int) -> str | None:
        """The codec of a font; None when it is that of the document."""
        return self._codecs.get(number)

    def declare_charset(self, charset: int) -> None:
        """The current font is of a character set; what it said before counts."""
        if charset in CHARSETS:
            self._codecs.setdefault(self.current, CODE_PAGES[CHARSETS[charset]])

    def declare_page(self, page: int) -> None:
        """The current font is of a code page."""
        if page in CODE_PAGES:
            self._codecs[self.current] = CODE_PAGES[page]

    def declare_name(self, name: str) -> None:
        """The current font has a name, which counts where it says nothing else."""
        suffix = name.strip(" ;").rpartition(" ")[2].upper()
        if suffix in FONT_SUFFIXES:
            self._codecs.setdefault(self.current, CODE_PAGES[FONT_SUFFIXES[suffix]])
