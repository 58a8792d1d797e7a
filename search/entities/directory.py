"""Names to entities: what somebody types, complete or not, right or not, to those who bear such a name.

Terms: a *key* is the plain form of a name; several entities may share one ("Son"). Keys that the query begins or
spells come first; then keys with words like the query's, by RapidFuzz's WRatio, which allows for typing errors,
missing parts and another order. Only words and keys that look alike are compared in full, so that a hundred thousand
names can be searched at each keystroke.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from search.cancel import NEVER, CancelToken
from search.entities.keys import plain_form
from search.entities.mentions import NAMED, EntityType


class Entry(NamedTuple):
    """An entity with the names it goes by; `aliases` are (name, mentions) and need not repeat `name`."""

    entity: int
    type: EntityType
    name: str
    aliases: tuple[tuple[str, int], ...]
    mentions: int
    documents: int


class Match(NamedTuple):
    """`alias` is the name that matched; `score` is 0 to 100, None when no name was asked for."""

    entry: Entry
    score: float | None
    alias: str


class Ranked(NamedTuple):
    """One window of `total` matches, best first."""

    total: int
    matches: list[Match]


class _Bearer(NamedTuple):
    entry: int
    alias: str


_EXACT, _BEGINS, _HOLDS, _SPELLS = 100.0, 98.0, 96.0, 94.0
_LIKENESS = 0.93
"""Of two names that are alike the score stays below that of names which the query spells."""
_LEAST_SCORE = 60.0
_LEAST_WORD_LIKENESS = 0.75
_LEAST_KEY_LIKENESS = 65.0
_ENOUGH = 50
"""With so many names that the query spells, nobody looks for errors in it."""
_SHORTEST_FUZZY = 3
_LIKE_WORDS, _LIKE_KEYS, _COMPARED = 60, 100, 500
_CHUNK = 5000
"""Names compared between two looks at the cancel token: RapidFuzz does not let other threads run meanwhile."""


class Directory:
    """The names of a collection, held in memory; immutable."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = sorted(entries, key=lambda entry: (-entry.mentions, entry.name, entry.entity))
        self._by_number = {entry.entity: entry for entry in self._entries}
        bearers: dict[str, list[_Bearer]] = defaultdict(list)
        for index, entry in enumerate(self._entries):
            for key, alias in _keys(entry).items():
                bearers[key].append(_Bearer(index, alias))
        self._keys = sorted(bearers)
        self._bearers = [bearers[key] for key in self._keys]
        self._joined = [key.replace(" ", "") for key in self._keys]
        postings: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self._keys):
            for word in dict.fromkeys(key.split()):
                postings[word].append(number)
        self._words = sorted(postings)
        self._postings = [postings[word] for word in self._words]

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, entity: int) -> Entry | None:
        """The entity of that number; None when the collection does not name it."""
        return self._by_number.get(entity)

    def top(self, type: EntityType | None = None, limit: int = 50, offset: int = 0) -> Ranked:  # noqa: A002
        """The most mentioned entities of a type, else of those that have names: amounts and dates would bury people."""
        wanted = NAMED if type is None else {type}
        entries = [entry for entry in self._entries if entry.type in wanted]
        return Ranked(len(entries), [Match(entry, None, entry.name) for entry in entries[offset : offset + limit]])

    def find(
        self,
        name: str,
        type: EntityType | None = None,  # noqa: A002
        limit: int = 50,
        offset: int = 0,
        cancel: CancelToken = NEVER,
    ) -> Ranked:
        """Entities with a name like `name`, by score, then mentions, then name. Nothing to look for gives `top`.

        Raises `Cancelled`.
        """
        query = plain_form(name) if any(map(str.isalnum, name)) else ""
        if not query:
            return self.top(type, limit, offset)
        best: dict[int, Match] = {}
        self._keep_best(self._spelt(query, cancel), type, best)
        if len(best) < _ENOUGH and len(query) >= _SHORTEST_FUZZY:
            self._keep_best(self._alike(query, cancel), type, best)
        ranked = nsmallest(offset + limit, best.items(), key=lambda item: (-(item[1].score or 0.0), item[0]))
        return Ranked(len(best), [match for _, match in ranked[offset:]])

    def _keep_best(self, scored: Iterable[tuple[int, float]], kind: EntityType | None, best: dict[int, Match]) -> None:
        """For each entity of the type, the name with the highest score; the first in key order among equals."""
        for number, score in scored:
            for index, alias in self._bearers[number]:
                entry = self._entries[index]
                if kind in (None, entry.type):
                    known = best.get(index)
                    if known is None or score > (known.score or 0.0):
                        best[index] = Match(entry, score, alias)

    def _spelt(self, query: str, cancel: CancelToken) -> Iterator[tuple[int, float]]:
        """Keys in which each word of the query begins a word."""
        words = query.split()
        rarest = min((self._beginning(word) for word in words), key=self._size_of)
        numbers = sorted({number for word in rarest for number in self._postings[word]})
        inside = f" {query}"
        for count, number in enumerate(numbers):
            if count % _CHUNK == 0:
                cancel.check()
            key = self._keys[number]
            if key.startswith(query):
                yield number, _EXACT if len(key) == len(query) else _BEGINS
            elif inside in key:
                yield number, _HOLDS
            elif len(words) > 1 and all(word in key for word in words):
                parts = key.split()
                if all(any(part.startswith(word) for part in parts) for word in words):
                    yield number, _SPELLS

    def _beginning(self, word: str) -> range:
        """Numbers of the words of the collection that begin with `word`."""
        return range(bisect_left(self._words, word), bisect_left(self._words, word + "\U0010ffff"))

    def _size_of(self, words: range) -> int:
        return sum(len(self._postings[word]) for word in words)

    def _alike(self, query: str, cancel: CancelToken) -> Iterator[tuple[int, float]]:
        """Keys that look like the query, with their scores; in the order of keys.

        WRatio takes a short key that stands somewhere in the query for all of it: "LN" would be "Linkoln".
        """
        likeness: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(query.split()):
            of_key: dict[int, float] = {}
            like = _best(
                word, self._words, JaroWinkler.normalized_similarity, _LEAST_WORD_LIKENESS, _LIKE_WORDS, cancel
            )
            for similar, number in like:
                for key in self._postings[number]:
                    of_key[key] = max(similar, of_key.get(key, 0.0))
            for key, similar in of_key.items():
                likeness[key] += similar * len(word)
        chosen = {key for key, _ in nsmallest(_COMPARED, likeness.items(), key=lambda item: (-item[1], item[0]))}
        joined = query.replace(" ", "")
        chosen |= {
            number for _, number in _best(joined, self._joined, fuzz.ratio, _LEAST_KEY_LIKENESS, _LIKE_KEYS, cancel)
        }
        for key in sorted(chosen):
            name = self._keys[key]
            whole = fuzz.WRatio if 2 * len(name) >= len(query) else fuzz.ratio
            score = max(whole(query, name), _word_by_word(query, name))
            if score >= _LEAST_SCORE:
                yield key, round(score * _LIKENESS, 1)


def _keys(entry: Entry) -> dict[str, str]:
    """Each key of an entity to the name it stands for: the canonical one, or the alias mentioned most."""
    keys = {plain_form(entry.name): entry.name}
    for alias, _ in sorted(entry.aliases, key=lambda alias: (-alias[1], alias[0])):
        keys.setdefault(plain_form(alias), alias)
    return keys


def _word_by_word(query: str, key: str) -> float:
    """How well each word of the query is spelt by some word of the key: 0 to 95, long words count more.

    WRatio is blind to where words begin, and so to which of two surnames is the nearer.
    """
    parts = key.split()
    words = query.split()
    letters = sum(map(len, words))
    return (
        95 * sum(len(word) * max(OSA.normalized_similarity(word, part) for part in parts) for word in words) / letters
    )


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
