"""The queue of names that may be one, judged pair by pair.

The engine lists only what is undecided, so a window of it is taken from where the pairs that were passed over end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.explore.decisions import Suggestion, SuggestionList

AHEAD = 5
"""Pairs before the end of those that are known at which further ones are wanted."""


class ReviewQueue:
    """Pairs in the order of the engine; `place` is the current one, after the last when all are done. `total` counts
    those that are not known yet too.
    """

    def __init__(self) -> None:
        self.pairs: list[Suggestion] = []
        self.place = 0
        self.total = 0
        self._verdicts: dict[frozenset[str], str] = {}

    @property
    def current(self) -> Suggestion | None:
        """The pair to judge; None when all are done."""
        return self.pairs[self.place] if self.place < len(self.pairs) else None

    @property
    def verdict(self) -> str | None:
        """What was decided about the current pair, "same" or "different"; None while nothing was."""
        return None if self.current is None else self._verdicts.get(_ids(self.current))

    @property
    def decided(self) -> int:
        """How many pairs were decided."""
        return len(self._verdicts)

    @property
    def offset(self) -> int:
        """Where the next window begins among what is undecided."""
        return sum(_ids(pair) not in self._verdicts for pair in self.pairs)

    @property
    def wants_more(self) -> bool:
        """Whether the next window is to be asked for."""
        return len(self.pairs) < self.total and self.place >= len(self.pairs) - AHEAD

    def take(self, window: SuggestionList, offset: int) -> None:
        """Add the window from `offset`; what is known or settled already is left out."""
        known = {_ids(pair) for pair in self.pairs}
        self.pairs += [pair for pair in window.suggestions if _ids(pair) not in known and not self._is_settled(pair)]
        rest = window.total - offset - len(window.suggestions)
        self.total = len(self.pairs) + (max(0, rest) if window.suggestions else 0)

    def step(self, count: int) -> bool:
        """Go to another pair; False when there is none."""
        place = max(0, min(len(self.pairs), self.place + count))
        moved = place != self.place
        self.place = place
        return moved

    def decide(self, verdict: str) -> Suggestion | None:
        """Decide about the current pair and go on; the pair, None when there is none. Pairs further on whose names are
        one by then are left out.
        """
        pair = self.current
        if pair is None:
            return None
        self._verdicts[_ids(pair)] = verdict
        self.place += 1
        if verdict == "same":
            rest = self.pairs[self.place :]
            left = [other for other in rest if _ids(other) in self._verdicts or not self._is_settled(other)]
            self.pairs[self.place :] = left
            self.total -= len(rest) - len(left)
        return pair

    def reopen(self, pair: Suggestion) -> None:
        """Go back to a pair: its decision was taken back, or could not be made."""
        self._verdicts.pop(_ids(pair), None)
        places = (place for place, other in enumerate(self.pairs) if _ids(other) == _ids(pair))
        self.place = next(places, self.place)

    def _is_settled(self, pair: Suggestion) -> bool:
        return pair.other.entity in _joined(pair.entity.entity, self._ones())

    def _ones(self) -> list[frozenset[str]]:
        return [ids for ids, verdict in self._verdicts.items() if verdict == "same"]


def _joined(entity: str, pairs: Iterable[frozenset[str]]) -> set[str]:
    """All that are one with `entity` through `pairs`."""
    found, left = {entity}, list(pairs)
    while touching := [pair for pair in left if pair & found]:
        left = [pair for pair in left if pair not in touching]
        found.update(*touching)
    return found


def _ids(pair: Suggestion) -> frozenset[str]:
    return frozenset((pair.entity.entity, pair.other.entity))
