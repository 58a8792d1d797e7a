"""XML as a stream of events like `xml_events`, handing control back now and then, so that a reader can pass on text."""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from search.extract.extracted import Status
from search.extract.trouble import Unreadable
from search.extract.xml_events import DEEPEST, Attributes, check_encoding, local

STEP = 1 << 16
"""Bytes that are parsed at once."""


def steps(
    chunks: Iterable[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> Iterator[None]:
    """Parse one chunk at each step. Names, entities and errors are as `xml_events.parse` says."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = STEP
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
    parser.XmlDeclHandler = check_encoding
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(Status.FAILED, f"damaged XML: {error}") from error
