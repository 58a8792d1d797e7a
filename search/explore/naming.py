"""Entities for people: lists by name or by weight, and the dossier of one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from heapq import nsmallest

from search.cancel import NEVER, CancelToken
from search.entities.directory import Directory, Entry, Match
from search.entities.mentions import NAMED, EntityType
from search.errors import BadInput, NotFound
from search.explore.ids import document_id, entity_id, number_of, version_id
from search.explore.results import Alias, Dossier, Entity, EntityList, Found, MatchedName, Period, Together
from search.explore.spellings import sources_of
from search.explore.units import unit_label
from search.explore.view import View
from search.memory import bearers
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import VersionFacts
from search.text.sentences import sentence_around

FOUND_LIMIT = 200
TOGETHER_LIMIT = 20
TOGETHER_EACH = 30
"""How many of a text's most mentioned entities count as being together in it."""

LIKENESS_FLOOR = 80.0


def make_directory(view: View, memory: Memory, cancel: CancelToken = NEVER) -> Directory:
    """Every entity that versions in force name, with its counts in those; its aliases are of the whole memory."""
    ranking = bearers.ranking(memory, view.scope(), cancel)
    return Directory(ranking, partial(bearers.describe, memory), sources_of(memory, ranking, cancel))


def list_entities(
    directory: Directory, name: str, kind: str | None, limit: int, offset: int, cancel: CancelToken
) -> EntityList:
    """Entities of any type by fuzzy name; when `name` is blank the most mentioned of those that have names."""
    found = directory.find(name, _type(kind), limit, offset, cancel)
    return EntityList(name, found.total, tuple(map(shown_match, found.matches)))


def shown_match(match: Match) -> Entity:
    """An entity that was found by name, with the letters that matched."""
    entity = shown_entity(match.entry, match.score)
    return entity if match.score is None else replace(entity, matched=MatchedName(match.alias, match.ranges))


def shown_entity(entry: Entry, score: float | None) -> Entity:
    """A directory's entry as a result."""
    return Entity(
        entity=entity_id(entry.entity),
        name=entry.name,
        type=entry.type,
        aliases=tuple(Alias(surface, mentions) for surface, mentions in entry.aliases),
        mentions=entry.mentions,
        documents=entry.documents,
        score=None if score is None else round(score, 1),
    )


def make_dossier(ref: str, directory: Directory, view: View, memory: Memory) -> Dossier:
    """All about the entity that `ref` names: an id, one of its names, or a name much like it. Raises NotFound."""
    entry = _named(ref, directory)
    scope = view.scope()
    versions = [v for v in memory.versions_naming([entry.entity]) if v < len(scope) and scope[v]]
    rows = sorted((view.of(version) for version in versions), key=lambda row: (row.path, row.version))
    rows.sort(key=lambda row: row.document_date or "", reverse=True)
    found: list[Found] = []
    beside: dict[int, str] = {}
    for row in rows:
        if row.text is None or len(found) >= FOUND_LIMIT:
            break
        text = memory.text(row.text)
        units = memory.units(row.text)
        mentions = memory.mentions(row.text)
        starts = [mention.start for mention in mentions]
        for span in memory.spans(row.text, [entry.entity]):
            sentence = sentence_around(text, span)
            for mention in mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]:
                if mention.entity != entry.entity and mention.type in NAMED:
                    beside.setdefault(mention.entity, text[sentence.start : sentence.end])
            found.append(
                Found(
                    document=document_id(row.document),
                    version=version_id(row.version),
                    path=shown(row.path),
                    start=span.start,
                    end=span.end,
                    text=text[span.start : span.end],
                    sentence=text[sentence.start : sentence.end],
                    unit=unit_label(units, span.start),
                    document_date=row.document_date,
                )
            )
    return Dossier(
        entity=shown_entity(entry, None),
        found_in=tuple(found[:FOUND_LIMIT]),
        together=_together(entry, rows, beside, directory, memory),
        timeline=_timeline(entry, rows, memory),
    )


def _named(ref: str, directory: Directory) -> Entry:
    number = number_of("e", ref)
    if number is not None:
        entry = directory.entry(number)
        if entry is None:
            raise NotFound(f"there is no entity {ref}: `cristal entities NAME` gives ids")
        return entry
    likely = directory.find(ref, limit=1).matches if ref.strip() else []
    if not likely or (likely[0].score or 0.0) < LIKENESS_FLOOR:
        raise NotFound(f'nobody and nothing is named "{ref}": `cristal entities` lists the names')
    return likely[0].entry


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


def _type(kind: str | None) -> EntityType | None:
    if kind is None:
        return None
    try:
        return EntityType(kind.strip().lower())
    except ValueError:
        raise BadInput(f'"{kind}" is not a type of entity: choose from {", ".join(EntityType)}') from None
