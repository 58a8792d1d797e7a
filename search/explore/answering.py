"""What the catalogue answers: a fact of the query to the versions for which it holds."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from search.cancel import CancelToken
from search.entities.mentions import EntityType
from search.errors import BadInput, QueryError
from search.explore.ids import number_of
from search.explore.view import View
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import VersionFacts
from search.query.dates import overlaps, parse_interval
from search.query.nodes import ENTITY_FIELDS, Fact, VersionSet
from search.text.tokens import words

if TYPE_CHECKING:
    from search.entities.lookup.directory import Directory

TYPE_NAMES = {
    "md": "markdown",
    "htm": "html",
    "txt": "text",
    "jsonl": "json",
    "tsv": "csv",
    "source": "code",
}
ENTITY_TYPES = {
    "person": EntityType.PERSON,
    "org": EntityType.ORGANISATION,
    "place": EntityType.PLACE,
    "product": EntityType.PRODUCT,
}
EXACT = 100.0
LIKENESS_FLOOR = 75.0
"""Of a fuzzy reading of a name, 0 to 100: below it a name is not taken for another."""
BEARERS = 20
"""How many entities of one name are meant together."""

_WRITTEN: dict[str, Callable[[VersionFacts], str | None]] = {
    "author": lambda row: row.author,
    "from": lambda row: row.sender,
    "to": lambda row: row.recipients,
    "subject": lambda row: row.subject,
}
"""The fields that hold words, and where they are."""

_DATED: dict[str, Callable[[VersionFacts], str | None]] = {
    "date": lambda row: row.document_date,
    "seen": lambda row: row.seen_from,
    "recorded": lambda row: row.recorded,
    "modified": lambda row: row.modified,
}
"""The clocks: what the document says of itself, since when its source holds it, when we learnt it, its file's time."""

Condition = Callable[[VersionFacts], bool]


class Answers:
    """Answers facts for one query, and keeps the notes on what it had to guess."""

    def __init__(
        self,
        view: View,
        memory: Memory,
        directory: Callable[[], Directory],
        today: date,
        cancel: CancelToken,
    ) -> None:
        self._view = view
        self._memory = memory
        self._directory = directory
        self._today = today
        self._cancel = cancel
        self.notes: list[str] = []

    def __call__(self, fact: Fact) -> VersionSet:
        """The versions for which `fact` holds. QueryError when its value means nothing."""
        if fact.fieldname in ENTITY_FIELDS:
            return self._naming(fact)
        return VersionSet(fact.fieldname, self._view.versions_where(self._condition(fact)))

    def _condition(self, fact: Fact) -> Condition:
        value = fact.value.strip()
        folded = value.casefold()
        if fact.fieldname in _DATED:
            return self._dated(fact)
        if fact.fieldname == "path":
            return _path_condition(folded)
        if fact.fieldname == "source":
            sources = {source.id for source in self._memory.sources() if folded in shown(source.path).casefold()}
            return lambda row: row.source in sources
        if fact.fieldname == "type":
            named = TYPE_NAMES.get(folded, folded)
            ending = os.fsencode("." + folded.lstrip("."))
            return lambda row: row.type == named or row.path.lower().endswith(ending)
        if fact.fieldname in _WRITTEN:
            wanted, written = words(value), _WRITTEN[fact.fieldname]
            return lambda row: (text := written(row)) is not None and _holds(words(text), wanted)
        if fact.fieldname == "thread":
            return self._in_thread(folded)
        if fact.fieldname == "lang":
            return lambda row: row.language is not None and row.language.casefold().split("-")[0] == folded
        return lambda row: row.status == folded

    def _in_thread(self, value: str) -> Condition:
        threads = self._view.threads()
        wanted = threads.get(number_of("d", value) or 0)
        return lambda row: wanted is not None and threads.get(row.document) == wanted

    def _dated(self, fact: Fact) -> Condition:
        try:
            interval = parse_interval(fact.value, self._today)
        except BadInput as error:
            raise QueryError(str(error), fact.start) from error
        clock = _DATED[fact.fieldname]
        return lambda row: (value := clock(row)) is not None and overlaps(value, interval)

    def _naming(self, fact: Fact) -> VersionSet:
        kind = ENTITY_TYPES.get(fact.fieldname)
        matches = self._directory().find(fact.value, kind, limit=BEARERS, cancel=self._cancel).matches
        found = [match.entry.entity for match in matches if match.score == EXACT]
        if not found:
            what = kind or "entity"
            if not matches or (matches[0].score or 0.0) < LIKENESS_FLOOR:
                self.notes.append(f'no {what} is named "{fact.value}"')
                return VersionSet(fact.fieldname, frozenset())
            best = matches[0].entry
            self.notes.append(f'no {what} is named "{fact.value}": searched for "{best.name}"')
            found = [best.entity]
        return VersionSet(fact.fieldname, self._memory.versions_naming(found), frozenset(found))


def _path_condition(folded: str) -> Condition:
    if any(character in folded for character in "*?["):
        pattern = folded if folded.startswith(("*", "/")) else f"*{folded}"
        return lambda row: fnmatch.fnmatchcase(shown(row.path).casefold(), pattern)
    return lambda row: folded in shown(row.path).casefold()


def _holds(sequence: list[str], wanted: list[str]) -> bool:
    """Whether `wanted` stands in `sequence`, one word after the other."""
    size = len(wanted)
    return bool(wanted) and any(sequence[at : at + size] == wanted for at in range(len(sequence) - size + 1))
