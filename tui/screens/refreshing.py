"""What is shown kept up to date: with files being read, with commits of whichever process, with the time looked at."""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.worker import Worker

from tui.launch import Launch
from tui.screens.background import Background
from tui.screens.naming import Namer
from tui.screens.reading import Reader
from tui.screens.searching import Searcher
from tui.screens.superseding import supersede
from tui.widgets.reading_pane import ReadingPane

POLL_SECONDS = 1.0
FOLLOW_DELAY = 0.25
"""Names of results wait so long for the next key: listing them looks at every hit, and searches take turns with it."""


class Refresher:
    """Asks again for what may have changed, each kind in an exclusive worker of the screen."""

    def __init__(
        self,
        screen: Screen[None],
        background: Background,
        searcher: Searcher,
        namer: Namer,
        reader: Reader,
        pane: ReadingPane,
        repeat: Callable[[], Coroutine[Any, Any, None]],
        pending: Callable[[], bool],
    ) -> None:
        """`repeat` searches the same once more; `pending` tells whether a search is under way."""
        self._screen, self._background, self._searcher = screen, background, searcher
        self._namer, self._reader, self._pane = namer, reader, pane
        self._repeat, self._pending = repeat, pending
        self._polling: Worker[None] | None = None

    def begin(self, launch: Launch) -> None:
        """Take names and figures for the first time, read files if that is wanted, and look for commits from now on."""
        self._take_names()
        if launch.index:
            self.index(launch.add)
        supersede(self._screen, "awaited", self._reader.open_awaited, last=not launch.index)
        self._screen.set_interval(POLL_SECONDS, self.poll)

    def index(self, add: Sequence[Path] = (), retry: bool = False) -> None:
        """Read files in the background: the paths to `add`, else what is new in the sources."""
        supersede(self._screen, "indexing", self._index, add, retry)

    async def _index(self, add: Sequence[Path], retry: bool) -> None:
        async for news in self._background.index(add, retry):
            self._retell()
            if news:
                self.poll()
        supersede(self._screen, "awaited", self._reader.open_awaited, last=True)

    def poll(self) -> None:
        """Look for commits of any process, one look at a time."""
        if self._polling is None or self._polling.is_finished:
            self._polling = supersede(self._screen, "poll", self._look_for_commits)

    async def _look_for_commits(self) -> None:
        committed = await self._background.committed()
        if committed and not self._pending():
            supersede(self._screen, "search", self._repeat)
        if committed or self._background.names_behind:
            self._take_names()
        if committed:
            supersede(self._screen, "names in text", self._reader.relight)
            supersede(self._screen, "awaited", self._reader.open_awaited, last=False)

    def renew(self) -> None:
        """Show what follows from a decision: in the results, in the names, in the open document."""
        if not self._pending():
            supersede(self._screen, "search", self._repeat)
        self._take_names()
        supersede(self._screen, "names in text", self._reader.relight)

    def follow(self) -> None:
        """Show names and figures of what is looked at: of its time, of its results or document where those are asked
        for.
        """
        if self._namer.as_of != self._searcher.as_of:
            self._take_names()
        elif self._namer.behind:
            supersede(self._screen, "entities", self._namer.find, FOLLOW_DELAY)

    def _take_names(self) -> None:
        supersede(self._screen, "entities", self._namer.find)
        supersede(self._screen, "figures", self._take_figures)

    async def _take_figures(self) -> None:
        await self._background.take_figures(self._searcher.as_of)
        self._retell()

    def _retell(self) -> None:
        if self._pane.proposing and not self._pending():
            self._searcher.propose(self._background)
