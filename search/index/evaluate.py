"""A query tree, executed over whole posting lists: every node becomes the versions that match it, with their scores.

The *mask* says, by version, which ones may still matter: the scope at first, then within an AND what its other parts
have left. Words score BM25F, filters and NOT score 0, and scores add up.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import compress
from typing import Any

from whoosh import query as wq

from search.cancel import CancelToken
from search.index import expansion
from search.index.engine import Expansion
from search.index.expansion import Finder
from search.index.patterns import regex
from search.index.positions import unpack
from search.index.proximity import is_near, is_phrase
from search.index.segment import Postings
from search.index.snapshot import K1, Snapshot
from search.query.nodes import ANY, TEXT, TITLE, Near, VersionSet
from search.text.tokens import JOIN

Scores = dict[int, float]
Arrangement = Callable[[Sequence[str], Mapping[str, Sequence[int]], Sequence[int]], bool]

STEP = 16_384
"""Postings between two looks at the cancel token: about 2 ms."""

_FIELDS = {ANY: ((TEXT, 1.0), (TITLE, 2.0)), TEXT: ((TEXT, 1.0),), TITLE: ((TITLE, 1.0),)}


class Evaluation:
    """One execution of a query: what it sees, when to stop, and which patterns could not be used whole."""

    def __init__(self, snapshot: Snapshot, cancel: CancelToken) -> None:
        self.expansions: list[Expansion] = []
        self._snapshot = snapshot
        self._cancel = cancel

    def scores(self, query: Any, mask: bytearray) -> Scores:
        """The versions in `mask` that match. `mask` is as long as the greatest version of the snapshot needs."""
        self._cancel.check()
        match query:
            case wq.And():
                return self._and(query.subqueries, mask)
            case wq.Or():
                return self._or(query.subqueries, mask)
            case wq.Not():
                return self._and([query], mask)
            case VersionSet():
                return {version: 0.0 for version in query.versions if version < len(mask) and mask[version]}
            case wq.Every():
                return _all(mask)
            case Near():
                return self._arranged(query, mask, partial(is_near, distance=query.distance))
            case wq.Phrase():
                return self._arranged(query, mask, is_phrase)
            case wq.Term():
                return self._word(query.fieldname, lambda field: self._snapshot.postings(field, query.text), mask)
            case wq.Prefix():
                return self._word(query.fieldname, lambda field: self._snapshot.starting(field, query.text), mask)
            case wq.FuzzyTerm():
                edits = "" if query.maxdist == 1 else str(query.maxdist)
                finder = expansion.within_edits(query.text, query.maxdist)
                return self._pattern(query.fieldname, f"{query.text}~{edits}", finder, mask)
            case wq.Regex():
                finder = expansion.fitting_automaton(regex(query.text))
                return self._pattern(query.fieldname, f"/{query.text}/", finder, mask)
            case wq.Wildcard():
                return self._pattern(query.fieldname, query.text, expansion.fitting_wildcard(query.text), mask)
        if query == wq.NullQuery:
            return {}
        raise TypeError(f"{query!r} cannot be searched for")

    def _and(self, children: Sequence[Any], mask: bytearray) -> Scores:
        wanted = [child for child in children if not isinstance(child, wq.Not)]
        total: Scores | None = None
        for child in sorted(wanted, key=self._cost):
            found = self.scores(child, mask)
            total = found if total is None else {version: score + total[version] for version, score in found.items()}
            if not total:
                return {}
            mask = _mask(total, len(mask))
        if total is None:
            total = _all(mask)
        for child in children:
            if isinstance(child, wq.Not):
                excluded = self.scores(child.query, mask)
                total = {version: score for version, score in total.items() if version not in excluded}
        return total

    def _or(self, children: Sequence[Any], mask: bytearray) -> Scores:
        total: Scores = {}
        for child in children:
            _add(total, self.scores(child, mask))
        return total

    def _word(self, field: str, postings: Callable[[str], list[Postings]], mask: bytearray) -> Scores:
        total: Scores = {}
        for name, weight in _FIELDS[field]:
            _add(total, self._weigh(name, postings(name), weight, mask))
        return total

    def _pattern(self, field: str, pattern: str, find: Finder, mask: bytearray) -> Scores:
        names = [name for name, _ in _FIELDS[field]]
        found = expansion.expand(self._snapshot, names, find, self._cancel)
        incomplete = found.expansion(pattern)
        if incomplete is not None and incomplete not in self.expansions:
            self.expansions.append(incomplete)
        return self._word(field, found.postings.__getitem__, mask)

    def _weigh(self, field: str, postings: list[Postings], weight: float, mask: bytearray) -> Scores:
        """BM25F of a word over the versions in `mask`."""
        frequency = sum(len(part.versions) for part in postings)
        if not frequency:
            return {}
        factor = weight * self._snapshot.idf(frequency) * (K1 + 1)
        norms = self._snapshot.norms(field)
        scores: Scores = {}
        for part in postings:
            for first in range(0, len(part.versions), STEP):
                self._cancel.check()
                pairs = zip(part.versions[first : first + STEP], part.weights[first : first + STEP], strict=True)
                scores.update(
                    (version, factor * count / (count + norms[version])) for version, count in pairs if mask[version]
                )
        return scores

    def _arranged(self, query: Any, mask: bytearray, fits: Arrangement) -> Scores:
        """Phrases and the like: versions where the words stand in one field as `fits` demands."""
        total: Scores = {}
        for name, weight in _FIELDS[query.fieldname]:
            found = self._all_words(name, Counter(query.words), weight, mask)
            kept = self._standing(name, list(query.words), found, fits) if len(query.words) > 1 else found
            _add(total, {version: found[version] for version in kept})
        return total

    def _all_words(self, field: str, words: Counter[str], weight: float, mask: bytearray) -> Scores:
        total: Scores = {}
        for place, word in enumerate(sorted(words, key=lambda word: self._snapshot.frequency(field, word))):
            found = self._weigh(field, self._snapshot.postings(field, word), weight * words[word], mask)
            total = {version: score + total[version] for version, score in found.items()} if place else found
            if not total:
                break
            mask = _mask(total, len(mask))
        return total

    def _standing(self, field: str, words: list[str], candidates: Scores, fits: Arrangement) -> list[int]:
        kept: list[int] = []
        for segment in self._snapshot.segments:
            numbers = segment.documents
            documents = sorted(numbers[version] for version in candidates if version in numbers)
            packed = {word: segment.positions(field, word, documents) for word in words} if documents else {}
            joins = segment.positions(field, JOIN, documents) if documents else {}
            for count, document in enumerate(documents):
                if count % 256 == 0:
                    self._cancel.check()
                positions = {word: unpack(places[document]) for word, places in packed.items()}
                if fits(words, positions, unpack(joins[document]) if document in joins else ()):
                    kept.append(segment.versions[document])
        return kept

    def _cost(self, query: Any) -> float:
        """Roughly how many postings have to be read; only the order matters."""
        match query:
            case VersionSet():
                return len(query.versions)
            case wq.And() | wq.Or():
                costs = [self._cost(child) for child in query.subqueries] or [0.0]
                return min(costs) if isinstance(query, wq.And) else sum(costs)
            case Near() | wq.Phrase():
                return min((self._frequency(query.fieldname, word) for word in query.words), default=0) + 1
            case wq.Term():
                return self._frequency(query.fieldname, query.text)
        return self._snapshot.count + 1

    def _frequency(self, field: str, word: str) -> int:
        return sum(self._snapshot.frequency(name, word) for name, _ in _FIELDS[field])


def _add(total: Scores, more: Scores) -> None:
    if not total:
        total.update(more)
        return
    for version, score in more.items():
        total[version] = total.get(version, 0.0) + score


def _all(mask: bytearray) -> Scores:
    return dict.fromkeys(compress(range(len(mask)), mask), 0.0)


def _mask(scores: Scores, length: int) -> bytearray:
    mask = bytearray(length)
    for version in scores:
        mask[version] = 1
    return mask
