"""With whom an entity is named: the more surprising by the numbers of documents, the sooner.

An agency that is named everywhere is named with everybody; a lawyer in three documents, all of them with this entity,
says more. What a sentence shows counts twice as much as what only stands in the same document.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest, nsmallest
from typing import NamedTuple

from search.cancel import CancelToken
from search.entities.lookup.directory import Directory
from search.entities.mentions import NAMED
from search.explore.finding import found_in
from search.explore.ids import entity_id
from search.explore.names import Together
from search.explore.surprise import surprise
from search.explore.view import View
from search.memory.memory import Memory
from search.memory.records import StoredMention, VersionFacts

LIMIT = 20
CONSIDERED = 40
"""Companions, the most surprising ones, for which a sentence is looked for."""
SENTENCES_IN = 3
"""Documents, the latest that two share, in which a sentence that names both is looked for."""
SAID = 2.0
"""How much more a meeting in one sentence weighs."""
MANY = 1_000
"""Documents of an entity from which on a look through everything is cheaper than one at each of them."""
_CHUNK = 5_000
_TEXTS = 100


class Evidence(NamedTuple):
    """A sentence, and how many it names."""

    names: int
    sentence: str


class _Companion(NamedTuple):
    entity: int
    documents: int
    surprise: float


def together(
    entity: int,
    rows: Sequence[VersionFacts],
    beside: Mapping[int, Evidence],
    complete: bool,
    directory: Directory,
    view: View,
    memory: Memory,
    cancel: CancelToken,
) -> tuple[Together, ...]:
    """The `LIMIT` entities whose meeting with `entity` in the documents `rows`, which name it, surprises most; ties by
    documents, then by how much they are mentioned.

    `beside` has what `take_evidence` took; unless it is `complete`, more is looked for, for `CONSIDERED` entities in
    the `SENTENCES_IN` latest documents with each. The counts are of all documents. Cancelled.
    """
    companions = _companions(entity, rows, directory, view, memory, cancel)
    best = nlargest(CONSIDERED, companions, key=_weight)
    sentences = {other: evidence.sentence for other, evidence in beside.items()}
    for companion in best if not complete else ():
        other = companion.entity
        if other not in sentences and (sentence := _sentence(entity, other, rows, memory, cancel)) is not None:
            sentences[other] = sentence
    said = [companion for companion in companions if companion.entity in sentences]
    candidates = {companion.entity: companion for companion in (*best, *nlargest(CONSIDERED, said, key=_weight))}

    def place(companion: _Companion) -> tuple[float, bool, int, int]:
        other, documents, g2 = companion
        shown = other in sentences
        weight = g2 * SAID if shown and g2 > 0 else g2
        return -round(weight, 9), not shown, -documents, directory.place(other) or 0

    chosen = {companion.entity: companion for companion in nsmallest(LIMIT, candidates.values(), key=place)}
    return tuple(
        Together(
            entity_id(entry.entity),
            entry.name,
            entry.type,
            chosen[entry.entity].documents,
            sentences.get(entry.entity),
        )
        for entry in directory.entries(chosen)
    )


def take_evidence(beside: dict[int, Evidence], sentence: str, around: Sequence[StoredMention]) -> None:
    """Keep a sentence for each entity of `around`, the mentions in it, if no earlier one named as few: a list of names
    says little about two of them.
    """
    named = {mention.entity for mention in around if mention.type in NAMED}
    for other in named:
        if other not in beside or len(named) < beside[other].names:
            beside[other] = Evidence(len(named), sentence)


def _weight(companion: _Companion) -> tuple[float, int, int]:
    return round(companion.surprise, 9), companion.documents, -companion.entity


def _companions(
    entity: int,
    rows: Sequence[VersionFacts],
    directory: Directory,
    view: View,
    memory: Memory,
    cancel: CancelToken,
) -> list[_Companion]:
    found = []
    in_force = zip(view.facts, view.scope(), strict=True)
    everything = sum(1 for row, counts in in_force if counts and row is not None and row.text is not None)
    for number, (other, both) in enumerate(_shared(rows, view, memory, cancel).items()):
        if number % _CHUNK == 0:
            cancel.check()
        weight = directory.weight(other)
        if other == entity or weight is None or weight[0] not in NAMED:
            continue
        # The directory may be of a moment before, while files are being read.
        named = max(weight[2], both)
        total = max(everything, len(rows) + named - both)
        found.append(_Companion(other, both, surprise(both, len(rows), named, total)))
    return found


def _shared(rows: Sequence[VersionFacts], view: View, memory: Memory, cancel: CancelToken) -> Mapping[int, int]:
    """How many of the documents `rows` name each entity that they name."""
    if len(rows) >= MANY:
        scope = bytearray(len(view.facts))
        for row in rows:
            scope[row.version] = 1
        return {entity: count.documents for entity, count in memory.entity_counts(scope, cancel).items()}
    shared: Counter[int] = Counter()
    for first in range(0, len(rows), _TEXTS):
        cancel.check()
        texts = [row.text for row in rows[first : first + _TEXTS] if row.text is not None]
        named = memory.entities_in(texts, sys.maxsize)
        shared.update(one.entity for text in texts for one in named.get(text, ()))
    return shared


def _sentence(entity: int, other: int, rows: Sequence[VersionFacts], memory: Memory, cancel: CancelToken) -> str | None:
    """A sentence that names both, None when there is none in the documents looked at."""
    texts = memory.texts_naming([other])
    shared = [row for row in rows if row.text in texts][:SENTENCES_IN]
    beside: dict[int, Evidence] = {}
    for _, sentence, around in found_in(entity, shared, memory, cancel):
        take_evidence(beside, sentence, around)
    return beside[other].sentence if other in beside else None
