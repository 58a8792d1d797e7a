"""The index of a memory while it can be trusted; while it cannot, why, and everything else goes on without it."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path

from search.errors import IndexDamaged
from search.index.engine import Engine, IndexStats
from search.index.whoosh_engine import ENGINE, open_engine


class OpenIndex:
    """The engine on the index in `folder`, open for reading, of the memory with the id `memory`.

    An index that could not be opened, or was found to be damaged, is opened again at the next refresh: by then it may
    have been made again.
    """

    def __init__(self, folder: Path, memory: str) -> None:
        self._folder = folder
        self._memory = memory
        self._engine: Engine | None = None
        self._damage: IndexDamaged | None = None
        self._lacking: IndexDamaged | None = None

    @property
    def trouble(self) -> IndexDamaged | None:
        """Why nothing can be searched for, None when all is well."""
        return self._damage or self._lacking

    def refresh(self) -> bool:
        """Open what was committed since; True when answers may be others."""
        try:
            if self._engine is not None:
                return self._engine.refresh()
            self._engine = open_engine(self._folder, memory=self._memory)
        except IndexDamaged as error:
            return self._fail(error)
        self._damage = None
        return True

    def expect(self, versions: Set[int]) -> None:
        """Compare with the versions that ought to be there: an older copy of an index is sound, and lacks some."""
        lacking = len(versions - self._engine.versions()) if self._engine is not None else 0
        why = f"it lacks {lacking:,} of the versions that were in it"
        self._lacking = IndexDamaged(self._folder, why) if lacking else None

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The engine, to search with. Raises IndexDamaged, now or when something is found to be damaged."""
        if self._engine is None or self.trouble is not None:
            raise self.trouble or IndexDamaged(self._folder, "it is closed")
        try:
            yield self._engine
        except IndexDamaged as error:
            self._fail(error)
            raise

    def holds(self, word: str) -> bool:
        """Whether any version holds the folded `word`; True while nobody can tell."""
        try:
            with self.engine() as engine:
                return engine.holds(word)
        except IndexDamaged:
            return True

    def stats(self) -> IndexStats:
        """Size and shape, of what can be read of it."""
        return self._engine.stats() if self._engine is not None else IndexStats(ENGINE, 0, 0, 0)

    def close(self) -> None:
        """Release files."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    def _fail(self, error: IndexDamaged) -> bool:
        new = self._damage is None or self._damage.why != error.why
        self.close()
        self._damage = error
        return new
