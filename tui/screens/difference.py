"""What two versions of a document differ in, and the way through its versions, two by two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from search.errors import CristalError
from search.explore.units import unit_label
from tui.bindings import Keymap
from tui.sanitize import safe_line
from tui.screens.help import HelpScreen
from tui.screens.superseding import supersede
from tui.session import Session
from tui.textlayout import LineIndex
from tui.widgets.difference_view import Compared, DifferenceView
from tui.widgets.key_line import KeyLine
from tui.widgets.status_line import StatusLine
from tui.wording import change_text, place_text, side_text

if TYPE_CHECKING:
    from search.explore.documents import Difference, Document, Side

SHORT = 64
"""Cells of a screen below which its two headings are short."""


class DifferenceScreen(Screen[None], inherit_bindings=False):
    """The sides by name, the two texts, status line, key line."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")

    def __init__(self, session: Session, document: Document, place: int, keymap: Keymap) -> None:
        """Compares the version with the index `place` among those of the document with the one before it."""
        super().__init__()
        self.keymap = keymap
        self._session, self._document, self._place = session, document, place
        self._difference: Difference | None = None
        self._view, self._status = DifferenceView(), StatusLine(id="status")

    def compose(self) -> ComposeResult:
        """Sides, texts, status line, key line."""
        with Horizontal(id="sides"):
            yield Static("", id="side-before", markup=False)
            yield Static("", id="side-after", markup=False)
        yield self._view
        yield self._status
        yield KeyLine(self.keymap)

    def on_mount(self) -> None:
        """Compare."""
        self.query_one(KeyLine).place = "difference"
        self._status.path = self._document.path
        self._view.focus()
        supersede(self, "compare", self._compare)

    async def _compare(self) -> None:
        before, after = self._document.versions[self._place - 1 : self._place + 1]
        self._status.indexing = "comparing"
        try:
            difference = await self._session.diff(self._document.document, before.version, after.version)
        except CristalError as error:
            self._status.say(str(error))
            return
        finally:
            self._status.indexing = ""
        self._difference = difference
        self._tell_sides()
        self._status.match = change_text(-1, len(difference.hunks))
        self._view.show(Compared(difference.before.text, difference.after.text, difference.hunks))
        if not difference.hunks:
            self._status.say("the texts of these versions are the same")

    @on(events.Resize)
    def _tell_sides(self) -> None:
        if self._difference is not None:
            self._tell_side("before", "-", self._difference.before)
            self._tell_side("after", "+", self._difference.after)

    def _tell_side(self, which: str, sign: str, side: Side) -> None:
        line = self._document.versions[side.number - 1]
        said = side_text(side, len(self._document.versions), line.status, short=self.size.width < SHORT)
        self.query_one(f"#side-{which}", Static).update(safe_line(f"{sign} {said}"))

    @on(DifferenceView.Moved)
    def _moved(self, event: DifferenceView.Moved) -> None:
        difference, facing = self._difference, self._view.facing
        if difference is None or facing is None:
            return
        side, lines = (
            (difference.after, facing.after.lines) if event.place.after else (difference.before, facing.before.lines)
        )
        self._status.match = change_text(event.change, len(difference.hunks))
        self._status.position = self._place_in(side, lines, event.place.offset)

    def _place_in(self, side: Side, lines: LineIndex, offset: int) -> str:
        pages = tuple(unit for unit in side.units if unit.kind == "page")
        return place_text(unit_label(pages, offset), lines.line_of(offset) + 1, len(lines))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A failure that nobody foresaw is told, and does not end the explorer."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self.log.error(error)
            self._status.say(f"{event.worker.group} failed: {type(error).__name__}: {error}")

    # Keys

    def action_step_change(self, forward: bool) -> None:
        """The next or previous change."""
        if not (self._view.next_change() if forward else self._view.previous_change()):
            self._status.say("this is the last change" if forward else "this is the first change")

    def action_step_pair(self, count: int) -> None:
        """The two versions before these or after."""
        place = self._place + count
        if 1 <= place < len(self._document.versions):
            self._place = place
            supersede(self, "compare", self._compare)
        else:
            self._status.say("these are the newest versions" if count > 0 else "these are the earliest versions")

    def action_toggle_beside(self) -> None:
        """Beside each other, or one after the other."""
        self._view.toggle()

    def action_help(self) -> None:
        """Keys of this screen."""
        self.app.push_screen(HelpScreen("difference", self.keymap))
