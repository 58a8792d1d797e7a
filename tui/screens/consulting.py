"""From a name on the main screen to its dossier, and from there to a place in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.bindings import Keymap
from tui.screens.panes import Panes
from tui.screens.reading import Reader
from tui.screens.searching import Searcher
from tui.screens.superseding import supersede
from tui.session import Session
from tui.widgets.entity_list import EntityList
from tui.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from tui.widgets.dossier_list import Place


class Consultant:
    """Opens dossiers over a screen. They are of the moment that its results are of."""

    def __init__(
        self,
        screen: Screen[None],
        session: Session,
        panes: Panes,
        pane: ReadingPane,
        names: EntityList,
        searcher: Searcher,
        reader: Reader,
    ) -> None:
        self._screen, self._session, self._panes, self._pane = screen, session, panes, pane
        self._names, self._searcher, self._reader = names, searcher, reader

    def open(self, keymap: Keymap) -> bool:
        """The dossier of the name that the reader is at in the document, where that has the focus, else of the
        highlighted one. False when there is none.
        """
        from tui.screens.dossier import DossierScreen

        reading = self._screen.focused is self._pane.view
        named = self._reader.choose_mention() if reading else self._names.entity
        if named is None:
            return False
        shown = DossierScreen(self._session, named.entity, self._searcher.as_of, keymap)
        self._screen.app.push_screen(shown, self._go)
        return True

    def _go(self, place: Place | None) -> None:
        if place is not None:
            supersede(self._screen, "document", self._reader.open_at, place.version, self._searcher.then, place.start)
            self._panes.focus_document()
