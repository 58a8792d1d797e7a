"""Everything as of a date: results, names, counts, coverage, the open document; and back to now."""

from typing import cast

import pytest

from search.explore.standing import UnreadGroup
from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer, Page
from tui.widgets.document_view import DocumentView

SIZES = [(50, 12), (80, 24), (120, 40)]


@pytest.fixture
def explorer(explorer: FakeExplorer) -> FakeExplorer:
    """The rabbit hole had a Queen of Hearts in it before 2025; the letter is of 2025."""
    page = explorer.pages[0]
    page.earlier.append((page.text.replace("White Rabbit", "Queen of Hearts"), page.since))
    page.since = "2025-01-01T00:00:00Z"
    explorer.pages[2].since = "2025-02-03T00:00:00Z"
    return explorer


async def ask(seen: Explored, date: str) -> None:
    await seen.press("A")
    await seen.focuses("date")
    await seen.press("ctrl+u")
    await seen.type(date)
    await seen.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_a_date_is_set_shown_edited_and_taken_back(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await seen.shows("rabbit")
        await seen.press("tab")
        await seen.focuses("result-list")
        height = seen.app.main.query_one("#body").size.height
        await ask(seen, "2024-06-30")
        await seen.shows("› rabbit", "as of 2024-06-30")
        await seen.focuses("result-list")
        assert seen.app.main.query_one("#body").size.height == height == size[1] - 3
        await seen.press("A")
        await seen.shows("as of 2024-06-30", "Enter apply")
        await seen.hides("› rabbit")
        await seen.press("right", "backspace", "backspace", "1", "5", "enter")
        await seen.shows("as of 2024-06-15")
        await seen.press("A")
        await seen.focuses("date")
        await seen.press("ctrl+u", "enter")
        await seen.hides("as of")
        await seen.focuses("result-list")


async def test_escape_goes_back_to_now(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("tab")
        await ask(seen, "2024")
        await seen.shows("as of 2024-12-31")
        await seen.press("A")
        await seen.focuses("date")
        await seen.press("escape")
        await seen.hides("as of")
        await seen.focuses("result-list")
        await seen.shows("match 1 of 3")


async def test_asking_and_leaving_it_at_that_changes_nothing(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("less_than_sign")
        await seen.shows("Version 1 of 2", "saw the Queen of Hearts")
        asked = len(seen.explorer.asked)
        await seen.press("A", "escape")
        await seen.shows("› rabbit")
        await seen.focuses("document")
        await seen.pilot.pause()
        assert "Version 1 of 2" in seen.text
        assert len(seen.explorer.asked) == asked


async def test_what_is_no_date_stays_in_the_prompt_with_one_sentence(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("tab")
        await ask(seen, "soon")
        await seen.shows("as of soon", '"soon" is not a date that is understood.')
        await seen.focuses("date")
        await seen.press("ctrl+u")
        await seen.hides("is not a date")
        await seen.type("2024")
        await seen.press("enter")
        await seen.shows("as of 2024-12-31", "› rabbit")


async def test_results_names_counts_and_the_preview_follow(explore: Explore) -> None:
    async with explore(query="oxford") as seen:
        await seen.shows("2 of 3", "Names  5", "Kestrel Bank", "3 documents, 3 searchable")
        await seen.press("tab")
        await ask(seen, "2024")
        await seen.shows("1 of 2", "Names  3", "2 documents, 2 searchable", "The Croquet Ground")
        await seen.hides("Kestrel Bank", "Letter on the harbour")
        await seen.press("s")
        await seen.shows("Results, newest first", "as of 2024-12-31", "1 of 2")
        await seen.press("slash")
        await seen.type("queen")
        await seen.shows("2 of 2", "as of 2024-12-31")
        await seen.press("down")
        await seen.shows("saw the Queen of Hearts with pink eyes.")


async def test_the_open_document_is_the_version_then_at_the_same_words(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("n", "n")
        await seen.shows("match 3 of 3", "a second rabbit too")
        await ask(seen, "2024")
        await seen.shows("as of 2024-12-31", "match 2 of 2", "a second rabbit too")
        await seen.focuses("document")
        await seen.press("g")
        await seen.shows("saw the Queen of Hearts with pink eyes")
        assert "goes to the newest" not in seen.text
        await seen.press("A", "escape")
        await seen.shows("saw the White Rabbit with pink eyes", "of 3")


async def test_a_document_that_was_not_there_then_gives_way(explore: Explore) -> None:
    async with explore(query="oxford") as seen:
        await seen.shows("2 of 3")
        await seen.press("down", "enter")
        await seen.focuses("document")
        await seen.shows("Kestrel Bank wrote to Oxford.")
        await ask(seen, "2024")
        await seen.shows(
            "letter.txt was not known yet as of 2024-12-31", "Alice Liddell went home to Oxford.", "1 of 2"
        )
        await seen.hides("Kestrel Bank wrote")


async def test_a_document_opened_without_a_search_stays_open(explore: Explore) -> None:
    async with explore(document="d0") as seen:
        await seen.focuses("document")
        await seen.shows("saw the White Rabbit")
        await ask(seen, "2024")
        await seen.shows("as of 2024-12-31", "saw the Queen of Hearts")
        await seen.focuses("document")


async def test_the_query_s_own_date_rules_the_names_too(explore: Explore) -> None:
    async with explore(query="oxford as-of:2024") as seen:
        await seen.shows("as of 2024-12-31", "1 of 2", "Names  3")
        await seen.press("ctrl+u")
        await seen.hides("as of")
        await seen.shows("Names  5")


async def test_nothing_found_then_and_the_welcome_say_so(explore: Explore) -> None:
    async with explore(query="kestrel") as seen:
        await seen.shows("1 of 3")
        await seen.press("tab")
        await ask(seen, "2024")
        await seen.shows("Nothing found for kestrel as of 2024-12-31")
        await seen.press("slash", "escape")
        await seen.shows("This memory as of 2024-12-31", "2 documents, 2 searchable")
        await seen.press("tab", "A", "escape")
        await seen.shows("3 documents, 3 searchable")
        await seen.hides("as of")


async def test_a_commit_keeps_the_date(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("tab")
        await ask(seen, "2024")
        await seen.shows("2 of 2")
        seen.explorer.add(
            Page("/old.txt", "Old", "rabbit rabbit rabbit rabbit rabbit", "2023"),
            Page("/new.txt", "New", "rabbit", "2026", since="2026-01-01T00:00:00Z"),
        )
        await seen.shows("3 of 3", "as of 2024-12-31", "/old.txt")
        assert "/new.txt" not in seen.text


async def test_what_could_not_be_read_is_of_that_time(explore: Explore) -> None:
    async with explore() as seen:
        seen.explorer.groups = (UnreadGroup("encrypted", "password needed", ()),)
        await seen.press("tab")
        await ask(seen, "2024")
        await seen.shows("as of 2024-12-31")
        await seen.press("c")
        await seen.shows("Everything that is remembered could be read as of 2024-12-31")


async def test_the_palette_asks_for_a_date(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("ctrl+p")
        await seen.type("as of a date")
        await seen.shows("(as_of.open)")
        await seen.press("enter")
        await seen.focuses("date")
        await seen.type("2024")
        await seen.press("enter")
        await seen.shows("as of 2024-12-31")
        await seen.focuses("query")


async def test_leaving_the_prompt_by_tab_changes_nothing(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("tab", "A")
        await seen.focuses("date")
        await seen.press("2", "tab")
        await seen.until(lambda: seen.focus != "date", "another focus")
        await seen.shows("› rabbit", "match 1 of 3")
        assert "as of" not in seen.text
        assert cast(DocumentView, seen.app.main.query_one("#document")).text.startswith("Alice")
