"""Entities that may be one, for somebody to judge, with what documents say of either."""

from __future__ import annotations

from itertools import islice

from search.cancel import CancelToken
from search.entities.lookup.directory import Directory
from search.entities.mentions import NAMED, Key
from search.entities.resolution.likeness import alike
from search.explore.decisions import Suggestion, SuggestionList
from search.explore.finding import found_in, rows_naming
from search.explore.naming import shown_entity
from search.explore.view import View
from search.memory.decisions import told_apart
from search.memory.memory import Memory

EVIDENCE = 2
"""Mentions shown of either."""


class Suggested:
    """The pairs of one generation: found once, shown a window at a time."""

    def __init__(self, memory: Memory, cancel: CancelToken) -> None:
        self._memory = memory
        named = [name for name in memory.entity_names() if name.type in NAMED]
        self._entities = [name.entity for name in named]
        apart = told_apart(memory)
        self._pairs = [
            pair
            for pair in alike([Key(name.type, name.norm) for name in named], cancel)
            if frozenset((self._entities[pair.one], self._entities[pair.other])) not in apart
        ]

    def window(
        self, directory: Directory, view: View, kind: str | None, limit: int, offset: int, cancel: CancelToken
    ) -> SuggestionList:
        """The pairs of which both are named in `view` and are of a type, the likeliest first. Cancelled."""
        paired = {self._entities[place] for pair in self._pairs for place in (pair.one, pair.other)}
        entries = {entry.entity: entry for entry in directory.entries(paired)}
        shown = []
        for pair in self._pairs:
            one, other = entries.get(self._entities[pair.one]), entries.get(self._entities[pair.other])
            if one is not None and other is not None and kind in (None, one.type, other.type):
                shown.append((pair, *((one, other) if one.mentions >= other.mentions else (other, one))))
        shown.sort(key=lambda each: (-each[0].likeness, -each[2].mentions))
        made = []
        for pair, one, other in shown[offset : offset + limit]:
            cancel.check()
            rows, other_rows = (rows_naming(entry.entity, view, self._memory) for entry in (one, other))
            together = {row.document for row in rows} & {row.document for row in other_rows}
            made.append(
                Suggestion(
                    entity=shown_entity(one, None),
                    other=shown_entity(other, None),
                    likeness=pair.likeness,
                    why=pair.why,
                    together=len(together),
                    evidence=tuple(found for found, *_ in islice(found_in(one.entity, rows, self._memory), EVIDENCE)),
                    other_evidence=tuple(
                        found for found, *_ in islice(found_in(other.entity, other_rows, self._memory), EVIDENCE)
                    ),
                )
            )
        return SuggestionList(len(shown), tuple(made))
