"""What is shown when there is nothing to read, when the memory grows, and when something is wrong."""

import json
import sys
import textwrap
from pathlib import Path

from search.errors import IndexDamaged, MemoryDamaged, NotFound
from search.explore.results import Coverage
from search.ingest.events import Committed, Finished, Progress, Remade, Scanned, encode
from tests.tui.conftest import Explore
from tests.tui.fake_explorer import FakeExplorer, Page
from tui.indexing import IndexingState
from tui.wording import coverage_text, indexing_text, match_text

HOSTILE = "evil\x1b]52;c;AAAA\x07\u202e[bold]name[/bold]"


async def test_an_empty_query_offers_examples_and_facts(explore: Explore) -> None:
    async with explore() as seen:
        await seen.shows("Try", 'entity:"Alice Liddell"', "date:2025", "3 documents, 3 searchable", "5 names")
        await seen.press("tab", "tab")
        await seen.focuses("proposals")
        await seen.press("enter")
        await seen.shows('› entity:"Alice Liddell"', "2 of 3")
        await seen.focuses("query")


async def test_searches_that_led_somewhere_are_offered_again(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("rabbit", "match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("escape", "escape")
        await seen.shows("Searched before", "  rabbit")


async def test_nothing_found_says_why(explore: Explore) -> None:
    async with explore() as seen:
        seen.explorer.unsearchable = {"encrypted": 2, "unsupported": 3}
        await seen.search("alicf", "Nothing found for alicf", "In no document: alicf", "Did you mean", "  alice")
        await seen.shows("8 documents, 3 searchable, 5 not: 3 unsupported, 2 encrypted")
        await seen.shows("Names that look alike", "Alice Liddell  person, 2")
        await seen.press("enter")
        await seen.focuses("proposals")
        await seen.press("enter")
        await seen.shows("2 of 3", "match 1 of 1")


async def test_commits_are_seen_while_the_highlight_stays(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("down")
        await seen.shows("match 1 of 1")
        seen.explorer.add(Page("/new.txt", "Rabbit rabbit", "rabbit rabbit rabbit rabbit rabbit", "2026-01-01"))
        await seen.shows("3 of 4", "Rabbit rabbit")
        hits = seen.app.main.query_one("#result-list")
        assert hits.hit.title == "The Croquet Ground"  # type: ignore[attr-defined]
        assert "match 1 of 1" in seen.text
        assert "/docs/alice/croquet.txt" in seen.text


async def test_names_that_were_left_behind_by_fast_commits_are_listed_later(explore: Explore) -> None:
    async with explore() as seen:
        await seen.shows("Kestrel Bank")
        seen.explorer.pages[0].text += " Kestrel Bank, Kestrel Bank, Kestrel Bank and Kestrel Bank." * 9
        await seen.hides("37")
        seen.explorer.names_behind = True
        await seen.shows("37")


async def test_the_first_hits_of_a_growing_memory_are_shown(explore: Explore) -> None:
    async with explore() as seen:
        await seen.search("dragon", "Nothing found for dragon")
        seen.explorer.add(Page("/new.txt", "A dragon", "here be a dragon", "2026-01-01"))
        await seen.shows("1 of 4", "match 1 of 1", "here be a dragon")
        await seen.focuses("query")


async def test_a_newer_version_is_told_and_opened_by_enter(explore: Explore) -> None:
    async with explore(query="pink") as seen:
        await seen.shows("match 1 of 1")
        seen.explorer.change(0, "Now the eyes are pink and pink.")
        await seen.shows("A newer version is remembered", "White Rabbit with pink eyes")
        await seen.press("enter")
        await seen.shows("match 1 of 2", "Now the eyes are pink and pink.")
        assert "A newer version" not in seen.text


async def test_a_gone_document_says_so(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.pages[2].gone = "2026-03-01T10:00:00Z"
    async with explore(query="kestrel") as seen:
        await seen.shows("The file is gone since 2026-03-01", "2025-02-03  gone")


async def test_a_damaged_memory_says_so(explore: Explore) -> None:
    def opening(_: Path) -> object:
        raise MemoryDamaged("the index cannot be read; run `cristal rebuild`")

    async with explore(opening=opening) as seen:
        await seen.shows("This memory cannot be searched", "run `cristal rebuild`")
        assert seen.app.is_running


async def test_a_damaged_index_is_made_again_meanwhile(
    explore: Explore, explorer: FakeExplorer, tmp_path: Path
) -> None:
    explorer.trouble = IndexDamaged("memory/index", "a page is torn")
    made = tmp_path / "made"
    wait = f"import os\nwhile not os.path.exists({str(made)!r}): time.sleep(0.01)"
    command = child(
        tmp_path, encode(Remade("a page is torn")), encode(Committed(2, 1200)), encode(Committed(3, 34)), after=wait
    )
    async with explore(command=command, query="rabbit", size=(160, 40)) as seen:
        await seen.shows(
            "cannot be searched yet", "(a page is torn) and is made again from the memory: 1,234 documents"
        )
        assert "cristal rebuild" not in seen.text
        explorer.trouble = None
        explorer.add(Page("/docs/new.txt", "New", "another rabbit", "2026-01-01"))
        made.touch()
        await seen.shows("3 of 4")
        await seen.hides("cannot be searched")


async def test_a_damaged_index_that_nobody_makes_again_says_what_to_do(
    explore: Explore, explorer: FakeExplorer
) -> None:
    explorer.trouble = IndexDamaged("memory/index", "a page is torn")
    async with explore() as seen:
        await seen.shows("This memory cannot be searched", "(a page is torn)", "rebuild` makes it again")


async def test_a_memory_that_goes_away_says_so(explore: Explore, explorer: FakeExplorer) -> None:
    async with explore() as seen:
        await seen.search("rabbit", "match 1 of 3")
        explorer.trouble = MemoryDamaged("the memory is not there")
        await seen.type(" a")
        await seen.shows("This memory cannot be searched", "the memory is not there")
        assert seen.app.main.query_one("#result-list").has_class("-stale")
        explorer.trouble = None
        await seen.type("l")
        await seen.hides("cannot be searched")
        assert not seen.app.main.query_one("#result-list").has_class("-stale")


async def test_a_memory_that_appears_is_opened(explore: Explore, explorer: FakeExplorer) -> None:
    made: list[bool] = []

    def opening(_: Path) -> object:
        if not made:
            raise NotFound("there is no memory here yet")
        return explorer

    async with explore(opening=opening) as seen:
        await seen.shows("there is no memory here yet")
        made.append(True)
        await seen.shows("3 of 3", "Alice Liddell")


async def test_hostile_text_reaches_no_surface(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.add(Page(f"/docs/{HOSTILE}", HOSTILE, f"{HOSTILE} wolf\n{HOSTILE}", "2026-01-01"))
    async with explore(query="wolf") as seen:
        await seen.shows("match 1 of 1", "[bold]name[/bold]")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("right_square_bracket")
        await seen.shows("this is the last document")
        for character in ("\x1b", "\x07", "\u202e"):
            assert character not in seen.text


def child(tmp_path: Path, *lines: str, after: str = "") -> tuple[str, ...]:
    script = tmp_path / "child.py"
    told = "".join(f"print({line!r}, flush=True)\n" for line in lines)
    script.write_text("import sys, time\n" + told + textwrap.dedent(after))
    return (sys.executable, str(script))


PROGRESS = encode(Progress(1240, 8000, 10**6, 10**7, 2, 3.1e6, 120.0, "/docs/x"))


async def test_indexing_is_told_and_can_be_stopped(explore: Explore, tmp_path: Path) -> None:
    command = child(tmp_path, encode(Scanned("/docs", 8000, 10**7, 8000, False)), PROGRESS, after="time.sleep(600)")
    async with explore(command=command, size=(160, 40)) as seen:
        await seen.shows("1,240 of 8,000 files", "3.1 MB/s", "2:00 left")
        await seen.search("dragon", "Nothing found for dragon", "Not everything is read yet", "  indexing 1,240 of")
        await seen.press("escape")
        assert seen.app.main.background.running
        await seen.press("ctrl+p")
        await seen.type("stop")
        await seen.shows("(indexing.stop)")
        await seen.press("enter")
        await seen.shows("reading stopped")
        assert not seen.app.main.background.running


async def test_indexing_that_fails_says_its_last_sentence(explore: Explore, tmp_path: Path) -> None:
    command = child(
        tmp_path, after="sys.stderr.write('Traceback\\ncristal: the memory is busy \\x1b[31m\\n'); sys.exit(3)"
    )
    async with explore(command=command, size=(160, 40)) as seen:
        await seen.shows("Now", "  reading failed: the memory is busy")
        assert "\x1b" not in seen.text


async def test_indexing_that_is_done_says_what_it_did(explore: Explore, tmp_path: Path) -> None:
    command = child(tmp_path, "noise", encode(Committed(2, 5)), encode(Finished(5, 1, 0, 0, 7, 0, 1.0)))
    async with explore(command=command) as seen:
        await seen.shows("5 new, 1 changed")
        assert not seen.app.main.background.running


async def test_a_named_document_is_opened_once_it_is_remembered(explore: Explore, tmp_path: Path) -> None:
    command = child(tmp_path, after="time.sleep(600)")
    async with explore(command=command, document="/new/story.txt") as seen:
        await seen.shows("3 of 3")
        seen.explorer.add(Page("/new/story.txt", "Story", "once upon a time", "2026-01-01"))
        await seen.focuses("document")
        await seen.shows("once upon a time")


async def test_a_named_document_that_never_comes_is_told(explore: Explore) -> None:
    async with explore(document="/nowhere.txt") as seen:
        await seen.shows("no document /nowhere.txt")


def test_indexing_states_follow_the_events() -> None:
    state = IndexingState().after(Scanned("/a", 10, 100, 10, False)).after(Scanned("/b", 5, 10, 5, False))
    assert indexing_text(state) == "looking for files: 15"
    state = state.after(Progress(*json.loads('[1, 15, 10, 110, 0, 5.0, null, "/a/x"]')))
    assert state.running
    assert "1 of 15 files" in indexing_text(state)
    state = state.after(Committed(4, 3)).after(Committed(5, 2))
    assert (state.generation, state.committed) == (5, 5)


def test_wording() -> None:
    assert coverage_text(Coverage(1, 1, {})) == "1 document, 1 searchable"
    assert (
        coverage_text(Coverage(214, 209, {"encrypted": 2, "unsupported": 3}))
        == "214 documents, 209 searchable, 5 not: 3 unsupported, 2 encrypted"
    )
    assert match_text(2, 27) == "match 3 of 27"
    assert match_text(-1, 27) == "27 matches"
    assert match_text(-1, 1) == "1 match"
    assert match_text(-1, 0) == ""
