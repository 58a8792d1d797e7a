"""Sets of documents of one segment with their scores, and how they meet, join and part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.index.codec.arrays import Array

FAR = 16
"""When one of two sets is so many times larger, the smaller one is looked up in it; else a table of all documents is
faster.
"""


class Matches(NamedTuple):
    """Ascending documents (int64) and the score of each (float64)."""

    documents: Array
    scores: Array


NONE = Matches(np.empty(0, np.int64), np.empty(0, np.float64))


def unscored(documents: Array) -> Matches:
    """Documents that only filters matched."""
    return Matches(documents, np.zeros(len(documents)))


def among(documents: Array, chosen: Array, count: int) -> Array:
    """The indices of those of the ascending `documents` that are in the ascending `chosen`; both are below `count`."""
    if len(chosen) * FAR < len(documents):
        at = np.searchsorted(documents, chosen.astype(documents.dtype))
        at[at == len(documents)] = 0
        found: Array = at[documents[at] == chosen]
        return found
    if len(documents) * FAR < len(chosen):
        at = np.searchsorted(chosen, documents)
        at[at == len(chosen)] = 0
        return np.flatnonzero(chosen[at] == documents)
    table = np.zeros(count, bool)
    table[chosen] = True
    return np.flatnonzero(table[documents])


def met(total: Matches, found: Matches) -> Matches:
    """`found`, all of which is in `total`, with both scores."""
    if len(found.documents) == len(total.documents):
        return Matches(found.documents, total.scores + found.scores)
    return Matches(found.documents, total.scores[np.searchsorted(total.documents, found.documents)] + found.scores)


def joined(parts: Sequence[Matches], count: int) -> Matches:
    """What is in any of `parts`, scores summed; of a segment of `count` documents."""
    parts = [part for part in parts if len(part.documents)]
    if len(parts) < 2:
        return parts[0] if parts else NONE
    if sum(len(part.documents) for part in parts) * FAR < count:
        documents, where = np.unique(np.concatenate([part.documents for part in parts]), return_inverse=True)
        return Matches(documents, np.bincount(where, np.concatenate([part.scores for part in parts]), len(documents)))
    table, scores = np.zeros(count, bool), np.zeros(count)
    for part in parts:
        table[part.documents] = True
        scores[part.documents] += part.scores
    documents = np.flatnonzero(table)
    return Matches(documents, scores[documents])


def without(total: Matches, excluded: Array, count: int) -> Matches:
    """`total` less the ascending documents `excluded`."""
    if not len(excluded):
        return total
    kept = np.ones(len(total.documents), bool)
    kept[among(total.documents, excluded, count)] = False
    return Matches(total.documents[kept], total.scores[kept])
