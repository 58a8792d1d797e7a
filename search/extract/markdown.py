"""Markdown: the text as it is written, sections by its headings, metadata from the simple lines of its front matter."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.decoding import decode
from search.extract.extracted import Metadata
from search.extract.iso_dates import stated_date
from search.extract.kinds import Kind
from search.extract.paging import sections
from search.extract.pieces import Part, Piece
from search.extract.whole import head_of
from search.text.normalise import normalise

READER = "markdown/3"

FRONT_MATTER_LIMIT = 20_000
HEADING_LIMIT = 300

# Headings with number signs, lines underlined with = or -, and fences, between which nothing is a heading (CommonMark).
_LINE = re.compile(
    r"^ {0,3}(?:(?P<fence>`{3,}|~{3,})[^\n]*"
    rf"|\#{{1,6}}[ \t]+(?P<heading>[^\n]{{1,{HEADING_LIMIT}}})"
    rf"|(?P<underlined>[^\s>#|+*-][^\n]{{0,{HEADING_LIMIT}}})\n {{0,3}}(?:=+|-{{2,}})[ \t]*$)",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z]+):[ \t]*(\S[^\n]*)$", re.MULTILINE)
_CLOSING_MARKS = re.compile(r"[ \t]+#+[ \t]*$")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"[*`]+")


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of a Markdown file; the title is the front matter's, else that of the first heading."""
    data, remarks = head_of(file, caps)
    yield from remarks
    text = normalise(decode(data))
    fields, body = _front_matter(text)
    headings = list(_headings(text, body))
    yield Part(text, sections(headings, len(text)))
    yield Metadata(
        title=fields.get("title") or (headings[0][1] if headings else None),
        author=fields.get("author") or fields.get("authors"),
        created=_first_date(fields, "date", "published", "created"),
        modified=_first_date(fields, "modified", "updated"),
        language=fields.get("lang") or fields.get("language"),
    )


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """The fields at the top, their names in small letters, and the offset behind them."""
    found = _FRONT_MATTER.match(text, 0, FRONT_MATTER_LIMIT)
    if found is None:
        return {}, 0
    fields = ((name.lower(), value.strip().strip("\"'[]")) for name, value in _FIELD.findall(found[1]))
    return {name: value[:HEADING_LIMIT] for name, value in fields if value}, found.end()


def _headings(text: str, start: int) -> Iterator[tuple[int, str]]:
    fence = ""
    for line in _LINE.finditer(text, start):
        mark = line["fence"]
        if mark is not None:
            if not fence:
                fence = mark
            elif mark.startswith(fence):
                fence = ""
        elif not fence and (label := _label(line["heading"] or line["underlined"])):
            yield line.start(), label


def _label(heading: str) -> str:
    return _EMPHASIS.sub("", _LINK.sub(r"\1", _CLOSING_MARKS.sub("", heading))).strip()


def _first_date(fields: dict[str, str], *names: str) -> str | None:
    return next((date for name in names if (date := stated_date(fields.get(name, ""))) is not None), None)
