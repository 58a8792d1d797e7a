"""XML as a stream of events by expat, without a tree, without entities, without anything from outside the file."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.parsers import expat

from search.extract.extracted import Status
from search.extract.trouble import Unreadable

DEEPEST = 2_000
"""Elements within elements; a document that nests deeper is an attack on its readers."""

Attributes = dict[str, str]

_BUILT_IN = frozenset(("utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "us-ascii"))
"""Encodings that expat knows itself; of others it takes those of one byte for each character."""


def parse(
    chunks: Iterable[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
    *,
    encoding: str | None = None,
) -> None:
    """Call back for each element and text of an XML document given in pieces.

    Names of elements come without their namespace prefix ("w:p" is "p"), those of attributes with it: "id" and "r:id"
    are two. `characters` gets text in pieces of any size. Entities other than the five of XML and character references
    are refused, whatever they hold: Unreadable, as for a document that is not well-formed. What callbacks raise passes.
    """
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    depth = 0

    def opened(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable(Status.FAILED, f"XML nested deeper than {DEEPEST}")
        start(local(name), attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(local(name))

    def declared(*_: object) -> None:
        raise Unreadable(Status.FAILED, "XML that declares entities of its own is not expanded")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = declared
    if encoding is None:
        parser.XmlDeclHandler = check_encoding
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(Status.FAILED, f"damaged XML: {error}") from error


def check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    """Takes the event of an XML declaration. Unreadable when expat cannot take what it says."""
    if encoding is None or encoding.lower() in _BUILT_IN:
        return
    try:
        is_known = len(bytes(range(256)).decode(encoding, "replace")) == 256
    except (LookupError, ValueError):
        is_known = False
    if not is_known:
        raise Unreadable(Status.FAILED, f"damaged XML: cannot be read as {encoding[:40]}")


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]
