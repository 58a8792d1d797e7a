"""Beginnings of words that many words share, each with its own list of documents: what the first letters that are typed
need to be answered at once.

A beginning is worth a list when its words have at least `CROWD` postings, and `GAIN` times as many as they have
documents. For any other the postings of its words are summed when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from search.index.codec.arrays import Array, ArrayFile, ArrayWriter
from search.index.codec.lexicon import Lexicon, write_lexicon
from search.index.pages import Torn

CROWD = 1 << 14
GAIN = 4
LONGEST = 4
"""Letters of a beginning."""

_AFTER = b"\xff"

Reader = Callable[[int, int], tuple[Array, Array]]
"""The documents and frequencies of the postings from one to another."""


class Counted(NamedTuple):
    """Ascending documents, and how often each holds a word, or any of several."""

    documents: Array
    frequencies: Array


def pooled(documents: Array, frequencies: Array, count: int) -> Counted:
    """Postings of several words as if they were of one, in a segment of `count` documents."""
    sums = np.bincount(documents, frequencies, count)
    found = np.flatnonzero(sums)
    return Counted(found, sums[found])


class StartWriter:
    """Writes the lists of one field."""

    def __init__(self, dictionary: ArrayWriter, postings: ArrayWriter, field: str, documents: int) -> None:
        self._dictionary = dictionary
        self._postings = postings
        self._name = f"{field}.starts"
        self._count = documents

    def write(self, terms: list[bytes], ends: Array, read: Reader, of: str) -> None:
        """Write the lists that are worth it. `ends[i]` is where the postings of `terms[i]` end; documents are stored
        as type `of`.
        """
        starts: list[bytes] = []
        lists: list[Counted] = []
        for start, first, last in _crowded(terms, ends):
            found = pooled(*read(first, last), self._count)
            if last - first >= GAIN * len(found.documents):
                starts.append(start)
                lists.append(found)
        if starts:
            write_lexicon(self._dictionary, self._name, starts)
            sizes = [len(found.documents) for found in lists]
            self._dictionary.stream(f"{self._name}.postings", "<u4", [np.cumsum([0, *sizes])])
            self._postings.stream(f"{self._name}.documents", of, (found.documents for found in lists))
            self._postings.add(f"{self._name}.frequencies", np.concatenate([found.frequencies for found in lists]))


def _crowded(terms: list[bytes], ends: Array) -> Iterator[tuple[bytes, int, int]]:
    """Each beginning that has `CROWD` postings, in order, and from where to where they are."""
    pending = [(0, len(terms), 0)]
    while pending:
        first, last, length = pending.pop()
        if length:
            yield _start(terms[first], length), int(ends[first - 1]) if first else 0, int(ends[last - 1])
        if length < LONGEST:
            pending.extend([(*part, length + 1) for part in _longer(terms, ends, first, last, length + 1)][::-1])


def _longer(terms: list[bytes], ends: Array, first: int, last: int, length: int) -> Iterator[tuple[int, int]]:
    """Where in `terms[first:last]` the terms are that share `length` letters and have `CROWD` postings."""
    while first < last:
        start = _start(terms[first], length)
        end = bisect_left(terms, start + _AFTER, first, last)
        postings = int(ends[end - 1]) - (int(ends[first - 1]) if first else 0)
        if postings >= CROWD and len(start.decode()) == length:
            yield first, end
        first = end


def _start(term: bytes, length: int) -> bytes:
    return term[: 4 * length].decode(errors="ignore")[:length].encode()


class Starts:
    """The lists of one field of an open segment of `count` documents. Reading raises Torn."""

    def __init__(self, dictionary: ArrayFile, postings: ArrayFile, field: str, count: int) -> None:
        self._count = count
        self._name = f"{field}.starts"
        self._lexicon = Lexicon(dictionary, self._name)
        self._dictionary = dictionary
        self._postings = postings

    def find(self, start: bytes) -> Counted | None:
        """The documents that hold a word that begins with `start`; None when it has no list."""
        place = self._lexicon.find(start)
        if place is None:
            return None
        first, last = self._dictionary.slice(f"{self._name}.postings", place, place + 2).tolist()
        documents = self._postings.slice(f"{self._name}.documents", first, last)
        frequencies = self._postings.slice(f"{self._name}.frequencies", first, last)
        ascending = bool((documents[1:] > documents[:-1]).all())
        if not (ascending and documents[-1:].max(initial=0) < self._count and frequencies.min(initial=1) > 0):
            raise Torn(f"there are documents out of order in {self._name}")
        return Counted(documents, frequencies)

    def starts(self) -> Iterator[bytes]:
        """Every beginning that has a list, in order."""
        return self._lexicon.terms()
