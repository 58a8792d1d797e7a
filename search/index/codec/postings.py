"""The postings of a field, term after term: documents, frequencies and positions, each a flat array.

A frequency of `MANY` or more stands in an array of exceptions. Positions are stored as numbers of 1, 2 or 4 bytes: the
least that holds all those of the term. So a whole range of terms is one slice of each array, without decoding.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.index.codec.arrays import Array, ArrayFile, ArrayWriter, narrowest
from search.index.codec.lexicon import write_lexicon
from search.index.codec.starts import Counted, StartWriter
from search.index.pages import Torn

MANY = 255
WIDTHS = (1, 2, 4)


class Run(NamedTuple):
    """Terms in order, with their postings one after the other.

    `counts[i]` postings belong to `terms[i]`, at least one; `frequencies[j]` positions to posting j.
    """

    terms: list[bytes]
    counts: Array
    documents: Array
    frequencies: Array
    positions: Array


class Places(NamedTuple):
    """Where a part of the postings is: from posting `first` to `last`."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many postings that is."""
        return self.last - self.first


class Entry(NamedTuple):
    """What the dictionary says of a term: where its postings are, how many bytes a position of it takes, and where the
    first one is among those.
    """

    places: Places
    width: int
    start: int


def positions_name(field: str, width: int) -> str:
    """The array of the positions that take `width` bytes."""
    return f"{field}.positions{width}"


class FieldPostings:
    """Writes one field of a segment of so many `documents`, run after run, in the order of their terms."""

    def __init__(
        self, dictionary: ArrayWriter, postings: ArrayWriter, positions: ArrayWriter, field: str, documents: int
    ) -> None:
        self._dictionary = dictionary
        self._field = field
        self._terms: list[bytes] = []
        self._counts: list[Array] = []
        self._widths: list[Array] = []
        self._starts: list[Array] = []
        self._documents = postings.growing(f"{field}.documents", narrowest(max(documents - 1, 0)))
        self._frequencies = postings.growing(f"{field}.frequencies", "<u1")
        self._starts_of = StartWriter(dictionary, postings, field, documents)
        self._many = postings.growing(f"{field}.many", "<u4")
        self._many_frequencies = postings.growing(f"{field}.many_frequencies", "<u4")
        self._positions = {width: positions.growing(positions_name(field, width), f"<u{width}") for width in WIDTHS}

    def add(self, run: Run) -> None:
        """Append a run."""
        if not run.terms:
            return
        many = np.flatnonzero(run.frequencies >= MANY)
        self._many.append(many + self._documents.count)
        self._many_frequencies.append(run.frequencies[many])
        self._documents.append(run.documents)
        self._frequencies.append(np.minimum(run.frequencies, MANY))
        self._terms += run.terms
        self._counts.append(run.counts)
        self._add_positions(run)

    def _add_positions(self, run: Run) -> None:
        sizes = sums(run.frequencies, run.counts)
        largest = np.maximum.reduceat(run.positions, np.cumsum(sizes) - sizes)
        widths = np.where(largest < 1 << 8, 1, np.where(largest < 1 << 16, 2, 4)).astype("<u1")
        starts = np.zeros(len(widths), np.int64)
        width_of = np.repeat(widths, sizes)
        for width, stored in self._positions.items():
            own = widths == width
            starts[own] = stored.count + np.cumsum(sizes[own]) - sizes[own]
            stored.append(run.positions[width_of == width])
        self._widths.append(widths)
        self._starts.append(starts)

    def finish(self) -> None:
        """Write the lexicon, and where the postings of each term are. Raises OverflowError beyond 2**32 of them."""
        if not self._terms:
            return
        ends = np.cumsum(np.concatenate(self._counts), dtype=np.uint64)
        starts = np.concatenate(self._starts)
        if max(int(ends[-1]), int(starts.max())) >= 1 << 32:
            raise OverflowError("a segment can hold 4,294,967,295 postings")
        write_lexicon(self._dictionary, self._field, self._terms)
        self._dictionary.stream(f"{self._field}.postings", "<u4", (np.zeros(1), ends))
        self._dictionary.stream(f"{self._field}.widths", "<u1", self._widths)
        self._dictionary.stream(f"{self._field}.positions", "<u4", [starts])
        self._starts_of.write(self._terms, ends, self._read, self._documents.of)

    def _read(self, first: int, last: int) -> tuple[Array, Array]:
        """The documents and frequencies of postings that were added."""
        frequencies = self._frequencies.slice(first, last).astype(np.int64)
        many = self._many.slice(0, self._many.count)
        low, high = np.searchsorted(many, (first, last)).tolist()
        frequencies[many[low:high] - first] = self._many_frequencies.slice(low, high)
        return self._documents.slice(first, last), frequencies


def sums(values: Array, counts: Array) -> Array:
    """The sums of groups of `values`, of which `counts` (all above 0) say how many belong to each."""
    return np.add.reduceat(values.astype(np.int64), np.cumsum(counts) - counts)


class Postings:
    """The postings of one field of an open segment of `count` documents, by place in its lexicon.

    Reading raises Torn: also when what was forged well says of a term that it has no postings, of a posting that it is
    of no document or has no positions, or of anything that there is more of it than there is.
    """

    def __init__(
        self, dictionary: ArrayFile, postings: ArrayFile, positions: ArrayFile, field: str, count: int
    ) -> None:
        self._count = count
        self._dictionary = dictionary
        self._postings = postings
        self._positions = positions
        self._field = field

    @cached_property
    def _many(self) -> Array:
        """The postings whose frequency is an exception, ascending."""
        many = self._postings.slice(f"{self._field}.many").astype(np.int64)
        if not _ascends(many) or many[-1:].max(initial=-1) >= self._postings.count(f"{self._field}.frequencies"):
            raise self._torn("frequencies out of order")
        return many

    def places(self, first: int, last: int) -> Places:
        """Where the postings of the terms from place `first` to `last` are."""
        starts = self._dictionary.slice(f"{self._field}.postings", first, last + 1)
        return Places(int(starts[0]), int(starts[-1]))

    def counts(self, first: int, last: int) -> Array:
        """How many documents hold each of these terms."""
        counts = np.diff(self._dictionary.slice(f"{self._field}.postings", first, last + 1).astype(np.int64))
        if counts.min(initial=1) < 1 or counts.max(initial=0) > self._count:
            raise self._torn("words in more documents than there are, or in none")
        return counts

    def documents(self, *parts: Places) -> Array:
        """The documents of the postings in all parts, one part after the other."""
        found = _joined([self._postings.slice(f"{self._field}.documents", *part) for part in parts])
        if found.max(initial=0) >= self._count:
            raise self._torn("words in documents that there are not")
        return found

    def frequencies(self, *parts: Places) -> Array:
        """The frequencies of the postings in all parts, unsigned, 1 byte where that is enough."""
        found = _joined([self._stored_frequencies(part) for part in parts])
        if found.min(initial=1) < 1:
            raise self._torn("words that stand nowhere")
        return found

    def _stored_frequencies(self, places: Places) -> Array:
        found = self._postings.slice(f"{self._field}.frequencies", *places)
        many = self._many
        low, high = np.searchsorted(many, places).tolist() if len(many) else (0, 0)
        if low < high:
            found = found.astype("<u4")
            found[many[low:high] - places.first] = self._postings.slice(f"{self._field}.many_frequencies", low, high)
        return found

    def listed(self, places: Places) -> Counted:
        """The postings of one term."""
        documents = self.documents(places)
        if not _ascends(documents):
            raise self._torn("documents out of order")
        return Counted(documents, self.frequencies(places))

    def entry(self, place: int) -> Entry:
        """What is known of the term at `place`."""
        width = int(self._dictionary.slice(f"{self._field}.widths", place, place + 1)[0])
        start = int(self._dictionary.slice(f"{self._field}.positions", place, place + 1)[0])
        places = self.places(place, place + 1)
        if not 0 < places.size <= self._count:
            raise self._torn("words in more documents than there are, or in none")
        return Entry(places, width, start)

    def positions(self, entry: Entry, frequencies: Array) -> Array:
        """The positions of a term, posting after posting, ascending in each. `frequencies` are all its own."""
        _, width, start = entry
        return self._positions.slice(
            positions_name(self._field, width), start, start + int(frequencies.sum(dtype=np.int64))
        )

    def run(self, first: int, last: int, terms: list[bytes]) -> Run:
        """The terms from place `first` to `last`, which are `terms`, with all that is known of them."""
        places = self.places(first, last)
        counts, frequencies = self.counts(first, last), self.frequencies(places)
        sizes = sums(frequencies, counts)
        widths = self._dictionary.slice(f"{self._field}.widths", first, last)
        starts = self._dictionary.slice(f"{self._field}.positions", first, last)
        stored: dict[int, Array] = {}
        found = 0
        for width in WIDTHS:
            own = widths == width
            if own.any():
                ends = starts[own][0] + np.cumsum(sizes[own])
                if (starts[own] != ends - sizes[own]).any():
                    raise self._torn("positions that are not one after the other")
                name = positions_name(self._field, width)
                stored[width] = self._positions.slice(name, int(starts[own][0]), int(ends[-1]))
                found += int(np.count_nonzero(own))
        if found < len(terms):
            raise self._torn("positions of no size")
        width_of = np.repeat(widths, sizes)
        positions = np.empty(len(width_of), "<u4")
        for width, values in stored.items():
            positions[width_of == width] = values
        return Run(terms, counts, self.documents(places), frequencies, positions)

    def _torn(self, what: str) -> Torn:
        return Torn(f"there are {what} in {self._field}")


def _joined(arrays: list[Array]) -> Array:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _ascends(values: Array) -> bool:
    return bool((values[1:] > values[:-1]).all())
