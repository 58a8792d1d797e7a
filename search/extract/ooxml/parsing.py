"""XML that is read in turns: after each chunk the reader may hand over the text that it has."""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from search.extract.extracted import Status
from search.extract.trouble import Unreadable
from search.extract.xml_events import DEEPEST, Attributes, local

Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Characters = Callable[[str], object]


class LocalNames(dict[str, str]):
    """Names of elements without their prefix, by the names as written."""

    def __missing__(self, name: str) -> str:
        found = self[name] = local(name)
        return found


def parsing(chunks: Iterable[bytes], start: Start, end: End, characters: Characters) -> Iterator[None]:
    """As `xml_events.parse`, with the same events and the same trouble, but it comes back after each chunk."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    names = LocalNames()
    depth = 0

    def opened(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable(Status.FAILED, f"XML nested deeper than {DEEPEST}")
        start(names[name], attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(names[name])

    def declared(*_: object) -> None:
        raise Unreadable(Status.FAILED, "XML that declares entities of its own is not expanded")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = declared
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(Status.FAILED, f"damaged XML: {error}") from error
