"""The dossier of an entity: where it is named, with whom, and when."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nsmallest

from search.entities.directory import Directory, Entry
from search.entities.mentions import NAMED
from search.explore.ids import document_id, entity_id, version_id
from search.explore.naming import named_entry, shown_entity
from search.explore.results import Dossier, Found, Period, Together
from search.explore.units import unit_label
from search.explore.view import View
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import StoredMention, VersionFacts
from search.text.sentences import sentence_around
from search.text.spans import Span

FOUND_LIMIT = 200
TOGETHER_LIMIT = 20
TOGETHER_EACH = 30
"""How many of a text's most mentioned entities count as being together in it."""


def make_dossier(ref: str, directory: Directory, view: View, memory: Memory) -> Dossier:
    """All about the entity that `ref` names: an id, one of its names, or a name much like it. Raises NotFound."""
    entry = named_entry(ref, directory, memory)
    rows = rows_naming(entry.entity, view, memory)
    found: list[Found] = []
    beside: dict[int, str] = {}
    for place, sentence, around in found_in(entry.entity, rows, memory):
        for mention in around:
            if mention.entity != entry.entity and mention.type in NAMED:
                beside.setdefault(mention.entity, sentence)
        found.append(place)
        if len(found) == FOUND_LIMIT:
            break
    return Dossier(
        entity=shown_entity(entry, None),
        found_in=tuple(found),
        together=_together(entry, rows, beside, directory, memory),
        timeline=_timeline(entry, rows, memory),
    )


def rows_naming(entity: int, view: View, memory: Memory) -> list[VersionFacts]:
    """The versions in force that name `entity`, those of the latest documents first."""
    scope = view.scope()
    versions = [v for v in memory.versions_naming([entity]) if v < len(scope) and scope[v]]
    rows = sorted((view.of(version) for version in versions), key=lambda row: (row.path, row.version))
    rows.sort(key=lambda row: row.document_date or "", reverse=True)
    return rows


def found_in(
    entity: int, rows: Sequence[VersionFacts], memory: Memory
) -> Iterator[tuple[Found, str, list[StoredMention]]]:
    """Every mention of `entity` in the versions `rows`, with its sentence and all mentions in that, as they are asked
    for.
    """
    for row in rows:
        if row.text is None:
            continue
        text = memory.text(row.text)
        units = memory.units(row.text)
        mentions = memory.mentions(row.text)
        starts = [mention.start for mention in mentions]
        for span in memory.spans(row.text, [entity]):
            sentence = sentence_around(text, span)
            around = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            words = text[sentence.start : sentence.end]
            yield _found(row, text, span, words, unit_label(units, span.start)), words, around


def _found(row: VersionFacts, text: str, span: Span, sentence: str, unit: str | None) -> Found:
    return Found(
        document=document_id(row.document),
        version=version_id(row.version),
        path=shown(row.path),
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        sentence=sentence,
        unit=unit,
        document_date=row.document_date,
    )


def _together(
    entry: Entry, rows: Sequence[VersionFacts], beside: dict[int, str], directory: Directory, memory: Memory
) -> tuple[Together, ...]:
    """The entities that share most documents with `entry`."""
    documents: dict[int, set[int]] = {}
    document_of = {row.text: row.document for row in rows if row.text is not None}
    for text, named in memory.entities_in(list(document_of), TOGETHER_EACH).items():
        for beside_it in named:
            if beside_it.entity != entry.entity:
                documents.setdefault(beside_it.entity, set()).add(document_of[text])
    known = (
        (-len(shared), place, entity)
        for entity, shared in documents.items()
        if (place := directory.place(entity)) is not None
    )
    shared_by = {entity: -shared for shared, _, entity in nsmallest(TOGETHER_LIMIT, known)}
    return tuple(
        Together(entity_id(other.entity), other.name, other.type, shared_by[other.entity], beside.get(other.entity))
        for other in directory.entries(shared_by)
    )


def _timeline(entry: Entry, rows: Sequence[VersionFacts], memory: Memory) -> tuple[Period, ...]:
    """Mentions by the month of the document's date, by its year when no more is known; undated documents left out."""
    counts: Counter[str] = Counter()
    mentions = memory.counts_by_text(entry.entity)
    for row in rows:
        if row.document_date and row.text is not None:
            counts[row.document_date[:7]] += mentions.get(row.text, 0)
    return tuple(Period(period, count) for period, count in sorted(counts.items()))
