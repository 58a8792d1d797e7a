"""No control character of any text reaches the terminal, whichever surface shows it."""

from collections.abc import Callable, Sequence

import pytest
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.filter import LineFilter
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Footer, Header, Input, OptionList, Static

from search.text.differing import compare
from search.text.spans import Spans
from tests.tui.leaking import HOSTILE, HOSTILE_LINK, PAYLOADS, leaks
from tui.control_filter import ControlFilter
from tui.widgets.date_prompt import DatePrompt
from tui.widgets.difference_view import Compared, DifferenceView
from tui.widgets.document_view import DocumentView

HOSTILE_KEYS: list[BindingType] = [Binding("x", "quit", HOSTILE)]


class Bare(App[object]):
    """An app as Textual makes it."""

    ENABLE_COMMAND_PALETTE = False


class Filtered(Bare):
    def __init__(self) -> None:
        super().__init__()
        self._control_filter = ControlFilter()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._control_filter]


class DrawnByItself(Widget):
    """The rawest surface: nothing between it and the terminal but the filter."""

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(HOSTILE)]) if y == 0 else Strip.blank(self.size.width)


class Surfaces:
    def compose(self) -> ComposeResult:
        yield Header()
        yield Static(HOSTILE, markup=False)
        yield Static(Content(HOSTILE))
        yield Static(Text(HOSTILE))
        yield Static(Text(f"ESC CSI {HOSTILE_LINK}", style=Style(link=HOSTILE_LINK)))
        yield OptionList(HOSTILE, Content(HOSTILE), Text(HOSTILE), markup=False)
        yield Input(HOSTILE)
        yield Input(placeholder=HOSTILE)
        framed = Static("framed")
        framed.styles.border = ("round", "white")
        framed.border_title = Text(HOSTILE)
        yield framed
        yield DrawnByItself()
        yield Footer()


class BareSurfaces(Surfaces, Bare):
    BINDINGS = HOSTILE_KEYS

    def on_mount(self) -> None:
        self.title = HOSTILE
        self.notify(HOSTILE, title=HOSTILE, markup=False)


class FilteredSurfaces(Surfaces, Filtered):
    BINDINGS = HOSTILE_KEYS

    def on_mount(self) -> None:
        self.title = HOSTILE
        self.notify(HOSTILE, title=HOSTILE, markup=False)


class BareStatic(Bare):
    def compose(self) -> ComposeResult:
        yield Static(HOSTILE, markup=False)


class BareDocument(Bare):
    """The document view makes its text safe without the filter."""

    def compose(self) -> ComposeResult:
        yield DocumentView()
        yield DocumentView(placeholder=HOSTILE)

    def on_ready(self) -> None:
        view = self.query(DocumentView).first()
        view.show(f"{HOSTILE}\n\t{HOSTILE}", Spans([(0, len(HOSTILE))]))
        view.set_mentions(Spans([(3, 50)]), ["person"])
        view.line_numbers = True


class NotWrappedDocument(BareDocument):
    def on_ready(self) -> None:
        super().on_ready()
        self.query(DocumentView).first().wrap = False


class BareDifference(Bare):
    """So does the view of two texts."""

    BESIDE = True

    def compose(self) -> ComposeResult:
        yield DifferenceView()

    def on_ready(self) -> None:
        before, after = f"{HOSTILE}\nsame {HOSTILE}\n", f"same {HOSTILE}\n\tother {HOSTILE}\n"
        view = self.query_one(DifferenceView)
        view.show(Compared(before, after, compare(before, after)))
        if view.beside != self.BESIDE:
            view.toggle()


class InlineDifference(BareDifference):
    BESIDE = False


class BarePrompt(Bare):
    """And the prompt tells a hostile mistake."""

    def compose(self) -> ComposeResult:
        yield DatePrompt()

    def on_ready(self) -> None:
        self.query_one(DatePrompt).tell(HOSTILE)


class Empty(Bare):
    def compose(self) -> ComposeResult:
        yield Static("nothing hostile here")


SAFE = [BareDocument, NotWrappedDocument, BareDifference, InlineDifference, BarePrompt, FilteredSurfaces]


@pytest.mark.parametrize("factory", SAFE)
def test_nothing_leaks(factory: Callable[[], App[object]]) -> None:
    assert leaks(factory) == []


def test_without_the_filter_every_payload_leaks_from_some_surface() -> None:
    assert leaks(BareSurfaces) == list(PAYLOADS)


def test_without_the_filter_a_plain_text_can_write_the_clipboard() -> None:
    assert "OSC 52" in leaks(BareStatic)


def test_a_screen_without_the_text_proves_nothing() -> None:
    with pytest.raises(AssertionError, match="nothing hostile here"):
        leaks(Empty)
