"""What to call a document: the title it states, else a first line that looks like one, else its file name."""

import os
import re

from search.extract.extracted import Extracted

LONGEST = 120
SEARCHED = 2000

_TITLED_TYPES = frozenset(("text", "markdown", "html", "pdf", "office"))
_SINGLE_TYPES = frozenset(("calendar", "contacts"))
_PROGRAM = re.compile(r"Microsoft (?:Word|PowerPoint|Excel) - ")
_FILLER = re.compile(
    r"(?:untitled|no title|title|document|presentation|powerpoint presentation|slide|page)[ \d.-]*", re.I
)
_NO_TITLE = re.compile(r"[.!?…][\"'”’)\]]*\s+[^\W\d_]|[,;:]$|://")
_LETTER = re.compile(r"[^\W\d_]")
_DECORATION = " \t#*_=~-–—|>"


def title_of(name: str, extracted: Extracted) -> str:
    """The title of a file called `name`, on one line; never empty unless the name is."""
    metadata = extracted.metadata
    stated = " ".join((metadata.title or metadata.subject or "").split())
    stated = _PROGRAM.sub("", stated)[: LONGEST * 4]
    if stated and not _FILLER.fullmatch(stated):
        return stated
    first = extracted.units[0] if extracted.units else None
    is_single = extracted.type in _SINGLE_TYPES and len(extracted.units) == 1
    if extracted.type in _TITLED_TYPES or is_single:
        if first is not None and first.kind == "section" and 0 < len(first.label) <= LONGEST:
            return first.label
        if (first is None or first.kind != "sheet") and (line := _title_line(extracted.text)):
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
