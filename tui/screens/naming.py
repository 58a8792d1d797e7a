"""The names: looked for through the session in what is shown of the memory, listed in their pane."""

import asyncio

from search.errors import CristalError
from search.explore.within import Within
from tui.screens.reading import Reader
from tui.screens.searching import Searcher
from tui.session import Session
from tui.widgets.entity_list import EntityList

_Place = tuple[str | None, Within | None]
"""At which moment, and in which part of the memory; None for now, and for all of it."""

_NOWHERE = Within(version="")


class Namer:
    """Its coroutines belong into exclusive workers: a later look supersedes."""

    def __init__(self, session: Session, names: EntityList, searcher: Searcher, reader: Reader) -> None:
        self._session, self._names = session, names
        self._searcher, self._reader = searcher, reader
        self._listed: _Place = (None, None)

    @property
    def as_of(self) -> str | None:
        """The moment whose names are listed; None for now."""
        return self._listed[0]

    @property
    def behind(self) -> bool:
        """Whether other names are to be listed: of another moment, of other results, of another document."""
        return self._place() != self._listed

    def _place(self) -> _Place:
        if self._names.scope == "memory":
            return self._searcher.as_of, None
        if self._names.scope == "results":
            shown = self._searcher.shown
            return self._searcher.as_of, Within(shown.query, shown.typing)
        opened = self._reader.opened
        return self._searcher.as_of, Within(version=opened.document.version) if opened is not None else _NOWHERE

    async def find(self, delay: float = 0.0) -> None:
        """List who and what the filter lets through; while the memory cannot be read, the list stays."""
        await asyncio.sleep(delay)
        self._listed = as_of, within = self._place()
        if within is _NOWHERE:
            self._names.show((), 0)
            return
        try:
            found = await self._session.entities(self._names.filter.value, self._names.type, as_of=as_of, within=within)
        except CristalError:
            return
        self._names.show(found.entities, found.total)

    async def extend(self) -> None:
        """List the next page."""
        as_of, within = self._listed
        if within is _NOWHERE:
            return
        wanted = self._names.filter.value, self._names.type
        found = await self._session.entities(*wanted, offset=len(self._names.entities), as_of=as_of, within=within)
        if wanted == (self._names.filter.value, self._names.type) and self._listed == (as_of, within):
            self._names.extend(found.entities)
