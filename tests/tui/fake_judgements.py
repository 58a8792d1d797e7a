"""Decisions about the names of the fake collection: kept, taken back, replayed; and pairs of names to judge."""

from dataclasses import dataclass, field

from search.errors import CristalError, NotFound
from search.explore.decisions import JudgementLine, Part, Suggestion, SuggestionList
from search.explore.names import Alias, Entity, Found


@dataclass
class Made:
    """One judgement, with the ids that it is about."""

    line: JudgementLine
    subject: str
    other: str | None


@dataclass
class FakeJudgements:
    """`names` are (name, type), numbered from 0. `trouble` is raised in place of judging."""

    names: list[tuple[str, str]]
    made: list[Made] = field(default_factory=list)
    trouble: CristalError | None = None

    def judge(self, kind: str, subject: str, other: str | None) -> tuple[JudgementLine, ...]:
        if self.trouble is not None:
            raise self.trouble
        number, place = len(self.made), "@" in subject
        at = f"2026-01-01T00:00:{number:02d}.000000Z"
        shown = "quote" if place else self.name(subject)
        told = self.name(other) if other is not None and kind in ("same", "different") else other
        document = "d0" if place else None
        line = JudgementLine(
            f"{number:08x}", at, kind, shown, "person", document, told, None, undoes=None, undone_by=None
        )
        self.made.append(Made(line, subject, other))
        return (line,)

    def undo(self, judgement: str) -> JudgementLine:
        if self.trouble is not None:
            raise self.trouble
        for number, made in enumerate(self.made):
            if made.line.judgement == judgement:
                return self.made.pop(number).line
        raise NotFound(f"there is no judgement {judgement}")

    def about(self, ref: str | None) -> tuple[JudgementLine, ...]:
        refs = {ref} if ref is None or "@" in ref else {part for part in self.ids if self.root(part) == self.root(ref)}
        return tuple(made.line for made in reversed(self.made) if ref is None or {made.subject, made.other} & refs)

    def parts(self, entity: str) -> tuple[Part, ...]:
        root = self.root(entity)
        others = [part for part in self.ids if part != root and self.root(part) == root]
        return (
            Part(root, self.name(root), self.type(root), 1, None),
            *(
                Part(part, self.name(part), self.type(part), 1, f"judged the same: {self.name(root)}")
                for part in others
            ),
        )

    def suggestions(self, pairs: list[tuple[str, str]], limit: int, offset: int) -> SuggestionList:
        settled = [{made.subject, made.other} for made in self.made if made.line.kind in ("same", "different")]
        left = [pair for pair in pairs if set(pair) not in settled]
        made = tuple(self._suggestion(one, other) for one, other in left[offset : offset + limit])
        return SuggestionList(len(left), made)

    def _suggestion(self, one: str, other: str) -> Suggestion:
        first, second = (
            Entity(ref, self.name(ref), self.type(ref), (Alias(self.name(ref), 3),), 3, 2, None) for ref in (one, other)
        )
        found, other_found = (
            Found("d0", "v0.1", "/docs/tale.txt", 0, 4, name, f"Here is {name} again.", "page 2", "1865-11-26")
            for name in (first.name, second.name)
        )
        return Suggestion(first, second, 90.0, "spelled nearly alike", 1, (found,), (other_found,))

    @property
    def ids(self) -> list[str]:
        return [f"e{number}" for number in range(len(self.names))]

    def given(self, kind: str, subject: str) -> str | None:
        """The object of the last judgement of a kind about a subject, "" when it has none; None without one."""
        return next(
            (made.other or "" for made in reversed(self.made) if (made.line.kind, made.subject) == (kind, subject)),
            None,
        )

    def root(self, entity: str) -> str:
        into = self.given("same", entity)
        parted = self.given("different", entity)
        return self.root(into) if into and into != parted else entity

    def name(self, entity: str) -> str:
        return self.given("rename", entity) or self.names[int(entity[1:])][0]

    def type(self, entity: str) -> str:
        return self.given("retype", entity) or self.names[int(entity[1:])][1]

    def is_rejected(self, ref: str) -> bool:
        return self.given("reject", ref) is not None
