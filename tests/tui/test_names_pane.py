"""The list of names: whose it lists, what it marks, which letters answered."""

from dataclasses import replace
from typing import Any

import pytest

from search.explore.names import Alias, Entity, EntityList, MatchedName
from search.text.spans import Span
from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer
from tui.widgets.document_view import DocumentView
from tui.widgets.entity_row import entity_row

SIZES = [(80, 24), (120, 40)]


async def to_filter(seen: Explored) -> None:
    await seen.press("tab", "e")
    await seen.focuses("entity-filter")


@pytest.mark.parametrize("size", SIZES)
async def test_names_of_the_memory_of_the_results_and_of_the_document(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await seen.shows("Down the Rabbit-Hole")
        await to_filter(seen)
        await seen.shows("Names  5", "Kestrel Bank")
        await seen.press("ctrl+l")
        await seen.shows("Names in results  4")
        await seen.hides("Kestrel Bank")
        await seen.press("ctrl+l")
        await seen.shows("Names in document  2", "White Rabbit")
        await seen.hides("Oxford", "Queen of Hearts  ")
        await seen.press("ctrl+t")
        await seen.shows("People in document  2")
        await seen.type("alice")
        await seen.shows("People in document  1")
        await seen.press("ctrl+l")
        await seen.shows("People  1")


async def test_names_follow_the_results_and_the_document(explore: Explore) -> None:
    async with explore(query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await to_filter(seen)
        await seen.press("ctrl+l", "ctrl+l")
        await seen.shows("Names in document  2")
        await seen.press("escape", "down")
        await seen.shows("The Croquet Ground  1866-02-01", "Names in document  3")
        await to_filter(seen)
        await seen.press("ctrl+l", "ctrl+l")
        await seen.shows("Names in results  4")
        await seen.press("escape")
        await seen.focuses("query")
        await seen.press("ctrl+u")
        await seen.search("kestrel", "Names in results  2")


async def test_there_are_no_names_in_no_document(explore: Explore) -> None:
    async with explore() as seen:
        await seen.shows("Names  5")
        await to_filter(seen)
        await seen.press("ctrl+l", "ctrl+l")
        await seen.shows("Names in document  0")
        await seen.press("ctrl+l")
        await seen.shows("Names  5")


ALICE = Entity("e1", "Alice Liddell", "person", (Alias("Alice Liddell", 3),), 3, 2, 98.0)


def lit(row: Any) -> list[str]:
    return [row.plain[span.start : span.end] for span in row.spans if "underline" in str(span.style)]


def test_the_letters_that_answered_are_underlined() -> None:
    found = replace(ALICE, matched=MatchedName("Alice Liddell", (Span(0, 3), Span(6, 9))))
    row = entity_row(found, "3", typed=True, width=40)
    assert lit(row) == ["Ali", "Lid"]
    assert row.plain.startswith("Alice Liddell ")
    assert row.cell_length == 40


def test_a_name_found_by_another_one_shows_that_one() -> None:
    found = replace(ALICE, matched=MatchedName("Miss Liddell", (Span(0, 4),)))
    row = entity_row(found, "3", typed=False, width=40)
    assert lit(row) == ["Miss"]
    assert row.plain.startswith("Alice Liddell  Miss Liddell ")


def test_a_long_name_leaves_room_for_its_type_and_counts() -> None:
    long = replace(ALICE, name="A" * 60, matched=MatchedName("A" * 60, (Span(0, 60),)), watched=True)
    row = entity_row(long, "1,234", typed=True, width=40)
    assert row.cell_length == 40
    assert row.plain.startswith("* AAAA")
    assert row.plain.endswith("…  person   1,234")


@pytest.mark.parametrize("size", [(100, 200)])
async def test_help_tells_what_the_marks_mean(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await seen.press("f1")
        await seen.shows("Marks on names", "underlined, bold", "underlined, bold and italic", "} and { tell the type")
        await seen.shows("before a name that somebody watches")


async def test_types_are_told_apart_without_colour(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.pages[0].text = "Alice Liddell of Kestrel Bank came to Oxford for half a year.\n"
    explorer.judged.names.append(("half a year", "date"))
    async with explore(query="came") as seen:
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: len(view.mentions) == 4)
        await seen.shows("Alice Liddell of Kestrel Bank")
        drawn = {
            segment.text: (segment.style.bold, segment.style.italic, segment.style.underline)
            for segment in view.render_line(0)
            if segment.style is not None and segment.style.underline
        }
        assert drawn == {
            "Alice Liddell": (None, True, True),
            "Kestrel Bank": (True, None, True),
            "Oxford": (True, True, True),
            "half a year": (None, None, True),
        }


async def test_letters_are_lit_in_the_list(explore: Explore, explorer: FakeExplorer) -> None:
    def found(name: str = "", **_: Any) -> EntityList:
        return EntityList(name, 1, (replace(ALICE, matched=MatchedName("Alice Liddell", (Span(0, 3),))),))

    explorer.entities = found  # type: ignore[method-assign]
    async with explore() as seen:
        await seen.shows("Names  1")
        option = seen.app.main._names.options.get_option_at_index(0)
        assert lit(option.prompt) == ["Ali"]
