"""XML that is read in turns: after each chunk the reader may hand over the text that it has.

Most elements of an office document say how it looks. A reader names those that it *hears*, and of others it is told
nothing: it is the telling that takes the time. What is within *silent* elements not even the parser tells.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from xml.parsers import expat

from search.extract.extracted import Status
from search.extract.trouble import Unreadable
from search.extract.xml_events import DEEPEST, Attributes, check_encoding, local

Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Characters = Callable[[str], object]


_SILENT = frozenset(("custGeom", "timing", "latentStyles"))
"""Outlines of shapes, how they move, and how styles look that are not used: thousands of elements without a word."""


class HeardNames(dict[str, str | None]):
    """Names of elements without their prefix, by the names as written; "" of those that are not among `heard`, None of
    those that are silent."""

    def __init__(self, heard: Collection[str]) -> None:
        super().__init__()
        self._heard = heard

    def __missing__(self, name: str) -> str | None:
        plain = local(name)
        found = self[name] = plain if plain in self._heard else None if plain in _SILENT else ""
        return found


def parsing(
    chunks: Iterable[bytes], heard: Collection[str], start: Start, end: End, characters: Characters
) -> Iterator[None]:
    """As `xml_events.parse`, with the same trouble, but it comes back after each chunk, and tells only of the starts
    and ends of elements whose names, without prefix, are `heard`."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    names = HeardNames(heard)
    depth = 0
    silent = ""

    def hear() -> None:
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = characters

    def opened(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable(Status.FAILED, f"XML nested deeper than {DEEPEST}")
        if plain := names[name]:
            start(plain, attributes)
        elif plain is None:
            silence(name)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if plain := names[name]:
            end(plain)

    def silence(name: str) -> None:
        nonlocal silent
        silent = name
        parser.StartElementHandler = parser.CharacterDataHandler = None
        parser.EndElementHandler = closed_in_silence

    def closed_in_silence(name: str) -> None:
        nonlocal depth
        if name == silent:
            depth -= 1
            hear()

    def declared(*_: object) -> None:
        raise Unreadable(Status.FAILED, "XML that declares entities of its own is not expanded")

    hear()
    parser.EntityDeclHandler = declared
    parser.XmlDeclHandler = check_encoding
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(Status.FAILED, f"damaged XML: {error}") from error
