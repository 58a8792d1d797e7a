"""Do words stand together? Over all candidate documents of a segment at once.

A *key* is a document in the upper half of a number and a position in the lower one, so that one ascending array has
every occurrence of a word. A *join* is a position where a word that was broken at a line end is also read as one; that
word takes two positions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from search.index.codec.arrays import Array
from search.index.codec.postings import Entry, Postings
from search.index.matches import among
from search.index.pages import Torn

_DOCUMENT = np.int64(32)


class Occurrences(NamedTuple):
    """The keys of each word, and of the joins."""

    words: Mapping[str, Array]
    joins: Array


def keys_of(postings: Postings, entry: Entry, chosen: Array, count: int) -> Array:
    """The keys of a word in the ascending documents `chosen`, of a segment of `count`. Raises Torn."""
    documents, frequencies = postings.listed(entry.places)
    positions = postings.positions(entry, frequencies)
    if len(chosen) < len(documents):
        kept = among(documents, chosen, count)
        ends = np.cumsum(frequencies, dtype=np.int64)[kept]
        documents, frequencies = documents[kept], frequencies[kept].astype(np.int64)
        # Where each kept posting's positions are, less where they will be.
        shifts = ends - np.cumsum(frequencies)
        positions = positions[np.repeat(shifts, frequencies) + np.arange(frequencies.sum())]
    keys = np.repeat(documents.astype(np.int64) << _DOCUMENT, frequencies) | positions
    if not (keys[1:] > keys[:-1]).all():
        raise Torn("there are positions out of order")
    return keys


def phrase(words: Sequence[str], occurrences: Occurrences) -> Array:
    """The documents where two words or more stand one after the other, each at the next position, or at the one after
    it from a join.
    """
    ends = occurrences.words[words[0]]
    for word in words[1:]:
        broken = ends[_within(ends, occurrences.joins)]
        ends = _both(ends + 1, occurrences.words[word])
        if len(broken):
            ends = np.sort(np.concatenate((ends, _both(broken + 2, occurrences.words[word]))))
    return _documents(ends)


def near(words: Sequence[str], occurrences: Occurrences, distance: int) -> Array:
    """The documents where all words, as often as they are given, stand in a stretch with at most `distance` others."""
    wanted = Counter(words)
    parts = [_counted_once(occurrences.words[word], occurrences.joins) for word in wanted]
    keys = np.concatenate(parts)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    word_of = np.repeat(np.arange(len(parts)), [len(part) for part in parts])[order]
    # Where a stretch that ends here has to begin, to hold as many of each word as are wanted.
    first = keys.copy()
    for number, (own, times) in enumerate(zip(parts, wanted.values(), strict=True)):
        begins = np.full(len(keys), -1)
        begins[word_of == number] = np.concatenate((np.full(times - 1, -1), own))[: len(own)]
        first = np.minimum(first, np.maximum.accumulate(begins))
    fits = (first >> _DOCUMENT == keys >> _DOCUMENT) & (keys - first + 1 - len(words) <= distance)
    return _documents(keys[fits])


def _documents(keys: Array) -> Array:
    """The documents of ascending keys, each once."""
    documents = keys >> _DOCUMENT
    found: Array = documents[np.append(documents[:1] >= 0, documents[1:] != documents[:-1])]
    return found


def _both(keys: Array, others: Array) -> Array:
    """The keys that are in both; both are ascending."""
    found: Array = keys[_within(keys, others)] if len(keys) <= len(others) else others[_within(others, keys)]
    return found


def _within(keys: Array, others: Array) -> Array:
    """For each of the keys, whether it is one of the ascending `others`."""
    if not len(others):
        return np.zeros(len(keys), bool)
    at = np.searchsorted(others, keys)
    at[at == len(others)] = 0
    found: Array = others[at] == keys
    return found


def _counted_once(keys: Array, joins: Array) -> Array:
    """The keys when both halves of every broken word count as one word."""
    if not len(joins):
        return keys
    before: Array = np.searchsorted(joins, keys) - np.searchsorted(joins, keys >> _DOCUMENT << _DOCUMENT)
    return keys - before
