"""The first moments: the screen is painted, then the engine opens, and what was typed meanwhile counts."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from tests.tui.conftest import Explore
from tests.tui.fake_explorer import FakeExplorer
from tui.screens.main import MainScreen
from tui.widgets.query_row import QueryRow

if TYPE_CHECKING:
    from search.explore.explorer import Explorer


async def test_what_is_typed_at_the_first_paint_is_searched(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted = MainScreen.on_mount

    def typed_at_once(screen: MainScreen) -> None:
        mounted(screen)
        screen.query_one(QueryRow).input.value = "rabbit"

    monkeypatch.setattr(MainScreen, "on_mount", typed_at_once)
    async with explore() as seen:
        await seen.shows("2 of 3", "match 1 of")


async def test_the_screen_is_there_before_the_engine(explore: Explore, explorer: FakeExplorer) -> None:
    opened = threading.Event()

    def slowly(_: Path) -> "Explorer":
        assert opened.wait(20)
        return cast("Explorer", explorer)

    async with explore(opening=slowly) as seen:
        await seen.type("tarts")
        await seen.shows("tarts", "Results", "Names")
        assert "of 3" not in seen.text
        opened.set()
        await seen.shows("1 of 3", "match 1 of")
