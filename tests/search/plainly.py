"""BM25F computed plainly, from the analysis of each document: what the index has to agree with."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA
from whoosh import query as wq

from search.index.engine import IndexDocument
from search.query.nodes import ANY, TEXT, TITLE, Near, VersionSet
from search.text.tokens import JOIN, analyse
from tests.search.test_index_answers import expected

K1, B = 1.2, 0.75
FIELDS = (TEXT, TITLE)

Positions = dict[str, list[int]]


class Plain(NamedTuple):
    """Documents by version, those included that are deleted and not yet gone: they count for the weight of words."""

    held: Mapping[int, dict[str, Positions]]
    deleted: frozenset[int]

    def answer(self, query: Any, scope: set[int]) -> dict[int, float]:
        """The versions in scope that match, and their scores."""
        matching = expected(query, {v: found for v, found in self.held.items() if v not in self.deleted}, scope)
        return {version: self._score(query, version) for version in matching}

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
                    if expected(type(query)(field, *rest_of(query)), self.held, {version})
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
        idf = log(len(self.held) / (sum(map(bool, found.values())) + 1)) + 1
        return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * lengths[version] / average))


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
            near = OSA.distance(query.text, word) <= query.maxdist
            return near and word[: query.prefixlength] == query.text[: query.prefixlength]
        case wq.Wildcard():
            pattern = re.escape(query.text).replace("\\*", ".*").replace("\\?", ".")
            return re.fullmatch(pattern, word) is not None
        case wq.Regex():
            return re.fullmatch(query.text, word) is not None
    raise AssertionError(query)
