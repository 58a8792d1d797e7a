"""No control character of a hostile document reaches the terminal, whichever pane of the explorer shows it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from search.cancel import NEVER, CancelToken
from search.explore.results import Alias, Entity, EntityList, Results
from tests.tui.fake_explorer import FakeExplorer, Page
from tests.tui.leaking import HOSTILE, leaks
from tui.app import CristalApp
from tui.launch import Launch
from tui.session import Session

if TYPE_CHECKING:
    from search.explore.explorer import Explorer


class HostileExplorer(FakeExplorer):
    """Hostile in everything that it answers."""

    def search(self, query: str, **rest: Any) -> Results:
        return replace(super().search(query, **rest), notes=(HOSTILE,))

    def entities(self, name: str = "", *, cancel: CancelToken = NEVER, **rest: Any) -> EntityList:
        return EntityList(name, 1, (Entity("e1", HOSTILE, "person", (Alias(HOSTILE, 1),), 1, 1, None),))


class HostileApp(CristalApp):
    """Leaves only after its search has been answered."""

    QUERY = "wolf"

    def __init__(self) -> None:
        page = Page(f"/docs/{HOSTILE}", HOSTILE, f"wolf {HOSTILE}\n{HOSTILE}\n", HOSTILE, gone=HOSTILE)
        explorer = HostileExplorer([page], unsearchable={HOSTILE: 1})
        session = Session(Path("memory"), lambda _: cast("Explorer", explorer))
        super().__init__(session, Launch(self.QUERY, index=False), {}, lambda *_: ())

    def exit(self, *results: Any, **rest: Any) -> None:
        if "1 of 1" in str(self.main.query_one("#query-counter").render()) or self.QUERY != "wolf":
            self.main.say(HOSTILE)
            self.set_timer(0.3, super().exit)
        else:
            self.set_timer(0.05, self.exit)


class HostileStart(HostileApp):
    QUERY = ""


def reading() -> CristalApp:
    return HostileApp()


def starting() -> CristalApp:
    return HostileStart()


def test_nothing_leaks_while_reading() -> None:
    assert leaks(reading) == []


def test_nothing_leaks_at_the_start() -> None:
    assert leaks(starting) == []
