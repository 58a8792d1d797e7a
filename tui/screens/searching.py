"""The search under way: asked through the session, shown in the query row, the results, and the proposals."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from search.errors import CristalError, QueryError
from search.explore.results import Hit, Results, Sort
from tui.launch import Launch
from tui.proposing import examples, nothing_found, trouble, welcome
from tui.screens.background import Background
from tui.screens.reading import Reader
from tui.session import PAGE, Session, Wanted
from tui.widgets.query_row import QueryRow
from tui.widgets.reading_pane import ReadingPane
from tui.widgets.results_pane import ResultsPane
from tui.wording import as_of_text, counter_text, coverage_text

if TYPE_CHECKING:
    from search.explore.names import Suggestions

RECENT_KEPT = 5
PAGE_MOST = 100
CHECK_SECONDS = 0.8
SORTS: dict[Sort, str] = {
    "relevance": "best first",
    "newest": "newest first",
    "oldest": "oldest first",
    "path": "by path",
    "seen": "latest seen first",
    "modified": "latest changed first",
}


class Searcher:
    """Holds what is wanted and what is shown for it. Its coroutines belong into exclusive workers: a later search
    gives up an earlier one.
    """

    def __init__(
        self, session: Session, row: QueryRow, left: ResultsPane, pane: ReadingPane, reader: Reader, launch: Launch
    ) -> None:
        self.wanted, self.shown = Wanted(launch.query), Wanted()
        self.results: Results | None = None
        self._trouble: CristalError | None = None
        self._mistaken = False
        self._suggestions: Suggestions | None = None
        self._recent: list[str] = []
        self._session, self._row, self._left, self._pane, self._reader = session, row, left, pane, reader
        self._sample = launch.sample

    async def find(self, wanted: Wanted, delay: float, background: Background) -> Hit | None:
        """Search and show; the hit to read. QueryError leaves the last good results, dimmed."""
        await asyncio.sleep(delay)
        self._row.begin_wait()
        first = self.results is None
        try:
            results = await self._session.search(wanted, excerpts=self._left.list.room)
            self._show(wanted, results, keep=False, highlight=bool(wanted.query.strip()))
            if not results.hits and wanted.query.strip():
                self._suggestions = await self._session.suggest(wanted.query)
        except QueryError as error:
            self._tell_mistake(error)
            return None
        except CristalError as error:
            self._trouble = error
            self._left.mark_stale(True)
        finally:
            self._row.end_wait()
        if self._left.list.hit is None or self._trouble is not None:
            # A document that was named at the start may be open before anything is found.
            if not first or self._reader.opened is None:
                self.propose(background)
            return None
        return self._left.list.hit

    async def check(self, wanted: Wanted) -> None:
        """Tell, once nobody types any more, what is wrong with a query whose last word was taken for unfinished."""
        await asyncio.sleep(CHECK_SECONDS)
        if not wanted.typing or wanted is not self.wanted or wanted is not self.shown:
            return
        try:
            await self._session.check(wanted.query)
        except QueryError as error:
            if wanted is self.wanted:
                self._tell_mistake(error)
        except CristalError:
            return

    def _tell_mistake(self, error: QueryError) -> None:
        self._mistaken = True
        self._left.mark_stale(True)
        self._left.show_notes(str(error))
        self._row.mark_error(error.position)

    @property
    def as_of(self) -> str | None:
        """The instant that is shown; None for now."""
        return self.results.as_of if self.results is not None else None

    @property
    def then(self) -> Wanted:
        """What is shown, at the instant that the query itself may name."""
        return replace(self.shown, as_of=self.as_of)

    @property
    def answered(self) -> bool:
        """Whether the hits are those of what is wanted."""
        return self.shown == self.wanted and not self._mistaken

    async def repeat(self, background: Background) -> Hit | None:
        """The same search once more, because the memory grew: highlight, scroll and open document stay.

        A hit to read only when there was none before.
        """
        hits, waiting = self._left.list, self._pane.proposing and bool(self.wanted.query.strip())
        try:
            limit = min(PAGE_MOST, max(PAGE, len(hits.hits)))
            results = await self._session.search(self.wanted, limit=limit, excerpts=hits.reach)
        except CristalError:
            return None
        if self._mistaken:
            return None
        self._show(self.wanted, results, keep=True, highlight=waiting or hits.highlighted is not None)
        if waiting and hits.hit is not None:
            return hits.hit
        if self._pane.proposing:
            self.propose(background)
        elif self._reader.opened is not None:
            shown = self._reader.opened.document
            known = {line.version for line in shown.versions}
            if any(hit.document == shown.document and hit.version not in known for hit in hits.hits):
                self._reader.tell_newer()
        return None

    async def extend(self) -> None:
        """List the next page of hits."""
        shown, hits = self.results, self._left.list
        if shown is not None and len(hits.hits) < shown.total:
            more = await self._session.search(self.shown, offset=len(hits.hits), excerpts=0)
            if self.results is shown:
                hits.extend(more.hits)

    async def excerpt(self, bare: Sequence[Hit]) -> None:
        """Show what is in hits that came into view."""
        shown = self.results
        try:
            found = await self._session.excerpts(bare, self.shown)
        except CristalError:
            return
        if self.results is shown:
            self._left.list.fill(found)

    def sorted_next(self) -> Wanted:
        """What is wanted, in the next order."""
        orders = list(SORTS)
        return replace(self.wanted, sort=orders[(orders.index(self.wanted.sort) + 1) % len(orders)])

    def remember(self) -> None:
        """Keep the query among those searched before: it led somewhere."""
        query = self.shown.query.strip()
        if query:
            self._recent = [query, *(other for other in self._recent if other != query)][:RECENT_KEPT]

    def propose(self, background: Background) -> None:
        """Offer something in place of a document: in trouble, when nothing was found, for an empty query."""
        self._reader.close()
        if self._trouble is not None:
            self._pane.propose("Cristal", trouble(self._trouble, background.now))
        elif self.results is not None and self.shown.query.strip():
            self._pane.propose("Cristal", nothing_found(self.results, self._suggestions, background.now))
        else:
            tried = examples(background.top, self._left.list.hits)
            sections = welcome(
                background.report, self._recent, tried, self.as_of, sample=self._sample, indexing=background.now
            )
            self._pane.propose("Cristal", sections)

    def _show(self, wanted: Wanted, results: Results, *, keep: bool, highlight: bool) -> None:
        idle = not wanted.query.strip()
        self.shown, self.results, self._trouble, self._suggestions = wanted, results, None, None
        self._mistaken = False
        self._row.mark_error(None)
        self._row.show_as_of(as_of_text(results.as_of))
        self._row.show_counter(counter_text(results))
        self._left.mark_stale(False)
        self._left.show_title(f"Results, {SORTS['newest' if idle and wanted.sort == 'relevance' else wanted.sort]}")
        self._left.show_notes("; ".join(results.notes))
        self._left.show_coverage(coverage_text(results.coverage))
        self._left.list.show(results.hits, keep_scroll=keep, highlight=highlight)
