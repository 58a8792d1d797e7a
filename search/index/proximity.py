"""Do words stand together? Over their ascending positions in one field of one document.

A *join* is a position where a word that was broken at a line end is also read as one; that word takes two positions.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence


def is_phrase(words: Sequence[str], positions: Mapping[str, Sequence[int]], joins: Sequence[int]) -> bool:
    """Whether the words stand one after the other, each at the next position, or at the one after it from a join."""
    broken = set(joins)
    ends = set(positions[words[0]])
    for word in words[1:]:
        reached = {end + 1 for end in ends}
        if broken:
            reached.update(end + 2 for end in ends & broken)
        ends = reached.intersection(positions[word])
        if not ends:
            return False
    return True


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
