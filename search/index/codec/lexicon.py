"""The terms of a field, sorted by their bytes and front-coded: of each term only what differs from the one before.

Every `BLOCK`th term is whole, so that a term is found by bisecting those and reading one block on. Whatever is read is
in order, none of it empty, and UTF-8.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from operator import lt

import numpy as np

from search.index.codec.arrays import Array, ArrayFile, ArrayWriter
from search.index.pages import Torn

BLOCK = 16
_COMPARED = 32
"""Bytes of a term that are compared with its neighbour: at most so many are shared."""


def write_lexicon(writer: ArrayWriter, field: str, terms: list[bytes]) -> None:
    """Write sorted, different terms, none of them empty."""
    shared = _shared(terms)
    suffixes = [term[start:] for term, start in zip(terms, shared.tolist(), strict=True)]
    sizes = np.fromiter(map(len, suffixes), np.uint32, len(suffixes))
    ends = np.cumsum(sizes, dtype=np.uint64)
    writer.add(f"{field}.shared", shared, "<u1")
    writer.add(f"{field}.sizes", sizes)
    writer.add(f"{field}.heads", (ends - sizes)[::BLOCK])
    writer.add(f"{field}.suffixes", b"".join(suffixes))


def _shared(terms: list[bytes]) -> Array:
    """How many bytes each term has in common with the one before it, 0 for the first of each block."""
    if not terms:
        return np.empty(0, np.uint8)
    letters = np.array(terms, f"S{_COMPARED}").view(np.uint8).reshape(len(terms), _COMPARED)
    shared = np.zeros(len(terms), np.uint8)
    differ = letters[1:] != letters[:-1]
    shared[1:] = np.where(differ.any(axis=1), differ.argmax(axis=1), _COMPARED)
    # Behind the end of a term stand zeros, which a longer one may have too.
    sizes = np.fromiter(map(len, terms), np.int64, len(terms))
    shared[1:] = np.minimum(shared[1:], np.minimum(sizes[1:], sizes[:-1]))
    shared[::BLOCK] = 0
    return shared


class Lexicon:
    """The terms of one field of an open segment. Reading raises Torn."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._field = field
        self._count = file.count(f"{field}.sizes")
        self._heads: list[bytes] = []

    def __len__(self) -> int:
        return self._count

    def place(self, term: bytes) -> int:
        """How many terms are smaller than `term`: its own place, when it is there."""
        if not self._count:
            return 0
        block = bisect_right(self._whole_terms(), term) - 1
        if block < 0:
            return 0
        return block * BLOCK + bisect_left(self._terms(block * BLOCK, min((block + 1) * BLOCK, self._count)), term)

    def find(self, term: bytes) -> int | None:
        """The place of `term`, None when it is not there."""
        if not self._count:
            return None
        block = bisect_right(self._whole_terms(), term) - 1
        if block < 0:
            return None
        terms = self._terms(block * BLOCK, min((block + 1) * BLOCK, self._count))
        inside = bisect_left(terms, term)
        return block * BLOCK + inside if inside < len(terms) and terms[inside] == term else None

    def starting(self, start: bytes) -> tuple[int, int]:
        """The places, first and after the last, of the terms that begin with `start`."""
        return self.place(start), self.place(start + b"\xff")

    def term(self, place: int) -> bytes:
        """The term at a place."""
        first = place - place % BLOCK
        return self._terms(first, place + 1)[-1]

    def terms(self, first: int = 0) -> Iterator[bytes]:
        """The terms from a place on, in order."""
        self._whole_terms()
        before = b""
        for start in range(first - first % BLOCK, self._count, BLOCK * 1024):
            terms = self._terms(start, min(start + BLOCK * 1024, self._count))
            if terms[0] <= before:
                raise Torn(f"the words of {self._field} are not in order")
            yield from terms[max(first - start, 0) :]
            before = terms[-1]

    def _whole_terms(self) -> list[bytes]:
        """The first term of each block."""
        if self._count and not self._heads:
            sizes = self._file.slice(f"{self._field}.sizes")
            suffixes = self._file.slice(f"{self._field}.suffixes").tobytes()
            heads = self._file.slice(f"{self._field}.heads")
            ends = np.cumsum(sizes, dtype=np.int64)
            if ends[-1] != len(suffixes) or not np.array_equal(heads, (ends - sizes)[::BLOCK]):
                raise Torn(f"the words of {self._field} are not where they are said to be")
            whole = zip(heads.tolist(), sizes[::BLOCK].tolist(), strict=True)
            self._heads = _in_order([suffixes[start : start + size] for start, size in whole], self._field)
        return self._heads

    def _terms(self, first: int, last: int) -> list[bytes]:
        """The terms from `first`, where a block begins, to `last`."""
        commons = self._file.slice(f"{self._field}.shared", first, last)
        if commons.max() > _COMPARED or commons[::BLOCK].any():
            raise Torn(f"the words of {self._field} hang together in another way than words do")
        shared = commons.tolist()
        sizes = self._file.slice(f"{self._field}.sizes", first, last).tolist()
        (start,) = self._file.slice(f"{self._field}.heads", first // BLOCK, first // BLOCK + 1).tolist()
        suffixes = self._file.slice(f"{self._field}.suffixes", start, start + sum(sizes)).tobytes()
        terms = []
        term = b""
        at = 0
        for common, size in zip(shared, sizes, strict=True):
            term = term[:common] + suffixes[at : at + size]
            terms.append(term)
            at += size
        try:
            b"\0".join(terms).decode()
        except UnicodeDecodeError as error:
            raise Torn(f"the words of {self._field} are no text") from error
        return _in_order(terms, self._field)


def _in_order(terms: list[bytes], field: str) -> list[bytes]:
    if not (terms[0] and all(map(lt, terms, islice(terms, 1, None)))):
        raise Torn(f"the words of {field} are not in order")
    return terms
