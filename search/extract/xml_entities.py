"""Entities of an XML document: those of its internal DTD, expanded within bounds, and the named ones of HTML.

Nothing outside the document is ever read: a reference to an external entity stays as it is written.
"""

import re

from search.extract.hypertext_layout import unescape

LONGEST = 4096
"""Code points that one entity may stand for."""

EXPANDED = 1 << 20
"""Code points that all references together may add to a document."""

_SUBSET = re.compile(
    r"""(?P<comment><!--)|(?P<instruction><\?)"""
    r"""|<!ENTITY\s+(?P<name>[\w.:-]+)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*>"""
    r"""|"[^"]*"|'[^']*'|(?P<mark>[\[\]>])"""
)
_REFERENCE = re.compile(r"&([A-Za-z_][\w.:-]{0,100});")
_MARKUP = re.compile(r"<[^<>]*>")


class Entities:
    """What the names in one document stand for."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._left = EXPANDED

    def declare(self, source: str, start: int) -> int:
        """Take the declarations of the DTD that starts at `start`; the offset behind it, -1 when it has no end."""
        inside = False
        at = start
        while (token := _SUBSET.search(source, at)) is not None:
            at = token.end()
            if token["comment"] or token["instruction"]:
                closing = "-->" if token["comment"] else "?>"
                end = source.find(closing, at)
                if end < 0:
                    return -1
                at = end + len(closing)
            elif token["name"]:
                value = self._replaced(token["double"] or token["single"] or "")
                self._values.setdefault(token["name"], _MARKUP.sub(" ", value)[:LONGEST])
            elif token["mark"] == ">" and not inside:
                return at
            elif token["mark"]:
                inside = token["mark"] == "[" or (inside and token["mark"] == ">")
        return -1

    def resolved(self, text: str) -> str:
        """`text` with its references replaced; those that are unknown, or too many, stay."""
        if "&" not in text:
            return text
        return unescape(self._replaced(text) if self._values else text)

    def _replaced(self, text: str) -> str:
        return _REFERENCE.sub(self._value, text)

    def _value(self, reference: re.Match[str]) -> str:
        value = self._values.get(reference[1])
        if value is None or len(value) > self._left:
            return reference[0]
        self._left -= len(value)
        return value
