"""The bridge to the engine: three threads, superseded work given up, the engine opened in its thread."""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from search.errors import BadInput, NotFound, QueryError
from tests.tui.fake_explorer import FakeExplorer
from tui.session import Session, Wanted

if TYPE_CHECKING:
    from search.explore.explorer import Explorer


def session_on(explorer: FakeExplorer) -> Session:
    return Session(Path("memory"), lambda _: cast("Explorer", explorer))


async def test_a_given_up_search_is_cancelled_in_its_thread(explorer: FakeExplorer) -> None:
    session = session_on(explorer)
    explorer.held["alice"] = threading.Event()
    asking = asyncio.create_task(session.search(Wanted("alice")))
    while "alice" not in explorer.asked:
        await asyncio.sleep(0.001)
    asking.cancel()
    results = await session.search(Wanted("rabbit"))
    assert results.total == 2
    assert explorer.cancelled == ["alice"]
    await session.close()


async def test_work_that_waited_and_was_given_up_is_never_started(explorer: FakeExplorer) -> None:
    session = session_on(explorer)
    explorer.held["alice"] = threading.Event()
    first = asyncio.create_task(session.search(Wanted("alice")))
    second = asyncio.create_task(session.search(Wanted("queen")))
    while "alice" not in explorer.asked:
        await asyncio.sleep(0.001)
    second.cancel()
    with suppress(asyncio.CancelledError):
        await second
    explorer.held["alice"].set()
    assert (await first).total == 2
    await session.search(Wanted("rabbit"))
    assert explorer.asked == ["alice", "rabbit"]
    await session.close()


async def test_a_slow_search_does_not_hold_up_reading_or_naming(explorer: FakeExplorer) -> None:
    session = session_on(explorer)
    explorer.held["alice"] = threading.Event()
    asking = asyncio.create_task(session.search(Wanted("alice")))
    opened = await session.open("d0", Wanted("rabbit"), 40)
    assert len(opened.matches) == 3
    assert opened.layout.text == explorer.pages[0].text
    assert [mention.name for mention in opened.mentions] == ["Alice Liddell", "White Rabbit"]
    assert (await session.entities("queen")).entities[0].name == "Queen of Hearts"
    assert not asking.done()
    explorer.held["alice"].set()
    await asking
    await session.close()


async def test_a_date_rules_all_that_is_asked_with_it(explorer: FakeExplorer) -> None:
    explorer.change(0, "Nobody is here.", since="2025-01-01T00:00:00Z")
    explorer.pages[2].since = "2025-02-03T00:00:00Z"
    session = session_on(explorer)
    then = Wanted("rabbit", as_of="2024")
    assert (await session.search(then)).total == 2
    assert (await session.search(Wanted("rabbit"))).total == 1
    assert (await session.open("d0", then, 40)).document.text.startswith("Alice Liddell")
    assert (await session.open("d0", Wanted("rabbit"), 40)).document.text == "Nobody is here."
    assert (await session.entities("", as_of="2024")).total == 4
    assert (await session.entities("")).total == 4 - 1 + 1
    assert (await session.status("2024")).documents == 2
    assert await session.unread("2024") == ()
    with pytest.raises(NotFound):
        await session.open("d2", then, 40)
    await session.close()


async def test_what_is_no_date_is_told(explorer: FakeExplorer) -> None:
    session = session_on(explorer)
    await session.check_date("2024-06")
    with pytest.raises(BadInput):
        await session.check_date("soon")
    await session.close()


async def test_versions_are_compared_and_places_carried(explorer: FakeExplorer) -> None:
    explorer.change(2, "A preface.\nKestrel Bank wrote to Oxford.\n")
    session = session_on(explorer)
    difference = await session.diff("d2", "v2.1", "v2.2")
    assert (difference.before.number, difference.after.number, len(difference.hunks)) == (1, 2, 1)
    before, after = difference.before.text, difference.after.text
    assert await session.carry([before.index("wrote"), 0], before, after) == [after.index("wrote"), 0]
    await session.close()


async def test_errors_arrive_where_they_are_awaited(explorer: FakeExplorer) -> None:
    session = session_on(explorer)
    with pytest.raises(QueryError) as caught:
        await session.search(Wanted('white "rabbit'))
    assert caught.value.position == 6
    with pytest.raises(NotFound):
        await session.open("d99", Wanted(), 40)
    await session.close()


async def test_the_engine_is_opened_off_the_loop_and_again_when_it_was_not_there(explorer: FakeExplorer) -> None:
    threads: list[str] = []

    def opening(memory: Path) -> "Explorer":
        threads.append(threading.current_thread().name)
        if len(threads) == 1:
            raise NotFound(f"no memory in {memory}")
        return cast("Explorer", explorer)

    session = Session(Path("memory"), opening)
    with pytest.raises(NotFound):
        await session.search(Wanted())
    assert (await session.search(Wanted())).total == 3
    assert len(threads) == 2
    assert all(name.startswith("search") for name in threads)
    await session.close()
    assert explorer.closed


async def test_refresh_tells_the_generation(explorer: FakeExplorer) -> None:
    session = session_on(explorer)
    await session.search(Wanted())
    assert await session.refresh() == session.searched_generation
    explorer.change(0, "other")
    assert await session.refresh() != session.searched_generation
    await session.close()


async def test_a_memory_that_goes_away_and_comes_back_is_noticed(explorer: FakeExplorer, tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    opened: list[Path] = []

    def opening(memory: Path) -> "Explorer":
        if not memory.exists():
            raise NotFound("there is no memory")
        opened.append(memory)
        return cast("Explorer", explorer)

    folder.mkdir()
    session = Session(folder, opening)
    await session.search(Wanted("alice"))
    await session.search(Wanted("rabbit"))
    assert len(opened) == 1
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(NotFound):
        await session.search(Wanted("queen"))
    folder.mkdir()
    await session.search(Wanted("queen"))
    assert len(opened) == 2
    await session.close()
    assert explorer.closed
