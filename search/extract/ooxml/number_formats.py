"""Numbers as the cells of a workbook show them: a number format, by its code, makes the text of a number.

Dates whose look depends on the system of the reader (the built-in formats 14 and 22) are shown as ISO 8601.
"""

import operator
from collections.abc import Callable
from typing import NamedTuple

from search.extract.ooxml.format_codes import Section, sections_of
from search.extract.ooxml.shown_dates import date_shower
from search.extract.ooxml.shown_numbers import general, number_shower

GENERAL = "General"
_ACCOUNT = '_(* #,##0{0}_);_(* (#,##0{0});_(* "-"_);_(@_)'
BUILT_IN: dict[int, str] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((5, 6), "$#,##0_);($#,##0)"),
    **dict.fromkeys((7, 8), "$#,##0.00_);($#,##0.00)"),
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd hh:mm",
    **dict.fromkeys((37, 38), "#,##0_);(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00_);(#,##0.00)"),
    41: _ACCOUNT.format(""),
    42: _ACCOUNT.format("").replace("* ", "$* "),
    43: _ACCOUNT.format(".00"),
    44: _ACCOUNT.format(".00").replace("* ", "$* "),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((32, 34), "h:mm"),
    **dict.fromkeys((33, 35), "h:mm:ss"),
}
"""The codes of the formats that workbooks use without writing them down (ECMA-376 part 1, 18.8.30)."""

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_NEGATIVE = frozenset(("<", "<="))


class Format(NamedTuple):
    """`number` makes the text of a number; `before` and `after` stand around the text of a cell that has no number."""

    number: Callable[[float], str]
    before: str = ""
    after: str = ""


def compiled(code: str, epoch_1904: bool = False) -> Format:
    """The format of a code; `epoch_1904`: days are counted from 1904 rather than from 1900.

    A number that the format would hide, or cannot show, is shown as General: what is in a cell is never nothing.
    """
    if code in (GENERAL, "@"):
        return Format(general)
    sections = sections_of(code)
    before, after = _around_text(sections)
    if len(sections) > 3 or (len(sections) > 1 and sections[-1].has("cell")):
        sections = sections[:-1]
    showers = [_shower(section, epoch_1904) for section in sections]

    def number(value: float) -> str:
        at, bare = _chosen(sections, value)
        text = showers[at](value) if at < len(showers) else None
        if text is None or (value and not text.strip()):
            return general(value)
        return f"-{text.strip()}" if value < 0 and not bare else text.strip()

    return Format(number, before, after)


def _shower(section: Section, epoch_1904: bool) -> Callable[[float], str | None]:
    if section.has("date", "elapsed", "half"):
        return date_shower(section, epoch_1904)
    if section.has("cell") and not section.has("digit"):
        return lambda value: general(abs(value))
    show = number_shower(section)
    return lambda value: show(abs(value))


def _chosen(sections: list[Section], value: float) -> tuple[int, bool]:
    """Which section shows a number, and whether it says itself that a number is negative."""
    if any(section.condition for section in sections):
        for at, section in enumerate(sections):
            if section.condition is None:
                if at or len(sections) == 1:
                    return at, False
                continue
            compare, limit = section.condition
            if compare in _COMPARE and _COMPARE[compare](value, limit):
                return at, compare in _NEGATIVE and limit <= 0
        return len(sections), False
    if value < 0 and len(sections) > 1:
        return 1, True
    return (2, False) if value == 0 and len(sections) > 2 else (0, False)


def _around_text(sections: list[Section]) -> tuple[str, str]:
    section = sections[-1]
    if not section.has("cell") or section.has("digit", "date") or len(sections) not in (1, 4):
        return "", ""
    at = next(at for at, token in enumerate(section.tokens) if token.kind == "cell")
    texts = [token.text if token.kind == "literal" else "" for token in section.tokens]
    return "".join(texts[:at]).lstrip(), "".join(texts[at + 1 :]).rstrip()
