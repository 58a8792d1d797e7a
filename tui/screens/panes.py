"""Which pane has the focus, and the ways from one pane to another."""

from textual.screen import Screen
from textual.widget import Widget

from tui.screens.places import PLACES
from tui.widgets.date_prompt import DatePrompt
from tui.widgets.entity_list import EntityList
from tui.widgets.key_line import KeyLine
from tui.widgets.query_row import QueryRow
from tui.widgets.reading_pane import ReadingPane
from tui.widgets.results_pane import ResultsPane


class Panes:
    """The four panes of a screen. On a narrow one only some are seen: its classes say which is wanted."""

    def __init__(
        self,
        screen: Screen[None],
        row: QueryRow,
        prompt: DatePrompt,
        left: ResultsPane,
        pane: ReadingPane,
        names: EntityList,
    ) -> None:
        self._screen, self._row, self._prompt = screen, row, prompt
        self._left, self._pane, self._names = left, pane, names
        self._came_from: Widget = row
        self._asked_from: Widget = row

    def enter(self, widget: Widget) -> None:
        """Show the keys of the pane whose widget got the focus; on narrow screens, show that pane."""
        place = PLACES.get(type(widget))
        if place is None:
            return
        self._screen.query_one(KeyLine).place = place
        self._screen.set_class(place == "date", "-dating")
        if place == "date":
            return
        self._screen.set_class(place in ("filter", "entities"), "-naming")
        self._screen.set_class(place in ("document", "find", "proposals"), "-reading")
        if place in ("query", "results"):
            self._came_from = widget

    def back(self) -> bool:
        """One step back: zoom, document, results, query, an empty query. False when there is nothing to leave."""
        focused = self._screen.focused
        if self._screen.has_class("-zoom"):
            self._screen.remove_class("-zoom")
        elif focused is self._pane.view:
            self._came_from.focus()
        elif focused is self._names.filter and self._names.filter.value:
            self._names.filter.value = ""
        elif focused is not self._row.input:
            self._row.input.focus()
        elif self._row.text:
            self._row.input.value = ""
        else:
            return False
        return True

    def step(self, count: int) -> None:
        """The next or previous pane that can be seen."""
        reading = self._pane.proposals if self._pane.proposing else self._pane.view
        panes = [self._row.input, self._left.list, reading, self._names.filter, self._names.options]
        seen = [pane for pane in panes if pane in self._screen.focus_chain]
        if not self._names.entities and self._names.options in seen:
            seen.remove(self._names.options)
        focused = self._screen.focused
        place = PLACES.get(type(focused), "") if focused is not None else ""
        now = reading if place == "find" else focused
        at = seen.index(now) if now in seen else -1
        seen[(at + count) % len(seen)].focus()

    def focus_query(self) -> None:
        """Type a search; what is there is selected."""
        self._screen.remove_class("-zoom")
        self._row.input.focus()
        self._row.input.select_all()

    def ask_date(self, date: str) -> None:
        """Type a date; `date` is the present one."""
        focused = self._screen.focused
        if focused is not None and focused is not self._prompt.input:
            self._asked_from = focused
        self._screen.add_class("-dating")
        self._screen.call_after_refresh(self._prompt.ask, date)

    def end_date(self) -> None:
        """Go on where a date was asked for."""
        if self._screen.has_class("-dating"):
            self._screen.remove_class("-dating")
            self._screen.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        seen = self._asked_from in self._screen.focus_chain
        (self._asked_from if seen else self._row.input).focus()

    def focus_names(self) -> None:
        """Find a name."""
        self._screen.remove_class("-zoom")
        self._screen.add_class("-naming")
        self._screen.call_after_refresh(self._names.filter.focus)

    def focus_document(self) -> None:
        """Read."""
        self._screen.add_class("-reading")
        self._screen.call_after_refresh(self._pane.view.focus)
