"""The facts of every version, refreshed by generation, and the views of them that searches look through."""

from __future__ import annotations

from search.explore.view import View, past_view
from search.memory.memory import Memory
from search.memory.records import VersionFacts

WAITING = "waiting"
"""The state, beside the statuses, of versions that are remembered but not yet indexed."""

PAST_KEPT = 4
"""Views of the past that are kept until the memory changes."""


class Catalogue:
    """What the memory knew at `generation`. One thread refreshes it; the views that it has handed out never change."""

    def __init__(self) -> None:
        self.generation = -1
        self.now = View([None], [""], {}, None)
        self._of_document: dict[int, tuple[int, ...]] = {}
        self._past: dict[str, View] = {}

    def refresh(self, memory: Memory) -> bool:
        """Load what changed since the last refresh; True when something did."""
        generation = memory.generation()
        if generation == self.generation:
            return False
        forgotten = memory.forgotten()
        begin = self.generation if forgotten <= self.generation else -1
        facts: list[VersionFacts | None] = list(self.now.facts) if begin >= 0 else [None]
        states = list(self.now.states) if begin >= 0 else [""]
        of_document = dict(self._of_document) if begin >= 0 else {}
        changed = memory.facts(since=begin)
        for row in changed:
            if row.version >= len(facts):
                facts.extend([None] * (row.version + 1 - len(facts)))
                states.extend([""] * (row.version + 1 - len(states)))
            facts[row.version] = row
            states[row.version] = row.status if row.indexed or not row.status.searchable else WAITING
            known = of_document.get(row.document, ())
            if row.version not in known:
                known = (*known, row.version)
            of_document[row.document] = known
        for document in {row.document for row in changed}:
            of_document[document] = tuple(sorted(of_document[document], key=lambda number: _when(facts[number])))
        self.now = View(facts, states, of_document, None)
        self.generation = generation
        self._of_document = of_document
        self._past = {}
        return True

    def view(self, as_of: str | None, memory: Memory) -> View:
        """The facts as they stood at the instant `as_of`, None for now."""
        if as_of is None:
            return self.now
        view = self._past.get(as_of)
        if view is None:
            view = past_view(self.now, self._of_document, memory.moved(), as_of)
            self._past[as_of] = view
            while len(self._past) > PAST_KEPT:
                del self._past[next(iter(self._past))]
        return view


def _when(row: VersionFacts | None) -> tuple[str, str, int]:
    """Orders versions of a document by when they were in force; of those of one second, one that stayed is the last."""
    assert row is not None
    return row.seen_from, row.seen_to or "~", row.version
