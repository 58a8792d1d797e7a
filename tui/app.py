"""The Textual app: theme, keys, the net against control characters, signals, and the way in and out."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.command import CommandPalette, Provider
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input

from tui.bindings import Keymap, bindings_for, keys_of
from tui.clipboard import copied_file, copy
from tui.commands import CristalCommands
from tui.control_filter import ControlFilter
from tui.indexing import indexing_command
from tui.keymap import keymap_path, read_keymap
from tui.launch import Launch
from tui.screens.background import Command
from tui.screens.main import MainScreen
from tui.screens.superseding import supersede
from tui.session import Session
from tui.wording import copied_text

if TYPE_CHECKING:
    from tui.screens.coverage import Followed

TWICE_SECONDS = 2.0
LEAVE_SECONDS = 10.0
COLLECT = (200_000, 20, 1_000)
"""Garbage collector's thresholds."""
CRISTAL = Theme(
    name="cristal",
    primary="#5fa8d3",
    secondary="#8fb8de",
    accent="#7fd1c7",
    warning="#f2c14e",
    error="#e4606d",
    success="#8ccf7e",
    foreground="#d8dee6",
    background="#12161c",
    surface="#1a2028",
    panel="#27303b",
    dark=True,
)


class CristalApp(App[None], inherit_bindings=False):
    """One explorer on one memory."""

    TITLE = "Cristal"
    CSS_PATH = Path(__file__).parent / "screens" / "main.tcss"
    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {CristalCommands}
    BINDINGS = bindings_for("application")

    def __init__(self, session: Session, launch: Launch, keymap: Keymap, command: Command) -> None:
        """`command` makes the indexing child's command line."""
        super().__init__()
        self.animation_level = "none"
        self.main = MainScreen(session, launch, keymap, command)
        self._control_filter = ControlFilter()
        self._interrupted_at = -TWICE_SECONDS
        self.set_keymap(dict(keymap))
        self.register_theme(CRISTAL)
        if "TEXTUAL_THEME" not in os.environ:
            self.theme = CRISTAL.name

    def get_default_screen(self) -> Screen[None]:
        """The explorer itself."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and the last net against control characters from documents."""
        return [*super().get_line_filters(), self._control_filter]

    def on_mount(self) -> None:
        """Leave the terminal in order when the session ends or the process is asked to."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._leave, number)

    def _leave(self, number: int) -> None:
        """Exit because of a signal. A terminal that is gone may keep Textual waiting for its writer for ever, so that
        the process ends by itself when it takes long.
        """
        late = Timer(LEAVE_SECONDS, os._exit, (128 + number,))
        late.daemon = True
        late.start()
        self.exit(None, 128 + number)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy, and tell what, and where else it is when the terminal may not have taken it."""
        self.main.say(copied_text(text, copy(text, os.environ, super().copy_to_clipboard, copied_file())))

    def action_coverage(self) -> None:
        """What could not be read."""
        from tui.screens.coverage import CoverageScreen

        if self.screen is self.main:
            self.push_screen(CoverageScreen(self.main.session, self.main.as_of), self._follow)

    def action_review(self) -> None:
        """Names that may be one, to be judged."""
        from tui.screens.review import ReviewScreen

        if self.screen is self.main:
            self.push_screen(ReviewScreen(self.main.session, self.main.keymap), self._reviewed)

    def _reviewed(self, changed: bool | None) -> None:
        if changed:
            self.main.refresher.renew()

    def _follow(self, wish: Followed | None) -> None:
        """Do what was chosen on the screen of what could not be read."""
        if wish is not None and wish.query:
            self.main.ask(wish.query)
        elif wish is not None and not self.main.background.running:
            self.main.refresher.index(retry=wish.retry)

    def action_stop_indexing(self) -> None:
        """Stop reading files."""
        supersede(self.main, "stop", self.main.background.stop)

    def action_start_indexing(self) -> None:
        """Look for new and changed files."""
        if self.main.background.running:
            self.main.say("files are being read already")
        else:
            self.main.refresher.index()

    def action_dossier(self) -> None:
        """All about a name."""
        if self.screen is self.main and not self.main.consultant.open(self.main.keymap):
            self.main.say(f"{keys_of('mention.next', self.main.keymap)} in a document steps to a name")

    def action_palette(self) -> None:
        """Every command by name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette())

    def action_interrupt(self) -> None:
        """Copy what is selected; without a selection, quit at the second press."""
        focused = self.focused
        selected = focused.selected_text if isinstance(focused, Input) else self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
        elif monotonic() - self._interrupted_at < TWICE_SECONDS:
            self.exit()
        else:
            self._interrupted_at = monotonic()
            self.main.say("Ctrl+C once more quits")


async def explore(app: CristalApp, session: Session, mouse: bool) -> int:
    """Run the app; then, the terminal in order again, stop the indexing child and release the memory."""
    await app.run_async(mouse=mouse)
    indexing = app.main.background.indexing
    if indexing is not None:
        await indexing.stop()
    await session.close()
    return app.return_code or 0


def run(
    memory: Path,
    *,
    query: str = "",
    add: Sequence[Path] = (),
    document: str | None = None,
    sample: bool = False,
    mouse: bool = True,
) -> int:
    """Explore `memory` in this terminal until the user quits; the exit code.

    `add` is remembered in the background, else the sources it has are synced; the `sample` collection is left as it
    is. `document` (an id or a path) is opened as soon as it is remembered. Raises KeymapError.
    """
    keymap = read_keymap(keymap_path())
    # The other threads are pure Python: with short turns a key is echoed sooner, above all while files are read.
    sys.setswitchinterval(0.0002)
    # A full collection walks all names and stops every thread, measured at 0.3 s, and finds next to nothing.
    gc.set_threshold(*COLLECT)
    session = Session(memory)
    launch = Launch(query, tuple(add), document, sample, index=bool(add) or not sample)
    app = CristalApp(session, launch, keymap, lambda paths, retry: indexing_command(memory, paths, retry=retry))
    return asyncio.run(explore(app, session, mouse))
