"""HTML and XHTML: every word outside scripts and styles, in one pass over the source, without a tree.

What pictures, buttons and fields show by their attributes is text too; the description and the keywords of a page
follow its text. A tree is what hostile pages blow up, and what loses text when tags do not match. Here a tag only says
how far apart the words beside it stand: a block ends the line, a cell is a tab, an inline tag nothing.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.decoding import decode
from search.extract.extracted import Metadata
from search.extract.hypertext_attributes import SHOWING, shown_words
from search.extract.hypertext_head import Head
from search.extract.hypertext_layout import Layout
from search.extract.kinds import Kind
from search.extract.paging import sections
from search.extract.pieces import CUT, Part, Piece
from search.extract.whole import head_of
from search.text.normalise import normalise

READER = "hypertext/5"

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_TAG = re.compile(r"<(?:(?P<name>/?[a-zA-Z][^\s/>]*)(?P<closed>>)?|(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|[!?])")
# From a tag's name to its end: a > inside a quoted value is part of the value, a quote elsewhere is any character.
_TAG_END = re.compile(r"""[^>=]*(?:=(?:(?!\s*["'])|\s*"[^"]*"|\s*'[^']*')[^>=]*)*>""")
_TAG_LIMIT = 4096
_CONTENT_LIMIT = 65536

# Whoever leaves out the end of the body, as one may, seldom writes its start.
_BODY, _BODY_END = re.compile(r"<body[\s>]", re.IGNORECASE), re.compile(r"</(?:body|html|frameset)[\s>]", re.IGNORECASE)
_DROPPED = {name: re.compile(f"</{name}(?![a-z])", re.IGNORECASE) for name in ("script", "style", "title")}


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of a web page, its headings as sections, and what its head says of it."""
    data, remarks = head_of(file, caps)
    yield from remarks
    source = source_of(data)
    text, headings, metadata = strip(source)
    yield Part(text, sections(headings, len(text)))
    yield metadata
    if not remarks and _BODY.search(source) is not None and _BODY_END.search(source) is None:
        yield CUT


def source_of(data: bytes) -> str:
    """The bytes of a page as normalised source."""
    declared = _DECLARED.search(data[:8192])
    return normalise(decode(data, declared[1].decode("ascii") if declared else None))


def strip(source: str) -> tuple[str, list[tuple[int, str]], Metadata]:
    """The text of a normalised page, its headings (offset, label) and its metadata. Linear in the page."""
    layout, head = Layout(), Head()
    is_xml = source.startswith("<?xml")
    at = 0
    # Behind the last > there is no tag, only text with < in it.
    last = source.rfind(">") + 1
    while (tag := _TAG.search(source, at, last)) is not None:
        if tag.start() > at:
            layout.add(source[at : tag.start()])
        name = tag["name"]
        if name is None:
            at = _after_markup(source, tag, layout)
            continue
        end = at = _tag_end(source, tag)
        attributes = "" if tag["closed"] else source[tag.end() : min(end - 1, tag.end() + _TAG_LIMIT)]
        name = name.lower()
        if name in _DROPPED and not (name == "title" and head.title is not None):
            if not (is_xml and attributes.endswith("/")):
                closer = _DROPPED[name].search(source, end)
                at = closer.start() if closer is not None else len(source)
                head.element(name, attributes, source[end : min(at, end + _CONTENT_LIMIT)])
        elif attributes:
            head.tag(name, attributes)
        layout.tag(name)
        if attributes and name in SHOWING:
            layout.add_shown(shown_words(name, attributes))
    layout.add(source[at:])
    text = "".join(layout.parts)
    return text + head.summary(text), layout.headings, head.metadata()


def _after_markup(source: str, tag: re.Match[str], layout: Layout) -> int:
    """The offset behind a comment, a declaration or a CDATA section; the words of the last go to `layout`."""
    if tag["cdata"]:
        end = source.find("]]>", tag.end())
        layout.add_words(source[tag.end() : end if end >= 0 else len(source)])
        closing = 3
    elif tag["comment"]:
        end = source.find("-->", tag.end() - 2)
        closing = 3
    else:
        end = source.find(">", tag.end())
        closing = 1
    return end + closing if end >= 0 else len(source)


def _tag_end(source: str, tag: re.Match[str]) -> int:
    """The offset behind a tag. Every tag that the pattern finds ends somewhere."""
    start = tag.end()
    if tag["closed"]:
        return start
    end = source.index(">", start)
    if source.count('"', start, end) % 2 or source.count("'", start, end) % 2:
        found = _TAG_END.match(source, start, start + _TAG_LIMIT)
        if found is not None:
            return found.end()
    return end + 1
