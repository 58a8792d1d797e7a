"""Entities for people: lists by name or by weight, and who is meant by a name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from search.cancel import NEVER, CancelToken
from search.entities.lookup.directory import Directory, Entry, Match
from search.entities.mentions import EntityType
from search.errors import BadInput, NotFound
from search.explore.ids import entity_id, number_of
from search.explore.names import Alias, Entity, EntityList, MatchedName
from search.explore.spellings import sources_of
from search.explore.view import View
from search.memory import bearers
from search.memory.memory import Memory

LIKENESS_FLOOR = 80.0


def make_directory(view: View, memory: Memory, cancel: CancelToken = NEVER) -> Directory:
    """Every entity that versions in force name, with its counts in those; its aliases are of the whole memory."""
    ranking = bearers.ranking(memory, view.scope(), cancel)
    return Directory(ranking, partial(bearers.describe, memory), sources_of(memory, ranking, cancel))


def list_entities(
    directory: Directory, name: str, kind: str | None, limit: int, offset: int, cancel: CancelToken
) -> EntityList:
    """Entities of any type by fuzzy name; when `name` is blank the most mentioned of those that have names."""
    found = directory.find(name, entity_type(kind), limit, offset, cancel)
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


def named_entry(ref: str, directory: Directory, memory: Memory) -> Entry:
    """The entity that `ref` names: an id, also one that was merged into it, one of its names, or a name much like it.
    NotFound.
    """
    number = number_of("e", ref)
    if number is not None:
        named = memory.entity(number)
        entry = directory.entry(named.entity) if named is not None else None
        if entry is None:
            raise NotFound(f"there is no entity {ref}: `cristal entities NAME` gives ids")
        return entry
    likely = directory.find(ref, limit=1).matches if ref.strip() else []
    if not likely or (likely[0].score or 0.0) < LIKENESS_FLOOR:
        raise NotFound(f'nobody and nothing is named "{ref}": `cristal entities` lists the names')
    return likely[0].entry


def entity_type(kind: str | None) -> EntityType | None:
    """The type that somebody named, None for any. BadInput."""
    if kind is None:
        return None
    try:
        return EntityType(kind.strip().lower())
    except ValueError:
        raise BadInput(f'"{kind}" is not a type of entity: choose from {", ".join(EntityType)}') from None
