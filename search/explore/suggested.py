"""Entities that may be one, for somebody to judge, with what documents say of either."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from search.cancel import CancelToken
from search.entities.lookup.directory import Directory, Entry
from search.entities.mentions import NAMED, Key
from search.entities.resolution.likeness import Alike, alike
from search.explore.decisions import Suggestion, SuggestionList
from search.explore.finding import found_in, rows_naming
from search.explore.names import Found
from search.explore.naming import shown_entity
from search.explore.view import View
from search.memory.decisions import told_apart
from search.memory.memory import Memory
from search.memory.records import VersionFacts

EVIDENCE = 2
"""Mentions shown of either."""


class Suggested:
    """The pairs of names alike in the texts up to one: found once, whatever is judged meanwhile, shown a window at a
    time.
    """

    def __init__(self, memory: Memory, cancel: CancelToken) -> None:
        self._memory = memory
        named = [name for name in memory.entity_names() if name.type in NAMED]
        self._entities = [name.entity for name in named]
        self._pairs = alike([Key(name.type, name.norm) for name in named], cancel)

    def window(
        self, directory: Directory, view: View, kind: str | None, limit: int, offset: int, cancel: CancelToken
    ) -> SuggestionList:
        """The pairs of which both are named in `view` and are of a type, the likeliest first. Cancelled."""
        apart = told_apart(self._memory)
        found: list[tuple[Alike, int, int, int]] = []
        for pair in self._pairs:
            one, other = self._entities[pair.one], self._entities[pair.other]
            weight, other_weight = directory.weight(one), directory.weight(other)
            if weight is None or other_weight is None or frozenset((one, other)) in apart:
                continue
            if kind in (None, weight[0], other_weight[0]):
                ordered = (one, other) if weight[1] >= other_weight[1] else (other, one)
                found.append((pair, *ordered, min(weight[1], other_weight[1])))
        found.sort(key=lambda each: (-each[0].likeness, -each[3]))
        listed = found[offset : offset + limit]
        entries = {entry.entity: entry for entry in directory.entries({n for _, *both, _ in listed for n in both})}
        made = []
        for pair, first, second, _ in listed:
            cancel.check()
            if first in entries and second in entries:
                made.append(self._suggestion(pair, entries[first], entries[second], view))
        return SuggestionList(len(found), tuple(made))

    def _suggestion(self, pair: Alike, entry: Entry, other: Entry, view: View) -> Suggestion:
        rows, other_rows = (rows_naming(each.entity, view, self._memory) for each in (entry, other))
        return Suggestion(
            entity=shown_entity(entry, None),
            other=shown_entity(other, None),
            likeness=pair.likeness,
            why=pair.why,
            together=len({row.document for row in rows} & {row.document for row in other_rows}),
            evidence=self._evidence(entry, rows),
            other_evidence=self._evidence(other, other_rows),
        )

    def _evidence(self, entry: Entry, rows: Sequence[VersionFacts]) -> tuple[Found, ...]:
        return tuple(found for found, *_ in islice(found_in(entry.entity, rows, self._memory), EVIDENCE))
