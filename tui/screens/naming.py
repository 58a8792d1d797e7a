"""The names: looked for through the session, shown in their list."""

import asyncio

from search.errors import CristalError
from tui.session import Session
from tui.widgets.entity_list import EntityList


class Namer:
    """Its coroutines belong into exclusive workers: a later look supersedes."""

    def __init__(self, session: Session, names: EntityList) -> None:
        self._session, self._names = session, names

    async def find(self, name: str, delay: float = 0.0) -> None:
        """List who and what is named like `name`; while the memory cannot be read, the list stays."""
        await asyncio.sleep(delay)
        try:
            found = await self._session.entities(name)
        except CristalError:
            return
        self._names.show(found.entities, found.total)

    async def extend(self) -> None:
        """List the next page."""
        name = self._names.filter.value
        found = await self._session.entities(name, offset=len(self._names.entities))
        if name == self._names.filter.value:
            self._names.extend(found.entities)
