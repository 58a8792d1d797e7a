"""The codes of number formats, such as `#,##0.00 "kg";[Red]-0`, taken apart (ECMA-376 part 1, 18.8.31).

A code has up to four *sections*: for positive and negative numbers, zero, and text; a *condition* in square brackets
puts a section to another use. A section is a row of *tokens*.
"""

import re
from typing import NamedTuple

LONGEST = 255
"""Characters of a code that Excel takes."""


class Token(NamedTuple):
    """`kind` is digit, point, comma, percent, exponent, slash, date, elapsed, half (AM/PM), general, cell, literal."""

    kind: str
    text: str


class Section(NamedTuple):
    """`condition` is an operator and a number, as in [>=100]."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None

    def has(self, *kinds: str) -> bool:
        """Whether there is a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)


_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_.(?P<space>)"
    r"|\*.(?P<fill>)"
    r"|\[(?:(?P<elapsed>h{1,9}|m{1,9}|s{1,9})|\$(?P<currency>[^\]-]*)[^\]]*|(?P<condition>[<>=]{1,2}\s*[-+.\dE]+)|[^\]]*)\]"
    r"|(?P<general>General)"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<date>y+|m+|d+|h+|s+|e+(?![-+])|b+|g+|a{3,})"
    r"|(?P<exponent>E[-+])"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<cell>@)|(?P<end>;)"
    r"|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_LITERALS = frozenset(("quoted", "escaped", "currency", "literal"))
_CONDITION = re.compile(r"([<>=]{1,2})\s*([-+]?\d{1,300}(?:\.\d{0,300})?(?:E[-+]?\d{1,3})?)", re.IGNORECASE)


def sections_of(code: str) -> list[Section]:
    """The sections of a code. Colours and locales are dropped; a code that is too long is General."""
    sections: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    for piece in _PIECE.finditer(code if len(code) <= LONGEST else "General"):
        kind = piece.lastgroup
        text = piece[kind] if kind else ""
        if kind == "end":
            sections.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "condition":
            condition = _condition(text)
        elif kind == "space":
            tokens.append(Token("literal", " "))
        elif kind in _LITERALS:
            tokens.append(Token("literal", text))
        elif kind is not None and kind != "fill":
            tokens.append(Token(kind, text if kind == "half" else text.lower()))
    return [*sections, Section(tuple(tokens), condition)]


def _condition(text: str) -> tuple[str, float] | None:
    found = _CONDITION.fullmatch(text)
    return (found[1], float(found[2])) if found else None
