"""Long texts: a preview reads as much as it shows, and the rest comes once somebody reads on."""

import pytest

from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer, Page
from tui.widgets.document_view import DocumentView

LINES = 400
TEXT = "".join(f"Alice Liddell was here, line {number:03d}, near a dragon.\n" for number in range(LINES))
AHEAD = 2_000
BEGINNING = TEXT[: TEXT.index("dragon") + AHEAD]
BEGUN = f"match 1 of {BEGINNING.count('dragon')}+"


@pytest.fixture(autouse=True)
def little_is_read_ahead(monkeypatch: pytest.MonkeyPatch, explorer: FakeExplorer) -> None:
    monkeypatch.setattr("tui.session.AHEAD", AHEAD)
    explorer.add(Page("/long.txt", "A long text", TEXT, "2026-01-01"))


def view_of(seen: Explored) -> DocumentView:
    return seen.app.main.query_one(DocumentView)


async def test_a_preview_reads_the_beginning(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("dragon", BEGUN, "line 1 ")
        assert view_of(seen).text == BEGINNING
        assert "of 400" not in seen.text


async def test_a_preview_reaches_its_best_match(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.pages[-1].shown = TEXT.index("line 200")
    async with explore() as seen:
        await seen.search("dragon", "match 201 of", "line 200,")
        assert len(TEXT) // 2 < len(view_of(seen).text) < len(TEXT)


async def test_entering_reads_the_rest_and_stays(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("dragon", BEGUN)
        await seen.press("tab", "n", "n", "n", "enter")
        await seen.shows(f"match 4 of {LINES}", "of 400")
        assert view_of(seen).text == TEXT
        await seen.press("G")
        await seen.shows("line 399,", "100%")


async def test_stepping_past_the_last_match_reads_the_rest(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("dragon", BEGUN)
        await seen.press("tab", *["n"] * BEGINNING.count("dragon"))
        await seen.shows("of 400")
        await seen.until(lambda: len(view_of(seen).matches) == LINES, "all matches")
        await seen.press("n")
        await seen.until(lambda: view_of(seen).current_match >= BEGINNING.count("dragon"), "a match of the rest")


async def test_a_find_looks_in_all_of_it(explore: Explore) -> None:
    async with explore(query="dragon") as seen:
        await seen.shows(BEGUN)
        await seen.press("ctrl+f")
        await seen.type("399")
        await seen.shows("match 1 of 1", "line 399,")


async def test_moving_on_reads_no_rest(explore: Explore, explorer: FakeExplorer) -> None:
    async with explore() as seen:
        await seen.search("alice", "3 of 4")
        await seen.press("down", "down", "up")
        await seen.shows("match 1 of")
        assert explorer.read
        assert max(explorer.read) < len(TEXT)
