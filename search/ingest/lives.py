"""From what commits changed to the life of every file: what it held where, from when to when.

Terms: a *state* is one content at one path for a time; a *life* is the states of one file, the oldest first. A renamed
file lives on; so does one that was deleted and comes back to its path.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from search.ingest.repository import Change, Commit
from search.memory.instants import instant


class State(NamedTuple):
    """The file at `path` held `blob` from `since` to `until` (half-open, instants); `until` None: it still does."""

    path: bytes
    blob: str
    since: str
    until: str | None


Life = list[State]


def lives(commits: Iterable[Commit], now: str) -> list[Life]:
    """The life of every file, in the order in which they began. Times never go back along the chain of commits, and
    none is later than `now`.
    """
    begun: list[Life] = []
    present: dict[bytes, Life] = {}
    absent: dict[bytes, Life] = {}
    for at, changes in _dated(commits, now):
        left: dict[bytes, Life] = {}
        for former, path, _ in changes:
            if former is not None and former != path and (life := present.pop(former, None)) is not None:
                _end(life, at)
                left[former] = life
        for former, path, blob in changes:
            if path is None:
                if former in left:
                    absent[former] = left[former]
                continue
            life = left.get(former) if former is not None and former != path else present.get(path)
            if life is None:
                life = absent.pop(path, None)
            if life is None:
                life = []
                begun.append(life)
            # Only a damaged tree has two files at one path.
            if (other := present.get(path)) is not None and other is not life:
                _end(other, at)
            if life and life[-1].until is None:
                if life[-1].blob == blob:
                    continue
                _end(life, at)
            present[path] = life
            life.append(State(path, blob, at, None))
    return begun


def kept(lives: Iterable[Life], listed: Callable[[bytes], bool]) -> Iterator[Life]:
    """What is left of `lives` when files are left out while they are at a path that is not `listed`, and what was gone
    within the second in which it came.
    """
    for life in lives:
        states: Life = []
        for state in reversed(life):
            replaced = bool(states) and states[-1].since == state.until
            if listed(state.path) and (state.since != state.until or replaced):
                states.append(state)
        if states:
            yield states[::-1]


def _dated(commits: Iterable[Commit], now: str) -> Iterator[tuple[str, tuple[Change, ...]]]:
    at = ""
    for commit in commits:
        at = max(at, min(instant(commit.at * 1_000_000_000), now))
        yield at, commit.changes


def _end(life: Life, at: str) -> None:
    life[-1] = life[-1]._replace(until=at)
