"""All about a name: opened with a key, read in sections, followed into documents and to other names."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from search.explore.explorer import Explorer
from search.explore.names import Dossier, Period
from search.extract.extracted import Unit
from search.index.writable_engine import open_writable
from search.ingest.adding import add_sources
from search.ingest.sync import sync
from search.memory.memory import Memory
from tests.tui.conftest import Explore, Explored
from tests.tui.fake_explorer import FakeExplorer, Page
from tui.screens.dossier import DossierScreen
from tui.widgets.document_view import DocumentView
from tui.widgets.entity_list import EntityList

if TYPE_CHECKING:
    from collections.abc import Callable

FILLER = "".join(f"line {number} of the tale goes on and on\n" for number in range(60))
ALICE, RABBIT, OXFORD = "e0", "e1", "e3"


@pytest.fixture
def explorer() -> FakeExplorer:
    first = "Alice Liddell saw the White Rabbit with pink eyes.\n"
    pages = (Unit("page", 1, "", 0, len(first)), Unit("page", 2, "", len(first), 10_000))
    return FakeExplorer(
        [
            Page("/docs/rabbit-hole.txt", "Down the Rabbit-Hole", first + FILLER, "2024-02-26", units=pages),
            Page("/docs/croquet.txt", "The Croquet Ground", FILLER + "Alice Liddell went to Oxford.\n", "2024-05-01"),
            Page("/docs/letter.txt", "Letter on the harbour", "Kestrel Bank wrote to Oxford.\n", "2025-02-03"),
            Page("/docs/late.txt", "", "Alice Liddell met Alice Liddell at Kestrel Bank.\n", None),
        ]
    )


async def open_dossier(seen: Explored, name: str = "Alice Liddell") -> None:
    names = seen.app.main.query_one(EntityList)
    await seen.until(lambda: name in [entity.name for entity in names.entities], name)
    await seen.press("tab", "e")
    await seen.focuses("entity-filter")
    await seen.type(name)
    await seen.until(lambda: [entity.name for entity in names.entities] == [name], name)
    names.options.focus()
    await seen.focuses("entity-options")
    await seen.press("i")
    await seen.until(lambda: isinstance(seen.app.screen, DossierScreen), "the dossier")
    await seen.shows("mention 1 of")


def rows(seen: Explored) -> list[str]:
    return seen.text.split("\n")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everything_about_a_name_in_one_list(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(size=size) as seen:
        await open_dossier(seen)
        top = rows(seen)
        assert len(top) == size[1] and all(len(row) <= size[0] for row in top)
        assert top[0].startswith(" Alice Liddell  person") and top[0].endswith("4 mentions in 3 documents")
        assert "first dated 2024-02-26, last 2024-05-01, 1 document undated" in top[1]
        assert any("Over time, by month" in row for row in top)
        (axis,) = (row for row in top if row.strip().startswith("2024-02 "))
        assert axis.index("2024-05") - axis.index("2024-02") == 3 * 8
        bottom = top[top.index(axis) - 2].partition("│")[2]
        assert bottom.rstrip(" ▁▂▃▄▅▆▇").split(" " * 17) == ["█" * 7, "█" * 7]
        at = next(number for number, row in enumerate(top) if "In context, newest first" in row)
        assert top[at + 1].startswith(" 2024-05-01  The Croquet Ground  /docs/croquet.txt")
        assert top[at + 2] == "   Alice Liddell went to Oxford."
        assert top[at + 3].startswith(" 2024-02-26  Down the Rabbit-Hole  page 1  /docs/rabbit-hole.txt")
        assert "Enter go" in top[-1] and "Tab sections" in top[-1] and "Esc close" in top[-1]
        assert "/docs/croquet.txt" in top[-2] and "mention 1 of 4" in top[-2]
        await seen.press("j", "j")
        await seen.shows("undated     /docs/late.txt", "Alice Liddell met Alice Liddell at Kestrel Bank. (2 times)")
        await seen.press("tab")
        await seen.shows("Together with", "Kestrel Bank  organisation, in 3 documents with it", "name 1 of 3")
        await seen.shows(
            "Oxford  place", "White Rabbit  person", "   Alice Liddell saw the White Rabbit with pink eyes."
        )
        await seen.press("tab")
        await seen.shows("In 3 documents, newest first", "2024-05-01      1  The Croquet Ground", "document 1 of 3")
        assert "2  /docs/late.txt" in seen.text
        await seen.press("tab")
        await seen.shows("mention 1 of 4", "Over time")
        await seen.press("shift+tab")
        await seen.shows("document 1 of 3")


async def test_keys_move_through_it(explore: Explore) -> None:
    async with explore(size=(80, 24)) as seen:
        await open_dossier(seen)
        for key, said in (
            ("down", "mention 2 of 4"),
            ("up", "mention 1 of 4"),
            ("up", "mention 1 of 4"),
            ("G", "document 3 of 3"),
            ("j", "document 3 of 3"),
            ("k", "document 2 of 3"),
            ("g", "mention 1 of 4"),
            ("end", "document 3 of 3"),
            ("home", "mention 1 of 4"),
        ):
            await seen.press(key)
            await seen.shows(said)
        assert "Over time" in seen.text
        await seen.press("pagedown", "pagedown", "pagedown")
        await seen.shows("document 3 of 3")
        await seen.press("pageup", "pageup", "pageup")
        await seen.shows("mention 1 of 4")


async def test_enter_goes_to_the_place(explore: Explore) -> None:
    async with explore(query="wrote", size=(80, 24)) as seen:
        await seen.shows("Letter on the harbour")
        await open_dossier(seen)
        await seen.press("enter")
        await seen.until(lambda: seen.app.screen is seen.app.main)
        await seen.focuses("document")
        await seen.shows("The Croquet Ground", "Alice Liddell went to Oxford.")
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: view.current_mention == 0)
        assert view.text[view.mentions[0].start :].startswith("Alice Liddell went")
        await seen.press("right_curly_bracket", "i")
        await seen.shows("Oxford  place", "2 mentions in 2 documents")


async def test_a_document_is_entered_where_it_first_names_it(explore: Explore) -> None:
    async with explore(size=(120, 40)) as seen:
        await open_dossier(seen, "Kestrel Bank")
        await seen.press("G", "enter")
        await seen.focuses("document")
        await seen.shows("Alice Liddell met Alice Liddell at Kestrel Bank.")
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: view.current_mention == 2)


async def test_companions_open_over_it_and_escape_goes_back(explore: Explore) -> None:
    async with explore(size=(80, 24)) as seen:
        await open_dossier(seen)
        await seen.press("tab", "j", "enter")
        await seen.shows("Oxford  place", "2 mentions in 2 documents")
        await seen.press("tab", "enter")
        await seen.shows("Alice Liddell  person", "4 mentions in 3 documents")
        assert len([screen for screen in seen.app.screen_stack if isinstance(screen, DossierScreen)]) == 3
        await seen.press("escape")
        await seen.shows("2 mentions in 2 documents", "name 1 of 2")
        await seen.press("q")
        await seen.shows("4 mentions in 3 documents", "name 2 of 3")
        await seen.press("enter")
        await seen.shows("2 mentions in 2 documents")
        await seen.press("enter")
        await seen.until(lambda: seen.app.screen is seen.app.main)
        await seen.focuses("document")
        await seen.shows("Kestrel Bank wrote to Oxford.")


async def test_in_a_document_it_is_the_name_that_the_reader_is_at(explore: Explore) -> None:
    async with explore(query="rabbit", size=(80, 24)) as seen:
        await seen.shows("match 1 of")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("i")
        await seen.shows("Alice Liddell  person", "4 mentions in 3 documents")
        await seen.press("i")
        await seen.focuses("document")
        await seen.press("right_curly_bracket", "i")
        await seen.shows("White Rabbit  person", "1 mention in 1 document")


async def test_where_nobody_is_named_the_way_to_a_name_is_told(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.pages = [Page("/docs/plain.txt", "Plain", "nobody at all", None)]
    async with explore(query="nobody", size=(80, 24)) as seen:
        await seen.shows("match 1 of")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("i")
        await seen.shows("} in a document steps to a name")


async def test_it_is_of_the_moment_of_the_results(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.change(0, "Nobody at all.\n", since="2025-01-01T00:00:00Z")
    async with explore(query="as-of:2024-06-30 alice", size=(80, 24)) as seen:
        await seen.shows("3 of 4")
        await open_dossier(seen)
        await seen.shows("as of 2024-06-30", "4 mentions in 3 documents")
        await seen.press("j", "enter")
        await seen.focuses("document")
        await seen.shows("Alice Liddell saw the White Rabbit", "as of 2024-06-30")


async def test_a_slow_one_is_given_up_and_never_blocks(explore: Explore, explorer: FakeExplorer) -> None:
    explorer.held[ALICE] = threading.Event()
    async with explore(query="rabbit", size=(80, 24)) as seen:
        try:
            await seen.shows("match 1 of")
            await seen.press("enter")
            await seen.focuses("document")
            await seen.press("right_curly_bracket", "i")
            await seen.shows("looking it up")
            await seen.press("question_mark")
            await seen.shows("The dossier", "dossier.choose")
            await seen.press("escape")
            await seen.press("escape")
            await seen.focuses("document")
            await seen.until(lambda: explorer.cancelled == [ALICE], "the giving up")
        finally:
            explorer.held[ALICE].set()


async def test_who_is_nobody_any_more_is_told(explore: Explore, explorer: FakeExplorer) -> None:
    async with explore(query="rabbit", size=(80, 24)) as seen:
        await seen.shows("match 1 of")
        await seen.press("enter", "right_curly_bracket")
        explorer.pages = [Page("/docs/other.txt", "Other", "nothing", None)]
        await seen.press("i")
        await seen.shows("there is no entity e0")
        await seen.press("tab", "j", "enter", "escape")
        await seen.focuses("document")


async def test_what_is_left_out_watched_or_long_is_shown(
    explore: Explore, explorer: FakeExplorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Callable[..., Dossier] = explorer.entity

    def crowded(ref: str, **rest: Any) -> Dossier:
        dossier = made(ref, **rest)
        places = [replace(dossier.found_in[0], sentence="so " * 60 + "Alice Liddell " + "went on " * 60)]
        return replace(
            dossier,
            entity=replace(dossier.entity, watched=True),
            notes=("the latest 1 of 9,999 mentions are listed",),
            found_in=tuple(places),
            histogram=replace(dossier.histogram, bars=tuple(Period(f"{1960 + n}", n % 3) for n in range(60))),
        )

    monkeypatch.setattr(explorer, "entity", crowded)
    async with explore(size=(80, 24)) as seen:
        await open_dossier(seen)
        await seen.shows("person  watched", "the latest 1 of 9,999 mentions are listed")
        top = rows(seen)
        assert all(len(row) <= 80 for row in top)
        at = next(number for number, row in enumerate(top) if "In context" in row)
        assert top[at + 2].startswith("   …so") and "Alice Liddell" in top[at + 2] + top[at + 3]
        assert top[at + 3].endswith("…")
        await seen.pilot.resize_terminal(120, 40)
        await seen.shows("mention 1 of 1", "person  watched")
        assert max(len(row) for row in rows(seen)) > 80


async def test_over_a_real_memory(explore: Explore, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "2024-03-05-minutes.txt").write_text("Aiko Tanaka of Kestrel Bank spoke in Lisbon.\n")
    (docs / "2024-06-07-letter.txt").write_text("The harbour.\n\nMs Tanaka wrote. Aiko Tanaka paid Kestrel Bank.\n")
    memory = Memory.create(tmp_path / "memory")
    engine = open_writable(memory.index_folder, memory=memory.id())
    with memory.lock(10):
        add_sources(memory, [docs])
        sync(memory, engine, lambda event: None)
    engine.close()
    memory.close()
    async with explore(opening=lambda _: Explorer.open(tmp_path / "memory"), size=(80, 24)) as seen:
        await open_dossier(seen, "Aiko Tanaka")
        await seen.shows("Aiko Tanaka  person", "in 2 documents", "first dated 2024-03-05, last 2024-06-07")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.shows("Ms Tanaka wrote")
        view = seen.app.main.query_one(DocumentView)
        await seen.until(lambda: view.current_mention >= 0)
        assert view.text[view.mentions[view.current_mention].start :].startswith("Tanaka wrote")
