"""Segments joined into one, with or without some of their documents. Nothing is analysed again: arrays are copied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.index.codec.arrays import Array
from search.index.codec.files import SegmentFiles
from search.index.codec.postings import Run

WINDOW = 1 << 17
"""Postings that are joined at a time."""

DROPPED = -1


class Source(NamedTuple):
    """A segment to take documents from, those excepted whose numbers are in `dropped`."""

    files: SegmentFiles
    dropped: Collection[int]


class Joining:
    """The documents of the sources, in order, and their postings; what a `FieldWriter` writes a segment from."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = [source.files for source in sources]
        self._numbers: list[Array] = []
        self.documents = 0
        for files, dropped in sources:
            stays = np.ones(files.count, bool)
            stays[list(dropped)] = False
            numbers = np.where(stays, np.cumsum(stays) - 1 + self.documents, DROPPED)
            self._numbers.append(numbers)
            self.documents += int(stays.sum())

    def versions(self) -> Array:
        """The version of each document."""
        return np.concatenate([files.versions[stays] for files, stays in self._staying()])

    def lengths(self, field: str) -> Array:
        """The length of `field` in each document."""
        return np.concatenate([files.lengths(field)[stays] for files, stays in self._staying()])

    def _staying(self) -> Iterator[tuple[SegmentFiles, Array]]:
        return ((files, numbers != DROPPED) for files, numbers in zip(self._sources, self._numbers, strict=True))

    def runs(self, field: str) -> Iterator[Run]:
        """The postings of `field`."""
        own_terms = [list(files.lexicons[field].terms()) for files in self._sources]
        terms = sorted(set().union(*own_terms))
        number = {term: place for place, term in enumerate(terms)}.__getitem__
        parts = [
            _Part(files, numbers, field, own, np.fromiter(map(number, own), np.int64, len(own)))
            for files, numbers, own in zip(self._sources, self._numbers, own_terms, strict=True)
        ]
        postings = np.zeros(len(terms), np.int64)
        for part in parts:
            postings[part.places] += part.counts()
        ends = np.cumsum(postings)
        first = 0
        while first < len(terms):
            done = int(ends[first - 1]) if first else 0
            last = max(int(np.searchsorted(ends, done + WINDOW, side="right")), first + 1)
            yield _joined(terms[first:last], [part.taken(first, last) for part in parts])
            first = last

    def iter_postings(self) -> Joining:
        """What Whoosh's writer hands to the field writer."""
        return self

    def cleanup(self) -> None:
        """Let go of the segments."""
        self._sources = []


class _Taken(NamedTuple):
    """Postings of one source. `places` says which of the terms of the whole run its own are; counts may be 0."""

    places: Array
    run: Run


class _Part:
    def __init__(self, files: SegmentFiles, numbers: Array, field: str, terms: list[bytes], places: Array) -> None:
        self.places = places
        self._postings = files.postings[field]
        self._numbers = numbers
        self._terms = terms
        self._whole = bool((numbers != DROPPED).all())

    def counts(self) -> Array:
        """How many postings each term has, before any is dropped."""
        return self._postings.counts(0, len(self._terms)) if self._terms else np.empty(0, np.int64)

    def taken(self, first: int, last: int) -> _Taken:
        """The postings that stay of the terms from place `first` to `last` of all."""
        low, high = np.searchsorted(self.places, (first, last)).tolist()
        places = self.places[low:high] - first
        if low == high:
            empty = np.empty(0, np.int64)
            return _Taken(places, Run([], empty, empty, empty, empty))
        run = self._postings.run(low, high, self._terms[low:high])
        documents = self._numbers[run.documents]
        if self._whole:
            return _Taken(places, run._replace(documents=documents))
        stays = documents != DROPPED
        owner = np.repeat(np.arange(high - low), run.counts)
        return _Taken(
            places,
            Run(
                run.terms,
                np.bincount(owner[stays], minlength=high - low),
                documents[stays],
                run.frequencies[stays],
                run.positions[np.repeat(stays, run.frequencies)],
            ),
        )


def _joined(terms: list[bytes], parts: list[_Taken]) -> Run:
    """One run of all parts: the postings of a term are those of the first part, then of the second, and so on."""
    counts, sizes = np.zeros(len(terms), np.int64), np.zeros(len(terms), np.int64)
    for places, run in parts:
        counts[places] += run.counts
        sizes[places] += _sizes(run)
    documents, frequencies = np.empty(counts.sum(), np.int64), np.empty(counts.sum(), np.int64)
    positions = np.empty(sizes.sum(), "<u4")
    next_posting, next_position = np.cumsum(counts) - counts, np.cumsum(sizes) - sizes
    for places, run in parts:
        where = _targets(next_posting[places], run.counts)
        documents[where], frequencies[where] = run.documents, run.frequencies
        own = _sizes(run)
        positions[_targets(next_position[places], own)] = run.positions
        next_posting[places] += run.counts
        next_position[places] += own
    left = np.flatnonzero(counts)
    if len(left) < len(terms):
        terms = [terms[place] for place in left.tolist()]
    return Run(terms, counts[left], documents, frequencies, positions)


def _sizes(run: Run) -> Array:
    """How many positions each term has."""
    ends = np.append(0, np.cumsum(run.frequencies, dtype=np.int64))
    last = np.cumsum(run.counts)
    sizes: Array = ends[last] - ends[last - run.counts]
    return sizes


def _targets(starts: Array, counts: Array) -> Array:
    """Where groups of so many values go, each from its own start on."""
    shifts = starts - (np.cumsum(counts) - counts)
    return np.repeat(shifts, counts) + np.arange(int(counts.sum()))
