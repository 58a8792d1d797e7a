"""The mark that somebody gave to a name, on the entities that are handed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from search.explore.ids import entity_id
from search.memory.memory import Memory

if TYPE_CHECKING:
    from search.explore.names import Entity


class Watchlist:
    """Who is watched, read once in each generation of the memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._read: tuple[int, frozenset[str]] = (-1, frozenset())

    def marked(self, entities: Iterable[Entity], generation: int) -> tuple[Entity, ...]:
        """`entities` with the mark where they are watched. MemoryDamaged."""
        from search.memory.decisions import watched

        if self._read[0] != generation:
            self._read = generation, frozenset(map(entity_id, watched(self._memory)))
        ids = self._read[1]
        return tuple(replace(entity, watched=True) if entity.entity in ids else entity for entity in entities)
