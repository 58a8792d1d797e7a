"""What goes on while the user searches: the indexing child, and commits of whichever process."""

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import CristalError
from tui.indexing import Indexing, IndexingState
from tui.session import Session
from tui.widgets.status_line import StatusLine
from tui.wording import indexing_text

if TYPE_CHECKING:
    from search.explore.names import Entity
    from search.explore.standing import StatusReport

Command = Callable[[Sequence[Path], bool], Sequence[str]]
"""Makes the indexing child's command line from the paths to add, none for a sync, and whether to retry failures."""


class Background:
    """The child, its last state, and the memory in figures."""

    def __init__(self, session: Session, status: StatusLine, command: Command) -> None:
        self.indexing: Indexing | None = None
        self.report: StatusReport | None = None
        self.top: tuple[Entity, ...] = ()
        self._session, self._status, self._command = session, status, command
        self._state: IndexingState | None = None

    @property
    def running(self) -> bool:
        """Whether files are being read."""
        return self._state is not None and self._state.running

    @property
    def now(self) -> str:
        """What the reading is at, or why it failed; empty when there is nothing to tell."""
        state = self._state
        return indexing_text(state) if state is not None and (state.running or state.phase == "failed") else ""

    async def index(self, add: Sequence[Path], retry: bool) -> AsyncIterator[bool]:
        """Run the child and tell its progress; yields at every change, True when there is something new to find."""
        self.indexing = Indexing(self._command(add, retry))
        generation = 0
        async for state in self.indexing.states():
            self._state = state
            told = indexing_text(state)
            self._status.indexing = told if state.running or state.phase == "failed" else ""
            if told and not self._status.indexing:
                self._status.say(told)
            yield state.generation != generation or not state.running
            generation = state.generation

    async def stop(self) -> None:
        """Stop the child; what it committed stays."""
        if self.indexing is None or not self.running:
            self._status.say("no files are being read")
        else:
            await self.indexing.stop()

    async def committed(self) -> bool:
        """Whether the last search has not seen the last commit."""
        try:
            return await self._session.refresh() != self._session.searched_generation
        except CristalError:
            return False

    @property
    def names_behind(self) -> bool:
        """Whether the list of names is older than the memory and may be made anew by now."""
        return self._session.names_behind

    async def take_figures(self, as_of: str | None) -> None:
        """Bring the facts about the memory up to date, or to a moment."""
        try:
            self.report = await self._session.status(as_of)
            self.top = (await self._session.entities("", as_of=as_of)).entities
        except CristalError:
            return
