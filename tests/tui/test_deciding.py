"""Decisions about names from the panes: asked for with one key, seen everywhere, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import OptionList

from search.errors import MemoryBusy
from search.explore.explorer import Explorer
from tests.house import House
from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer
from tui.widgets.document_view import DocumentView

SIZES = [(80, 24), (120, 40)]


async def to_names(seen: Explored) -> None:
    """From the query to the list of names."""
    await seen.shows("rabbit")
    await seen.press("tab", "e")
    await seen.focuses("entity-filter")
    await seen.shows("Alice Liddell")
    await seen.press("tab")
    await seen.focuses("entity-options")


async def highlight(seen: Explored, name: str) -> None:
    names = seen.app.main._names
    await seen.until(lambda: any(entity.name == name for entity in names.entities), f"{name} in the list")
    names.options.highlighted = [entity.name for entity in names.entities].index(name)


async def choose(seen: Explored, row: str) -> None:
    """In the menu that is open."""
    await seen.shows(row)
    menu = seen.app.screen.query_one("#menu")
    rows = [str(option.prompt) for option in menu.options]  # type: ignore[attr-defined]
    menu.highlighted = next(index for index, told in enumerate(rows) if row in told)  # type: ignore[attr-defined]
    await seen.press("enter")


def offered(seen: Explored) -> list[str]:
    """The names to choose from, in the screen that asks for another name."""
    return [str(option.prompt) for option in seen.app.screen.query_one(OptionList).options]


def names(seen: Explored) -> list[str]:
    return [entity.name for entity in seen.app.main._names.entities]


@pytest.mark.parametrize("size", SIZES)
async def test_two_names_are_merged_in_the_pane_and_parted_again(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await to_names(seen)
        await highlight(seen, "White Rabbit")
        await seen.press("m")
        await seen.shows("White Rabbit, person", "Enter choose")
        await choose(seen, "is another name of")
        await seen.focuses("other")
        await seen.type("alice")
        await seen.until(lambda: len(offered(seen)) == 1 and "Alice Liddell" in offered(seen)[0])
        await seen.press("enter")
        await seen.shows("White Rabbit is Alice Liddell; m undoes")
        await seen.until(lambda: "White Rabbit" not in names(seen))
        await seen.focuses("entity-options")
        await highlight(seen, "Alice Liddell")
        await seen.press("m")
        await choose(seen, "take back: White Rabbit is Alice Liddell")
        await seen.shows("taken back: White Rabbit is Alice Liddell")
        await seen.until(lambda: "White Rabbit" in names(seen))
        await seen.focuses("entity-options")


async def test_a_name_is_split_from_those_that_it_is_one_with(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await to_names(seen)
        seen.explorer.judge("same", "e1", "e0")
        await seen.until(lambda: "White Rabbit" not in names(seen))
        await highlight(seen, "Alice Liddell")
        await seen.press("m")
        await choose(seen, "split its 2 names")
        await choose(seen, "White Rabbit, 1 mention (judged the same: Alice Liddell)")
        await seen.shows("White Rabbit is not Alice Liddell")
        await seen.until(lambda: "White Rabbit" in names(seen))


async def test_a_name_is_rejected_and_the_next_decision_may_take_it_back(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await to_names(seen)
        await highlight(seen, "Oxford")
        await seen.press("m")
        await choose(seen, "is no name")
        await seen.until(lambda: "Oxford" not in names(seen))
        assert seen.app.main._names.options.highlighted != 0
        await seen.press("m")
        await choose(seen, "take back the last: Oxford is no name")
        await seen.until(lambda: "Oxford" in names(seen))


async def test_a_name_gets_another_type_and_is_called_otherwise(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await to_names(seen)
        await highlight(seen, "Kestrel Bank")
        await seen.press("m")
        await choose(seen, "is of another type")
        await choose(seen, "place")
        await seen.shows("Kestrel Bank is of type place")
        await seen.until(lambda: ("Kestrel Bank", "place") in [(e.name, e.type) for e in seen.app.main._names.entities])
        await highlight(seen, "Kestrel Bank")
        await seen.press("m")
        await choose(seen, "is to be called")
        await seen.focuses("naming")
        await seen.press("end")
        await seen.type("ing")
        await seen.press("enter")
        await seen.shows("Kestrel Bank is called Kestrel Banking")
        await seen.until(lambda: "Kestrel Banking" in names(seen))


async def test_a_watched_name_is_marked(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await to_names(seen)
        await highlight(seen, "Oxford")
        await seen.press("m")
        await choose(seen, "watch it")
        await seen.shows("* Oxford")
        await highlight(seen, "Oxford")
        await seen.press("m")
        await choose(seen, "stop watching it")
        await seen.hides("* Oxford")


async def test_nothing_is_decided_by_leaving_the_menus(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await to_names(seen)
        for row, name in (
            ("is another name of", "other"),
            ("is to be called", "naming"),
            ("is of another type", "menu"),
        ):
            await seen.press("m")
            await choose(seen, row)
            await seen.focuses(name)
            await seen.press("escape")
            await seen.focuses("entity-options")
        await seen.press("m")
        await seen.shows("is no name")
        await seen.press("q")
        await seen.focuses("entity-options")
        assert seen.explorer.judged.made == []


async def test_a_name_is_no_other_name_of_an_amount_or_a_date(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.judged.names.append(("line 4 of", "quantity"))
    async with explore(query="rabbit") as seen:
        await to_names(seen)
        await highlight(seen, "White Rabbit")
        await seen.press("m")
        await choose(seen, "is another name of")
        await seen.focuses("other")
        await seen.press("ctrl+u")
        await seen.until(lambda: len(offered(seen)) == 4)
        assert not any("line 4" in row for row in offered(seen))


async def test_what_cannot_be_decided_is_said(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await to_names(seen)
        seen.explorer.judged.trouble = MemoryBusy("another process writes; try again")
        await seen.press("m")
        await choose(seen, "is no name")
        await seen.shows("another process writes; try again")
        await seen.focuses("entity-options")
        assert len(names(seen)) == 5


@pytest.mark.parametrize("size", SIZES)
async def test_one_mention_is_rejected_and_given_back(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: len(view.mentions) == 2)
        await seen.press("}", "}")
        await seen.shows("person: White Rabbit")
        await seen.press("m")
        await choose(seen, "here alone: is no name")
        await seen.shows("White Rabbit is no name, here alone")
        await seen.until(lambda: len(view.mentions) == 1)
        await seen.focuses("document")
        await seen.press("m")
        await choose(seen, "take back the last")
        await seen.until(lambda: len(view.mentions) == 2)


async def test_after_a_mention_was_rejected_the_next_one_is_looked_for_from_its_place(
    explore: Explore, explorer: FakeExplorer
) -> None:
    explorer.pages[0].text = "Alice Liddell of Oxford, a rabbit, White Rabbit and Alice Liddell.\n"
    async with explore(query="rabbit") as seen:
        await seen.press("enter")
        await seen.focuses("document")
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: len(view.mentions) == 4)
        await seen.press("}", "}", "m")
        await seen.shows("Oxford, place")
        await choose(seen, "here alone: is no name")
        await seen.until(lambda: len(view.mentions) == 3)
        await seen.press("}")
        await seen.shows("person: White Rabbit")
        await seen.press("n")
        await seen.shows("match 2 of 2")
        explorer.generation += 1
        explorer.pages[0].title = "Another title"
        await seen.shows("Another title")
        await seen.shows("match 2 of 2")


async def test_without_having_gone_to_one_the_first_mention_in_view_is_meant(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("m")
        await seen.shows("Alice Liddell, person", "here alone")
        assert seen.app.main.query_one(DocumentView).current_mention == 0


async def test_a_document_without_names_has_none_to_decide_about(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        for entity in seen.explorer.judged.ids:
            seen.explorer.judge("reject", entity)
        await seen.press("enter")
        await seen.focuses("document")
        await seen.until(lambda: not len(seen.app.main.query_one(DocumentView).mentions))
        await seen.press("m")
        await seen.shows("no name is in view or after it")


@pytest.fixture
def remembered(tmp_path: Path) -> Callable[[Path], Explorer]:
    """Opens a real memory of two letters."""
    house = House(tmp_path)
    house.write("one.txt", "Aiko Tanaka of Kestrel Bank spoke in Lisbon. Aiko Tanaka left.\n")
    house.write("two.txt", "Bernard Oduya wrote to Aiko Tanaka from Lisbon.\n")
    house.add()
    house.engine.close()
    house.memory.close()
    return lambda _: Explorer.open(tmp_path / "memory")


async def test_a_real_memory_keeps_a_merge_and_its_undoing(
    explore: Explore, remembered: Callable[[Path], Explorer]
) -> None:
    async with explore(query="lisbon", opening=remembered) as seen:
        await seen.shows("one.txt")
        await seen.press("tab", "e")
        await seen.focuses("entity-filter")
        await seen.shows("Bernard Oduya")
        await seen.press("tab")
        await highlight(seen, "Bernard Oduya")
        await seen.press("m")
        await choose(seen, "is another name of")
        await seen.focuses("other")
        await seen.type("tanaka")
        await seen.until(lambda: bool(offered(seen)) and "Aiko Tanaka" in offered(seen)[0])
        await seen.press("enter")
        await seen.shows("Bernard Oduya is Aiko Tanaka")
        await seen.until(lambda: "Bernard Oduya" not in names(seen))
        tanaka = next(entity for entity in seen.app.main._names.entities if entity.name == "Aiko Tanaka")
        assert (tanaka.mentions, tanaka.documents) == (4, 2)
        await highlight(seen, "Aiko Tanaka")
        await seen.press("m")
        await choose(seen, "split its 2 names")
        await choose(seen, "Bernard Oduya, 1 mention (judged the same: Aiko Tanaka)")
        await seen.until(lambda: "Bernard Oduya" in names(seen))
        await highlight(seen, "Bernard Oduya")
        await seen.press("m")
        await choose(seen, "take back: Bernard Oduya is not Aiko Tanaka")
        await seen.until(lambda: "Bernard Oduya" not in names(seen))


async def test_a_real_memory_rejects_a_mention_in_the_document_alone(
    explore: Explore, remembered: Callable[[Path], Explorer]
) -> None:
    async with explore(query="kestrel", opening=remembered) as seen:
        await seen.shows("one.txt", "match 1 of 1")
        await seen.press("enter")
        await seen.focuses("document")
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: len(view.mentions) == 4)
        await seen.press("}", "m")
        await choose(seen, "here alone: is no name")
        await seen.until(lambda: len(view.mentions) == 3)
        assert "Aiko Tanaka" in names(seen)
        await seen.press("m")
        await choose(seen, "take back the last: Aiko Tanaka is no name, here alone")
        await seen.until(lambda: len(view.mentions) == 4)
