"""The questions asked of every peer, drawn from the corpus itself: the same ones for the same corpus."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable

from tests.bench.engines.documents import Document

Questions = dict[str, list[list[str]]]
"""By class: the words of each question. The last word of a prefix or of a typing question is a beginning."""

PLAIN = ("rare", "common", "and")
"""Classes of whole words, in which everybody must find the same documents."""
CLASSES = (*PLAIN, "or", "or-common", "phrase", "prefix-1", "prefix-2", "prefix-3", "prefix-5", "fuzzy", "typing")

EACH, FUZZY, TYPED = 40, 25, 16
SAMPLED = 800

_WORD = re.compile(r"[^\W_]+")


def draw(documents: Callable[[], Iterable[Document]], seed: int = 11) -> Questions:
    """`EACH` questions of each class, and the keystrokes of `TYPED` inputs of two words."""
    chance = random.Random(seed)
    frequency: Counter[str] = Counter()
    sample: list[list[str]] = []
    count = 0
    for document in documents():
        words = _WORD.findall(document.text.lower())
        frequency.update(set(words))
        count += 1
        if len(sample) < SAMPLED:
            sample.append(words)
        elif (place := chance.randrange(count)) < SAMPLED:
            sample[place] = words
    return _Draw(chance, frequency, sample, count).questions()


class _Draw:
    def __init__(self, chance: random.Random, frequency: Counter[str], sample: list[list[str]], count: int) -> None:
        self.chance, self.frequency, self.sample, self.count = chance, frequency, sample, count
        self.vocabulary = sorted(
            word for word in frequency if word.isascii() and word.isalpha() and 3 <= len(word) <= 20
        )
        self.useful = self._between(max(2, count * 0.0005), count * 0.15)
        self.apart = set(self.useful)

    def questions(self) -> Questions:
        chance, count = self.chance, self.count
        rare, middling = self._between(2, 10), self._between(count * 0.002, count * 0.02)
        common = self._between(count * 0.05, count * 0.6)
        return {
            "rare": [[chance.choice(rare)] for _ in range(EACH)],
            "common": [[word] for word in chance.sample(common, min(EACH, len(common)))],
            "and": [self._together(2) for _ in range(EACH)],
            "or": [[chance.choice(common), *chance.choices(middling, k=2)] for _ in range(EACH)],
            "or-common": [chance.sample(common, min(3, len(common))) for _ in range(EACH)],
            "phrase": [self._phrase() for _ in range(EACH)],
            **{f"prefix-{length}": self._beginnings(length) for length in (1, 2, 3, 5)},
            "fuzzy": [[self._misspelt(chance.choice(self._longer(6)))] for _ in range(FUZZY)],
            "typing": [keys for _ in range(TYPED) for keys in self._keystrokes(*self._together(2))],
        }

    def _between(self, least: float, most: float) -> list[str]:
        return [word for word in self.vocabulary if least <= self.frequency[word] <= most]

    def _longer(self, length: int) -> list[str]:
        return [word for word in self.useful if len(word) >= length]

    def _together(self, count: int) -> list[str]:
        """Useful words of one document."""
        while True:
            words = sorted(self.apart.intersection(self.chance.choice(self.sample)))
            if len(words) >= count:
                return self.chance.sample(words, count)

    def _phrase(self) -> list[str]:
        """Two or three words in a row, of which one tells something."""
        while True:
            words = self.chance.choice(self.sample)
            length = self.chance.choice((2, 2, 3))
            if len(words) <= length:
                continue
            start = self.chance.randrange(len(words) - length)
            phrase = words[start : start + length]
            known = all(word.isascii() and word.isalpha() for word in phrase)
            if known and not self.apart.isdisjoint(phrase) and all(self.frequency[word] > 1 for word in phrase):
                return phrase

    def _beginnings(self, length: int) -> list[list[str]]:
        """Of different words; those of many words come first."""
        words = self._longer(length + 1)
        starts = dict.fromkeys(word[:length] for word in self.chance.sample(words, len(words)))
        return [[start] for start in list(starts)[:EACH]]

    def _misspelt(self, word: str) -> str:
        at = self.chance.randrange(1, len(word) - 1)
        return word[:at] + self.chance.choice(["", self.chance.choice("aeiourstln")]) + word[at + 1 :]

    def _keystrokes(self, first: str, second: str) -> list[list[str]]:
        """Every state of the input that ends in a letter."""
        alone = [[first[:length]] for length in range(1, len(first) + 1)]
        return alone + [[first, second[:length]] for length in range(1, len(second) + 1)]
