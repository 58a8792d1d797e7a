"""Queries evaluated plainly, document by document, and scored by BM25F: what the index has to agree with."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from math import log
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA
from whoosh import query as wq

from search.index.engine import IndexDocument
from search.query.nodes import ANY, TEXT, TITLE, Near, VersionSet
from search.text.tokens import JOIN, analyse

K1, B = 1.2, 0.75
FIELDS = (TEXT, TITLE)

Positions = dict[str, list[int]]


class Plain(NamedTuple):
    """Documents by version, those included that are deleted and not yet gone: they count for the weight of words."""

    held: Mapping[int, dict[str, Positions]]
    deleted: frozenset[int]

    def answer(self, query: Any, scope: set[int]) -> dict[int, float]:
        """The versions in scope that match, and their scores."""
        living = {version: found for version, found in self.held.items() if version not in self.deleted}
        return {version: self._score(query, version) for version in matching(query, living, scope)}

    def _score(self, query: Any, version: int) -> float:
        match query:
            case wq.And() | wq.Or():
                # A branch of an OR that does not match adds nothing.
                return sum(self.answer(child, {version}).get(version, 0.0) for child in query.subqueries)
            case wq.Not() | VersionSet() | wq.Every():
                return 0.0
            case wq.Phrase() | Near():
                return sum(
                    weight * times * self._weight(field, {word}, version)
                    for field, weight in fields_of(query.fieldname)
                    if matching(type(query)(field, *rest_of(query)), self.held, {version})
                    for word, times in Counter(query.words).items()
                )
        return sum(
            weight * self._weight(field, self._words(query, field), version)
            for field, weight in fields_of(query.fieldname)
        )

    def _words(self, query: Any, field: str) -> set[str]:
        """The words of a field that a leaf stands for."""
        words = {word for found in self.held.values() for word in found[field]} - {JOIN}
        return {word for word in words if stands_for(query, word)}

    def _weight(self, field: str, words: set[str], version: int) -> float:
        """Of several words as if they were one."""
        found = {v: sum(len(held[field].get(word, ())) for word in words) for v, held in self.held.items()}
        frequency = found.get(version, 0)
        if not frequency:
            return 0.0
        lengths = {v: length_of(held[field]) for v, held in self.held.items()}
        average = sum(lengths.values()) / len(lengths)
        idf = log(len(self.held) / (sum(1 for times in found.values() if times) + 1)) + 1
        return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * lengths[version] / average))


def is_phrase(phrase: list[str], positions: Positions) -> bool:
    """Whether the words stand one after the other."""
    joins = positions.get(JOIN, [])

    def goes_on(place: int, rest: list[str]) -> bool:
        if not rest:
            return True
        steps = (1, 2) if place in joins else (1,)
        following = positions.get(rest[0], [])
        return any(place + step in following and goes_on(place + step, rest[1:]) for step in steps)

    return any(goes_on(place, phrase[1:]) for place in positions.get(phrase[0], []))


def is_near(near: Sequence[str], distance: int, positions: Positions) -> bool:
    """Whether the words stand in a stretch with at most `distance` others."""
    joins = positions.get(JOIN, [])
    for places in product(*(positions.get(word, []) for word in near)):
        if len(set(zip(near, places, strict=True))) == len(near):
            counted = [place - sum(join < place for join in joins) for place in places]
            if max(counted) - min(counted) + 1 - len(near) <= distance:
                return True
    return False


def fits(query: Any, positions: Positions) -> bool:
    """Whether a leaf matches a field with these positions."""
    match query:
        case Near():
            return is_near(query.words, query.distance, positions)
        case wq.Phrase():
            return is_phrase(query.words, positions)
    return any(stands_for(query, word) for word in positions.keys() - {JOIN})


def matching(query: Any, fields: Mapping[int, dict[str, Positions]], scope: set[int]) -> set[int]:
    """The versions in scope that match."""
    match query:
        case wq.And():
            return set(scope).intersection(*(matching(child, fields, scope) for child in query.subqueries))
        case wq.Or():
            return set().union(*(matching(child, fields, scope) for child in query.subqueries))
        case wq.Not():
            return scope - matching(query.query, fields, scope)
        case VersionSet():
            return scope & query.versions
    looked_at = (TEXT, TITLE) if query.fieldname == ANY else (query.fieldname,)
    return {v for v in scope if v in fields and any(fits(query, fields[v][name]) for name in looked_at)}


def analysed(documents: Sequence[IndexDocument]) -> dict[int, dict[str, Positions]]:
    """Documents by version, as positions of each word of each field."""
    return {
        version: {
            field: {word: list(places) for word, places in analyse(value).positions.items()}
            for field, value in ((TEXT, text), (TITLE, title))
        }
        for version, title, text in documents
    }


def length_of(positions: Positions) -> int:
    """How many words a field has: both readings of one that was broken at a line end."""
    return sum(len(places) for word, places in positions.items() if word != JOIN)


def fields_of(name: str) -> Sequence[tuple[str, float]]:
    """The fields that are looked at, and what each weighs."""
    return ((TEXT, 1.0), (TITLE, 2.0)) if name == ANY else ((name, 1.0),)


def rest_of(query: Any) -> tuple[Any, ...]:
    """What a phrase, or words near each other, are made of besides their field."""
    return (query.words, query.distance) if isinstance(query, Near) else (query.words,)


def stands_for(query: Any, word: str) -> bool:
    """Whether a leaf means this word."""
    match query:
        case wq.Term():
            return bool(query.text == word)
        case wq.Prefix():
            return word.startswith(query.text)
        case wq.FuzzyTerm():
            near = bool(OSA.distance(query.text, word) <= query.maxdist)
            return near and word.startswith(query.text[: query.prefixlength])
        case wq.Wildcard():
            pattern = re.escape(query.text).replace("\\*", ".*").replace("\\?", ".")
            return re.fullmatch(pattern, word) is not None
        case wq.Regex():
            return re.fullmatch(query.text, word) is not None
    raise AssertionError(query)
