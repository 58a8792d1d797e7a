"""What to call a document: the title it states, else a first line that looks like one, else its file name."""

import os
import re

from search.extract.extracted import Extracted

LONGEST = 120
SEARCHED = 2000

_TITLED_TYPES = frozenset(("text", "markdown", "html", "pdf"))
_NO_TITLE = re.compile(r"[.!?…][\"'”’)\]]*\s+[^\W\d_]|[,;:]$|://")
_LETTER = re.compile(r"[^\W\d_]")
_DECORATION = " \t#*_=~-–—|>"


def title_of(name: str, extracted: Extracted) -> str:
    """The title of a file called `name`, on one line; never empty unless the name is."""
    stated = extracted.metadata.title
    if stated and stated.strip():
        return " ".join(stated.split())[: LONGEST * 4]
    if extracted.type in _TITLED_TYPES:
        for unit in extracted.units[:1]:
            if unit.kind == "section" and 0 < len(unit.label) <= LONGEST:
                return unit.label
        if line := _title_line(extracted.text):
            return line
    return os.path.splitext(name)[0] or name


def _title_line(text: str) -> str | None:
    """The first line with letters, when it is short and stands alone: not the start of a wrapped paragraph."""
    lines = text[:SEARCHED].split("\n")
    for number, line in enumerate(lines):
        title = " ".join(line.strip(_DECORATION).split())
        if not _LETTER.search(title):
            continue
        following = lines[number + 1].lstrip() if number + 1 < len(lines) else ""
        goes_on = bool(_LETTER.search(following)) and len(title) > (30 if following[0].islower() else 60)
        if len(title) > LONGEST or title[0].islower() or goes_on or _NO_TITLE.search(title):
            return None
        return title
    return None
