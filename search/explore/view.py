"""The facts of every version as they stood at one moment: which a search may return, and in which order.

A view of the past knows no version that came later, and shows every document where it was, current or gone as it was.
Version numbers are dense, so a scope is a `bytearray` and an order an `array`, both indexed by version number.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence

from search.explore.results import Sort
from search.explore.threads import threads_of
from search.memory.records import Location, VersionFacts

UNDATED = ""

Facts = Sequence[VersionFacts | None]


class View:
    """Never changes. `facts` and `states` are indexed by version number; `of_document` lists the versions of each
    document, the earliest first. `as_of` is an instant, None for now.
    """

    def __init__(
        self, facts: Facts, states: Sequence[str], of_document: Mapping[int, Sequence[int]], as_of: str | None
    ) -> None:
        self.facts = facts
        self.states = states
        self.as_of = as_of
        self._of_document = of_document
        self._orders: dict[str, array[int]] = {}
        self._scopes: dict[tuple[str, bool], bytearray] = {}
        self._threads: dict[int, str] | None = None

    def of(self, version: int) -> VersionFacts:
        """The facts of a version that a search returned."""
        facts = self.facts[version]
        assert facts is not None
        return facts

    def get(self, version: int) -> VersionFacts | None:
        """The facts of a version, None when there is none of that number."""
        return self.facts[version] if 0 <= version < len(self.facts) else None

    def versions_of(self, document: int) -> list[VersionFacts]:
        """The versions of a document, the earliest first."""
        return [row for number in self._of_document.get(document, ()) if (row := self.get(number)) is not None]

    def latest(self, document: int) -> VersionFacts | None:
        """The version of a document that was in force, or its last one when it was gone; None when it was not known."""
        return next(
            (row for number in reversed(self._of_document.get(document, ())) if (row := self.get(number))), None
        )

    def threads(self) -> dict[int, str]:
        """The thread of each document that is a mail."""
        if self._threads is None:
            self._threads = threads_of(row for row in self.facts if row is not None)
        return self._threads

    def versions_where(self, holds: Callable[[VersionFacts], bool]) -> frozenset[int]:
        """The versions for which a condition holds."""
        return frozenset(row.version for row in self.facts if row is not None and holds(row))

    def indexed(self) -> frozenset[int]:
        """The searchable versions that are said to be in the index."""
        return self.versions_where(lambda row: row.indexed and row.status.searchable)

    def scope(self, gone: str = "yes", every_version: bool = False) -> bytearray:
        """1 for each version that may be returned.

        `gone` is yes, no or only; `every_version` takes in superseded ones.
        """
        scope = self._scopes.get((gone, every_version))
        if scope is None:
            scope = self._scopes[gone, every_version] = self._scope(gone, every_version)
        return scope

    def _scope(self, gone: str, every_version: bool) -> bytearray:
        scope = bytearray(len(self.facts))
        for versions in self._of_document.values():
            known = [number for number in versions if self.get(number) is not None]
            if not known:
                continue
            current = self.of(known[-1]).seen_to is None
            if gone == "yes" or (gone == "no") == current:
                for number in known if every_version else known[-1:]:
                    scope[number] = 1
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
        elif name == "seen":
            rows.sort(key=lambda row: row.seen_from, reverse=True)
        elif name == "modified":
            rows.sort(key=lambda row: row.modified, reverse=True)
        order = array("q", bytes(8 * len(self.facts)))
        for place, row in enumerate(rows):
            order[row.version] = place
        return order


def past_view(
    now: View, of_document: Mapping[int, Sequence[int]], moved: Mapping[int, list[Location]], as_of: str
) -> View:
    """The view of `as_of` out of the present one. `moved` says where documents were that are not where they were."""
    facts: list[VersionFacts | None] = list(now.facts)
    for document, versions in of_document.items():
        known = [row for number in versions if (row := now.get(number)) is not None and row.seen_from <= as_of]
        for number in versions[len(known) :]:
            if number < len(facts):
                facts[number] = None
        if not known:
            continue
        last = known[-1].seen_to
        gone = last if last is not None and last <= as_of else None
        path = _path_at(moved[document], as_of) if document in moved else known[-1].path
        for row in known:
            seen_to = row.seen_to if row.seen_to is not None and row.seen_to <= as_of else None
            if (seen_to, gone, path) != (row.seen_to, row.gone, row.path):
                facts[row.version] = row._replace(seen_to=seen_to, gone=gone, path=path)
    return View(facts, now.states, of_document, as_of)


def _path_at(locations: list[Location], as_of: str) -> bytes:
    """Where a document was, or had last been; before its first place, that one."""
    known = [location for location in locations if location.since <= as_of]
    return (known or locations[:1])[-1].path


def _dated(row: VersionFacts) -> str:
    return row.document_date or UNDATED
