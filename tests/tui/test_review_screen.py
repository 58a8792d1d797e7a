"""Names that may be one: shown with the evidence, judged with one key, passed over, taken back."""

import threading
from pathlib import Path
from typing import Any

import pytest

from search.errors import CristalError, MemoryBusy
from search.explore.decisions import SuggestionList
from search.explore.explorer import Explorer
from tests.house import House
from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer
from tui.reviewing import ReviewQueue
from tui.screens.review import ReviewScreen

SIZES = [(80, 24), (120, 40)]
PAIRS = [("e0", "e1"), ("e0", "e2"), ("e3", "e4")]
ALICE, RABBIT, QUEEN = "Alice Liddell", "White Rabbit", "Queen of Hearts"


@pytest.fixture
def explorer(explorer: FakeExplorer) -> FakeExplorer:
    explorer.pairs = list(PAIRS)
    return explorer


async def review(seen: Explored) -> None:
    await seen.shows("rabbit")
    await seen.press("tab", "R")
    await seen.until(lambda: isinstance(seen.app.screen, ReviewScreen))


def kinds(explorer: FakeExplorer) -> list[tuple[str, str, str | None]]:
    return [(made.line.kind, made.subject, made.other) for made in explorer.judged.made]


@pytest.mark.parametrize("size", SIZES)
async def test_pairs_are_judged_one_after_the_other(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await review(seen)
        await seen.shows("1 of 3", ALICE, RABBIT, "spelled nearly alike", "1 document with both", "y one", "n two")
        await seen.shows(f"Here is {ALICE} again.", f"Here is {RABBIT} again.", "1865-11-26  tale.txt  page 2")
        await seen.press("n")
        await seen.shows("2 of 3", QUEEN)
        await seen.press("y")
        await seen.shows("3 of 3", "Kestrel Bank", f"{QUEEN} is {ALICE}")
        await seen.press("space")
        await seen.shows("That was the last. 2 pairs decided.")
        assert kinds(seen.explorer) == [("different", "e1", "e0"), ("same", "e2", "e0")]
        await seen.press("q")
        await seen.focuses("result-list")
        await seen.until(lambda: QUEEN not in [entity.name for entity in seen.app.main._names.entities])


async def test_the_two_stand_beside_each_other_where_there_is_room(explore: Explore) -> None:
    async with explore(query="rabbit", size=(120, 40)) as seen:
        await review(seen)
        await seen.shows("1 of 3")
        assert any(ALICE in row and RABBIT in row for row in seen.text.split("\n")[1:5])


async def test_the_last_decision_is_taken_back_at_its_pair(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await review(seen)
        await seen.shows("1 of 3")
        await seen.press("u")
        await seen.shows("nothing was decided here")
        await seen.press("enter", "d", "u")
        await seen.shows("2 of 3", f"taken back: {QUEEN} is not {ALICE}")
        await seen.press("u")
        await seen.shows("1 of 3", f"taken back: {RABBIT} is {ALICE}")
        assert seen.explorer.judged.made == []


async def test_back_to_pairs_that_were_passed_over_or_decided(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await review(seen)
        await seen.shows("1 of 3")
        await seen.press("k")
        await seen.shows("these are the first")
        await seen.press("n", "j")
        await seen.shows("3 of 3")
        await seen.press("k")
        await seen.shows("2 of 3")
        await seen.hides("decided:")
        await seen.press("k")
        await seen.shows("1 of 3", "decided: they are two")


async def test_pairs_whose_names_are_one_by_then_are_left_out(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.pairs = [("e0", "e1"), ("e1", "e2"), ("e0", "e2"), ("e3", "e4")]
    async with explore(query="rabbit") as seen:
        await review(seen)
        await seen.shows("1 of 4")
        await seen.press("y", "y")
        await seen.shows("3 of 3", "Kestrel Bank")


async def test_there_may_be_nothing_to_judge(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.pairs = []
    async with explore(query="rabbit") as seen:
        await review(seen)
        await seen.shows("No two names look so much alike")
        await seen.press("y", "n", "u", "k")
        await seen.press("escape")
        await seen.focuses("result-list")


async def test_what_could_not_be_decided_is_shown_again(explore: Explore, explorer: FakeExplorer) -> None:
    async with explore(query="rabbit") as seen:
        await review(seen)
        await seen.shows("1 of 3")
        trouble: CristalError = MemoryBusy("another process writes; try again")
        explorer.judged.trouble = trouble
        await seen.press("y")
        await seen.shows("another process writes; try again", "1 of 3")
        explorer.judged.trouble = None
        await seen.press("y")
        await seen.shows("2 of 3")
        await seen.until(lambda: len(explorer.judged.made) == 1)


async def test_the_screen_waits_for_nothing(explore: Explore, explorer: FakeExplorer) -> None:
    """While a decision is being made, the next pairs are looked at; leaving keeps it."""
    gate, judge = threading.Event(), explorer.judge

    def slow(*words: Any, **rest: Any) -> Any:
        gate.wait(20)
        return judge(*words, **rest)

    explorer.judge = slow  # type: ignore[method-assign]
    async with explore(query="rabbit") as seen:
        await review(seen)
        await seen.shows("1 of 3")
        await seen.press("y")
        await seen.shows("2 of 3")
        await seen.press("n")
        await seen.shows("3 of 3")
        assert explorer.judged.made == []
        await seen.press("q")
        gate.set()
        await seen.focuses("result-list")
        assert kinds(explorer) == [("same", "e1", "e0"), ("different", "e2", "e0")]


async def test_more_pairs_are_loaded_ahead(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.judged.names = explorer.judged.names + [(f"Name {number}", "person") for number in range(60)]
    explorer.pairs = [(f"e{number}", f"e{number + 1}") for number in range(5, 64)]
    async with explore(query="rabbit") as seen:
        await review(seen)
        await seen.shows("1 of 59")
        for _ in range(30):
            await seen.press("n")
        await seen.shows("31 of 59", "Name 30", "Name 31")
        await seen.until(lambda: len(explorer.judged.made) == 30)
        assert len(set(kinds(explorer))) == 30


def test_a_window_that_repeats_adds_nothing(explorer: FakeExplorer) -> None:
    queue = ReviewQueue()
    window = explorer.merge_suggestions()
    queue.take(window, 0)
    queue.take(window, 0)
    assert (len(queue.pairs), queue.total) == (3, 3)
    queue.take(SuggestionList(2, ()), 3)
    assert queue.total == 3


@pytest.mark.parametrize("size", SIZES)
async def test_a_real_memory_brings_two_spellings_together(
    explore: Explore, tmp_path: Path, size: tuple[int, int]
) -> None:
    house = House(tmp_path)
    house.write("one.txt", "Masayoshi Tanaka of Kestrel Bank spoke in Lisbon. Masayoshi Tanaka left.\n")
    house.write("two.txt", "Masayoshi Tanakka wrote from Lisbon to Kestrel Bank.\n")
    house.add()
    house.engine.close()
    house.memory.close()
    async with explore(query="lisbon", opening=lambda _: Explorer.open(tmp_path / "memory"), size=size) as seen:
        await seen.shows("one.txt")
        await seen.press("tab", "R")
        await seen.shows("1 of 1", "Masayoshi Tanaka", "Masayoshi Tanakka", "spelled nearly alike", "two.txt")
        await seen.press("y")
        await seen.shows("Masayoshi Tanakka is Masayoshi Tanaka")
        await seen.press("u")
        await seen.shows("taken back", "1 of 1")
        await seen.press("n")
        await seen.shows("Masayoshi Tanakka is not Masayoshi Tanaka", "That was the last. 1 pair decided.")
        await seen.press("q", "R")
        await seen.shows("No two names look so much alike")
