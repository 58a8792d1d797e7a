"""The control words of RTF that bear on text (Rich Text Format Specification 1.9.1), and its character sets."""

CHARACTERS = {
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
    b"ltrmark": "\u200e",
    b"rtlmark": "\u200f",
    b"~": "\xa0",
    b"_": "\u2011",
    b"{": "{",
    b"}": "}",
    b"\\": "\\",
    b"\t": "\t",
}
"""What stands for characters; the hyphen that is shown only at a line's end stands for none."""

PARAGRAPH_ENDS = frozenset((b"par", b"sect", b"page", b"column", b"\n", b"\r"))

ASIDES = frozenset(
    b"header headerl headerr headerf footer footerl footerr footerf footnote annotation atnauthor shptxt "
    b"dptxbxtext".split()
)
"""Destinations with text that is read elsewhere than in the paragraph that they are written in."""

SHOWN = frozenset(b"do moMath moMathPara nesttableprops picprop shpgrp shpinst shppict ud".split())
"""Destinations marked as such that a reader may not know, whose text, or that of destinations in them, is shown."""

HIDDEN = frozenset(
    b"aftncn aftnsep aftnsepc atndate atnicn atnid atnparent atnref atntime atrfend atrfstart background bkmkend "
    b"bkmkstart colortbl company datafield doccomm falt filetbl fldtype fontemb formfield ftncn ftnsep ftnsepc "
    b"generator info keywords category comment manager subject hlinkbase objalias objclass objdata objname objsect "
    b"objtime pict pntxta pntxtb printim private buptim revtbl rxe shprslt nonesttables tc template txe xe "
    b"listtable listoverridetable rsidtbl themedata userprops xmlnstbl mmathPict".split()
)
"""Destinations that hold no text of the document."""

CAPTURED = frozenset((b"title", b"author", b"operator", b"fldinst", b"sn", b"sv", b"stylesheet"))
"""Destinations whose text says something about the document."""

TIMES = frozenset((b"creatim", b"revtim"))
SHAPE_TEXTS = frozenset(("wzDescription", "gtextUNICODE"))
"""Properties of shapes that are text: the alternative text, and letters that are drawn as a picture."""

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
