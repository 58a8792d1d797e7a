"""A word pattern as the words of the lexicon that fit it, and those words as one.

All words of a pattern score together, as if they were one word that occurs as often as all of them: `colo*r` means
one thing, and the sum of a hundred rare spellings must not outweigh the other words of the query.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.cancel import NEVER, CancelToken
from search.index.automaton import Automaton
from search.index.engine import Expansion
from search.index.lexicon import Lexicon
from search.index.patterns import wildcard
from search.index.schema import WORD_FIELDS, WORD_LIMIT
from search.index.segment import Postings, Segment
from search.index.snapshot import Snapshot

EXPANSION_LIMIT = 5_000
POSTINGS_BUDGET = 1_000_000
POLL = 64

Finder = Callable[[Lexicon], Iterator[Sequence[int]]]
"""Finds the places in a lexicon of the words that fit, a bounded amount of work at a time."""


class Found(NamedTuple):
    """What a pattern stands for: postings by segment for each field, and how many of how many words they hold."""

    postings: dict[str, list[Postings]]
    used: int
    total: int

    def expansion(self, pattern: str) -> Expansion | None:
        """What to report: nothing when all words were used."""
        return Expansion(pattern, self.used, self.total) if self.used < self.total else None


def fitting_wildcard(pattern: str) -> Finder:
    """Words with `*` for any characters and `?` for one."""
    pieces = re.split(r"[*?]+", pattern)
    longest = max(pieces, key=len)
    return _fitting(wildcard(pattern), pieces[0], longest)


def fitting_automaton(automaton: Automaton) -> Finder:
    """Words that the automaton matches."""
    return _fitting(automaton, "", "")


def within_edits(word: str, edits: int) -> Finder:
    """Words that differ from `word` by at most so many insertions, deletions, substitutions and swaps of neighbours."""

    def find(lexicon: Lexicon) -> Iterator[Sequence[int]]:
        for first, words in lexicon.chunks():
            near = process.extract(word[:WORD_LIMIT], words, scorer=OSA.distance, score_cutoff=edits, limit=None)
            yield [first + place for _, _, place in near]

    return find


def expand(snapshot: Snapshot, fields: Sequence[str], find: Finder, cancel: CancelToken) -> Found:
    """The words of `fields` that `find` finds, most frequent first until there are too many words or postings."""
    matched: list[tuple[Segment, str, Lexicon, list[int]]] = []
    frequencies: Counter[str] = Counter()
    for segment in snapshot.segments:
        for field in fields:
            lexicon = segment.lexicon(field, cancel)
            places: list[int] = []
            for some in find(lexicon):
                cancel.check()
                places.extend(some)
            for place in places:
                frequencies[lexicon.words[place]] += lexicon.frequencies[place]
            matched.append((segment, field, lexicon, places))
    chosen = _most_frequent(frequencies)
    postings: dict[str, list[Postings]] = {field: [] for field in fields}
    for segment, field, lexicon, places in matched:
        entries = _entries(segment, lexicon, (place for place in places if lexicon.words[place] in chosen), cancel)
        postings[field].append(segment.union(entries))
    return Found(postings, len(chosen), len(frequencies))


def similar(snapshot: Snapshot, word: str, limit: int) -> list[str]:
    """Other words spelled like `word`: fewest edits first (1 to 3 by its length), then the most frequent."""
    edits = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    frequencies: Counter[str] = Counter()
    for segment in snapshot.segments:
        for field in WORD_FIELDS:
            lexicon = segment.lexicon(field, NEVER)
            for places in within_edits(word, edits)(lexicon):
                for place in places:
                    frequencies[lexicon.words[place]] += lexicon.frequencies[place]
    frequencies.pop(word, None)
    return nsmallest(limit, frequencies, key=lambda other: (OSA.distance(word, other), -frequencies[other], other))


def _fitting(automaton: Automaton, start: str, piece: str) -> Finder:
    """Words that begin with `start`, hold `piece` and match."""

    def find(lexicon: Lexicon) -> Iterator[Sequence[int]]:
        for first, words in lexicon.chunks(start):
            hopeful = (place for place, word in enumerate(words) if piece in word)
            yield [first + place for place in hopeful if automaton.matches(words[place])]

    return find


def _most_frequent(frequencies: Counter[str]) -> set[str]:
    """The words to search: all, if they are few; one at least."""
    if len(frequencies) <= EXPANSION_LIMIT and frequencies.total() <= POSTINGS_BUDGET:
        return set(frequencies)
    best = nsmallest(EXPANSION_LIMIT, frequencies, key=lambda word: (-frequencies[word], word))
    affordable = bisect_right(list(accumulate(frequencies[word] for word in best)), POSTINGS_BUDGET)
    return set(best[: max(affordable, 1)])


def _entries(segment: Segment, lexicon: Lexicon, places: Iterator[int], cancel: CancelToken) -> Iterator[bytes]:
    for number, place in enumerate(places):
        if number % POLL == 0:
            cancel.check()
        yield segment.entry_at(lexicon.offsets[place], lexicon.sizes[place])
