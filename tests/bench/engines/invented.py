"""Texts made up with a natural vocabulary: words of syllables, short ones often, their frequencies after Zipf and
Mandelbrot, so that new words keep coming (Heaps).
"""

import math
import random
from collections.abc import Iterator
from itertools import accumulate

VOCABULARY = 400_000
SENTENCE = 12

_ONSETS = ("", "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "pr", "ch", "br")
_ONSET_WEIGHTS = (12, 4, 7, 6, 4, 3, 3, 6, 5, 5, 6, 8, 8, 9, 3, 3, 3, 3, 3, 2, 1)
_NUCLEI = ("a", "e", "i", "o", "u", "ea", "io", "ou")
_NUCLEUS_WEIGHTS = (16, 24, 16, 15, 7, 3, 3, 3)
_CODAS = ("", "n", "r", "s", "t", "l", "nt", "ng", "st", "d", "m", "ck")
_CODA_WEIGHTS = (40, 10, 10, 9, 7, 6, 4, 4, 3, 4, 4, 2)


def invent(documents: int, words: int, seed: int, vocabulary: int = VOCABULARY) -> Iterator[tuple[str, str]]:
    """(title, text) of so many documents with about so many words each, of a `vocabulary` so large."""
    chance = random.Random(seed)
    known = _vocabulary(chance, vocabulary)
    weights = list(accumulate((rank + 2.7) ** -1.07 for rank in range(vocabulary)))
    for _ in range(documents):
        length = max(5, round(words * chance.lognormvariate(0, 0.6) / math.exp(0.18)))
        drawn = chance.choices(known, cum_weights=weights, k=length)
        yield " ".join(drawn[:5]), _set(drawn)


def _set(words: list[str]) -> str:
    sentences = (words[start : start + SENTENCE] for start in range(0, len(words), SENTENCE))
    return "\n".join(" ".join(sentence).capitalize() + "." for sentence in sentences)


def _vocabulary(chance: random.Random, size: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < size:
        syllables = chance.choices((1, 2, 3, 4), (1, 6, 8, 4), k=1)[0]
        onsets = chance.choices(_ONSETS, _ONSET_WEIGHTS, k=syllables)
        nuclei = chance.choices(_NUCLEI, _NUCLEUS_WEIGHTS, k=syllables)
        coda = chance.choices(_CODAS, _CODA_WEIGHTS, k=1)[0]
        words["".join(map(str.__add__, onsets, nuclei)) + coda] = None
    rarity = {word: len(word) + chance.gauss(0, 2.5) for word in words}
    return sorted(words, key=rarity.__getitem__)
