"""All words of a field of a segment, for patterns that cannot be answered by a beginning."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.cancel import CancelToken
from search.text.tokens import JOIN

CHUNK = 20_000
_LAST = "\U0010ffff"


Term = tuple[bytes, int, int, int]
"""A word as UTF-8, how many documents hold it, and where in the dictionary its entry starts and how long it is."""


class Lexicon(NamedTuple):
    """The words, sorted, and for each what a `Term` says of it."""

    words: list[str]
    frequencies: array[int]
    offsets: array[int]
    sizes: array[int]

    def chunks(self, start: str = "") -> Iterator[tuple[int, list[str]]]:
        """The words that begin with `start`, some thousands at a time, each time with the place of the first."""
        first = bisect_left(self.words, start)
        last = bisect_left(self.words, start + _LAST, first)
        for place in range(first, last, CHUNK):
            yield place, self.words[place : min(place + CHUNK, last)]


def lexicon_of(terms: Iterable[Term], cancel: CancelToken) -> Lexicon:
    """The lexicon of sorted terms, without the join. Takes 0.7 microseconds a word."""
    lexicon = Lexicon([], array("I"), array("Q"), array("I"))
    for number, (encoded, frequency, offset, size) in enumerate(terms):
        if number % CHUNK == 0:
            cancel.check()
        word = encoded.decode()
        if word != JOIN:
            lexicon.words.append(word)
            lexicon.frequencies.append(frequency)
            lexicon.offsets.append(offset)
            lexicon.sizes.append(size)
    return lexicon
