"""All about one name: when, where and with whom it is mentioned, and the ways from there into the documents."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from search.errors import CristalError
from tui.bindings import Keymap
from tui.counting import counted
from tui.sanitize import safe_line
from tui.screens.help import HelpScreen
from tui.screens.superseding import supersede
from tui.session import Session
from tui.widgets.dossier_list import Companion, DossierList, Place
from tui.widgets.key_line import KeyLine
from tui.widgets.status_line import StatusLine
from tui.wording import as_of_text

if TYPE_CHECKING:
    from search.explore.names import Dossier


class DossierScreen(Screen[Place | None], inherit_bindings=False):
    """Who it is, the list, status line, key line. Closes with a place to go to, or without one."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")

    def __init__(self, session: Session, entity: str, as_of: str | None, keymap: Keymap) -> None:
        """`entity` is an id. A companion's dossier opens over this one; a place chosen there closes both."""
        super().__init__()
        self.keymap = keymap
        self._session, self._entity, self._as_of = session, entity, as_of
        self._dossier: Dossier | None = None
        self._list, self._status = DossierList(), StatusLine(id="status")

    def compose(self) -> ComposeResult:
        """Who it is, list, status line, key line."""
        yield Static("", id="dossier-name", markup=False)
        yield self._list
        yield self._status
        yield KeyLine(self.keymap)

    def on_mount(self) -> None:
        """Ask for it."""
        self.query_one(KeyLine).place = "dossier"
        self._list.focus()
        supersede(self, "dossier", self._load)

    async def _load(self) -> None:
        self._status.indexing = "looking it up"
        try:
            self._dossier = await self._session.entity(self._entity, self._as_of)
        except CristalError as error:
            self._status.say(str(error))
            return
        finally:
            self._status.indexing = ""
        self._tell_name()
        self._list.show(self._dossier)

    @on(events.Resize)
    def _tell_name(self) -> None:
        if self._dossier is None:
            return
        entity, dossier = self._dossier.entity, self._dossier
        mentions, documents = counted(dossier.mentions_total, "mention"), counted(dossier.documents_total, "document")
        right = f"{mentions} in {documents}"
        facts = (entity.type, "watched" if entity.watched else "", as_of_text(self._as_of))
        left = Content.assemble(
            (safe_line(entity.name), "bold"), "  ", (safe_line("  ".join(filter(None, facts))), "$text-muted")
        )
        shown = self.query_one("#dossier-name", Static)
        room = max(0, shown.content_size.width - cell_len(right) - 2)
        shown.update(Content.assemble(left.truncate(room, ellipsis=True, pad=True), "  ", right))

    @on(DossierList.Highlighted)
    def _highlighted(self, event: DossierList.Highlighted) -> None:
        self._status.match = event.target.said
        self._status.path = event.target.path if isinstance(event.target, Place) else ""

    @on(DossierList.Chosen)
    def _chosen(self, event: DossierList.Chosen) -> None:
        if isinstance(event.target, Companion):
            other = DossierScreen(self._session, event.target.entity, self._as_of, self.keymap)
            self.app.push_screen(other, self._follow)
        else:
            self.dismiss(event.target)

    def _follow(self, place: Place | None) -> None:
        if place is not None:
            self.dismiss(place)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A failure that nobody foresaw is told, and does not end the explorer."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self.log.error(error)
            self._status.say(f"{event.worker.group} failed: {type(error).__name__}: {error}")

    # Keys

    def action_step_section(self, count: int) -> None:
        """The first row of a later section, or an earlier one."""
        self._list.step_section(count)

    def action_help(self) -> None:
        """Keys of this screen."""
        self.app.push_screen(HelpScreen("dossier", self.keymap))
