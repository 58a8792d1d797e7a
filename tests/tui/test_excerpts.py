"""Hits are listed at once; what is in them is read for those in view."""

import threading

from tests.tui.conftest import Explore
from tests.tui.fake_explorer import FakeExplorer, Page

MANY = 30


def shelve(explorer: FakeExplorer) -> None:
    filler = "nothing here\n" * 40
    explorer.add(
        *(
            Page(f"/shelf/{number:02}.txt", f"Volume {number:02}", f"{filler}A dragon sat on shelf {number:02}.\n")
            for number in range(MANY)
        )
    )


async def test_only_hits_in_view_are_read(explore: Explore, explorer: FakeExplorer) -> None:
    shelve(explorer)
    async with explore(size=(120, 24)) as seen:
        await seen.search("dragon", f"{MANY} of", "dragon sat on shelf 00")
        hits = seen.app.main.query_one("#result-list").hits  # type: ignore[attr-defined]
        assert len(hits) == MANY
        assert not hits[-1].excerpted
        assert hits[-1].version not in explorer.excerpted


async def test_what_scrolls_into_view_is_read_then(explore: Explore, explorer: FakeExplorer) -> None:
    shelve(explorer)
    async with explore(size=(120, 24)) as seen:
        await seen.search("dragon", "dragon sat on shelf 00")
        await seen.press("tab", "end")
        await seen.shows(f"Volume {MANY - 1:02}", f"dragon sat on shelf {MANY - 1:02}", "match 1 of 1")
        hits = seen.app.main.query_one("#result-list").hits  # type: ignore[attr-defined]
        assert not all(hit.excerpted for hit in hits)


async def test_another_query_gives_up_reading(explore: Explore, explorer: FakeExplorer) -> None:
    shelve(explorer)
    explorer.held["excerpts"] = threading.Event()
    async with explore(size=(120, 24)) as seen:
        await seen.search("dragon", "dragon sat on shelf 00")
        await seen.press("tab", "end")
        await seen.until(lambda: bool(explorer.excerpted), "the excerpts to be asked for")
        await seen.press("slash")
        await seen.type("rabbit")
        await seen.shows("2 of", "match 1 of")
        assert "excerpts" in explorer.cancelled
