"""No control character of a hostile document reaches the terminal, whichever pane of the explorer shows it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen
from textual.widgets import Static

from search.cancel import NEVER, CancelToken
from search.explore.decisions import SuggestionList
from search.explore.names import (
    Alias,
    Dossier,
    Entity,
    EntityList,
    Found,
    Histogram,
    MatchedName,
    NamingDocument,
    Period,
    Together,
)
from search.explore.results import Results
from search.text.spans import Span
from tests.tui.fake_explorer import FakeExplorer, Page
from tests.tui.leaking import HOSTILE, leaks
from tui.app import CristalApp
from tui.deciding import Named
from tui.launch import Launch
from tui.screens.choosing import ChoiceScreen
from tui.screens.difference import DifferenceScreen
from tui.screens.dossier import DossierScreen
from tui.screens.renaming import RenameScreen
from tui.screens.review import ReviewScreen
from tui.screens.seeking import SeekScreen
from tui.session import Session
from tui.widgets.date_prompt import DatePrompt
from tui.widgets.difference_view import DifferenceView
from tui.widgets.document_view import DocumentView
from tui.widgets.dossier_list import DossierList
from tui.widgets.entity_list import EntityList as NameList

if TYPE_CHECKING:
    from search.explore.explorer import Explorer


HOSTILE_NAME = Entity(
    "e1",
    HOSTILE,
    "person",
    (Alias(HOSTILE, 1),),
    1,
    1,
    None,
    matched=MatchedName(f"matched {HOSTILE}", (Span(0, 20), Span(30, 40))),
    watched=True,
)


class HostileExplorer(FakeExplorer):
    """Hostile in everything that it answers."""

    def search(self, query: str, **rest: Any) -> Results:
        return replace(super().search(query, **rest), notes=(HOSTILE,))

    def entities(self, name: str = "", *, cancel: CancelToken = NEVER, **rest: Any) -> EntityList:
        return EntityList(name, 1, (HOSTILE_NAME,))

    def entity(self, ref: str, **rest: Any) -> Dossier:
        found = Found(HOSTILE, "v0.1", HOSTILE, 0, len(HOSTILE), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
        return Dossier(
            entity=Entity("e1", HOSTILE, HOSTILE, (Alias(f"a {HOSTILE}", 2), Alias(HOSTILE, 1)), 1, 1, None),
            found_in=(found, replace(found, version="v0.2", sentence=f"b {HOSTILE}")),
            together=(Together("e2", HOSTILE, HOSTILE, 1, f"{HOSTILE} c"), Together("e3", HOSTILE, HOSTILE, 1, None)),
            timeline=(),
            first=HOSTILE,
            last=f"d {HOSTILE}",
            histogram=Histogram(HOSTILE, (Period("2024", 1),), 0),
            documents=(NamingDocument("d0", "v0.1", HOSTILE, HOSTILE, HOSTILE, 1, 0),),
            mentions_total=2,
            documents_total=1,
            undated=0,
            notes=(HOSTILE,),
        )


class HostileApp(CristalApp):
    """Leaves only after its search has been answered."""

    QUERY = "wolf"
    PAGE = Page(f"/docs/{HOSTILE}", HOSTILE, f"wolf {HOSTILE}\n{HOSTILE}\n", HOSTILE, gone=HOSTILE)

    def __init__(self) -> None:
        explorer = HostileExplorer([self.PAGE], unsearchable={HOSTILE: 1})
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


class HostileTime(HostileApp):
    """Asks for a hostile date, then compares hostile versions of hostile times."""

    PAGE = replace(HostileApp.PAGE, earlier=[(f"{HOSTILE} lamb\n", HOSTILE)], since=HOSTILE)

    def exit(self, *results: Any, **rest: Any) -> None:
        if isinstance(self.screen, DifferenceScreen) and self.screen.query_one(DifferenceView).facing is not None:
            self.set_timer(0.3, lambda: CristalApp.exit(self))
        elif self.main.query_one(DocumentView).text:
            prompt = self.main.query_one(DatePrompt)
            if prompt.input.has_focus:
                self.main.action_compare()
            else:
                self.main.action_as_of()
                prompt.input.value = HOSTILE
                prompt.give()
            self.set_timer(0.3, self.exit)
        else:
            self.set_timer(0.05, self.exit)


class HostileDossier(HostileApp):
    """Opens the dossier of a hostile name."""

    def exit(self, *results: Any, **rest: Any) -> None:
        if isinstance(self.screen, DossierScreen) and self.screen.query_one(DossierList).options:
            self.set_timer(0.3, lambda: CristalApp.exit(self))
            return
        if self.screen is self.main and self.main.query_one(NameList).entity is not None:
            self.action_dossier()
        self.set_timer(0.05, self.exit)


class HostileSuggestions(HostileExplorer):
    """Suggests that two hostile names are one."""

    def merge_suggestions(self, **rest: Any) -> SuggestionList:
        self.judged.names = [(HOSTILE, HOSTILE), (f"2 {HOSTILE}", HOSTILE)]
        (pair,) = self.judged.suggestions([("e0", "e1")], 1, 0).suggestions
        found = replace(pair.evidence[0], path=f"/docs/{HOSTILE}", unit=HOSTILE, document_date=HOSTILE)
        return SuggestionList(1, (replace(pair, why=HOSTILE, evidence=(found,), other_evidence=(found,)),))


class HostileDecisions(HostileApp):
    """Is asked about hostile names, one screen after the other, and decides about them."""

    def __init__(self) -> None:
        super().__init__()
        explorer = HostileSuggestions([self.PAGE])
        session = Session(Path("memory"), lambda _: cast("Explorer", explorer))
        self._asked: list[Screen[Any]] = [
            ChoiceScreen(HOSTILE, [HOSTILE], {}),
            SeekScreen(HOSTILE, Named("e7", HOSTILE, "person"), session, {}),
            RenameScreen(HOSTILE, {}),
            ReviewScreen(session, {}),
        ]

    def exit(self, *results: Any, **rest: Any) -> None:
        if isinstance(self.screen, ReviewScreen):
            if "2 ESC CSI" in str(self.screen.query_one("#pair-other", Static).render()):
                self.screen.action_judge("same")
                self.set_timer(0.5, lambda: CristalApp.exit(self))
                return
        elif self._asked:
            self.push_screen(self._asked.pop(0))
        self.set_timer(0.3, self.exit)


def deciding() -> CristalApp:
    return HostileDecisions()


def reading() -> CristalApp:
    return HostileApp()


def starting() -> CristalApp:
    return HostileStart()


def travelling() -> CristalApp:
    return HostileTime()


def consulting() -> CristalApp:
    return HostileDossier()


def test_nothing_leaks_from_a_dossier() -> None:
    assert leaks(consulting) == []


def test_nothing_leaks_while_reading() -> None:
    assert leaks(reading) == []


def test_nothing_leaks_at_the_start() -> None:
    assert leaks(starting) == []


def test_nothing_leaks_while_names_are_decided_about() -> None:
    assert leaks(deciding) == []


def test_nothing_leaks_from_other_times() -> None:
    assert leaks(travelling) == []
