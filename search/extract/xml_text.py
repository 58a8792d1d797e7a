"""XML of any kind: what stands between its tags, and attributes that are words for people.

It is read in one pass over the source without a tree, so that a document that is broken, or that no parser would take,
keeps its words. Every tag parts the words beside it, by a line end when the source has one there or when one element
ends and another one begins. Titles make sections.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract import hypertext
from search.extract.caps import Caps
from search.extract.decoding import decode
from search.extract.extracted import Metadata
from search.extract.flow import Flow
from search.extract.iso_dates import stated_date
from search.extract.kinds import Kind
from search.extract.pieces import CUT, ENOUGH, Part, Piece
from search.extract.whole import head_of
from search.extract.xml_entities import Entities
from search.text.normalise import normalise

READER = "xml/3"


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DECLARED = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._:-]{2,40})")
_TAG = re.compile(
    r"<(?:(?P<name>/?[^\s<>/=!?\"'&;]+)(?P<closed>>)?|(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|(?P<dtd>!DOCTYPE\b)|(?P<other>[!?]))"
)
_TAG_END = re.compile(r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>""")
_TAG_LIMIT = 1 << 20
_ATTRIBUTE = re.compile(r"""(?<![^\s"'/])([^\s"'<>/=]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")

_WORDS = _names(
    "abstract address alt aria-label author body caption comment content creator date_sent desc description "
    "heading keywords label message name note placeholder subject summary term text title value"
)
"""Names of attributes whose values are shown to people, or stand for what an element would hold."""

_PROSE = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+[,.;:!?]?\s++[^\W\d_]{2}")
_PROSE_START = 1000
_NO_PROSE = _names("class d font-family points schemaLocation style transform viewBox xpath select match test")
"""Names of attributes whose values can look like words and are none."""

_FEEDS = frozenset(("rss", "feed", "RDF"))
_DOCUMENTS = _FEEDS | _names("article book chapter nitf opml part refentry section set svg TEI TEI.2")
"""Root elements of kinds of documents whose first title, author and date are those of the document."""

_FIELDS = {
    "title": "title",
    "creator": "author",
    "author": "author",
    "date": "created",
    "pubDate": "created",
    "published": "created",
    "pubdate": "created",
    "updated": "modified",
    "lastBuildDate": "modified",
}
_FIELD_LIMIT = 1000
_HEADING_LIMIT = 2000
_LINE_LIMIT = 1 << 14
"""Code points of a line after which the next tag ends it."""


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of an XML file."""
    data, remarks = head_of(file, caps)
    yield from remarks
    declared = _DECLARED.search(data[:400])
    source = normalise(decode(data, declared[1].decode("ascii") if declared else None))
    del data
    scan = _Scan(source)
    blank = True
    for part in scan.parts():
        blank = blank and not part.text.strip()
        yield part
    if blank:
        # All it says is in attributes, or it is no XML after all.
        yield Part(source)
    yield scan.metadata()
    if scan.is_cut and not remarks:
        yield CUT


class _Scan:
    """One pass over the source of one document."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._entities = Entities()
        self._flow = Flow(sectioned=False)
        self._line = 0
        self._is_ended = False
        self._root = ""
        self._end = ""
        self._heading = 0
        self._field: str | None = None
        self._values: dict[str, str] = {}
        self._language: str | None = None

    def parts(self) -> Iterator[Part]:
        """The text, as sections where there are titles."""
        source, at = self._source, 0
        last = source.rfind(">") + 1
        while (tag := _TAG.search(source, at, last)) is not None:
            if tag.start() > at:
                self._text(self._entities.resolved(source[at : tag.start()]))
            at = self._markup(tag) if tag["name"] is None else self._element(tag)
            if self._flow.size >= ENOUGH:
                yield self._flow.take()
        self._text(self._entities.resolved(source[at:]))
        self._flow.finish()
        yield self._flow.take()

    @property
    def is_cut(self) -> bool:
        """Whether the element that holds all others was opened, and never closed."""
        return self._end not in self._source

    def metadata(self) -> Metadata:
        """What a document of a known kind says of itself."""
        lines = {name: " ".join(value.split())[:_FIELD_LIMIT] for name, value in self._values.items()}
        return Metadata(
            title=lines.get("title") or None,
            author=lines.get("author") or None,
            created=stated_date(lines.get("created", "")),
            modified=stated_date(lines.get("modified", "")),
            language=self._language,
        )

    def _text(self, text: str) -> None:
        """Words in lines as the source has them; those of a title are kept in one."""
        self._is_ended = False
        if text.isspace():
            if "\n" in text and not self._heading:
                self._end_line()
            return
        if "<" in text and self._root in _FEEDS:
            text = hypertext.strip(text)[0]
        if self._field is not None and len(self._values[self._field]) < _FIELD_LIMIT:
            self._values[self._field] += " " + text[:_FIELD_LIMIT]
        self._heading = max(self._heading - len(text), 0)
        for number, line in enumerate(text.split("\n")):
            if number and not self._heading:
                self._end_line()
            if words := " ".join(line.split()):
                self._flow.write(" " + words if self._line else words)
                self._line += len(words) + 1

    def _end_line(self, heading: bool = False) -> None:
        self._flow.end(heading)
        self._line = 0

    def _markup(self, tag: re.Match[str]) -> int:
        """The offset behind a comment, a CDATA section, a DTD or an instruction."""
        source = self._source
        if tag["dtd"]:
            end = self._entities.declare(source, tag.end())
            return end if end >= 0 else tag.end()
        closing = "-->" if tag["comment"] else "]]>" if tag["cdata"] else ">"
        end = source.find(closing, tag.end())
        if tag["cdata"]:
            self._text(source[tag.end() : end if end >= 0 else len(source)])
        return end + len(closing) if end >= 0 else len(source)

    def _element(self, tag: re.Match[str]) -> int:
        """The offset behind a tag."""
        name, start = tag["name"], tag.end()
        end = start if tag["closed"] else _tag_end(self._source, start)
        local = name.rpartition(":")[2].lstrip("/")
        if name.startswith("/"):
            self._close(local)
            return end
        attributes = "" if tag["closed"] else self._source[start : min(end, start + _TAG_LIMIT) - 1]
        is_empty = attributes.endswith("/")
        if not self._root:
            self._root = local
            self._end = "" if is_empty else f"</{name}"
            self._language = next((value for name, value in _attributes(attributes) if name == "xml:lang"), None)
        if not self._heading and (self._is_ended or self._line > _LINE_LIMIT):
            self._end_line()
        if not is_empty:
            self._open(local)
        if "=" in attributes:
            self._write_attributes(attributes)
        self._is_ended = is_empty
        if self._root == "svg" and local in ("style", "script") and not is_empty:
            closer = self._source.find("</", end)
            return closer if closer >= 0 else len(self._source)
        return end

    def _open(self, name: str) -> None:
        is_heading = name == "title" or (name == "head" and self._root.startswith("TEI"))
        if is_heading and not self._heading and self._root != "svg":
            self._end_line()
            self._heading = _HEADING_LIMIT
        field = _FIELDS.get(name)
        if field is not None and field not in self._values and self._root in _DOCUMENTS:
            self._field = field
            self._values[field] = ""

    def _close(self, name: str) -> None:
        if self._heading and name in ("title", "head"):
            self._flow.sectioned = True
            self._end_line(heading=True)
            self._heading = 0
        if self._field is not None and _FIELDS.get(name) == self._field:
            self._field = None
        self._is_ended = True

    def _write_attributes(self, attributes: str) -> None:
        for name, value in _attributes(attributes):
            local = name.rpartition(":")[2]
            is_prose = local not in _NO_PROSE and _PROSE.search(value, 0, _PROSE_START) is not None
            if (is_prose or local in _WORDS) and not name.startswith("xmlns"):
                self._text(self._entities.resolved(value))


def _attributes(source: str) -> Iterator[tuple[str, str]]:
    for name, double, single in _ATTRIBUTE.findall(source):
        yield name, double or single


def _tag_end(source: str, start: int) -> int:
    """The offset behind a tag: a > inside a quoted value is part of it. Every tag that is found ends somewhere."""
    end = source.index(">", start)
    if source.count('"', start, end) % 2 or source.count("'", start, end) % 2:
        found = _TAG_END.match(source, start, start + _TAG_LIMIT)
        if found is not None:
            return found.end()
    return end + 1
