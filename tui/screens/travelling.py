"""Time: as of which date everything is shown, and which version of the open document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from search.errors import CristalError, NotFound
from tui.screens.reading import Reader
from tui.screens.searching import Searcher
from tui.session import Session
from tui.widgets.date_prompt import DatePrompt
from tui.widgets.reading_pane import ReadingPane
from tui.widgets.status_line import StatusLine
from tui.wording import as_of_text

if TYPE_CHECKING:
    from search.explore.documents import Document


class Traveller:
    """Goes to other times. Its coroutines belong into exclusive workers: a later one supersedes."""

    def __init__(
        self,
        session: Session,
        prompt: DatePrompt,
        searcher: Searcher,
        reader: Reader,
        pane: ReadingPane,
        status: StatusLine,
    ) -> None:
        self._session, self._prompt, self._searcher = session, prompt, searcher
        self._reader, self._pane, self._status = reader, pane, status

    async def set_date(self, date: str) -> bool:
        """Want everything as of `date`, of now when it is empty. False, the prompt telling why, when it is none."""
        try:
            if date:
                await self._session.check_date(date)
        except CristalError as error:
            self._prompt.tell(str(error))
            return False
        self._searcher.wanted = replace(self._searcher.wanted, as_of=date or None)
        return True

    async def follow(self) -> bool:
        """Show the open document as it was at the date of the results; False when there was none then."""
        opened = self._reader.opened
        if opened is None:
            return False
        try:
            await self._show(opened.document.document)
        except NotFound:
            self._status.say(f"{opened.document.path} was not known yet {as_of_text(self._searcher.as_of)}")
            return False
        except CristalError as error:
            self._status.say(str(error))
            return False
        return True

    async def step(self, count: int) -> None:
        """Show a later version of the open document, or an earlier one."""
        if (document := self._document) is None:
            return
        place = document.number - 1 + count
        if 0 <= place < len(document.versions):
            await self._go(document.versions[place].version)
        else:
            self._say_end("newest" if count > 0 else "earliest", document)

    async def newest(self) -> None:
        """Show the newest version of the open document."""
        if (document := self._document) is None:
            return
        if document.number < len(document.versions):
            await self._go(document.versions[-1].version)
        else:
            self._say_end("newest", document)

    def compared(self) -> tuple[Document, int] | None:
        """The open document and the index of its version to compare with the one before; None, and a sentence, when
        there is nothing to compare.
        """
        if (document := self._document) is None:
            return None
        if len(document.versions) < 2:
            self._say_end("only", document)
            return None
        return document, max(1, document.number - 1)

    @property
    def _document(self) -> Document | None:
        if self._reader.opened is None:
            self._status.say("no document is open")
            return None
        return self._reader.opened.document

    def _say_end(self, which: str, document: Document) -> None:
        only = len(document.versions) == 1
        then = " known then" if self._searcher.as_of is not None else ""
        self._status.say(f"this is the {'only' if only else which} version{then}")

    async def _go(self, version: str) -> None:
        try:
            await self._show(version)
        except CristalError as error:
            self._status.say(str(error))

    async def _show(self, ref: str) -> None:
        """Show another version at the place where the reader is in this one."""
        await self._reader.finish()
        opened, view = self._reader.opened, self._pane.view
        assert opened is not None
        shown = await self._session.open(ref, self._searcher.then, self._pane.text_width)
        before, after = opened.document.text, shown.document.text
        match = view.match_in_view
        places: Sequence[int] = [view.place, *([match.start] if match is not None else [])]
        carried = await self._session.carry(places, before, after)
        await self._reader.show_at(shown, self._searcher.then, carried[0], carried[1] if match is not None else None)
