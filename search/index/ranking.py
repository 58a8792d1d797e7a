"""The best of many scored versions."""

from __future__ import annotations

from array import array
from heapq import nlargest, nsmallest

from search.index.engine import Ranked


def best_by_score(scores: dict[int, float], order: array[int], limit: int, offset: int) -> tuple[Ranked, ...]:
    """The window of the ranking by score, ties by `order`."""
    last = nlargest(offset + limit, scores.values())
    if not last:
        return ()
    # Only ties with the last place are left to be ordered, which is far cheaper than ordering everything.
    candidates = (version for version, score in scores.items() if score >= last[-1])
    best = nsmallest(offset + limit, candidates, key=lambda version: (-scores[version], order[version]))
    return tuple(Ranked(version, scores[version]) for version in best[offset:])


def first_by_order(scores: dict[int, float], order: array[int], limit: int, offset: int) -> tuple[Ranked, ...]:
    """The window of the matching versions in the wanted order."""
    first = nsmallest(offset + limit, scores, key=order.__getitem__)
    return tuple(Ranked(version, scores[version]) for version in first[offset:])
