"""How well a name answers what was typed: the scores by which names are ranked.

Both are plain forms: folded, with one space between words. A name that the query spells, whole or half, scores above
every name that is only like it. Likeness is RapidFuzz's WRatio, which allows for errors, missing parts and another
order, or word by word, by the edits that each takes (optimal string alignment) or by how it sounds.
"""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from search.entities.lookup.sounds import skeleton

EXACT, BEGINS, HOLDS, SPELLS = 100.0, 98.0, 96.0, 94.0
_LIKENESS = 0.93
"""Of two names that are alike the score stays below that of names which the query spells."""
_LEAST_SCORE = 60.0
_FORGIVEN = 0.5
"""The share of the edits between two words that does not count when they sound alike."""
_UNLIKE = 0.3
"""Words that have less in common are not one name, however they sound."""
_WORDS_AT_MOST = 95
_COMPARED = 100
"""Names compared word by word: those that come first by WRatio alone."""


def spelt(query: str, key: str) -> float | None:
    """The score of a key in which each word of the query begins a word; None for another."""
    if key.startswith(query):
        return EXACT if len(key) == len(query) else BEGINS
    if f" {query}" in key:
        return HOLDS
    words = query.split()
    if len(words) > 1 and all(word in key for word in words):
        parts = key.split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            return SPELLS
    return None


def alike(query: str, keys: Sequence[str]) -> Iterator[tuple[float, str]]:
    """Of `keys` those that look or sound most like the query, some hundred, each with its score of 55.8 to 93.

    WRatio takes a short key that stands somewhere in the query for all of it: "LN" would be "Linkoln".
    """
    words = [(word, skeleton(word)) for word in query.split()]
    for key, whole, _ in process.extract(query, keys, scorer=fuzz.WRatio, limit=_COMPARED):
        looks = whole if 2 * len(key) >= len(query) else fuzz.ratio(query, key)
        score = max(looks, _word_by_word(words, key))
        if score >= _LEAST_SCORE:
            yield round(score * _LIKENESS, 1), key


def _word_by_word(words: Sequence[tuple[str, str]], key: str) -> float:
    """How well each of some words is written by some word of the key: 0 to 95, long words count more. Words come with
    their skeletons.

    WRatio is blind to where words begin, and so to which of two surnames is the nearer.
    """
    parts = key.split()
    letters = sum(len(word) for word, _ in words)
    return (
        _WORDS_AT_MOST
        * sum(len(word) * max(_written(word, sound, part) for part in parts) for word, sound in words)
        / letters
    )


def _written(word: str, sound: str, part: str) -> float:
    if len(word) == 1:
        return 1.0 if part[0] == word else 0.0
    likeness: float = OSA.normalized_similarity(word, part)
    if _UNLIKE < likeness < 1 and len(sound) > 1 and skeleton(part) == sound:
        return likeness + _FORGIVEN * (1 - likeness)
    return likeness
