"""Which beginnings of words deserve a posting list of their own: those that more than `CROWD` words share.

A prefix query then either finds one list, or has at most `CROWD` words of the segment to join: it is complete and
bounded whatever is typed.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from search.index.blocks import PostingList

CROWD = 128


class Start(NamedTuple):
    """`words[first:last]` are the words that begin with `text`."""

    first: int
    last: int
    text: str


def crowded_starts(words: list[str]) -> list[Start]:
    """The crowded beginnings of sorted `words`, in the order of their first word, outer before inner."""
    found: list[Start] = []
    pending = _longer(words, Start(0, len(words), ""))
    while pending:
        start = pending.pop()
        found.append(start)
        pending.extend(_longer(words, start))
    return found


def _longer(words: list[str], outer: Start) -> list[Start]:
    """The crowded beginnings that are one code point longer than `outer`, last first."""
    found = []
    first, length = outer.first, len(outer.text) + 1
    while first < outer.last and len(words[first]) < length:
        first += 1
    while outer.last - first > CROWD:
        text = words[first][:length]
        last = _end(words, text, first, outer.last)
        if last - first > CROWD:
            found.append(Start(first, last, text))
        first = last
    return found[::-1]


def _end(words: list[str], text: str, first: int, last: int) -> int:
    """Where in `words[first:last]`, which are not before `text`, the words that begin with it end."""
    return bisect_left(words, True, first, last, key=lambda word: word[: len(text)] > text)


class StartLists:
    """Joins the posting lists of words that pass by in order to the lists of their crowded starts.

    Each posting is counted once, in the innermost open start; a start that closes adds itself to the one around it.
    """

    def __init__(self, words: list[str]) -> None:
        self._pending = crowded_starts(words)[::-1]
        self._open: list[tuple[Start, defaultdict[int, int]]] = []

    def until(self, place: int) -> Iterator[tuple[bytes, PostingList]]:
        """Move on to `words[place]`: yield the starts that ended before it, open those that begin with it."""
        while self._open and self._open[-1][0].last <= place:
            start, weights = self._open.pop()
            if self._open:
                outer = self._open[-1][1]
                for document, weight in weights.items():
                    outer[document] += weight
            documents = sorted(weights)
            yield start.text.encode(), PostingList(documents, [weights[document] for document in documents], ())
        while self._pending and self._pending[-1].first == place:
            self._open.append((self._pending.pop(), defaultdict(int)))

    def add(self, postings: PostingList) -> None:
        """Count the postings of the word at the current place."""
        if self._open:
            weights = self._open[-1][1]
            for document, weight in zip(postings.documents, postings.weights, strict=True):
                weights[document] += weight
