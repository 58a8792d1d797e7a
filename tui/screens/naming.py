"""The names: looked for through the session, shown in their list."""

import asyncio

from search.errors import CristalError
from tui.session import Session
from tui.widgets.entity_list import EntityList


class Namer:
    """Its coroutines belong into exclusive workers: a later look supersedes. `as_of` is the moment it looks at."""

    def __init__(self, session: Session, names: EntityList) -> None:
        self._session, self._names = session, names
        self.as_of: str | None = None

    async def find(self, delay: float = 0.0) -> None:
        """List who and what the filter lets through; while the memory cannot be read, the list stays."""
        await asyncio.sleep(delay)
        try:
            found = await self._session.entities(self._names.filter.value, self._names.type, as_of=self.as_of)
        except CristalError:
            return
        self._names.show(found.entities, found.total)

    async def extend(self) -> None:
        """List the next page."""
        wanted = self._names.filter.value, self._names.type
        found = await self._session.entities(*wanted, offset=len(self._names.entities), as_of=self.as_of)
        if wanted == (self._names.filter.value, self._names.type):
            self._names.extend(found.entities)
