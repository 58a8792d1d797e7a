"""Comments on slides and on cells, of either generation, and who wrote them."""

from collections.abc import Mapping

from search.extract.ooxml.package import Package, Relation
from search.extract.xml_events import Attributes
from search.text.normalise import normalise

_COMMENTS = frozenset(("cm", "comment", "threadedComment", "reply"))
_TEXTS = frozenset(("t", "text"))
_PEOPLE = frozenset(("cmAuthor", "author", "person"))
_HEARD = _COMMENTS | _TEXTS | {"author", "p", "rPh"}


def people_of(package: Package, relations: list[Relation]) -> dict[str, str]:
    """Names by the ids that comments use, from the parts that list authors."""
    people: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name in _PEOPLE:
            key = attributes.get("id", "")
            people[key] = attributes.get("name") or attributes.get("displayName") or ""

    for part in package.led_to(relations, "commentAuthors", "authors", "person"):
        for _ in package.parse(part, _PEOPLE, start, _ignored, _ignored):
            pass
    return people


def comments_of(package: Package, part: str, people: Mapping[str, str]) -> str:
    """The comments of a part, a line for each: the cell if there is one, the author, the text."""
    comments = _Comments(people)
    for _ in package.parse(part, _HEARD, comments.start, comments.end, comments.characters):
        pass
    return "\n".join(comments.lines)


class _Comments:
    """The lines so far, and the comments that are being read: answers stand within what they answer."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self.lines: list[str] = []
        self._people = people
        self._authors: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self._hears = ""
        self._readings = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._hears = name
        if name in _COMMENTS:
            author = attributes.get("authorId") or attributes.get("personId") or ""
            cell = attributes.get("ref", "")
            self._open.append((f"{cell} {self._people.get(author) or self._author(author)}", []))
        elif name == "author":
            self._authors.append("")
        elif name == "rPh":
            self._readings += 1

    def end(self, name: str) -> None:
        self._hears = ""
        if name in _COMMENTS:
            by, words = self._open.pop()
            self._add(by, "".join(words))
        elif name == "p" and self._open:
            self._open[-1][1].append(" ")
        elif name == "rPh":
            self._readings -= 1

    def characters(self, text: str) -> None:
        if self._hears == "author":
            self._authors[-1] += text
        elif self._open and self._hears in _TEXTS and not self._readings:
            self._open[-1][1].append(text)

    def _author(self, number: str) -> str:
        at = int(number) if number.isdecimal() and len(number) < 7 else len(self._authors)
        return self._authors[at] if at < len(self._authors) else ""

    def _add(self, by: str, words: str) -> None:
        text = " ".join(normalise(words).split())
        by = " ".join(normalise(by).split())
        if text:
            self.lines.append(f"{by}: {text}" if by else text)


def _ignored(*_: object) -> None:
    pass
