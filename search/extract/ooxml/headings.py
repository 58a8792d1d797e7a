"""Which styles of a Word document are headings, by their outline level or, of old, by their name."""

import re

from search.extract.ooxml.package import Package
from search.extract.ooxml.story import prefixed
from search.extract.xml_events import Attributes

BODY = 9
"""The outline level of text that is no heading (ECMA-376 part 1, 17.3.1.20)."""

_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST = 20
_HEARD = frozenset(("style", "name", "outlineLvl", "basedOn"))


def heading_styles(package: Package, parts: list[str]) -> frozenset[str]:
    """The ids of the styles that the parts with styles make headings, themselves or by what they are based on."""
    levels: dict[str, int] = {}
    bases: dict[str, str] = {}
    style = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal style
        value = prefixed(attributes, "val")
        if name == "style":
            style = prefixed(attributes, "styleId")
        elif name == "name" and (found := _NAME.fullmatch(value)) is not None:
            levels[style] = int(found[1]) - 1
        elif name == "outlineLvl" and value.isdecimal():
            levels[style] = int(value[:2])
        elif name == "basedOn":
            bases[style] = value

    for part in parts:
        for _ in package.parse(part, _HEARD, start, _ignored, _ignored):
            pass
    return frozenset(style for style in {*levels, *bases} if _level(style, levels, bases) < BODY)


def _level(style: str, levels: dict[str, int], bases: dict[str, str]) -> int:
    for _ in range(_DEEPEST):
        if style in levels:
            return levels[style]
        if style not in bases:
            break
        style = bases[style]
    return BODY


def _ignored(*_: object) -> None:
    pass
