"""Where a text begins to say something beyond its title: what a result without matches shows of it."""

import re

_FRONT_MATTER = re.compile(r"---\n(?:.*\n){0,60}?---(?:\n|\Z)")
_LINE = re.compile(r"[^\n]*\n?")
_LOOKED_AT = 4_000
_LINES = 8


def lead_of(text: str, title: str) -> int:
    """The offset after front matter and the lines that only repeat the title; 0 when nothing would be left."""
    head = text[:_LOOKED_AT]
    front = _FRONT_MATTER.match(head)
    at = front.end() if front else 0
    wanted = _plain(title)
    for _ in range(_LINES):
        line = _LINE.match(head, at)
        if line is None or (line[0].strip() and _plain(line[0]) != wanted):
            break
        at = line.end()
    return at if text[at : at + _LOOKED_AT].strip() else 0


def _plain(line: str) -> str:
    return re.sub(r"[\W_]+", " ", line).strip().casefold()
