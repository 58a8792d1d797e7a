"""The flows of the explorer: typing, reading, crossing into other documents, names, stepping back, sizes."""

import gc
import threading

import pytest
from textual.events import Paste

from tests.tui.conftest import Explore
from tests.tui.fake_explorer import FakeExplorer, Page
from tui.screens.superseding import supersede


async def test_typing_searches_and_previews(explore: Explore) -> None:
    async with explore() as seen:
        await seen.focuses("query")
        await seen.search("rabb", "Down the Rabbit-Hole", "match 1 of 3", "2 of 3")
        assert seen.focus == "query"
        assert "Letter on the harbour" not in seen.text


async def test_typing_fast_asks_little(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.main.TYPING_DELAY", 60.0)
    monkeypatch.setattr("tui.screens.main.IDLE_SECONDS", 60.0)
    monkeypatch.setattr("tui.screens.searching.CHECK_SECONDS", 60.0)
    async with explore() as seen:
        await seen.shows("3 of 3")
        await seen.type("r")
        await seen.until(lambda: seen.explorer.asked[-1] == "r", "the first letter, at once")
        await seen.type("abbit")
        await seen.press("enter")
        await seen.focuses("document")
        assert seen.explorer.asked == ["", "r", "rabbit"]


async def test_a_superseded_search_is_dropped(explore: Explore) -> None:
    async with explore() as seen:
        gate = seen.explorer.held["q"] = threading.Event()
        await seen.type("q")
        await seen.until(lambda: "q" in seen.explorer.asked, "the first search")
        await seen.type("ueen")
        await seen.shows("The Croquet Ground", "1 of 3", "match 1 of 1")
        assert seen.explorer.cancelled == ["q"]
        gate.set()
        await seen.pilot.pause()
        assert "1 of 3" in seen.text


async def test_a_slow_search_says_so(explore: Explore) -> None:
    async with explore() as seen:
        await seen.shows("3 of 3")
        gate = seen.explorer.held["q"] = threading.Event()
        await seen.type("q")
        await seen.shows("searching")
        gate.set()
        await seen.hides("searching")


async def test_an_error_keeps_the_last_good_results(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("rabbit ", "match 1 of 3")
        await seen.type('"')
        await seen.shows("the phrase is not closed", "Down the Rabbit-Hole")
        assert seen.app.main.query_one("#result-list").has_class("-stale")
        await seen.press("enter")
        assert seen.focus == "query"
        await seen.press("backspace")
        await seen.hides("the phrase is not closed")
        assert not seen.app.main.query_one("#result-list").has_class("-stale")


async def test_an_error_in_what_looked_unfinished_is_told_after_a_pause(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("date:zzz", "0 of 3")
        await seen.shows("this is not a date")
        assert seen.app.main.query_one("#result-list").has_class("-stale")
        await seen.press("enter")
        await seen.shows("not those of this query")
        assert seen.focus == "query"


async def test_down_moves_the_highlight_without_leaving_the_query(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("rabbit", "match 1 of 3")
        await seen.press("down")
        await seen.shows("match 1 of 1", "/docs/alice/croquet.txt")
        assert seen.focus == "query"
        await seen.press("up")
        await seen.shows("match 1 of 3")


async def test_enter_waits_for_the_search_under_way(explore: Explore) -> None:
    async with explore() as seen:
        gate = seen.explorer.held["queen"] = threading.Event()
        await seen.type("queen")
        await seen.press("enter")
        assert seen.focus == "query"
        gate.set()
        await seen.focuses("document")
        await seen.shows("match 1 of 1")


async def test_the_best_document_stays_highlighted_until_the_user_moves(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("oxf", "2 of 3", "match 1 of 1", "/docs/alice/croquet.txt")
        await seen.press("down")
        await seen.shows("/docs/bank/letter.txt    ")
        await seen.type("ord")
        await seen.until(lambda: seen.explorer.asked[-1] == "oxford", "the longer search")
        await seen.shows("Kestrel Bank wrote to Oxford.", "/docs/bank/letter.txt    ")


async def test_a_highlight_that_was_not_moved_follows_the_best(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.add(
        Page("/first.txt", "First", "wolfa wolfa wolfa wolfab"), Page("/second.txt", "Second", "wolfab wolfab")
    )
    async with explore() as seen:
        await seen.search("wolf", "match 1 of 4", "/first.txt    ")
        await seen.search("ab", "match 1 of 2", "/second.txt    ")


async def test_matches_cross_into_the_next_document_and_back(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("n")
        await seen.shows("match 2 of 3")
        await seen.press("n")
        await seen.shows("match 3 of 3")
        await seen.press("n")
        await seen.shows("next document: The Croquet Ground", "match 1 of 1")
        await seen.press("n")
        await seen.shows("this is the last document", "match 1 of 1")
        await seen.press("N")
        await seen.shows("previous document: Down the Rabbit-Hole", "match 3 of 3")
        assert seen.focus == "document"


async def test_a_document_is_entered_at_the_match_that_the_results_show(
    explore: Explore, explorer: FakeExplorer
) -> None:
    text = "wolf\n" + "nothing\n" * 200 + "The wolf that matters.\n"
    explorer.add(Page("/a.txt", "A", text, "2024", shown=text.index("wolf that")))
    explorer.add(Page("/b.txt", "B", "wolf", "2023"))
    async with explore(query="wolf") as seen:
        await seen.shows("match 2 of 2", "The wolf that matters.")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("N")
        await seen.shows("match 1 of 2")
        await seen.press("right_square_bracket")
        await seen.shows("match 1 of 1")
        await seen.press("left_square_bracket")
        await seen.shows("match 2 of 2")
        await seen.press("n", "N")
        await seen.shows("match 2 of 2")


async def test_brackets_step_through_documents(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("right_square_bracket")
        await seen.shows("match 1 of 1")
        await seen.press("left_square_bracket")
        await seen.shows("match 1 of 3")


async def test_escape_steps_back_one_level_and_never_quits(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("rabbit", "match 1 of 3")
        await seen.press("tab")
        await seen.focuses("result-list")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("escape")
        await seen.focuses("result-list")
        await seen.press("h")
        await seen.focuses("query")
        await seen.press("escape")
        await seen.shows("type to search", "3 of 3")
        await seen.press("escape")
        await seen.shows("Ctrl+Q quits")
        assert seen.app.is_running


async def test_tab_cycles_the_panes(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        for name in ("result-list", "document", "entity-filter", "entity-options", "query"):
            await seen.press("tab")
            await seen.focuses(name)
        await seen.press("shift+tab", "shift+tab")
        await seen.focuses("entity-filter")


async def test_the_query_looks_different_when_it_has_the_focus(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        row, prompt = seen.app.main.query_one("#query-row"), seen.app.main.query_one("#query-prompt")
        focused = row.styles.background, prompt.styles.color
        await seen.press("enter")
        await seen.focuses("document")
        await seen.until(lambda: row.styles.background != focused[0], "another background")
        await seen.until(lambda: prompt.styles.color != focused[1], "another prompt")


async def test_names_of_one_type(explore: Explore) -> None:
    async with explore(size=(120, 40)) as seen:
        await seen.shows("Names  5")
        await seen.press("shift+tab", "shift+tab")
        await seen.focuses("entity-filter")
        await seen.press("ctrl+t")
        await seen.shows("People  3", "White Rabbit")
        await seen.hides("org ", "place ")
        await seen.type("que")
        await seen.shows("People  1", "Queen of Hearts")
        await seen.press("ctrl+t", "ctrl+t")
        await seen.shows("Places  0")
        await seen.press("escape")
        await seen.shows("Places  1", "2 in 2")


async def test_pasted_lines_are_one_query(explore: Explore) -> None:
    async with explore() as seen:
        await seen.shows("3 of 3")
        seen.app.main.query_one("#query").post_message(Paste("kestrel\r\nbank\tletter \n"))
        await seen.shows("› kestrel bank letter ")


async def test_a_name_is_found_and_searched(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3", "person   2")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("e")
        await seen.focuses("entity-filter")
        await seen.type("ox")
        await seen.hides("person   2")
        await seen.press("enter")
        await seen.shows('entity:"Oxford"', "2 of 3", "match 1 of 1")
        await seen.focuses("query")


async def test_names_step_by_mentions(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        view = seen.app.main.query_one("#document")
        await seen.press("right_curly_bracket")
        first = view.current_mention  # type: ignore[attr-defined]
        await seen.press("right_curly_bracket")
        assert view.current_mention == first + 1  # type: ignore[attr-defined]


async def test_find_inside_the_document(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("ctrl+f")
        await seen.focuses("find")
        await seen.type("second")
        await seen.shows("match 1 of 1")
        await seen.press("down")
        await seen.shows("from the start again", "a second rabbit too")
        await seen.press("escape")
        await seen.focuses("document")
        await seen.shows("of 3")


async def test_sort_cycles(explore: Explore) -> None:
    async with explore(query="oxford") as seen:
        await seen.shows("Results, best first", "match 1 of 1")
        await seen.press("tab")
        await seen.focuses("result-list")
        await seen.press("s")
        await seen.shows("Results, newest first")
        newest, older = "Letter on the harbour", "The Croquet Ground"
        await seen.until(lambda: 0 < seen.text.find(newest) < seen.text.find(older), "the newest first")
        await seen.press("s")
        await seen.shows("Results, oldest first")
        await seen.press("s")
        await seen.shows("Results, by path")


async def test_a_quote_is_copied_with_where_it_is_from(explore: Explore) -> None:
    async with explore(query="pink") as seen:
        await seen.shows("match 1 of 1")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("y")
        await seen.shows("copied: “Alice Liddell saw the White Rabbit")
        copied = seen.app.clipboard
        assert "Alice Liddell saw the White Rabbit with pink eyes." in copied
        for piece in ("Down the Rabbit-Hole", "line 1", "1865-11-26", "/docs/alice/rabbit-hole.txt"):
            assert piece in copied
        await seen.press("Y")
        await seen.shows("copied: /docs/alice/rabbit-hole.txt")
        assert seen.app.clipboard == "/docs/alice/rabbit-hole.txt"


async def test_a_quote_is_the_sentence_of_the_match(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.add(
        Page("/wrapped.txt", "Wrapped", "It began. The grey wolf\nwent home with Mr. Brown. It ended.", "2024")
    )
    async with explore(query="wolf") as seen:
        await seen.shows("match 1 of 1")
        await seen.press("tab")
        await seen.focuses("result-list")
        await seen.press("y")
        await seen.shows("copied: “The grey wolf went home with Mr. Brown.”")


async def test_where_there_is_no_text_nothing_is_copied(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.add(Page("/image.png", "Image", "", "2025-03-01"))
    async with explore() as seen:
        await seen.shows("4 of 4")
        await seen.press("down", "enter")
        await seen.focuses("document")
        await seen.press("y")
        await seen.shows("no text here to quote")


async def test_the_palette_has_every_command(explore: Explore) -> None:
    async with explore(query="oxford") as seen:
        await seen.shows("Results, best first", "match 1 of 1")
        await seen.press("ctrl+p")
        await seen.shows("sort by relevance")
        await seen.type("sort")
        await seen.shows("(results.sort)")
        await seen.hides("(copy.path)")
        await seen.press("enter")
        await seen.shows("Results, newest first")
        await seen.press("tab")
        await seen.focuses("result-list")
        await seen.press("colon")
        await seen.shows("Search for commands")
        await seen.press("escape")
        await seen.focuses("result-list")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_zoom_leaves_the_document_alone(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("z")
        await seen.hides("Results, best first")
        await seen.until(lambda: seen.app.main.query_one("#reading").size.width >= size[0] - 3, "all of the width")
        await seen.press("escape")
        await seen.shows("Results, best first")
        assert seen.focus == "document"


async def test_more_results_are_read_at_the_end(explore: Explore) -> None:
    async with explore() as seen:
        seen.explorer.add(*(Page(f"/more/{n:03}.txt", f"Carol {n:03}", "a carol", "2000") for n in range(120)))
        await seen.search("carol", "120 of 123")
        hits = seen.app.main.query_one("#result-list")
        await seen.press("tab")
        await seen.focuses("result-list")
        while len(hits.hits) < 120:  # type: ignore[attr-defined]
            listed = len(hits.hits)  # type: ignore[attr-defined]
            await seen.press("G")
            await seen.until(lambda listed=listed: len(hits.hits) > listed, "the next page")  # type: ignore[attr-defined, misc]
        await seen.press("G")
        await seen.shows("Carol 119")


async def test_quitting(explore: Explore) -> None:
    async with explore() as seen:
        await seen.type("q")
        await seen.shows("› q")
        await seen.press("ctrl+c")
        await seen.shows("Ctrl+C once more quits")
        assert seen.app.is_running
        await seen.press("ctrl+c")
        await seen.until(lambda: not seen.app.is_running, "the end")
        assert seen.app.return_code == 0


async def test_q_quits_from_a_pane(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("q")
        await seen.until(lambda: not seen.app.is_running, "the end")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (50, 12)])
async def test_sizes(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await seen.shows("Results, best first")
        rows = seen.text.split("\n")
        assert len(rows) == size[1]
        assert rows[0].startswith(" › rabbit")
        assert "Enter read" in rows[-1]
        assert all(len(row) <= size[0] for row in rows)
        narrow = size[0] < 100
        assert ("Names" in seen.text) is not narrow
        await seen.press("enter")
        await seen.focuses("document")
        await seen.shows("White Rabbit with pink", "match 1 of 3")
        panes = {name: seen.app.main.query_one(f"#{name}").size.width for name in ("results", "reading", "entities")}
        assert max(panes, key=lambda name: panes[name]) == "reading"
        if size[0] < 60:
            assert "Results" not in seen.text


async def test_narrow_swaps_names_and_results(explore: Explore) -> None:
    async with explore(query="rabbit", size=(80, 24)) as seen:
        await seen.shows("match 1 of 3", "Results")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("e")
        await seen.focuses("entity-filter")
        await seen.shows("Names", "saw the White Rabbit with")
        assert "Results" not in seen.text
        await seen.press("escape")
        await seen.shows("Results")


async def test_resizing_keeps_what_is_read(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("n", "n")
        await seen.shows("match 3 of 3", "a second rabbit too")
        for size in [(80, 24), (120, 40), (200, 60)]:
            await seen.pilot.resize_terminal(*size)
            await seen.shows("match 3 of 3", "a second rabbit too")
        assert seen.focus == "document"


async def test_resizing_keeps_a_match_that_was_scrolled_to(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.add(Page("/long.txt", "Long", "word " * 3000 + "\nhere is the wolf\n" + "word " * 3000, "2024"))
    async with explore(query="wolf", size=(200, 60)) as seen:
        await seen.shows("here is the wolf")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press(*["k"] * 15)
        await seen.shows("here is the wolf")
        for size in [(80, 24), (120, 40), (80, 24)]:
            await seen.pilot.resize_terminal(*size)
            await seen.pilot.pause()
            await seen.shows("here is the wolf")


async def test_work_given_up_before_its_first_step_leaves_no_complaint(
    explore: Explore, recwarn: pytest.WarningsRecorder
) -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        done.append(number)

    async with explore() as seen:
        for number in range(5):
            supersede(seen.app.main, "given up", work, number)
        await seen.until(lambda: bool(done), "the last one")
    gc.collect()
    assert done == [4]
    assert not [warning for warning in recwarn if "never awaited" in str(warning.message)]
