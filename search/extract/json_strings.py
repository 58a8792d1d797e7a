"""The strings of a JSON document with their places, one after the other and without a tree.

What is cut off or damaged gives what it has.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

LEVELS = 8
"""How many keys and numbers a place has at most; strings that lie deeper are left out."""

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\\?\Z)|([{}\[\],:])', re.DOTALL)


class Text(NamedTuple):
    """A string, and the keys, and the numbers from 0 on, that lead to it."""

    place: tuple[str | int, ...]
    value: str


class JsonStrings:
    """Iterates over the strings that are values; after that `depth` says how many objects and lists are still open."""

    def __init__(self, source: str) -> None:
        self.depth = 0
        self._source = source

    def __iter__(self) -> Iterator[Text]:
        path: list[str | int] = []
        expects_key = False
        for token in _TOKEN.finditer(self._source):
            written, mark = token.groups()
            if mark is None:
                if self.depth > LEVELS:
                    continue
                if expects_key:
                    path[-1] = _value(written)
                else:
                    yield Text(tuple(path), _value(written))
            elif mark in "{[":
                self.depth += 1
                if self.depth <= LEVELS:
                    path.append("" if mark == "{" else 0)
                    expects_key = mark == "{"
            elif mark in "}]":
                self.depth = max(self.depth - 1, 0)
                if self.depth < LEVELS and path:
                    path.pop()
                expects_key = False
            elif self.depth <= LEVELS and path:
                last = path[-1]
                if isinstance(last, int):
                    path[-1] = last + (mark == ",")
                else:
                    expects_key = mark == ","


def _value(written: str) -> str:
    if "\\" not in written:
        return written
    try:
        value: str = json.loads(f'"{written}"', strict=False)
    except ValueError:
        return written
    return value
