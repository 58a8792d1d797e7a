"""The only bridge between the screen and the engine.

The screen awaits; the engine works in three threads, one for each kind of work (search, document, entities), so that a
slow search never holds up reading. Giving up an await cancels the work behind it through its token. The engine is
opened by the first call, in its thread: the screen is painted before.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from search.cancel import CancelToken
from search.explore.results import Hit, Results, Sort
from search.explore.within import Within
from search.text.differing import compare_roughly
from search.text.spans import Spans
from tui.carrying import carried
from tui.places import settings_file
from tui.textlayout import DocumentLayout

if TYPE_CHECKING:
    from search.explore.decisions import JudgementLine, Part, SuggestionList
    from search.explore.documents import Difference, Document, MentionSpan
    from search.explore.explorer import Explorer
    from search.explore.names import Dossier, EntityList, Suggestions
    from search.explore.standing import StatusReport, UnreadGroup

T = TypeVar("T")
PAGE = 30
ENTITY_PAGE = 50
SUGGESTION_PAGE = 20
LARGE = 300_000
"""Code points of a text that is shown before its matches and mentions are known, which may be tens of thousands."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched. `typing`: the last word is still being typed, so it is also a prefix. `as_of`: a date or an
    instant as people write it, None for now.
    """

    query: str = ""
    sort: Sort = "relevance"
    typing: bool = False
    as_of: str | None = None


AHEAD = 50_000
"""Code points that are read beyond the place that a preview shows."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document, ready to paint. A `large` one comes without its matches and mentions, which would keep it waiting;
    one that is not `whole` is the beginning of a longer one, with what is in that.
    """

    document: Document
    layout: DocumentLayout
    matches: Spans
    mentions: tuple[MentionSpan, ...]

    @property
    def large(self) -> bool:
        """Whether matches and mentions are to be asked for afterwards."""
        return len(self.document.text) > LARGE

    @property
    def whole(self) -> bool:
        """Whether all of the text is there."""
        return len(self.document.text) >= self.document.length


def open_explorer(memory: Path) -> Explorer:
    """The engine on `memory`; its import alone takes a tenth of a second, so it is done here, in a thread."""
    from search.explore.explorer import Explorer

    return Explorer.open(memory)


class Session:
    """The engine of one memory, awaited."""

    def __init__(self, memory: Path, opening: Callable[[Path], Explorer] = open_explorer) -> None:
        self.memory = memory
        self.searched_generation = -1
        self._opening = opening
        self._explorer: Explorer | None = None
        # All of them, closed at the end: a thread may still read one that was given up.
        self._opened: list[Explorer] = []
        self._place: tuple[int, int] | None = None
        self._lock = Lock()
        self._copies: TemporaryDirectory[str] | None = None
        self._searching, self._reading, self._naming = (
            ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("search", "document", "entities")
        )

    @property
    def names_behind(self) -> bool:
        """Whether names are listed from before the last commit and are due to be listed anew."""
        return self._explorer is not None and self._explorer.names_behind

    async def search(self, wanted: Wanted, *, limit: int = PAGE, offset: int = 0, excerpts: int = PAGE) -> Results:
        """One window of the results of `wanted`, the first hits excerpted. QueryError, MemoryDamaged, NotFound (no
        memory yet).
        """

        def look(explorer: Explorer, cancel: CancelToken) -> Results:
            try:
                return explorer.search(
                    wanted.query,
                    limit=limit,
                    offset=offset,
                    sort=wanted.sort,
                    as_of=wanted.as_of,
                    typing=wanted.typing,
                    excerpts=excerpts,
                    cancel=cancel,
                )
            finally:
                self.searched_generation = explorer.generation

        return await self._await(self._searching, look)

    async def excerpts(self, hits: Sequence[Hit], wanted: Wanted) -> tuple[Hit, ...]:
        """Some hits of `wanted`, excerpted."""
        return await self._await(
            self._searching,
            lambda explorer, cancel: explorer.excerpts(
                hits, wanted.query, as_of=wanted.as_of, typing=wanted.typing, cancel=cancel
            ),
        )

    async def check(self, query: str) -> None:
        """QueryError when `query`, as it stands, is not one."""
        await self._await(
            self._searching, lambda explorer, cancel: explorer.search(query, limit=1, excerpts=0, cancel=cancel)
        )

    async def check_date(self, as_of: str) -> None:
        """BadInput when `as_of` is not a date."""

        def look(explorer: Explorer, cancel: CancelToken) -> None:
            explorer.search("", limit=1, as_of=as_of, excerpts=0, cancel=cancel)

        await self._await(self._searching, look)

    async def suggest(self, query: str) -> Suggestions:
        """What to try when `query` found nothing."""
        return await self._await(self._searching, lambda explorer, cancel: explorer.suggest(query, cancel))

    async def refresh(self) -> int:
        """See what was committed; the generation that later answers are of."""

        def look(explorer: Explorer, _: CancelToken) -> int:
            explorer.refresh()
            return explorer.generation

        return await self._await(self._searching, look)

    async def unread(self, as_of: str | None = None) -> tuple[UnreadGroup, ...]:
        """What could not be read, by reason."""
        return await self._await(self._naming, lambda explorer, _: explorer.unread(as_of=as_of))

    async def status(self, as_of: str | None = None) -> StatusReport:
        """The memory in figures."""
        return await self._await(self._naming, lambda explorer, _: explorer.status(as_of=as_of))

    async def entities(
        self,
        name: str,
        kind: str | None = None,
        *,
        offset: int = 0,
        as_of: str | None = None,
        within: Within | None = None,
    ) -> EntityList:
        """Who and what of a type, or of any, is named like `name`, in a part of the memory or in all of it; without a
        name the most mentioned.
        """

        def look(explorer: Explorer, cancel: CancelToken) -> EntityList:
            return explorer.entities(
                name, type=kind, limit=ENTITY_PAGE, offset=offset, as_of=as_of, within=within, cancel=cancel
            )

        return await self._await(self._naming, look)

    async def judge(self, kind: str, subject: str, other: str | None = None) -> tuple[JudgementLine, ...]:
        """Decide something about a name or a mention. BadInput, NotFound, MemoryBusy."""
        return await self._await(self._naming, lambda explorer, _: explorer.judge(kind, subject, other))

    async def undo(self, judgements: Sequence[str]) -> None:
        """Take judgements back, by their ids. NotFound, MemoryBusy."""

        def work(explorer: Explorer, _: CancelToken) -> None:
            for judgement in judgements:
                explorer.undo(judgement)

        await self._await(self._naming, work)

    async def judgements(self, about: str | None = None) -> tuple[JudgementLine, ...]:
        """What was decided about a name or a mention, or at all, the latest first. NotFound."""
        return await self._await(self._reading, lambda explorer, _: explorer.judgements(about))

    async def parts(self, entity: str) -> tuple[Part, ...]:
        """The names that are one with an entity. NotFound."""
        return await self._await(self._reading, lambda explorer, _: explorer.parts(entity))

    async def merge_suggestions(self, offset: int) -> SuggestionList:
        """A window of the names that may be one."""
        return await self._await(
            self._naming,
            lambda explorer, cancel: explorer.merge_suggestions(limit=SUGGESTION_PAGE, offset=offset, cancel=cancel),
        )

    async def entity(self, ref: str, as_of: str | None = None) -> Dossier:
        """All about an entity. NotFound."""
        return await self._await(
            self._naming, lambda explorer, cancel: explorer.entity(ref, as_of=as_of, cancel=cancel)
        )

    async def open(self, ref: str, wanted: Wanted, width: int, reach: int | None = None) -> Opened:
        """The document `ref` as `wanted` sees it, laid out at `width` cells, with its matches: as much of it as shows
        the offset `reach`, without one all of it. NotFound.
        """

        def read(explorer: Explorer, cancel: CancelToken) -> Opened:
            upto = sys.maxsize if reach is None else reach + AHEAD
            document = explorer.document(ref, as_of=wanted.as_of, upto=upto, cancel=cancel)
            layout = DocumentLayout.build(document.text, width, cancel=cancel)
            length = len(document.text)
            if length > LARGE:
                return Opened(document, layout, Spans(), ())
            version, query = document.version, wanted.query
            matches = explorer.matches(version, query, typing=wanted.typing, upto=length, cancel=cancel)
            return Opened(document, layout, matches, explorer.mentions(version, end=length))

        return await self._await(self._reading, read)

    async def diff(self, document: str, before: str, after: str) -> Difference:
        """What two versions of a document differ in."""
        return await self._await(
            self._reading, lambda explorer, cancel: explorer.diff(document, before, after, cancel=cancel)
        )

    async def carry(self, offsets: Sequence[int], before: str, after: str) -> list[int]:
        """The offsets in the text `after` of the places that have `offsets` in the one `before`."""

        def look(_: Explorer, cancel: CancelToken) -> list[int]:
            changes = compare_roughly(before, after, cancel)
            return [carried(offset, changes) for offset in offsets]

        return await self._await(self._reading, look)

    async def original(self, version: str) -> Path:
        """The file that a version was read from; of what was inside another file a private copy, until the end."""

        def take(explorer: Explorer, _: CancelToken) -> Path:
            from search.ingest.settings import load_settings

            if self._copies is None:
                self._copies = TemporaryDirectory(prefix="cristal-", ignore_cleanup_errors=True)
            folder = Path(tempfile.mkdtemp(dir=self._copies.name))
            return explorer.original(version, folder, load_settings(settings_file()).caps)

        return await self._await(self._reading, take)

    async def matches(self, version: str, wanted: Wanted, upto: int = sys.maxsize) -> Spans:
        """Where `wanted` matches in the first `upto` code points of an open document. QueryError."""

        def look(explorer: Explorer, cancel: CancelToken) -> Spans:
            return explorer.matches(version, wanted.query, typing=wanted.typing, upto=upto, cancel=cancel)

        return await self._await(self._reading, look)

    async def mentions(self, version: str, start: int, end: int) -> tuple[MentionSpan, ...]:
        """Who and what is named in a part of an open document."""
        return await self._await(
            self._reading, lambda explorer, cancel: explorer.mentions(version, start=start, end=end)
        )

    async def _await(self, room: ThreadPoolExecutor, work: Callable[[Explorer, CancelToken], T]) -> T:
        token = CancelToken()

        def in_thread() -> T:
            token.check()
            return work(self._open(), token)

        try:
            return await asyncio.get_running_loop().run_in_executor(room, in_thread)
        except asyncio.CancelledError:
            token.cancel()
            raise

    def _open(self) -> Explorer:
        """The engine, opened once; a memory that is not there yet, or not any more, is looked for at the next call."""
        with self._lock:
            if self._opened and self._place != _place_of(self.memory):
                self._explorer = None
            if self._explorer is None:
                self._place = _place_of(self.memory)
                self._explorer = self._opening(self.memory)
                self._opened.append(self._explorer)
            return self._explorer

    async def close(self) -> None:
        """Wait for the work under way and release the memory."""
        rooms = (self._searching, self._reading, self._naming)
        for room in rooms:
            room.shutdown(wait=False, cancel_futures=True)
        for room in rooms:
            await asyncio.to_thread(room.shutdown, wait=True)
        for explorer in self._opened:
            explorer.close()
        if self._copies is not None:
            self._copies.cleanup()


def _place_of(memory: Path) -> tuple[int, int] | None:
    """What tells a folder from one that was put in its place; None when there is none."""
    try:
        found = memory.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
