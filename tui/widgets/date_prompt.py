"""The row in which a date is typed, in the place of the query row: everything is then shown as it was at that date."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tui.bindings import bindings_for
from tui.sanitize import safe_line

HINT = "2024, 2024-06-30, yesterday; Esc is now"


class DateInput(Input):
    """A date as people write it."""

    BINDINGS = bindings_for("date")


class DatePrompt(Horizontal):
    """One line: what is asked for, the input, and what is wrong with the date."""

    DEFAULT_CSS = """
    DatePrompt { height: auto; max-height: 3; }
    DatePrompt > #date-label { width: auto; padding: 0 1; }
    DatePrompt > DateInput { width: 24; min-width: 12; }
    DatePrompt > #date-trouble { width: 1fr; height: auto; padding: 0 1; }
    """

    class Given(Message):
        """A date was entered, or nothing, which means now."""

        def __init__(self, date: str) -> None:
            self.date = date
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="date-prompt")

    def compose(self) -> ComposeResult:
        """Label, input, trouble."""
        yield Static("as of", id="date-label", markup=False)
        yield DateInput(placeholder="now", compact=True, id="date")
        yield Static("", id="date-trouble", markup=False)

    @property
    def input(self) -> DateInput:
        """The input itself."""
        return self.query_one(DateInput)

    def ask(self, date: str) -> None:
        """Type a date; `date` is the present one."""
        self.input.value = date
        self.tell("")
        self.input.focus()
        self.input.select_all()

    def give(self) -> None:
        """Post what is typed."""
        self.post_message(self.Given(self.input.value.strip()))

    def tell(self, trouble: str) -> None:
        """Tell in a sentence what is wrong with the date; empty for nothing."""
        told = self.query_one("#date-trouble", Static)
        told.update(safe_line(trouble or HINT))
        told.set_class(bool(trouble), "-trouble")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.tell("")
