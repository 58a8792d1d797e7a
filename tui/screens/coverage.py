"""What could not be read, by reason: look at it, try again, or leave it out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from search.errors import CristalError
from tui.bindings import bindings_for
from tui.counting import counted
from tui.editing import open_on_desktop
from tui.ignoring import ignore
from tui.sanitize import safe, safe_line
from tui.session import Session
from tui.wording import as_of_text

if TYPE_CHECKING:
    from search.explore.standing import UnreadDocument, UnreadGroup

SHOWN = 500
"""Documents of one reason that are listed; the others are counted."""

FOLDED = 10
"""A reason with more documents begins as one line."""


class Followed(NamedTuple):
    """What to do once the screen is closed: a `query` to search, else look at the files again, `retry` or not."""

    query: str = ""
    retry: bool = False


class UnreadList(OptionList, inherit_bindings=False):
    """The list, with the keys of every list."""

    BINDINGS = bindings_for("unread")


class CoverageScreen(ModalScreen[Followed | None], inherit_bindings=False):
    """Groups of documents, each under its reason. Closes with what to do next, or with Esc."""

    BINDINGS = bindings_for("coverage")
    DEFAULT_CSS = """
    CoverageScreen { align: center middle; }
    CoverageScreen > Vertical { width: 110; max-width: 100%; height: 90%; background: $surface; padding: 0 1; }
    CoverageScreen OptionList {
        height: 1fr;
        padding: 0;
        background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    CoverageScreen OptionList, CoverageScreen OptionList:focus { border: none; }
    CoverageScreen Static { height: 1; color: $text-muted; }
    """

    def __init__(self, session: Session, as_of: str | None) -> None:
        super().__init__()
        self._session, self._as_of = session, as_of
        self._groups: tuple[UnreadGroup, ...] = ()
        self._unfolded: set[int] = set()
        self._documents: dict[str, UnreadDocument] = {}
        self._ignored = False

    def compose(self) -> ComposeResult:
        """Heading, list, keys."""
        with Vertical():
            yield Static("What could not be read", id="unread-title", markup=False)
            yield UnreadList(id="unread", markup=False)
            yield Static(
                "Enter unfolds or finds, O opens, r tries again, i leaves out, Esc closes",
                markup=False,
            )

    async def on_mount(self) -> None:
        """Ask for the list."""
        listed = self.query_one(OptionList)
        listed.focus()
        try:
            self._groups = await self._session.unread(self._as_of)
        except CristalError as error:
            self._say(str(error))
            return
        self._unfolded = {at for at, group in enumerate(self._groups) if len(group.documents) <= FOLDED}
        listed.add_options(self._options())
        listed.action_first()
        self._say(f"{_title(self._groups)} {as_of_text(self._as_of)}".rstrip())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Find the highlighted document, or show and hide those of the highlighted reason."""
        if (document := self._highlighted) is not None:
            self.dismiss(Followed(query=f'path:"{document.path}" gone:yes'))
        elif (group := event.option.id) is not None:
            self._unfolded ^= {int(group)}
            event.option_list.set_options(self._options())
            event.option_list.highlighted = event.option_list.get_option_index(group)

    def action_retry(self) -> None:
        """Read all of them again."""
        self.dismiss(Followed(retry=True))

    async def action_open_outside(self) -> None:
        """Open the file of the highlighted document with the desktop's program for it."""
        if (document := self._highlighted) is None:
            return
        try:
            open_on_desktop(await self._session.original(document.version), os.environ)
        except CristalError as error:
            self._say(str(error))

    def action_ignore(self) -> None:
        """Leave the file of the highlighted document out, by a rule in its folder."""
        if (document := self._highlighted) is None:
            return
        try:
            rules = ignore(Path(document.file))
        except OSError as error:
            self._say(f"no rule could be written: {error.strerror}")
            return
        self._ignored = True
        self._say(f"left out from now on, by a line in the {rules.name} beside it: {document.file}")

    async def action_dismiss(self, result: Followed | None = None) -> None:
        """Close; the files are looked at again when a rule was made."""
        self.dismiss(Followed() if self._ignored and result is None else result)

    @property
    def _highlighted(self) -> UnreadDocument | None:
        option = self.query_one(OptionList).highlighted_option
        return self._documents.get(option.id or "") if option is not None else None

    def _options(self) -> list[Option]:
        options = []
        for at, group in enumerate(self._groups):
            mark = "-" if at in self._unfolded else "+"
            heading = f"{mark} {safe(group.status)}: {safe_line(group.reason)} ({len(group.documents):,})"
            options.append(Option(Content.styled(heading, "bold"), id=str(at)))
            if at not in self._unfolded:
                continue
            for document in group.documents[:SHOWN]:
                self._documents[document.document] = document
                options.append(Option(Content(f"    {safe_line(document.path)}"), id=document.document))
            if len(group.documents) > SHOWN:
                options.append(Option(Content(f"    and {len(group.documents) - SHOWN:,} more"), disabled=True))
        return options

    def _say(self, text: str) -> None:
        self.query_one("#unread-title", Static).update(safe_line(text))


def _title(groups: Sequence[UnreadGroup]) -> str:
    count = sum(len(group.documents) for group in groups)
    if not count:
        return "Everything that is remembered could be read"
    return f"{counted(count, 'document')} could not be read, or not wholly, for {counted(len(groups), 'reason')}"
