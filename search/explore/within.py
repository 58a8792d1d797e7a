"""The names of a part of the memory: of what a query finds, or of one version, with the counts of that part alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.cancel import CancelToken

if TYPE_CHECKING:
    from search.entities.lookup.directory import Directory
    from search.explore.view import View
    from search.memory.memory import Memory
    from search.memory.records import EntityCount

FEW = 200
"""Texts whose mentions are read one by one. For more, the catalogue counts, which goes through all texts."""


@dataclass(frozen=True, slots=True)
class Within:
    """Which part: all that `query` finds (`typing`: its last word is also a prefix), or the `version` with an id."""

    query: str = ""
    typing: bool = False
    version: str | None = None


class Narrowed:
    """The directory of the part that was asked for last: names are looked up in it key by key."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._last: tuple[object, Directory, Directory] | None = None

    def directory(
        self,
        key: object,
        whole: Directory,
        find: Callable[[], tuple[View, Collection[int]]],
        cancel: CancelToken,
    ) -> Directory:
        """Those of `whole` whom the versions that `find` returns, with their view, name: with their counts there. It is
        asked again for another `key` alone. Cancelled, and what `find` raises.
        """
        if self._last is None or self._last[0] != key or self._last[1] is not whole:
            view, versions = find()
            counts = self._counts(view, versions, cancel)
            self._last = key, whole, _those(whole, counts, self._memory)
        return self._last[2]

    def _counts(self, view: View, versions: Collection[int], cancel: CancelToken) -> Mapping[int, EntityCount]:
        from search.memory.scoped import counts_in

        holders: dict[int, set[int]] = defaultdict(set)
        for version in versions:
            row = view.of(version)
            if row.text is not None:
                holders[row.text].add(row.document)
        if len(holders) <= FEW:
            return counts_in(self._memory, holders)
        scope = bytearray(len(view.facts))
        for version in versions:
            scope[version] = 1
        return self._memory.entity_counts(scope, cancel)


def _those(whole: Directory, counts: Mapping[int, EntityCount], memory: Memory) -> Directory:
    """Few of many names are compared with what is typed: an index that finds the best of all might leave them out."""
    from search.entities.lookup.keylist import KeyList
    from search.memory import bearers
    from search.memory.spelling import FEWEST

    sources = [KeyList(bearers.borne_by(memory, counts))] if len(counts) <= FEWEST < len(whole) else None
    return whole.narrowed(counts, sources)
