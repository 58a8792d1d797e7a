"""A query tree, executed over whole arrays: every node becomes the documents of each segment that match it, scored.

Words score BM25F, filters and NOT score 0, and scores add up. Within an AND, each node is told among which documents
the others have left something to find. Kinds of queries that are not known here are run by Whoosh's own matchers over
the same files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
from whoosh import query as wq

from search.cancel import CancelToken
from search.index import expansion, phrases
from search.index.codec.arrays import Array
from search.index.codec.starts import Counted
from search.index.engine import Expansion
from search.index.expansion import Finder
from search.index.matches import NONE, Matches, among, joined, met, unscored, without
from search.index.patterns import regex
from search.index.phrases import Occurrences
from search.index.segment import Segment
from search.index.snapshot import K1, Snapshot
from search.query.nodes import ANY, TEXT, TITLE, Near, VersionSet
from search.text.tokens import JOIN

Parts = list[Matches]
"""The matches in each segment, and at last among the versions that are in none."""

Bounds = Sequence[Array | None]
"""For each part the ascending documents that may still matter; None for all."""

_FIELDS = {ANY: ((TEXT, 1.0), (TITLE, 2.0)), TEXT: ((TEXT, 1.0),), TITLE: ((TITLE, 1.0),)}


class Scored(NamedTuple):
    """Versions in scope that match, and the score of each."""

    versions: Array
    scores: Array


class Evaluation:
    """One execution of a query: what it sees, when to stop, and which patterns could not be used whole.

    `scope` says by version which ones may be returned.
    """

    def __init__(self, snapshot: Snapshot, scope: Array, cancel: CancelToken) -> None:
        self.expansions: list[Expansion] = []
        self._snapshot = snapshot
        self._scope = scope
        self._cancel = cancel
        self._segments = snapshot.segments

    def run(self, query: Any) -> Scored:
        """What matches, in no order."""
        parts = self._parts(query, [None] * (len(self._segments) + 1))
        found = [
            (self._versions(number)[part.documents], part.scores) for number, part in enumerate(parts) if len(part[0])
        ]
        if not found:
            return Scored(np.empty(0, np.uint32), np.empty(0))
        versions = np.concatenate([versions for versions, _ in found])
        kept = self._scope[versions].astype(bool)
        return Scored(versions[kept], np.concatenate([scores for _, scores in found])[kept])

    @cached_property
    def _outside(self) -> Array:
        """The versions in scope that are in no segment: filters alone can match them."""
        indexed = self._snapshot.indexed
        outside = self._scope.astype(bool)
        outside[: len(indexed)] &= ~indexed[: len(outside)]
        return np.flatnonzero(outside)

    def _versions(self, part: int) -> Array:
        return self._segments[part].versions if part < len(self._segments) else self._outside

    def _parts(self, query: Any, bounds: Bounds) -> Parts:
        self._cancel.check()
        if getattr(query, "boost", 1.0) != 1.0 and not isinstance(query, wq.Term):
            return self._stock(query, bounds)
        match query:
            case wq.And():
                return self._and(query.subqueries, bounds)
            case wq.Or() if query.minmatch == 0 and query.scale is None:
                return self._or(query.subqueries, bounds)
            case wq.Not():
                return self._and([query], bounds)
            case VersionSet():
                return self._filter(query.versions, bounds)
            case wq.Every() if query.fieldname is None:
                return [unscored(self._all(number, bound)) for number, bound in enumerate(bounds)]
            case wq.NullQuery:
                return [NONE] * len(bounds)
        if getattr(query, "fieldname", None) not in _FIELDS:
            return self._stock(query, bounds)
        match query:
            case Near():
                return self._arranged(query, bounds, partial(phrases.near, distance=query.distance))
            case wq.Phrase() if query.slop == 1:
                return self._arranged(query, bounds, phrases.phrase)
            case wq.Term():
                find = partial(Segment.counted, word=query.text)
                return self._word(query.fieldname, find, bounds, query.boost, word=query.text)
            case wq.Prefix():
                return self._word(query.fieldname, partial(Segment.starting, text=query.text), bounds)
            case wq.FuzzyTerm():
                edits = "" if query.maxdist == 1 else str(query.maxdist)
                finder = expansion.within_edits(query.text, query.maxdist, query.prefixlength)
                return self._pattern(query.fieldname, f"{query.text}~{edits}", finder, bounds)
            case wq.Regex():
                finder = expansion.fitting_automaton(regex(query.text))
                return self._pattern(query.fieldname, f"/{query.text}/", finder, bounds)
            case wq.Wildcard():
                return self._pattern(query.fieldname, query.text, expansion.fitting_wildcard(query.text), bounds)
        return self._stock(query, bounds)

    def _and(self, children: Sequence[Any], bounds: Bounds) -> Parts:
        total: Parts | None = None
        for child in sorted((child for child in children if not isinstance(child, wq.Not)), key=self._cost):
            found = self._parts(child, bounds)
            total = found if total is None else list(map(met, total, found))
            bounds = [part.documents for part in total]
            if not any(len(part.documents) for part in total):
                return total
        if total is None:
            total = [unscored(self._all(number, bound)) for number, bound in enumerate(bounds)]
        for child in children:
            if isinstance(child, wq.Not):
                excluded = self._parts(child.query, [part.documents for part in total])
                total = [
                    without(part, out.documents, len(self._versions(number)))
                    for number, (part, out) in enumerate(zip(total, excluded, strict=True))
                ]
        return total

    def _or(self, children: Sequence[Any], bounds: Bounds) -> Parts:
        found = [self._parts(child, bounds) for child in children]
        return [
            joined(parts, len(self._versions(number))) for number, parts in enumerate(zip(*found, strict=True))
        ] or [NONE] * len(bounds)

    def _all(self, part: int, bound: Array | None) -> Array:
        return np.arange(len(self._versions(part))) if bound is None else bound

    def _filter(self, versions: frozenset[int], bounds: Bounds) -> Parts:
        wanted = np.zeros(max(self._snapshot.top + 1, len(self._scope)), bool)
        numbers = np.fromiter(versions, np.int64, len(versions))
        wanted[numbers[numbers < len(wanted)]] = True
        parts = []
        for number, bound in enumerate(bounds):
            documents = self._all(number, bound)
            parts.append(unscored(documents[wanted[self._versions(number)[documents]]]))
        return parts

    def _word(
        self,
        field: str,
        find: Callable[..., Counted],
        bounds: Bounds,
        boost: float = 1.0,
        word: str | None = None,
    ) -> Parts:
        """Each field of `field` scored by itself. `find` is asked of a segment; a `word` has a known frequency."""
        weighed = []
        for name, weight in _FIELDS[field]:
            counted: Callable[[Segment], Counted]
            if word is not None:
                frequency = self._snapshot.frequency(name, word)
                counted = partial(self._found, find, name)
            else:
                every = [self._found(find, name, segment) for segment in self._segments]
                frequency = sum(len(part.documents) for part in every)
                counted = dict(zip(self._segments, every, strict=True)).__getitem__
            weighed.append(self._weigh(name, counted, frequency, weight * boost, bounds))
        return [joined(parts, len(self._versions(number))) for number, parts in enumerate(zip(*weighed, strict=True))]

    def _found(self, find: Callable[..., Counted], field: str, segment: Segment) -> Counted:
        self._cancel.check()
        return find(segment, field)

    def _pattern(self, field: str, pattern: str, find: Finder, bounds: Bounds) -> Parts:
        names = [name for name, _ in _FIELDS[field]]
        found = expansion.expand(self._snapshot, names, find, self._cancel)
        incomplete = found.expansion(pattern)
        if incomplete is not None and incomplete not in self.expansions:
            self.expansions.append(incomplete)
        return self._word(field, lambda segment, name: found.counted[segment, name], bounds)

    def _weigh(
        self, field: str, counted: Callable[[Segment], Counted], frequency: int, weight: float, bounds: Bounds
    ) -> Parts:
        """BM25F of a word, or of several as one, that `frequency` documents hold."""
        parts = [NONE] * len(bounds)
        if not frequency:
            return parts
        factor = weight * self._snapshot.idf(frequency) * (K1 + 1)
        base, slope = self._snapshot.norm(field)
        for number, segment in enumerate(self._segments):
            bound = bounds[number]
            if bound is not None and not len(bound):
                continue
            self._cancel.check()
            documents, frequencies = counted(segment)
            if bound is not None and len(bound) < segment.count:
                kept = among(documents, bound, segment.count)
                documents, frequencies = documents[kept], frequencies[kept]
            lengths = segment.files.lengths(field)[documents]
            scores = factor * frequencies / (frequencies + (base + slope * lengths))
            parts[number] = Matches(documents.astype(np.int64), scores)
        return parts

    def _arranged(
        self, query: Any, bounds: Bounds, arrangement: Callable[[Sequence[str], Occurrences], Array]
    ) -> Parts:
        """Phrases and the like: documents where the words stand in one field as `arrangement` says."""
        found = []
        for name, weight in _FIELDS[query.fieldname]:
            parts = self._all_words(name, Counter(query.words), weight, bounds)
            if len(query.words) > 1:
                parts = [
                    self._standing(name, query.words, segment, part, arrangement)
                    for segment, part in zip(self._segments, parts, strict=False)
                ] + [NONE]
            found.append(parts)
        return [joined(parts, len(self._versions(number))) for number, parts in enumerate(zip(*found, strict=True))]

    def _all_words(self, field: str, words: Counter[str], weight: float, bounds: Bounds) -> Parts:
        total: Parts = [NONE] * len(bounds)
        for place, word in enumerate(sorted(words, key=lambda word: self._snapshot.frequency(field, word))):
            counted = partial(self._found, partial(Segment.counted, word=word), field)
            frequency = self._snapshot.frequency(field, word)
            found = self._weigh(field, counted, frequency, weight * words[word], bounds)
            total = list(map(met, total, found)) if place else found
            bounds = [part.documents for part in total]
            if not any(len(part.documents) for part in total):
                break
        return total

    def _standing(
        self,
        field: str,
        words: Sequence[str],
        segment: Segment,
        candidates: Matches,
        arrangement: Callable[[Sequence[str], Occurrences], Array],
    ) -> Matches:
        documents = candidates.documents
        if not len(documents):
            return NONE
        keys = {}
        for word in (*words, JOIN):
            self._cancel.check()
            entry = segment.entry(field, word)
            postings = segment.files.postings[field]
            keys[word] = (
                phrases.keys_of(postings, entry, documents, segment.count) if entry is not None else NONE.documents
            )
        joins = keys.pop(JOIN)
        kept = np.searchsorted(documents, arrangement(words, Occurrences(keys, joins)))
        return Matches(documents[kept], candidates.scores[kept])

    def _stock(self, query: Any, bounds: Bounds) -> Parts:
        from search.index.stock import stock_matches

        found = stock_matches(self._segments, query, self._cancel)
        parts = []
        for segment, bound, part in zip(self._segments, bounds, found, strict=False):
            if bound is not None:
                kept = among(part.documents, bound, segment.count)
                part = Matches(part.documents[kept], part.scores[kept])
            parts.append(part)
        return [*parts, NONE]

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
        return sum(self._snapshot.frequency(name, word) for name, _ in _FIELDS.get(field, ()))
