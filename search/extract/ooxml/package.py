"""A package of Office Open XML (ECMA-376 part 2): parts in a zip file, and the relations that lead from part to part.

Names of parts are without a leading slash, and are found in any case, as the standard wants. Relations lead to what a
part uses; where they are missing or damaged, parts are found by the names that every program gives them.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.ooxml.parsing import Characters, End, Start, parsing
from search.extract.pieces import Member, Remark
from search.extract.trouble import Unreadable
from search.extract.xml_events import Attributes
from search.extract.zipped import Zipped

_FINAL = frozenset((Status.ENCRYPTED, Status.TOO_LARGE))
_EMBEDDED = ("aFChunk", "package", "oleObject")
_LONGEST_NAME = 100
_NUMBER = re.compile(r"(\d{1,9})")


class Relation(NamedTuple):
    """`kind` is the last word of its type ("slide", "hyperlink"); `target` a part's name, or when `external` an URL."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of an open file. What cannot be read of them is gathered in `damage`, by part, and what should be
    there and is not in `missing`, by what people call it ("slide 2"). `repeated` counts sheets and slides whose part is
    that of one before, which is not read again.
    """

    def __init__(self, file: BinaryIO, caps: Caps) -> None:
        self._zip = Zipped(file, caps)
        self._names = {_plain(name): name for name in self._zip.names}
        self.damage: dict[str, str] = {}
        self.missing: dict[str, None] = {}
        self.repeated = 0

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._names

    def like(self, pattern: str) -> list[str]:
        """The parts whose whole name, in small letters, matches a regular expression; part 10 comes after part 9."""
        matches = re.compile(pattern).fullmatch
        return sorted((self._names[name] for name in self._names if matches(name)), key=_natural)

    def main(self, pattern: str) -> str:
        """The part that the package is about: by its relations, else by its usual name. Unreadable without one."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        if usual := self.like(pattern):
            return usual[0]
        raise Unreadable(Status.FAILED, "its main part is missing")

    def relations(self, part: str) -> list[Relation]:
        """What leads from a part, or from the package itself (""), in the order written."""
        folder = posixpath.dirname(part)
        found: list[Relation] = []

        def start(element: str, attributes: Attributes) -> None:
            target = attributes.get("Target", "")
            if element == "Relationship" and target:
                external = attributes.get("TargetMode") == "External"
                place = target if external else self._place(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append(Relation(attributes.get("Id", ""), kind, place, external))

        relations = relations_part(part)
        if relations in self:
            for _ in self.parse(relations, ("Relationship",), start, _ignored, _ignored):
                pass
        return found

    def led_to(self, relations: Iterable[Relation], *kinds: str) -> list[str]:
        """The parts that relations of these kinds lead to, each once; those that are not there are `missing`."""
        parts = dict.fromkeys(each.target for each in relations if each.kind in kinds and not each.external)
        for part in parts:
            if part not in self:
                self.missing[part[:_LONGEST_NAME]] = None
        return [part for part in parts if part in self]

    def parse(
        self, part: str, heard: Collection[str], start: Start, end: End, characters: Characters
    ) -> Iterator[None]:
        """Read a part as `parsing` does; what was read before a damage stays. Raises only what ends all reading."""
        try:
            yield from parsing(self._zip.chunks(self._names[_plain(part)]), heard, start, end, characters)
        except Unreadable as trouble:
            if trouble.status in _FINAL:
                raise
            self.damage[part] = trouble.reason

    def remarks(self) -> Iterator[Remark]:
        """What is to be said about parts that could not be read."""
        yield from self._zip.remarks
        if self.damage:
            part, reason = next(iter(self.damage.items()))
            more = f", and {len(self.damage) - 1} more parts" if len(self.damage) > 1 else ""
            yield Remark(Status.PARTIAL, f"{part} cannot be read to its end{more}: {reason}")
        if self.repeated:
            yield Remark(Status.PARTIAL, f"lists {self.repeated:,} of its parts again, which are read once")
        if self.missing:
            first, others = next(iter(self.missing)), len(self.missing) - 1
            yield Remark(Status.PARTIAL, f"{first} and {others} more are missing" if others else f"{first} is missing")

    def pictures_only(self) -> Iterator[Remark]:
        """What is to be said about a document without words that has pictures: they may be scanned pages."""
        if pictures := self.like(r"[^/]+/media/[^/]+\.(png|jpe?g|tiff?|bmp|gif|emf|wmf|jp2|wdp)"):
            number = "1 picture" if len(pictures) == 1 else f"{len(pictures)} pictures"
            yield Remark(Status.NEEDS_OCR, f"{number} without text")

    def members(self, relations: list[Relation]) -> Iterator[Member]:
        """The files embedded in the document: those in their usual folder, and those that `relations` lead to."""
        parts = [*self.like(r"(.*/)?embeddings/[^/]+"), *self.led_to(relations, *_EMBEDDED)]
        for name in dict.fromkeys(self._names[_plain(part)] for part in parts):
            yield Member(name.encode("utf-8", "surrogateescape"), None, self._zip.chunks(name))

    def _place(self, folder: str, target: str) -> str:
        place = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
        return place if place in self else unquote(place)


def relations_part(part: str) -> str:
    """The part that holds the relations of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in _NUMBER.split(name)]


def _ignored(*_: object) -> None:
    pass
