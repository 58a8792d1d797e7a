"""The control words of RTF that bear on text (Rich Text Format Specification 1.9.1)."""


def names(words: bytes) -> frozenset[bytes]:
    """The words of a list."""
    return frozenset(words.split())


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
    b"bkmkstart colortbl datafield falt filetbl fldtype fontemb formfield ftncn ftnsep ftnsepc "
    b"generator info hlinkbase objalias objclass objdata objname objsect "
    b"objtime pict pntxta pntxtb printim private buptim revtbl rxe shprslt nonesttables tc template txe xe "
    b"listtable listoverridetable rsidtbl themedata userprops xmlnstbl mmathPict".split()
)
"""Destinations that hold no text of the document."""

FILED_UNDER = (b"subject", b"keywords", b"doccomm", b"comment", b"category", b"manager", b"company")
"""Destinations of the group `info` with words that someone has filed the document under."""

CAPTURED = frozenset((b"title", b"author", b"operator", b"fldinst", b"sn", b"sv", b"stylesheet", *FILED_UNDER))
"""Destinations whose text says something about the document."""

TIMES = frozenset((b"creatim", b"revtim"))
SHAPE_TEXTS = frozenset(("wzDescription", "gtextUNICODE"))
"""Properties of shapes that are text: the alternative text, and letters that are drawn as a picture."""
