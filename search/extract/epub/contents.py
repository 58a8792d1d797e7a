"""What a book's table of contents calls its pages: the navigation document of EPUB 3 or the NCX of EPUB 2."""

import posixpath
from urllib.parse import unquote

from search.extract.trouble import Unreadable
from search.extract.xml_events import Attributes, parse
from search.extract.zipped import Zipped
from search.text.normalise import normalise

_LABEL_LIMIT = 300


def labels_of(zipped: Zipped, name: str) -> dict[str, str]:
    """Labels by the names of members; of a page with several, the first. Of a damaged table, what could be read."""
    labels: dict[str, str] = {}
    words: list[str] = []
    target: str | None = None

    def note(reference: str) -> None:
        label = " ".join(normalise("".join(words)).split())[:_LABEL_LIMIT]
        if label:
            labels.setdefault(resolved(name, reference), label)

    def start(element: str, attributes: Attributes) -> None:
        nonlocal target
        if element in ("a", "navLabel"):
            words.clear()
            target = attributes.get("href")
        elif element == "content" and "src" in attributes:
            note(attributes["src"])

    def end(element: str) -> None:
        if element == "a" and target is not None:
            note(target)

    try:
        parse(zipped.chunks(name), start, end, words.append)
    except Unreadable:
        pass
    return labels


def resolved(base: str, reference: str) -> str:
    """The member that `reference` in the member `base` names, without the place inside of it."""
    path = unquote(reference.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/")
