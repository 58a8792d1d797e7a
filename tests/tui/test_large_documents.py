"""Texts too large to wait for their matches: shown first, lit afterwards, names around the reader only."""

import pytest

from tests.tui.conftest import Explore
from tests.tui.fake_explorer import Page
from tui.widgets.document_view import DocumentView

LINES = 400
TEXT = "".join(f"Alice Liddell was here, line {number:03d}, near a dragon.\n" for number in range(LINES))


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.session.LARGE", 1_000)
    monkeypatch.setattr("tui.screens.reading.NAMED_AROUND", 4_000)


async def test_matches_arrive_after_the_text_and_names_follow_the_reader(explore: Explore) -> None:
    async with explore() as seen:
        seen.explorer.add(Page("/large.txt", "A large text", TEXT, "2026-01-01"))
        await seen.search("dragon", f"match 1 of {LINES}")
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: len(view.mentions) > 0, "the first names")
        assert len(view.mentions) < LINES
        assert view.mentions[0].start == 0
        await seen.press("enter")
        await seen.focuses(view.id or "")
        await seen.press("G")
        await seen.until(lambda: view.mentions[-1].start == TEXT.rindex("Alice"), "the last names")
        assert len(view.mentions) < LINES
