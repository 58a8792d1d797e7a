"""Names that may be one, pair by pair with the evidence, for somebody to judge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from search.errors import CristalError
from tui.bindings import Keymap
from tui.counting import counted
from tui.deciding import Decision, cut, said
from tui.reviewing import ReviewQueue
from tui.sanitize import safe_line
from tui.screens.help import HelpScreen
from tui.screens.superseding import supersede
from tui.session import Session
from tui.widgets.key_line import KeyLine
from tui.widgets.pair_view import PairView
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from search.explore.decisions import Suggestion

BESIDE = 100
"""Cells of a screen from which the two names stand beside each other."""

_VERDICTS = {"same": "decided: they are one", "different": "decided: they are two"}


class ReviewScreen(Screen[bool], inherit_bindings=False):
    """What is alike, the two names, status line, key line. Closes with whether anything was decided.

    A decision is shown at once and made one after the other in the background.
    """

    CSS_PATH = Path(__file__).with_suffix(".tcss")

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__()
        self.keymap = keymap
        self._session = session
        self._queue = ReviewQueue()
        self._made: list[tuple[Suggestion, Decision]] = []
        self._changed = False
        self._turn = asyncio.Lock()
        self._loading: Worker[None] | None = None
        self._view, self._status = PairView(), StatusLine(id="status")

    def compose(self) -> ComposeResult:
        """What is alike, the names, status line, key line."""
        yield Static("", id="likeness", markup=False)
        yield self._view
        yield self._status
        yield KeyLine(self.keymap)

    def on_mount(self) -> None:
        """Ask for the first window."""
        self.query_one(KeyLine).place = "review"
        self._view.focus()
        self._view.tell("Looking for names that look alike")
        self._load()

    @on(events.Resize)
    def _arrange(self) -> None:
        self._view.set_class(self.size.width < BESIDE, "-stacked")

    # The queue

    def _load(self) -> None:
        if self._loading is None or self._loading.is_finished:
            self._loading = supersede(self, "suggestions", self._take)

    async def _take(self) -> None:
        waiting, offset = self._queue.current is None, self._queue.offset
        try:
            window = await self._session.merge_suggestions(offset)
        except CristalError as error:
            self._status.say(str(error))
            if waiting:
                self._view.tell(str(error))
            return
        self._queue.take(window, offset)
        if waiting:
            self._show()
        else:
            self._tell_place()

    def _show(self) -> None:
        pair = self._queue.current
        if pair is not None:
            self._view.show(pair)
        elif self._queue.wants_more:
            self._view.tell("Looking for more")
        elif self._queue.pairs:
            self._view.tell(f"That was the last. {counted(self._queue.decided, 'pair')} decided.")
        else:
            self._view.tell("No two names look so much alike that somebody should look at them.")
        self._tell_place()
        if self._queue.wants_more:
            self._load()

    def _tell_place(self) -> None:
        pair = self._queue.current
        self._status.path = f"as one: {cut(pair.entity.name)}" if pair is not None else ""
        self._status.match = f"{self._queue.place + 1:,} of {self._queue.total:,}" if pair is not None else ""
        told = ""
        if pair is not None:
            told = f"{pair.why}  likeness {pair.likeness:.0f}"
            told += f"  {counted(pair.together, 'document')} with both" if pair.together else "  no document with both"
        if self._queue.verdict is not None:
            told = f"{_VERDICTS[self._queue.verdict]}  {told}"
        self.query_one("#likeness", Static).update(safe_line(told))

    # What is decided

    def _do(self, work: Callable[[], Coroutine[None, None, None]]) -> Worker[None]:
        """Do it after what was begun before, which is not given up."""
        return self.run_worker(work, group="decision", exit_on_error=False)

    async def _judge(self, pair: Suggestion, kind: str) -> None:
        async with self._turn:
            try:
                lines = await self._session.judge(kind, pair.other.entity, pair.entity.entity)
            except CristalError as error:
                self._queue.reopen(pair)
                self._show()
                self._status.say(str(error))
                return
            made = tuple(line.judgement for line in lines)
            self._made.append((pair, Decision(made, said(kind, pair.other.name, pair.entity.name))))
            self._changed = True
            self._status.say(self._made[-1][1].said)

    async def _undo(self) -> None:
        async with self._turn:
            if not self._made:
                self._status.say("nothing was decided here")
                return
            pair, decision = self._made[-1]
            try:
                await self._session.undo(decision.judgements)
            except CristalError as error:
                self._status.say(str(error))
                return
            self._made.pop()
            self._queue.reopen(pair)
            self._show()
            self._status.say(f"taken back: {decision.said}")

    async def _leave(self) -> None:
        async with self._turn:
            self.dismiss(self._changed)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A failure that nobody foresaw is told, and does not end the explorer."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self.log.error(error)
            self._status.say(f"{event.worker.group} failed: {type(error).__name__}: {error}")

    # Keys

    def action_judge(self, kind: str) -> None:
        """They are one, or they are two; the next pair is shown."""
        pair = self._queue.decide(kind)
        if pair is not None:
            self._show()
            self._do(partial(self._judge, pair, kind))

    def action_step(self, count: int) -> None:
        """Another pair, this one as it is."""
        if self._queue.step(count):
            self._show()
        elif count < 0:
            self._status.say("these are the first")

    def action_undo(self) -> None:
        """Take back the last decision made here."""
        self._do(self._undo)

    def action_leave(self) -> None:
        """Close, once what was decided is kept."""
        self._do(self._leave)

    def action_help(self) -> None:
        """Keys of this screen."""
        self.app.push_screen(HelpScreen("review", self.keymap))
