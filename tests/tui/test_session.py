"""The bridge to the engine: three threads, superseded work given up, the engine opened in its thread."""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from search.errors import NotFound, QueryError
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
