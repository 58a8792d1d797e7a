"""The open document: opened through the session, shown in the reading pane, told in the status line."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

from textual.app import App, SuspendNotSupported

from search.errors import CristalError
from search.explore.results import Hit
from search.explore.units import unit_label
from tui.citation import citation, quoted
from tui.editing import LINE_TRUE, edit, open_on_desktop, remembered
from tui.session import Opened, Session, Wanted
from tui.widgets.document_view import DocumentView, Quote
from tui.widgets.reading_pane import Arrival, ReadingPane
from tui.widgets.status_line import StatusLine
from tui.wording import banner_text, match_text, mention_text, place_text

if TYPE_CHECKING:
    from search.explore.documents import MentionSpan
    from search.extract.extracted import Unit
from search.text.spans import Spans

Copied: TypeAlias = Literal["quote", "path"]

NAMED_AROUND = 100_000
"""Code points before and after the reader's place whose names are lit in a large document."""
NEWER = "A newer version is remembered; Enter in the results opens it."


class Reader:
    """Holds what is open. Its coroutines belong into exclusive workers: a later one supersedes."""

    def __init__(
        self,
        session: Session,
        pane: ReadingPane,
        status: StatusLine,
        awaited: str | None,
        newest: str,
        read_on: Callable[[], None],
    ) -> None:
        """`awaited` is a document to open as soon as it is remembered; `newest` are the keys that go to the newest
        version; `read_on` has the rest of the open text read.
        """
        self._read_on = read_on
        self.opened: Opened | None = None
        self._awaited, self._newest = awaited, newest
        self._latest: object | None = None
        self._session, self._pane, self._status = session, pane, status
        self._wanted = Wanted()
        self._named = range(0)
        self._pages: tuple[Unit, ...] = ()

    @property
    def arriving(self) -> bool:
        """Whether a document is on its way."""
        return self._latest is not None

    async def open(self, hit: Hit, wanted: Wanted, arrival: Arrival | None, delay: float) -> None:
        """Show a hit of `wanted` with its matches; one that is open already only gets its matches. Without an
        `arrival` it is entered at its best match: the one that the results show. Of a long text the rest is read once
        somebody reads it.
        """
        mine = self._latest = object()
        try:
            await asyncio.sleep(delay)
            if not hit.excerpted:
                (hit,) = await self._session.excerpts([hit], wanted)
            lit = (snippet.start + snippet.matches[0].start for snippet in hit.snippets if snippet.matches)
            best = next(lit, 0)
            entered: Arrival = (best or "first") if arrival is None else arrival
            if self._shows(hit.version, best):
                self._pane.view.set_matches(await self._matches(wanted))
                self._pane.arrive(entered)
            else:
                reach = None if entered == "last" else best
                self.show(await self._session.open(hit.version, wanted, self._pane.text_width, reach))
                await self._complete(wanted, reveal=True)
                if entered != "first":
                    self._pane.arrive(entered)
            self._wanted = wanted
            if self._pane.view.has_focus:
                await self.finish()
        except CristalError as error:
            self._status.say(str(error))
        finally:
            if self._latest is mine:
                self._latest = None

    def _shows(self, version: str, offset: int) -> bool:
        """Whether what is open will do for a version and a place in it."""
        opened = self.opened
        if opened is None or opened.document.version != version or self._pane.finding:
            return False
        return opened.whole or offset < len(opened.document.text)

    @property
    def unfinished(self) -> bool:
        """Whether only the beginning of the open text was read."""
        return self.opened is not None and not self.opened.whole

    async def finish(self) -> None:
        """Read the rest of the open text; the place and the current match stay."""
        begun = self.opened
        if begun is None or begun.whole:
            return
        try:
            opened = await self._session.open(begun.document.version, self._wanted, self._pane.text_width)
            if self.opened is not begun:
                return
            self.opened = opened
            self._named = range(0)
            self._pane.view.extend(opened.layout)
            if opened.large:
                await self._complete(self._wanted, reveal=False)
            else:
                self._pane.view.set_matches(opened.matches)
                self._pane.light_names(opened.mentions)
        except CristalError as error:
            self._status.say(str(error))

    async def _matches(self, wanted: Wanted) -> Spans:
        """Where `wanted` matches in what is open of a document."""
        assert self.opened is not None
        document = self.opened.document
        return await self._session.matches(document.version, wanted, len(document.text))

    async def open_awaited(self, *, last: bool) -> None:
        """Open the document that was named at the start, if it is remembered by now; `last`: tell when it is not."""
        if self._awaited is None:
            return
        try:
            opened = await self._session.open(self._awaited, self._wanted, self._pane.text_width, 0)
        except CristalError as error:
            if last:
                self._awaited = None
                self._status.say(str(error))
            return
        self._awaited = None
        self.show(opened)
        self._pane.view.focus()
        await self._complete(self._wanted, reveal=True)
        await self.finish()

    async def show_at(self, opened: Opened, wanted: Wanted, place: int, match: int | None) -> None:
        """Show a version with its matches of `wanted` at a place; the one at the offset `match` is the current one."""
        self._wanted = wanted
        self.show(opened, place)
        await self._complete(wanted, reveal=False)
        if match is not None:
            self._pane.view.choose_match(match)

    async def open_at(self, version: str, wanted: Wanted, place: int) -> None:
        """Show a version with its matches of `wanted` at a place; the name that stands there is the current one."""
        try:
            await self.show_at(await self._session.open(version, wanted, self._pane.text_width), wanted, place, None)
        except CristalError as error:
            self._status.say(str(error))
        else:
            self._pane.view.mention_at(place)

    async def _complete(self, wanted: Wanted, *, reveal: bool) -> None:
        """Light the matches of a large document, and the names around the place it is entered at."""
        opened = self.opened
        if opened is None or not opened.large:
            return
        matches = await self._matches(wanted)
        if self.opened is opened:
            self._pane.view.set_matches(matches, reveal=reveal)
            await self.light_names(self._pane.view.position().offset)

    def is_beyond_names(self, offset: int) -> bool:
        """Whether the reader has gone where the names of a large document are not lit yet."""
        return self.opened is not None and self.opened.large and offset not in self._named

    async def light_names(self, offset: int) -> None:
        """Light the names of a large document around `offset`."""
        opened = self.opened
        if opened is None:
            return
        start, end = max(0, offset - NAMED_AROUND), offset + NAMED_AROUND
        mentions = await self._session.mentions(opened.document.version, start, end)
        if self.opened is opened:
            self._pane.light_names(mentions)
            self._named = range(start and start + NAMED_AROUND // 4, end - NAMED_AROUND // 4)

    def show(self, opened: Opened, place: int | None = None) -> None:
        """Show an opened document at a place, else at its first match."""
        self.opened = opened
        self._named = range(0)
        document = opened.document
        self._pages = tuple(unit for unit in document.units if unit.kind == "page")
        title = "  ".join(part for part in (document.title or document.path, document.document_date) if part)
        banner = banner_text(document, self._newest)
        self._pane.show(title, banner, opened.layout, opened.matches, opened.mentions, place)
        self._status.path = document.path

    def close(self) -> None:
        """There is no document to read."""
        self.opened = None
        self._status.path = self._status.match = self._status.position = ""

    async def relight(self) -> None:
        """Light names and matches as they are after something was decided or remembered; the place stays."""
        opened = self.opened
        if opened is None:
            return
        try:
            if opened.large:
                await self.light_names(self._pane.view.position().offset)
            else:
                mentions = await self._session.mentions(opened.document.version, 0, len(opened.document.text))
                if self.opened is opened:
                    self._pane.light_names(mentions)
            if self.opened is opened and not self._pane.finding:
                matches = await self._matches(self._wanted)
                if self.opened is opened and matches != self._pane.view.matches:
                    self._pane.view.set_matches(matches)
        except CristalError as error:
            self._status.say(str(error))

    def choose_mention(self) -> MentionSpan | None:
        """The name that the reader is at; None when none is in view or after it."""
        if self.opened is None or self._pane.proposing:
            return None
        return self._pane.mention(self._pane.view.choose_mention())

    def tell_newer(self) -> None:
        """The open version is not the last one any more."""
        self._pane.show_banner(NEWER)

    def tell_match(self, event: DocumentView.MatchChanged) -> None:
        """Count the matches in the status line."""
        if self.opened is not None:
            self._status.match = match_text(event.index, event.total, more=self.unfinished)

    def tell_mention(self, event: DocumentView.MentionChanged) -> None:
        """Tell what a name is that the reader went to; colours alone do not."""
        mention = self._pane.mention(event.index) if event.chosen else None
        if self.opened is not None and mention is not None:
            self._status.match = mention_text(mention)

    def tell_position(self, event: DocumentView.PositionChanged) -> None:
        """Tell where the reader is."""
        if self.opened is not None:
            at = event.position
            if at.percent == 100 and self.unfinished:
                self._read_on()
            document = self.opened.document
            place = place_text(unit_label(self._pages, at.offset), at.line, at.lines, more=self.unfinished)
            percent = at.percent * len(document.text) // document.length if self.unfinished else at.percent
            self._status.position = f"{place}  {percent}%"

    def step_match(self, forward: bool) -> bool:
        """Go to the next or previous match; inside a find it goes round. False when there is none further."""
        view = self._pane.view
        if view.next_match() if forward else view.previous_match():
            return True
        if forward and self.unfinished:
            self._status.say("reading the rest of this document")
            self._read_on()
            return True
        if not self._pane.finding:
            return False
        if view.first_match() if forward else view.last_match():
            self._status.say("from the start again" if forward else "from the end again")
        return True

    async def find_inside(self, text: str, delay: float) -> None:
        """Light what `text` matches in place of the query's matches."""
        await asyncio.sleep(delay)
        await self.finish()
        if self.opened is not None:
            try:
                matches = await self._matches(Wanted(text, typing=True))
            except CristalError as error:
                self._status.say(str(error))
            else:
                self._pane.view.set_matches(matches, reveal=True)

    async def end_find(self) -> None:
        """Light the query's matches again; the place stays."""
        self._pane.close_find()
        if self.opened is not None:
            self._pane.view.set_matches(await self._matches(self._wanted))

    def _quote(self) -> Quote | None:
        view = self._pane.view
        if self.opened is None or view.selected is not None or view.match_in_view is None:
            return view.current_quote()
        return quoted(self.opened.document, view.match_in_view) or view.current_quote()

    def copy(self, what: Copied, app: App[None]) -> None:
        """Copy the path, or with where it is from what is selected, else the sentence of the match, else the line."""
        if self.opened is None:
            self._status.say("no document is open")
        elif what == "path":
            app.copy_to_clipboard(self.opened.document.path)
        elif (quote := self._quote()) is None or not quote.text.strip():
            self._status.say("there is no text here to quote")
        else:
            app.copy_to_clipboard(citation(self.opened.document, quote.text, quote.start))

    async def edit(self, app: App[None]) -> None:
        """Open the document in the user's editor at the line of the match: the file itself where it has the lines of
        the remembered text, else that text.
        """
        if self.opened is None:
            self._status.say("no document is open")
            return
        await self.finish()
        document = self.opened.document
        quote = self._pane.view.current_quote()
        line = document.text.count("\n", 0, quote.start) + 1 if quote is not None else 1
        try:
            if document.type in LINE_TRUE:
                path = await self._session.original(document.version)
                with app.suspend():
                    edit(path, line, os.environ)
            else:
                with remembered(document) as path, app.suspend():
                    edit(path, line, os.environ)
        except SuspendNotSupported:
            self._status.say("this terminal cannot be left for an editor")
        except CristalError as error:
            self._status.say(str(error))

    async def open_outside(self) -> None:
        """Open the document's own file with the desktop's program for it."""
        if self.opened is None:
            self._status.say("no document is open")
            return
        try:
            open_on_desktop(await self._session.original(self.opened.document.version), os.environ)
        except CristalError as error:
            self._status.say(str(error))
