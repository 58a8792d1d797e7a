"""Lives of files against what the memory knows: which versions to put before the first ones of which documents.

What the memory knows stays: a life continues backwards from the document that was at its path, and only the time
before that document was first seen is filled. A path belongs to whoever the memory saw there; where that is another
document, the rest of the life is that one's. A file that the memory never saw becomes a document that is gone.

Term: an *episode* is what becomes one version: a document held one content for a time, at one path or at several.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.ingest.lives import Life, State
from search.memory.past import KnownPlace
from search.memory.records import Location

_OPEN = "~"
"""Later than every instant."""

_FROM_SCANS = "scan"


class Episode(NamedTuple):
    """`blob` was held from `since` to `until` at `places`, the oldest first, by `document`, or by what becomes the
    document number `made` of this reading where that is None. `path` is where it was at the end; a content that was
    replaced within a second has no places.

    `adjoins`: the first version that is known of it begins at `until`. `doubtful`: another content is known of the
    instant at which it began, and it may be known itself.
    """

    document: int | None
    made: int
    blob: str
    since: str
    until: str
    path: bytes
    places: tuple[Location, ...]
    adjoins: bool
    doubtful: bool


class _Part(NamedTuple):
    """A piece of a life that is to be one document's: `state` ends where what is known begins."""

    document: int | None
    made: int
    state: State
    until: str
    adjoins: bool
    doubtful: bool


def episodes(lives: Iterable[Life], known: Iterable[KnownPlace], now: str) -> Iterator[Episode]:
    """What to remember, document after document, the newest first in each; in the same order whenever the same is
    known. What is still held without being seen is gone by `now`.
    """
    placing = _Placing(known, now)
    for life in sorted(lives, key=lambda life: (life[-1].until or _OPEN, life[-1].path), reverse=True):
        yield from _joined(placing.parts(life))


class _Placing:
    """What is known of every document, and what was planned since.

    `_seen`: when each was first seen by a scan, or learnt of. `_limit`: from when on it has a history by now.
    """

    def __init__(self, known: Iterable[KnownPlace], now: str) -> None:
        self._now = now
        self._at: dict[bytes, list[KnownPlace]] = defaultdict(list)
        self._first: dict[int, KnownPlace] = {}
        for place in known:
            self._at[place.path].append(place)
            self._first.setdefault(place.document, place)
        self._limit = {document: min(place.seen_from, place.since) for document, place in self._first.items()}
        self._seen = {document: place.recorded for document, place in self._first.items()}
        self._claimed: set[int] = set()
        self._made = 0

    def parts(self, life: Life) -> list[_Part]:
        """The unknown parts of `life`, the newest first."""
        limits: dict[int, str] = {}
        parts: list[_Part] = []
        document: int | None = None
        made = 0
        for state in reversed(life):
            if state.since == state.until:
                # What was replaced within a second is the document's that replaced it.
                until = state.since
                limit = self._limit[document] if document is not None else self._now
                doubtful = document is not None and until == limit
                is_known = until > limit or (until == limit and not doubtful)
            else:
                document, until = self._owner(state, document, has_made=made > 0)
                if document is not None and self._limit[document] < until and state.since < until:
                    # Another life is its past.
                    document, made = None, 0
                doubtful = False
                is_known = until <= state.since
            if is_known:
                continue
            if document is None and not made:
                self._made += 1
                made = self._made
            untouched = document is not None and document not in limits and document not in self._claimed
            adjoins = untouched and document is not None and self._limit[document] == until
            parts.append(_Part(document, made, state, until, adjoins, doubtful))
            if document is not None:
                limits[document] = state.since
        self._limit |= limits
        self._claimed |= limits.keys()
        return parts

    def _owner(self, state: State, newer: int | None, *, has_made: bool) -> tuple[int | None, str]:
        """Whose `state` is, None for nobody's that is known, and until when that is not known. `newer` is whose the
        state after it was; `has_made`: that of a document which is made for it.
        """
        document, until = newer, state.until or _OPEN
        while until > state.since and (place := self._holding(state.path, state.since, until)) is not None:
            document, until = place.document, place.since
        if document is None and not has_made and until > state.since:
            document = self._successor(state)
        return document, min(until, self._now if document is None else self._seen[document])

    def _holding(self, path: bytes, since: str, until: str) -> KnownPlace | None:
        """What was at `path` at last between two instants."""
        for place in reversed(self._at.get(path, ())):
            if place.since < until and (place.until or _OPEN) > since:
                return place
        return None

    def _successor(self, last: State) -> int | None:
        """Who was first seen where a life that nobody saw ended with the state `last`: it is back."""
        for place in self._at.get(last.path, ()):
            by_scan = (place.until or _OPEN) > place.recorded or place.since >= place.recorded
            if by_scan and place.since >= (last.until or _OPEN):
                came_then = self._first[place.document] is place and place.seen_from >= place.since
                unclaimed = place.document not in self._claimed and place.origin == _FROM_SCANS
                return place.document if came_then and unclaimed else None
        return None


def _joined(parts: Iterable[_Part]) -> Iterator[Episode]:
    """Episodes out of parts: those of one content that follow each other are one. Of one content within one second
    only the longest is kept.
    """
    open_: list[_Part] = []
    at_instant: set[tuple[int | None, int, str, str]] = set()
    for part in parts:
        if open_ and not _continues(part, open_[-1]):
            yield from _episode(open_, at_instant)
            open_ = []
        open_.append(part)
    if open_:
        yield from _episode(open_, at_instant)


def _continues(older: _Part, newer: _Part) -> bool:
    return (older.document, older.made, older.state.blob) == (
        newer.document,
        newer.made,
        newer.state.blob,
    ) and older.until == newer.state.since


def _episode(parts: list[_Part], met: set[tuple[int | None, int, str, str]]) -> Iterator[Episode]:
    newest, oldest = parts[0], parts[-1]
    key = (newest.document, newest.made, newest.state.blob, oldest.state.since)
    if key in met:
        return
    met.add(key)
    places: list[Location] = []
    for part in reversed(parts):
        path, since = part.state.path, part.state.since
        if since == part.until:
            continue
        if places and places[-1].path == path and places[-1].until == since:
            since = places.pop().since
        places.append(Location(path, since, part.until))
    yield Episode(
        newest.document,
        newest.made,
        newest.state.blob,
        oldest.state.since,
        newest.until,
        newest.state.path,
        tuple(places),
        newest.adjoins,
        oldest.doubtful,
    )
