"""The best of many scored versions."""

from __future__ import annotations

import numpy as np

from search.index.codec.arrays import Array
from search.index.engine import Ranked


def best_by_score(versions: Array, scores: Array, order: Array, limit: int, offset: int) -> tuple[Ranked, ...]:
    """The window of the ranking by score, ties by `order`."""
    wanted = min(offset + limit, len(versions))
    if not wanted:
        return ()
    # Only what may be in the window is put in order: what scores more than its last place, and then ties.
    last = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    above = np.flatnonzero(scores > last)
    ties = np.flatnonzero(scores == last)
    ties = ties[_smallest(order[versions[ties]], wanted - len(above))]
    best = np.concatenate((above, ties))
    best = best[np.lexsort((order[versions[best]], -scores[best]))][offset:]
    return _ranked(versions[best], scores[best])


def first_by_order(versions: Array, scores: Array, order: Array, limit: int, offset: int) -> tuple[Ranked, ...]:
    """The window of the matching versions in the wanted order."""
    first = _smallest(order[versions], min(offset + limit, len(versions)))[offset:]
    return _ranked(versions[first], scores[first])


def _smallest(values: Array, count: int) -> Array:
    """The indices of the `count` smallest, in order."""
    first = np.argpartition(values, count)[:count] if count < len(values) else np.arange(len(values))
    return first[np.argsort(values[first], kind="stable")]


def _ranked(versions: Array, scores: Array) -> tuple[Ranked, ...]:
    return tuple(map(Ranked, versions.tolist(), scores.tolist()))
