"""Names that are compared with what was typed directly: some ten thousand, held in memory.

Keys that the query begins or spells are found through their words; those that are like it by comparing every distinct
word, and every key without its spaces, by RapidFuzz. Only what looks alike then is compared in full.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nsmallest

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from search.cancel import CancelToken
from search.entities.lookup.scoring import alike, spelt
from search.entities.lookup.sounds import skeleton

Scored = tuple[float, int, str]
"""A score, the entity, and the key by which it has that score."""

_LEAST_WORD_LIKENESS = 0.75
_LEAST_KEY_LIKENESS = 65.0
_SOUND_LIKENESS = 0.85
_LIKE_WORDS, _LIKE_KEYS, _COMPARED = 60, 100, 300
_CHUNK = 5000
"""Names compared between two looks at the cancel token: RapidFuzz does not let other threads run meanwhile."""


class KeyList:
    """Keys and the entities that go by them; immutable."""

    def __init__(self, borne: Iterable[tuple[str, int]]) -> None:
        bearers: dict[str, set[int]] = defaultdict(set)
        for key, entity in borne:
            bearers[key].add(entity)
        self._keys = sorted(bearers)
        self._bearers = [tuple(sorted(bearers[key])) for key in self._keys]
        self._joined = [key.replace(" ", "") for key in self._keys]
        postings: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self._keys):
            for word in dict.fromkeys(key.split()):
                postings[word].append(number)
        self._words = sorted(postings)
        # Tuples of numbers are nothing for the garbage collector to look through.
        self._postings = [tuple(postings[word]) for word in self._words]
        sounding: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            sounding[skeleton(word)].append(number)
        self._sounding = {sound: tuple(numbers) for sound, numbers in sounding.items()}

    def __len__(self) -> int:
        return len(self._keys)

    def spelt(self, query: str, cancel: CancelToken) -> Iterator[Scored]:
        """Whoever bears a key in which each word of the query begins a word. Cancelled."""
        words = query.split()
        rarest = min((self._beginning(word) for word in words), key=self._size_of)
        numbers = sorted({number for word in rarest for number in self._postings[word]})
        for count, number in enumerate(numbers):
            if count % _CHUNK == 0:
                cancel.check()
            score = spelt(query, self._keys[number])
            if score is not None:
                yield from self._borne(number, score)

    def alike(self, query: str, cancel: CancelToken) -> Iterator[Scored]:
        """Whoever bears a key that looks or sounds like the query. Cancelled."""
        likeness: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(query.split()):
            of_key: dict[int, float] = {}
            for similar, number in self._like(word, cancel):
                for key in self._postings[number]:
                    of_key[key] = max(similar, of_key.get(key, 0.0))
            for key, similar in of_key.items():
                likeness[key] += similar * len(word)
        chosen = {key for key, _ in nsmallest(_COMPARED, likeness.items(), key=lambda item: (-item[1], item[0]))}
        joined = query.replace(" ", "")
        chosen |= {
            number for _, number in _best(joined, self._joined, fuzz.ratio, _LEAST_KEY_LIKENESS, _LIKE_KEYS, cancel)
        }
        numbers = {self._keys[number]: number for number in sorted(chosen)}
        for score, name in alike(query, list(numbers)):
            yield from self._borne(numbers[name], score)

    def _borne(self, number: int, score: float) -> Iterator[Scored]:
        key = self._keys[number]
        return ((score, entity, key) for entity in self._bearers[number])

    def _beginning(self, word: str) -> range:
        """Numbers of the words of the list that begin with `word`."""
        return range(bisect_left(self._words, word), bisect_left(self._words, word + "\U0010ffff"))

    def _size_of(self, words: range) -> int:
        return sum(len(self._postings[word]) for word in words)

    def _like(self, word: str, cancel: CancelToken) -> list[tuple[float, int]]:
        """Words that look or sound like `word`, as (likeness, number)."""
        looks = _best(word, self._words, JaroWinkler.normalized_similarity, _LEAST_WORD_LIKENESS, _LIKE_WORDS, cancel)
        return looks + [(_SOUND_LIKENESS, number) for number in self._sounding.get(skeleton(word), ())]


class Foremost:
    """Names that another source has too, to come first of the many that the query spells. That source compares them."""

    def __init__(self, keys: KeyList) -> None:
        self._keys = keys

    def spelt(self, query: str, cancel: CancelToken) -> Iterator[Scored]:
        """Whoever bears a key in which each word of the query begins a word. Cancelled."""
        return self._keys.spelt(query, cancel)

    def alike(self, query: str, cancel: CancelToken) -> Iterator[Scored]:
        """Nobody."""
        return iter(())


def _best(
    query: str, names: Sequence[str], scorer: Callable[..., float], cutoff: float, limit: int, cancel: CancelToken
) -> list[tuple[float, int]]:
    """The `limit` names most like the query, as (likeness, index); the first among equals."""
    found: list[tuple[float, int]] = []
    for start in range(0, len(names), _CHUNK):
        cancel.check()
        chunk = names[start : start + _CHUNK]
        like = process.extract(query, chunk, scorer=scorer, score_cutoff=cutoff, limit=limit)
        found += [(score, start + index) for _, score, index in like]
    return nsmallest(limit, found, key=lambda one: (-one[0], one[1]))
