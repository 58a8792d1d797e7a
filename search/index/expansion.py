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

from search.cancel import NEVER, CancelToken
from search.index.automaton import Automaton
from search.index.codec.starts import Counted
from search.index.engine import Expansion
from search.index.patterns import wildcard
from search.index.segment import Segment
from search.index.snapshot import Snapshot
from search.index.spelling import WORD_FIELDS, WORD_LIMIT
from search.index.words import CHUNK, Words

EXPANSION_LIMIT = 5_000
POSTINGS_BUDGET = 1_000_000

Finder = Callable[[Words], Iterator[Sequence[int]]]
"""Finds the indices of the words that fit, a bounded amount of work at a time."""


class Found(NamedTuple):
    """What a pattern stands for in a field of a segment, and how many of how many words that holds."""

    counted: dict[tuple[Segment, str], Counted]
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


def within_edits(word: str, edits: int, prefix: int = 0) -> Finder:
    """Words that differ from `word` by at most so many insertions, deletions, substitutions and swaps of neighbours,
    and not in their first `prefix` letters.
    """

    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    def find(known: Words) -> Iterator[Sequence[int]]:
        sought = word[:WORD_LIMIT]
        alike = known.alike(sought, edits).tolist()
        for start in range(0, len(alike), CHUNK):
            some = alike[start : start + CHUNK]
            words = [known.words[index] for index in some]
            near = process.extract(sought, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
            yield sorted(some[place] for found, _, place in near if found[:prefix] == sought[:prefix])

    return find


def expand(snapshot: Snapshot, fields: Sequence[str], find: Finder, cancel: CancelToken) -> Found:
    """The words of `fields` that `find` finds, most frequent first until there are too many words or postings."""
    matched: list[tuple[Segment, str, Words, list[int]]] = []
    frequencies: Counter[str] = Counter()
    for segment in snapshot.segments:
        for field in fields:
            words = segment.words(field, cancel)
            indices: list[int] = []
            for some in find(words):
                cancel.check()
                indices.extend(some)
            for index, frequency in zip(indices, words.frequencies[indices].tolist(), strict=True):
                frequencies[words.words[index]] += frequency
            matched.append((segment, field, words, indices))
    chosen = _most_frequent(frequencies)
    counted: dict[tuple[Segment, str], Counted] = {}
    for segment, field, words, indices in matched:
        cancel.check()
        kept = [index for index in indices if words.words[index] in chosen]
        counted[segment, field] = segment.holding(field, words.places[kept].tolist())
    return Found(counted, len(chosen), len(frequencies))


def similar(snapshot: Snapshot, word: str, limit: int) -> list[str]:
    """Other words spelled like `word`: fewest edits first (1 to 3 by its length), then the most frequent."""
    from rapidfuzz.distance import OSA

    edits = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    frequencies: Counter[str] = Counter()
    for segment in snapshot.segments:
        for field in WORD_FIELDS:
            words = segment.words(field, NEVER)
            for indices in within_edits(word, edits)(words):
                for index in indices:
                    frequencies[words.words[index]] += int(words.frequencies[index])
    frequencies.pop(word, None)
    return nsmallest(limit, frequencies, key=lambda other: (OSA.distance(word, other), -frequencies[other], other))


def _fitting(automaton: Automaton, start: str, piece: str) -> Finder:
    """Words that begin with `start`, hold `piece` and match."""

    def find(known: Words) -> Iterator[Sequence[int]]:
        for first, words in known.chunks(start):
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
