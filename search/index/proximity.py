"""Do words stand together? Over their ascending positions in one field of one document.

A *join* is a position where a word that was broken at a line end is also read as one; that word takes two positions.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence


def is_phrase(words: Sequence[str], positions: Mapping[str, Sequence[int]], joins: Sequence[int]) -> bool:
    """Whether two words or more stand one after the other, each at the next position, or at the one after it from a
    join.
    """
    broken = frozenset(joins)
    ends: Iterable[int] = positions[words[0]]
    for word in words[1:-1]:
        ends = list(_reached(ends, set(positions[word]), broken))
    # The last step needs one place only, which in common phrases comes early.
    return any(True for _ in _reached(ends, set(positions[words[-1]]), broken))


def _reached(ends: Iterable[int], following: set[int], joins: frozenset[int]) -> Iterator[int]:
    """The positions in `following` that are next to one of `ends`, without repetition."""
    for end in ends:
        if end + 1 in following:
            following.discard(end + 1)
            yield end + 1
        if end in joins and end + 2 in following:
            following.discard(end + 2)
            yield end + 2


def is_near(words: Sequence[str], positions: Mapping[str, Sequence[int]], joins: Sequence[int], distance: int) -> bool:
    """Whether all words, as often as they are given, stand in a stretch with at most `distance` other words."""
    missing = Counter(words)
    lacking = len(words)
    places = sorted((_place(position, joins), word) for word in missing for position in positions[word])
    first = 0
    for place, word in places:
        lacking -= missing[word] > 0
        missing[word] -= 1
        while lacking == 0:
            start, leaving = places[first]
            if place - start + 1 - len(words) <= distance:
                return True
            missing[leaving] += 1
            lacking += missing[leaving] > 0
            first += 1
    return False


def _place(position: int, joins: Sequence[int]) -> int:
    """The position when both halves of every broken word count as one word."""
    return position - bisect_left(joins, position)
