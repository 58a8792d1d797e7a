"""Earlier and later versions of the open document, at the same words; and which version a hit is."""

import pytest

from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer, Page
from tui.dating import moment_text, period_text
from tui.widgets.document_view import DocumentView

FILLER = [f"line {number} of the tale goes on and on\n" for number in range(120)]
FIRST = "".join(["The wolf came.\n", *FILLER, "The wolf that ate five lambs.\n", *FILLER])
SECOND = FIRST.replace("line 5 of", "A new line.\nAnother new line.\nline 5 of").replace("five lambs", "six lambs")
THIRD = SECOND.replace("line 3 of the tale goes on and on\n", "").replace("six lambs", "seven lambs, said the wolf")


@pytest.fixture
def explorer() -> FakeExplorer:
    tale = Page("/tale.txt", "The tale", FIRST, "2024")
    explorer = FakeExplorer([tale, Page("/other.txt", "Other", "a wolf", "2023")])
    explorer.change(0, SECOND, since="2024-03-01T12:00:00Z")
    explorer.change(0, THIRD, since="2024-06-30T12:00:00Z")
    return explorer


async def read(seen: Explored) -> DocumentView:
    """Enter the tale at the second wolf."""
    await seen.shows("wolf")
    await seen.press("enter")
    await seen.focuses("document")
    await seen.press("n")
    await seen.shows("match 2 of 3", "seven lambs")
    return seen.app.main.query_one(DocumentView)


def row_of(view: DocumentView, words: str) -> int:
    """The row of the view, from its top, that shows the words."""
    assert view.drawn is not None
    return view.drawn.row_of(view.text.index(words)) - view.scroll_offset.y


def banner(seen: Explored) -> str:
    shown = str(seen.app.main.query_one("#reading .banner").render())
    return shown if seen.app.main.query_one("#reading").has_class("-banner") else ""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_versions_are_stepped_through_at_the_same_words(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="wolf", size=size) as seen:
        view = await read(seen)
        row = row_of(view, "seven lambs")
        await seen.press("less_than_sign")
        await seen.shows("match 2 of 2", "Version 2 of 3, from 2024-03-01 to")
        assert banner(seen) == "Version 2 of 3, from 2024-03-01 to 2024-06-30; . goes to the newest."
        assert abs(row_of(view, "six lambs") - row) <= 2
        await seen.press("less_than_sign")
        await seen.shows("five lambs", "match 2 of 2", "Version 1 of 3, from 2024-01-01 to")
        assert abs(row_of(view, "five lambs") - row) <= 2
        await seen.press("less_than_sign")
        await seen.shows("this is the earliest version", "five lambs")
        assert view.text == FIRST
        await seen.press("greater_than_sign")
        await seen.shows("six lambs", "Version 2 of 3")
        await seen.press("full_stop")
        await seen.shows("seven lambs", "match 2 of 3")
        assert not banner(seen)
        assert abs(row_of(view, "seven lambs") - row) <= 2
        await seen.press("greater_than_sign")
        await seen.shows("this is the newest version")
        await seen.press("full_stop")
        await seen.shows("this is the newest version")
        assert view.text == THIRD


async def test_the_top_of_a_document_stays_the_top(explore: Explore) -> None:
    async with explore(query="wolf") as seen:
        view = await read(seen)
        await seen.press("g", "less_than_sign")
        await seen.shows("Version 2 of 3", "line 1 of")
        assert view.scroll_offset.y == 0


async def test_the_only_version_says_so(explore: Explore) -> None:
    async with explore(query="wolf") as seen:
        await read(seen)
        await seen.press("right_square_bracket")
        await seen.shows("a wolf", "match 1 of 1")
        for key in ("less_than_sign", "greater_than_sign", "full_stop"):
            await seen.press(key)
            await seen.shows("this is the only version")


async def test_a_newer_version_is_not_told_to_who_went_back(explore: Explore) -> None:
    async with explore(query="wolf") as seen:
        await read(seen)
        await seen.press("less_than_sign")
        await seen.shows("Version 2 of 3")
        seen.explorer.add(Page("/new.txt", "New", "wolf", "2020"))
        await seen.shows("3 of 3")
        assert "A newer version is remembered" not in seen.text
        seen.explorer.change(0, "The wolf is gone.\n", since="2024-09-01T12:00:00Z")
        await seen.shows("A newer version is remembered")


async def test_a_document_that_is_gone_says_so_in_every_version(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.pages[0].gone = "2024-09-01T12:00:00Z"
    async with explore(query="wolf", size=(160, 40)) as seen:
        await read(seen)
        await seen.shows("The file is gone since 2024-09-01; this is what it said last.")
        await seen.press("less_than_sign")
        await seen.shows("Version 2 of 3")
        assert banner(seen).endswith("goes to the newest. The file is gone since 2024-09-01.")


async def test_a_remapped_key_is_the_one_that_the_banner_names(explore: Explore) -> None:
    async with explore(query="wolf", keymap={"version.newest": "f4"}) as seen:
        await read(seen)
        await seen.press("less_than_sign")
        await seen.shows("F4 goes to the newest")
        await seen.press("f4")
        await seen.hides("goes to the newest")


@pytest.mark.parametrize(
    ("width", "told"), [(80, "v2 of 3"), (120, "v2 of 3, until 2024-06-30"), (200, "v2 of 3, until")]
)
async def test_hits_of_every_version_say_which_they_are(explore: Explore, width: int, told: str) -> None:
    async with explore(query="wolf versions:all", size=(width, 40)) as seen:
        await seen.shows(told, "v1 of 3")
        hits = seen.app.main.query_one("#result-list")
        await seen.press("tab")
        await seen.focuses("result-list")
        for _ in range(3):
            await seen.press("j")
        before = hits.hit.version  # type: ignore[attr-defined]
        seen.explorer.add(Page("/new.txt", "New", "wolf", "2020"))
        await seen.until(lambda: len(hits.hits) == 5, "the new hit")  # type: ignore[attr-defined]
        assert hits.hit.version == before  # type: ignore[attr-defined]


async def test_versions_of_a_large_text_keep_the_place(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.session.LARGE", 1_000)
    async with explore(query="wolf") as seen:
        view = await read(seen)
        await seen.press("less_than_sign")
        await seen.shows("six lambs", "match 2 of 2")
        place = view.scroll_offset.y
        await seen.pilot.pause()
        assert view.scroll_offset.y == place


def test_moments_are_as_short_as_they_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    assert period_text("2024-03-01T12:00:00Z", "2024-06-30T12:00:00Z") == "from 2024-03-01 to 2024-06-30"
    assert period_text("2024-03-01T12:00:00Z", None) == "from 2024-03-01"
    within = period_text("2024-03-01T12:00:00Z", "2024-03-01T12:05:00Z")
    assert within.startswith("from 2024-03-01 ") and within.endswith(":05")
    assert moment_text("2024-06-30T12:00:00Z").startswith("2024-06-30 ")
    assert moment_text("no instant") == "no instant"
