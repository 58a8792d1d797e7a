"""The facts of every version, refreshed by generation; which versions a search may return, and in which order.

Version numbers are dense, so a scope is a `bytearray` and an order an `array`, both indexed by version number.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from search.explore.results import Sort
from search.explore.threads import threads_of
from search.memory.memory import Memory
from search.memory.records import VersionFacts

UNDATED = ""
WAITING = "waiting"
"""The state, beside the statuses, of versions that are remembered but not yet indexed."""


class Catalogue:
    """What the memory knew at `generation`. One thread refreshes it; what it has handed out never changes."""

    def __init__(self) -> None:
        self.generation = -1
        self.facts: list[VersionFacts | None] = [None]
        self.states: list[str] = [""]
        self._orders: dict[str, array[int]] = {}
        self._scopes: dict[tuple[str | None, str, bool], bytearray] = {}
        self._threads: dict[int, str] | None = None

    def refresh(self, memory: Memory) -> bool:
        """Load what changed since the last refresh; True when something did."""
        generation = memory.generation()
        if generation == self.generation:
            return False
        facts, states = list(self.facts), list(self.states)
        for row in memory.facts(since=self.generation):
            if row.version >= len(facts):
                facts.extend([None] * (row.version + 1 - len(facts)))
                states.extend([""] * (row.version + 1 - len(states)))
            facts[row.version] = row
            states[row.version] = row.status if row.indexed or not row.status.searchable else WAITING
        self.facts, self.states = facts, states
        self.generation = generation
        self._orders = {}
        self._scopes = {}
        self._threads = None
        return True

    def of(self, version: int) -> VersionFacts:
        """The facts of a version that a search returned."""
        facts = self.facts[version]
        assert facts is not None
        return facts

    def threads(self) -> dict[int, str]:
        """The thread of each document that is a mail."""
        if self._threads is None:
            self._threads = threads_of(row for row in self.facts if row is not None)
        return self._threads

    def versions_where(self, holds: Callable[[VersionFacts], bool]) -> frozenset[int]:
        """The versions for which a condition holds."""
        return frozenset(row.version for row in self.facts if row is not None and holds(row))

    def scope(self, as_of: str | None, gone: str, every_version: bool) -> bytearray:
        """The versions in force: 1 for each version that may be returned.

        `as_of` is an instant, None for now; `gone` is yes, no or only; `every_version` takes in superseded ones.
        """
        key = (as_of, gone, every_version)
        scope = self._scopes.get(key)
        if scope is None:
            scope = self._scopes[key] = self._scope(as_of, gone, every_version)
        return scope

    def _scope(self, as_of: str | None, gone: str, every_version: bool) -> bytearray:
        scope = bytearray(len(self.facts))
        known = [row for row in self.facts if row is not None and (as_of is None or row.seen_from <= as_of)]
        last: dict[int, VersionFacts] = {}
        for row in known:
            before = last.get(row.document)
            if before is None or _held(before) <= _held(row):
                last[row.document] = row
        for row in known:
            latest = last[row.document]
            if every_version or row is latest:
                current = latest.seen_to is None or (as_of is not None and latest.seen_to > as_of)
                scope[row.version] = gone == "yes" or (gone == "no") == current
        return scope

    def order(self, sort: Sort) -> array[int]:
        """The place of every version in the wanted order; relevance breaks its ties as newest does."""
        name = "newest" if sort == "relevance" else sort
        order = self._orders.get(name)
        if order is None:
            order = self._orders[name] = self._order(name)
        return order

    def _order(self, name: str) -> array[int]:
        rows = sorted((row for row in self.facts if row is not None), key=lambda row: (row.path, row.document))
        if name == "newest":
            rows.sort(key=_dated, reverse=True)
        elif name == "oldest":
            rows.sort(key=lambda row: (row.document_date is None, _dated(row)))
        order = array("q", bytes(8 * len(self.facts)))
        for place, row in enumerate(rows):
            order[row.version] = place
        return order


def _held(row: VersionFacts) -> tuple[str, str, int]:
    """Orders versions of a document by when they were in force. Of those of one second, one that stayed is the last."""
    return row.seen_from, row.seen_to or "~", row.version


def _dated(row: VersionFacts) -> str:
    return row.document_date or UNDATED
