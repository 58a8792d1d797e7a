"""What the rest of the house may ask of an index.

Versions are the catalogue's row numbers: dense positive integers, so that a set of them is a `bytearray` and an order
of them is an `array`, both indexed by version number.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from whoosh.query import Query

from search.cancel import CancelToken


class IndexDocument(NamedTuple):
    """One version to index. `text` is the stored text; `title` may be empty."""

    version: int
    title: str
    text: str


class Ranked(NamedTuple):
    """One version in a ranking. `score` is BM25F, 0.0 when only filters matched."""

    version: int
    score: float


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word pattern that stood for several words of the lexicon: `used` of `total` were searched."""

    pattern: str
    used: int
    total: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """One window of a result. `total` is the exact count of matching versions in scope."""

    total: int
    top: tuple[Ranked, ...]
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexStats:
    """Figures for `status`. `bytes` is on disk."""

    engine: str
    bytes: int
    segments: int
    documents: int


class Engine(Protocol):
    """An index open for reading.

    One thread may search while another process commits: a search sees the generation of the last `refresh`.
    """

    def refresh(self) -> bool:
        """Open what was committed since; True when there was something."""

    def search(
        self,
        query: Query,
        scope: bytearray,
        order: array[int],
        *,
        by_score: bool = True,
        limit: int = 20,
        offset: int = 0,
        cancel: CancelToken,
    ) -> Ranking:
        """Rank the versions that match `query`.

        `scope[version]` is 1 for versions that may be returned; versions beyond its end are out of scope.
        `order[version]` is the place of the version in the wanted order (small first): it sorts when `by_score` is
        False and breaks ties when it is True.
        """

    def frequency(self, word: str) -> int:
        """How many versions hold the folded `word` in text or title."""

    def holds(self, word: str) -> bool:
        """Whether any version holds the folded `word`."""

    def similar(self, word: str, limit: int = 5) -> list[str]:
        """Words of the lexicon spelled like `word`, best first (frequent before rare)."""

    def versions(self) -> set[int]:
        """The version numbers that are committed."""

    def verify(self) -> Iterator[str]:
        """Read everything that is committed; a sentence for each thing that is not as it was written."""

    def stats(self) -> IndexStats:
        """Size and shape of what is committed."""

    def close(self) -> None:
        """Release files."""


class WritableEngine(Engine, Protocol):
    """An index open for writing too: in one process at a time."""

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Commit `documents`, durably, in one step; versions already committed are skipped."""

    def add_aside(self, documents: Iterable[IndexDocument], committed: Callable[[], None]) -> None:
        """Commit `documents` as `add` does, while this process goes on. `committed` is called once they are: by this
        call, or by a later one of `publish` or `settle`.
        """

    def publish(self) -> None:
        """Commit what was built aside meanwhile, without waiting."""

    def settle(self) -> None:
        """Wait for all that is being built, commit it, and join small segments until there are few."""

    def merge(self) -> bool:
        """Join small segments into one when there are many; True when something was joined. Answers stay the same."""

    def purge(self, versions: Collection[int]) -> bool:
        """Forget `versions` so that nothing of them is left in any file, durably; True when there were any. May be
        repeated after a kill; versions that are not there are ignored.
        """
