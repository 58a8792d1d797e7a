"""Texts of one field, inverted: from the words of each document to the documents of each word.

Words are numbered as they come, so that a batch of texts is one array of numbers; sorting it by word, then place,
brings the postings of each word together (as in sort-based inversion, Witten, Moffat and Bell, "Managing Gigabytes",
1999). It takes 12 bytes a word at the most.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np

from search.index.codec.arrays import Array
from search.index.codec.postings import Run
from search.index.spelling import term
from search.text.folding import fold
from search.text.tokens import JOIN, runs

WINDOW = 1 << 20
"""Words whose postings are made at a time."""

_PLACE = np.uint64(0xFFFFFFFF)


class _Numbers(dict[str, int]):
    """Words as they stand to the number of their term; terms are numbered as they are met."""

    def __init__(self) -> None:
        self.terms: dict[bytes, int] = {}

    def __missing__(self, word: str) -> int:
        number = self[word] = self.terms.setdefault(term(fold(word)), len(self.terms))
        return number


class Inversion:
    """Gathers the texts of a field of the documents 0, 1, 2 … of a segment."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._words = array("I")
        self._starts = array("Q")
        self._extra_numbers = array("I")
        self._extra_places = array("Q")

    def add(self, text: str) -> int:
        """Add the text of the next document; its length: how many words it has, joined ones included."""
        number = self._numbers.__getitem__
        words = self._words
        first = len(words)
        joined = 0
        self._starts.append(first)
        for run in runs(text):
            start = len(words)
            words.extend(map(number, run.words))
            for place, word in run.joined:
                self._add_extra(number(JOIN), start + place)
                if number(word) != words[start + place]:
                    self._add_extra(number(word), start + place)
                    joined += 1
        return len(words) - first + joined

    def _add_extra(self, number: int, place: int) -> None:
        self._extra_numbers.append(number)
        self._extra_places.append(place)

    @property
    def size(self) -> int:
        """How many words were added."""
        return len(self._words)

    def runs(self) -> Iterator[Run]:
        """All postings, once."""
        terms = sorted(self._numbers.terms)
        starts = np.array(self._starts, np.int64)
        keys = self._sorted_keys(terms)
        bounds = np.searchsorted(keys, np.arange(len(terms) + 1, dtype=np.uint64) << np.uint64(32)).tolist()
        first = 0
        while first < len(terms):
            last = first + 1
            while last < len(terms) and bounds[last + 1] - bounds[first] <= WINDOW:
                last += 1
            yield _run(terms[first:last], keys[bounds[first] : bounds[last]], starts)
            first = last

    def _sorted_keys(self, terms: list[bytes]) -> Array:
        """For each word, the place of its term in the lexicon, and in the lower half its place in the batch."""
        numbers = self._numbers.terms
        ranks = np.empty(len(terms), np.uint64)
        ranks[np.fromiter(map(numbers.__getitem__, terms), np.int64, len(terms))] = np.arange(len(terms))
        ranks <<= np.uint64(32)
        count = len(self._words)
        keys = np.empty(count + len(self._extra_numbers), np.uint64)
        np.take(ranks, np.frombuffer(self._words, np.uint32), out=keys[:count])
        keys[:count] |= np.arange(count, dtype=np.uint32)
        keys[count:] = ranks[np.frombuffer(self._extra_numbers, np.uint32)]
        keys[count:] |= np.frombuffer(self._extra_places, np.uint64)
        self._words = array("I")
        keys.sort()
        return keys


def _run(terms: list[bytes], keys: Array, starts: Array) -> Run:
    ranks = keys >> np.uint64(32)
    places = (keys & _PLACE).astype(np.int64)
    documents = np.searchsorted(starts, places, side="right") - 1
    begins = np.empty(len(keys), bool)
    begins[0] = True
    begins[1:] = (ranks[1:] != ranks[:-1]) | (documents[1:] != documents[:-1])
    first = np.flatnonzero(begins)
    frequencies = np.diff(first, append=len(keys))
    counts = np.bincount((ranks[first] - ranks[0]).astype(np.int64), minlength=len(terms))
    return Run(terms, counts, documents[first], frequencies, places - starts[documents])
