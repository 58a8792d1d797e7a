"""A collection, an app on it, and waiting without fixed times."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, cast

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.tui.fake_explorer import FakeExplorer, Page
from tests.tui.screen_text import screen_text
from tui.app import CristalApp
from tui.launch import Launch
from tui.session import Session

if TYPE_CHECKING:
    from search.explore.explorer import Explorer

PATIENCE = 20.0


class Explored:
    """A running app, its collection, and what can be seen of it."""

    def __init__(self, app: CristalApp, pilot: Pilot[None], explorer: FakeExplorer) -> None:
        self.app, self.pilot, self.explorer = app, pilot, explorer

    @property
    def text(self) -> str:
        return screen_text(cast(App[object], self.app))

    @property
    def focus(self) -> str:
        return self.app.focused.id or "" if self.app.focused is not None else ""

    async def until(self, condition: Callable[[], bool], what: str = "the screen") -> None:
        started = monotonic()
        while not condition():
            if monotonic() - started > PATIENCE:
                raise AssertionError(f"waited in vain for {what}; focus on {self.focus!r}\n{self.text}")
            await asyncio.sleep(0.01)
            await self.pilot.pause()

    async def shows(self, *pieces: str) -> None:
        await self.until(lambda: all(piece in self.text for piece in pieces), repr(pieces))

    async def hides(self, *pieces: str) -> None:
        await self.until(lambda: not any(piece in self.text for piece in pieces), f"no {pieces!r}")

    async def focuses(self, name: str) -> None:
        await self.until(lambda: self.focus == name, f"the focus on {name}")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self.pilot.press(*("space" if character == " " else character for character in text))

    async def search(self, text: str, *expected: str) -> None:
        await self.type(text)
        await self.shows(*expected)


@pytest.fixture
def explorer() -> FakeExplorer:
    filler = "".join(f"line {number} of the tale goes on and on\n" for number in range(60))
    return FakeExplorer(
        [
            Page(
                "/docs/alice/rabbit-hole.txt",
                "Down the Rabbit-Hole",
                "Alice Liddell saw the White Rabbit with pink eyes.\n"
                + filler
                + "The rabbit ran; a second rabbit too.\n",
                "1865-11-26",
            ),
            Page(
                "/docs/alice/croquet.txt",
                "The Croquet Ground",
                "The Queen of Hearts asked for a rabbit and tarts.\n" + filler + "Alice Liddell went home to Oxford.\n",
                "1866-02-01",
            ),
            Page("/docs/bank/letter.txt", "Letter on the harbour", "Kestrel Bank wrote to Oxford.\n", "2025-02-03"),
        ]
    )


Explore = Callable[..., AbstractAsyncContextManager[Explored]]
"""Runs the app: `async with explore(query="rabbit", size=(80, 24)) as seen`."""


@pytest.fixture
def explore(explorer: FakeExplorer, monkeypatch: pytest.MonkeyPatch) -> Explore:
    for name in ("TEXTUAL_THEME", "TMUX", "STY", "VTE_VERSION", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    @asynccontextmanager
    async def running(
        *,
        size: tuple[int, int] = (120, 40),
        keymap: dict[str, str] | None = None,
        opening: "Callable[[Path], Explorer] | None" = None,
        command: tuple[str, ...] = (),
        **launch: object,
    ) -> AsyncIterator[Explored]:
        def fake(_: Path) -> "Explorer":
            return cast("Explorer", explorer)

        session = Session(Path("memory"), opening or fake)
        starting = Launch(index=bool(command), **launch)  # type: ignore[arg-type]
        app = CristalApp(session, starting, keymap or {}, lambda *_: command)
        async with app.run_test(size=size) as pilot:
            yield Explored(app, pilot, explorer)
        indexing = app.main.background.indexing
        if indexing is not None:
            await indexing.stop()
        await session.close()

    return running
