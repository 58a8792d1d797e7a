"""What a version changed: opened with a key, beside each other or inline, from change to change, pair to pair."""

import asyncio
import threading

import pytest

from search.extract.extracted import Unit
from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer, Page
from tui.screens.difference import DifferenceScreen
from tui.widgets.difference_view import DifferenceView

FILLER = [f"line {number} of the tale goes on and on\n" for number in range(60)]
FIRST = "".join(["The wolf came alone.\n", *FILLER, "Five lambs.\n", *FILLER, "The end.\n"])
SECOND = FIRST.replace("came alone", "came with a bear").replace("Five lambs.\n", "")
THIRD = SECOND.replace("The end.\n", "The end of it.\nAn appendix.\n")


@pytest.fixture
def explorer() -> FakeExplorer:
    pages = (Unit("page", 1, "", 0, 1000), Unit("page", 2, "", 1000, 10_000))
    explorer = FakeExplorer(
        [Page("/tale.txt", "The tale", FIRST, "2024", units=pages), Page("/other.txt", "Other", "a wolf", "2023")]
    )
    explorer.change(0, SECOND, since="2024-03-01T12:00:00Z")
    explorer.change(0, THIRD, since="2024-06-30T12:00:00Z")
    return explorer


async def compare(seen: Explored) -> DifferenceView:
    """Open the second version and compare it with the first."""
    await seen.shows("wolf")
    await seen.press("enter")
    await seen.focuses("document")
    await seen.press("less_than_sign")
    await seen.shows("Version 2 of 3")
    await seen.press("d")
    await seen.shows("change 1 of 2")
    assert isinstance(seen.app.screen, DifferenceScreen)
    return seen.app.screen.query_one(DifferenceView)


def rows(seen: Explored) -> list[str]:
    return seen.text.split("\n")


async def test_beside_each_other_on_a_wide_screen(explore: Explore) -> None:
    async with explore(query="wolf", size=(120, 40)) as seen:
        await compare(seen)
        top = rows(seen)
        assert "- version 1 of 3, 2024-01-01" in top[0] and "+ version 2 of 3, 2024-03-01" in top[0]
        assert top[1].startswith("- The wolf came alone.") and "│+ The wolf came with a bear." in top[1]
        left, _, right = top[2].partition("│")
        assert left.strip() == right.rstrip(" ▪▁▂▃▄▅▆▇█").strip() == "line 0 of the tale goes on and on"
        assert "change 1 of 2" in top[-2] and "/tale.txt" in top[-2] and "page 1" in top[-2] and "line 1 of" in top[-2]
        assert "n next" in top[-1] and "Esc close" in top[-1]
        assert len(top) == 40 and all(len(row) <= 120 for row in top)


async def test_inline_on_a_narrow_screen(explore: Explore) -> None:
    async with explore(query="wolf", size=(80, 24)) as seen:
        await compare(seen)
        top = rows(seen)
        assert "- version 1 of 3, 2024-01-01" in top[0] and "+ version 2 of 3, 2024-03-01" in top[0]
        assert top[1].startswith("- The wolf came alone.")
        assert top[2].startswith("+ The wolf came with a bear.")
        assert top[3].startswith("  line 0 of the tale")
        assert "│" not in seen.text
        assert len(top) == 24 and all(len(row) <= 80 for row in top)


async def test_only_the_words_that_differ_are_lit(explore: Explore) -> None:
    async with explore(query="wolf", size=(120, 40)) as seen:
        view = await compare(seen)
        lit = [segment.text for segment in view.render_line(0) if segment.style and segment.style.underline]
        assert lit == ["alone", "with a bear"]
        colours = {segment.text.strip(): segment.style.color for segment in view.render_line(0) if segment.style}
        assert colours["The wolf came"] != {s.text: s.style for s in view.render_line(1) if s.style}.get("line 0")


async def test_changes_are_stepped_through(explore: Explore) -> None:
    async with explore(query="wolf", size=(120, 40)) as seen:
        await compare(seen)
        await seen.press("N")
        await seen.shows("this is the first change")
        await seen.press("n")
        await seen.shows("change 2 of 2", "- Five lambs.", "page 2")
        await seen.press("right_square_bracket")
        await seen.shows("this is the last change")
        await seen.press("left_square_bracket")
        await seen.shows("change 1 of 2", "- The wolf came alone.")
        await seen.press("G")
        await seen.shows("The end.")
        await seen.press("N")
        await seen.shows("change 2 of 2", "- Five lambs.")


async def test_both_sides_move_together(explore: Explore) -> None:
    async with explore(query="wolf", size=(120, 40)) as seen:
        view = await compare(seen)
        for key in ("j", "space", "ctrl+d", "b", "k", "ctrl+u", "G", "g"):
            before = view.scroll_offset.y
            await seen.press(key)
            await seen.until(lambda before=before: view.scroll_offset.y != before, f"{key} to move")  # type: ignore[misc]
            for row in rows(seen)[1:-2]:
                left, _, right = row.partition("│")
                if not right.startswith("+") and not left.startswith("-"):
                    assert left.strip() == right.rstrip(" ▪▁▂▃▄▅▆▇█").strip()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_key_changes_between_the_two_and_keeps_the_place(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="wolf", size=size) as seen:
        view = await compare(seen)
        beside = view.beside
        assert beside == (size[0] >= 100)
        await seen.press("n")
        await seen.shows("change 2 of 2", "Five lambs.")
        await seen.press("s")
        await seen.until(lambda: ("│" in seen.text) is not beside, "the other way to show it")
        await seen.shows("change 2 of 2", "Five lambs.")
        await seen.press("s")
        await seen.until(lambda: ("│" in seen.text) is beside, "the first way to show it")
        await seen.shows("change 2 of 2", "Five lambs.")


async def test_resizing_keeps_the_place(explore: Explore) -> None:
    async with explore(query="wolf", size=(120, 40)) as seen:
        await compare(seen)
        await seen.press("n")
        await seen.shows("Five lambs.")
        for size in [(80, 24), (200, 60), (60, 20), (120, 40)]:
            await seen.pilot.resize_terminal(*size)
            await seen.until(lambda size=size: ("│" in seen.text) is (size[0] >= 100), "the new layout")  # type: ignore[misc]
            await seen.shows("Five lambs.", "change 2 of 2")


async def test_pairs_of_versions_are_stepped_through(explore: Explore) -> None:
    async with explore(query="wolf", size=(120, 40)) as seen:
        await compare(seen)
        await seen.press("less_than_sign")
        await seen.shows("these are the earliest versions")
        await seen.press("greater_than_sign")
        await seen.shows("- version 2 of 3", "+ version 3 of 3", "change 1 of 1", "+ An appendix.")
        await seen.press("greater_than_sign")
        await seen.shows("these are the newest versions")
        await seen.press("less_than_sign")
        await seen.shows("- version 1 of 3", "change 1 of 2", "came alone")
        assert seen.explorer.compared == [("v0.1", "v0.2"), ("v0.2", "v0.3"), ("v0.1", "v0.2")]


@pytest.mark.parametrize("key", ["escape", "d"])
async def test_it_closes_and_the_reader_is_where_they_were(explore: Explore, key: str) -> None:
    async with explore(query="wolf") as seen:
        await compare(seen)
        await seen.press(key)
        await seen.shows("Version 2 of 3", "› wolf")
        await seen.focuses("document")
        assert seen.app.is_running


async def test_the_newest_is_compared_with_the_one_before_and_the_first_with_the_next(explore: Explore) -> None:
    async with explore(query="wolf") as seen:
        await seen.shows("2 of 2")
        await seen.press("tab", "d")
        await seen.shows("- version 2 of 3", "+ version 3 of 3")
        await seen.press("q")
        await seen.focuses("result-list")
        await seen.press("less_than_sign")
        await seen.shows("Version 2 of 3")
        await seen.press("less_than_sign")
        await seen.shows("Version 1 of 3")
        await seen.press("d")
        await seen.shows("- version 1 of 3", "+ version 2 of 3")


async def test_one_version_is_a_sentence(explore: Explore) -> None:
    async with explore(query="wolf") as seen:
        await seen.shows("2 of 2")
        await seen.press("down", "tab")
        await seen.shows("match 1 of 1")
        await seen.press("d")
        await seen.shows("this is the only version")
        assert not isinstance(seen.app.screen, DifferenceScreen)


async def test_the_same_text_twice_says_so(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.change(0, THIRD, since="2024-09-01T12:00:00Z")
    async with explore(query="wolf") as seen:
        await seen.shows("2 of 2")
        await seen.press("tab", "d")
        await seen.shows("the texts of these versions are the same", "0 changes", "line 0 of the tale")
        await seen.press("n")
        await seen.shows("this is the last change")


@pytest.mark.parametrize(("width", "told"), [(50, "- v1 of 3, 2024-01-01"), (70, "- version 1 of 3, 2024-01-01")])
async def test_headings_fit(explore: Explore, width: int, told: str) -> None:
    async with explore(query="wolf", size=(width, 20)) as seen:
        await compare(seen)
        assert told in rows(seen)[0]
        assert "2 of 3, 2024-03-01" in rows(seen)[0]


async def test_a_version_without_text_says_why(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.change(0, "", since="2024-09-01T12:00:00Z")
    async with explore(document="d0") as seen:
        await seen.focuses("document")
        await seen.press("d")
        await seen.shows("+ version 4 of 4, 2024-09-01, empty", "change 1 of 1", "- The wolf came with a bear.")


async def test_the_help_has_its_keys(explore: Explore) -> None:
    async with explore(query="wolf", size=(100, 100)) as seen:
        await compare(seen)
        await seen.press("question_mark")
        await seen.shows("What differs", "difference.beside", "change.next", "document.half_down")
        await seen.press("escape")
        await seen.shows("change 1 of 2")


async def test_a_comparison_that_is_given_up_is_cancelled(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = threading.Event()
    started = threading.Event()

    def slow(self: FakeExplorer, ref: str, before: str, after: str, cancel: object) -> object:
        started.set()
        while not cancel.cancelled:  # type: ignore[attr-defined]
            threading.Event().wait(0.005)
        given_up.set()
        cancel.check()  # type: ignore[attr-defined]
        raise AssertionError

    monkeypatch.setattr(FakeExplorer, "diff", slow)
    async with explore(query="wolf") as seen:
        await seen.shows("2 of 2")
        await seen.press("tab", "d")
        await seen.shows("comparing")
        await asyncio.to_thread(started.wait)
        await seen.press("escape")
        await seen.focuses("result-list")
        await asyncio.to_thread(given_up.wait, 20)
        assert given_up.is_set()
