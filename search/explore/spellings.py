"""Where the names of a memory are looked up: the most mentioned and the newest in memory, the rest in its index."""

from __future__ import annotations

from itertools import chain, islice

from search.cancel import CancelToken
from search.entities.lookup.directory import Source
from search.entities.lookup.keylist import Foremost, KeyList
from search.entities.lookup.ranking import Ranking
from search.memory import bearers
from search.memory.memory import Memory
from search.memory.spelling import FEWEST, opened
from search.memory.spelt import Indexed

_BATCH = 1_000
NEWEST = 50_000
"""So many forms that no index knows are held in memory; further ones are looked at one by one."""


def sources_of(memory: Memory, ranking: Ranking, cancel: CancelToken) -> list[Source]:
    """What finds the names of a memory. In a small one all are compared directly. Cancelled."""
    index = opened(memory)
    connection, known = index if index is not None else (None, 0)
    few = bearers.last_form(memory) - known <= NEWEST
    newest = bearers.pages(memory, known, cancel) if few else ()
    sources: list[Source] = [KeyList(chain(bearers.given(memory), *newest))]
    if connection is not None:
        sources += [Foremost(KeyList(_heaviest(memory, ranking, cancel))), Indexed(memory, connection)]
    if not few:
        sources.append(bearers.Unsorted(memory, known))
    return sources


def _heaviest(memory: Memory, ranking: Ranking, cancel: CancelToken) -> set[bearers.Borne]:
    """The names of the most mentioned entities, some ten thousand. Cancelled."""
    borne: set[bearers.Borne] = set()
    entities = ranking.heaviest()
    while len(borne) < FEWEST and (batch := list(islice(entities, _BATCH))):
        cancel.check()
        borne |= bearers.borne_by(memory, batch)
    return borne
