"""Names to entities: what somebody types, complete or not, right or not, to those who bear such a name.

Terms: a *key* is the plain form of a name; several entities may share one ("Son"). A *source* finds keys that the
query spells or that are like it: in memory, in an index, or by looking at all. The directory of a view puts together
what the sources find, by how well it answers and by how often the view mentions it, and fetches of those that are
shown what they are called.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple, Protocol

from search.cancel import NEVER, CancelToken
from search.entities.keys import plain_form
from search.entities.lookup.highlighting import matched
from search.entities.lookup.keylist import Scored
from search.entities.lookup.ranking import Ranking
from search.entities.mentions import NAMED, VALUES, EntityType
from search.text.spans import Span

Aliases = tuple[tuple[str, int], ...]


class Called(NamedTuple):
    """What an entity is called; `aliases` are (name, mentions) and need not repeat `name`."""

    name: str
    aliases: Aliases


class Entry(NamedTuple):
    """An entity with the names it goes by; `aliases` are (name, mentions) and need not repeat `name`."""

    entity: int
    type: EntityType
    name: str
    aliases: Aliases
    mentions: int
    documents: int


class Match(NamedTuple):
    """`alias` is the name that matched, `ranges` the letters of it that did; `score` is 0 to 100, None when no name was
    asked for.
    """

    entry: Entry
    score: float | None
    alias: str
    ranges: tuple[Span, ...]


class Ranked(NamedTuple):
    """One window of `total` matches, best first. Of many thousand names that match, some hundreds are listed."""

    total: int
    matches: list[Match]


class Source(Protocol):
    """Where names are found. Both may raise Cancelled, and yield an entity more than once."""

    def spelt(self, query: str, cancel: CancelToken) -> Iterable[Scored]:
        """Whoever bears a key in which each word of the query begins a word."""

    def alike(self, query: str, cancel: CancelToken) -> Iterable[Scored]:
        """Whoever bears a key that looks or sounds like the query."""


Describe = Callable[[Collection[int]], Mapping[int, Called]]
"""What entities are called; those that are gone meanwhile are missing."""

_ENOUGH = 50
"""With so many names that the query spells, nobody looks for errors in it."""
_SHORTEST_FUZZY = 3


class Directory:
    """The names of the entities in a view."""

    def __init__(self, ranking: Ranking, describe: Describe, sources: Sequence[Source]) -> None:
        self._ranking = ranking
        self._describe = describe
        self._sources = sources
        self._known: dict[int, Entry] = {}

    def __len__(self) -> int:
        return len(self._ranking)

    def place(self, entity: int) -> int | None:
        """How many entities come before this one, by mentions and name; None when the view does not name it."""
        return self._ranking.place(entity)

    def weight(self, entity: int) -> tuple[EntityType, int, int] | None:
        """The type of an entity, how often it is mentioned, and in how many documents; None when the view does not name
        it. Cheaper than its entry.
        """
        place = self._ranking.place(entity)
        return None if place is None else (self._ranking.type(place), *self._ranking.counts(place))

    def entry(self, entity: int) -> Entry | None:
        """The entity of that number; None when the view does not name it."""
        place = self._ranking.place(entity)
        return None if place is None else self._entries([place]).get(place)

    def entries(self, entities: Iterable[int]) -> list[Entry]:
        """Those of `entities` that the view names, in their order."""
        places = [place for entity in entities if (place := self._ranking.place(entity)) is not None]
        found = self._entries(places)
        return [found[place] for place in places if place in found]

    def narrowed(self, counts: Mapping[int, tuple[int, int]], sources: Sequence[Source] | None = None) -> "Directory":
        """The directory of a part of the view: who is named there, with (mentions, documents) there. Names are looked
        up in `sources`, or where this directory looks them up.
        """
        placed = [(place, *counts[entity]) for entity in counts if (place := self._ranking.place(entity)) is not None]
        placed.sort(key=lambda row: (-row[1], row[0]))
        ranking = Ranking(
            (self._ranking.entity(place), self._ranking.type(place), mentions, documents)
            for place, mentions, documents in placed
        )
        return Directory(ranking, self._describe, self._sources if sources is None else sources)

    def top(self, type: EntityType | None = None, limit: int = 50, offset: int = 0) -> Ranked:  # noqa: A002
        """The most mentioned entities of a type, else of those that have names: amounts and dates would bury people."""
        wanted = NAMED if type is None else {type}
        places = list(islice(self._ranking.places(wanted), offset, offset + limit))
        found = self._entries(places)
        matches = [Match(found[place], None, found[place].name, ()) for place in places if place in found]
        return Ranked(self._ranking.total(wanted), matches)

    def find(
        self,
        name: str,
        type: EntityType | None = None,  # noqa: A002
        limit: int = 50,
        offset: int = 0,
        cancel: CancelToken = NEVER,
    ) -> Ranked:
        """Entities with a name like `name`, by score, then mentions, then name. Nothing to look for gives `top`.

        Raises `Cancelled`.
        """
        query = plain_form(name) if any(map(str.isalnum, name)) else ""
        if not query:
            return self.top(type, limit, offset)
        best: dict[int, tuple[float, str]] = {}
        for source in self._sources:
            self._keep_best(source.spelt(query, cancel), type, best)
        if len(best) < _ENOUGH and len(query) >= _SHORTEST_FUZZY:
            for source in self._sources:
                self._keep_best(self._of_names(source.alike(query, cancel), type), type, best)
        ranked = nsmallest(offset + limit, best.items(), key=lambda item: (-item[1][0], item[0]))[offset:]
        found = self._entries([place for place, _ in ranked])
        return Ranked(
            len(best),
            [_match(found[place], score, key, query) for place, (score, key) in ranked if place in found],
        )

    def _of_names(self, scored: Iterable[Scored], kind: EntityType | None) -> Iterator[Scored]:
        """Without dates and amounts, unless they are asked for: nobody mistypes "half a year" as "haas"."""
        for one in scored:
            place = self._ranking.place(one[1])
            if place is not None and (kind is not None or self._ranking.type(place) not in VALUES):
                yield one

    def _keep_best(self, scored: Iterable[Scored], kind: EntityType | None, best: dict[int, tuple[float, str]]) -> None:
        """For each entity of the type, by its place, the key with the highest score; the first among equals."""
        for score, entity, key in scored:
            place = self._ranking.place(entity)
            if place is None or (kind is not None and self._ranking.type(place) != kind):
                continue
            known = best.get(place)
            if known is None or (-score, key) < (-known[0], known[1]):
                best[place] = score, key

    def _entries(self, places: Collection[int]) -> dict[int, Entry]:
        """What is known of the entities at some places, by place. It stays: the most mentioned have names to sum up in
        thousands of texts.
        """
        new = {self._ranking.entity(place): place for place in places if place not in self._known}
        if new:
            for entity, called in self._describe(new).items():
                place = new[entity]
                mentions, documents = self._ranking.counts(place)
                kind = self._ranking.type(place)
                self._known[place] = Entry(entity, kind, called.name, called.aliases, mentions, documents)
        return {place: self._known[place] for place in places if place in self._known}


def _match(entry: Entry, score: float, key: str, query: str) -> Match:
    """With the name that the key stands for: the canonical one, or the alias mentioned most."""
    names = [entry.name, *(alias for alias, _ in entry.aliases)]
    alias = next((name for name in names if plain_form(name) == key), entry.name)
    return Match(entry, score, alias, matched(query, alias))
