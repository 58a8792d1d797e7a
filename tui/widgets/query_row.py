"""The first row: what is searched, how much was found, and where a query is in error."""

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from tui.bindings import bindings_for
from tui.sanitize import safe_line

SPINNER_AFTER = 0.2
_SPINNER = "|/-\\"


class _Trouble(Highlighter):
    """Underlines the place of an error."""

    position: int | None = None

    def highlight(self, text: Text) -> None:
        """Mark the character at `position`, or the last one when the error is at the end."""
        if self.position is not None and len(text):
            at = min(self.position, len(text) - 1)
            text.stylize("bold underline reverse", at, at + 1)


class QueryInput(Input):
    """The input of the query."""

    BINDINGS = bindings_for("query")

    def _on_paste(self, event: events.Paste) -> None:
        """Pasted lines are one query; Textual would keep the first alone."""
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.split()), *self.selection)


class QueryRow(Horizontal):
    """One line: prompt, input, the date that is looked at when it is not now, counter."""

    DEFAULT_CSS = """
    QueryRow { height: 1; }
    QueryRow > QueryInput { width: 1fr; }
    QueryRow > #query-as-of { width: auto; padding: 0 1; display: none; }
    QueryRow.-then > #query-as-of { display: block; }
    QueryRow > #query-counter { width: auto; max-width: 50%; padding: 0 1; text-wrap: nowrap; }
    """

    class Changed(Message):
        """The text of the query was changed by typing."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="query-row")
        self._trouble = _Trouble()
        self._counter = ""
        self._timer: Timer | None = None
        self._frame = 0

    def compose(self) -> ComposeResult:
        """Prompt, input, date, counter."""
        yield Static("›", id="query-prompt", markup=False)
        yield QueryInput(
            placeholder="type to search", compact=True, select_on_focus=False, highlighter=self._trouble, id="query"
        )
        yield Static("", id="query-as-of", markup=False)
        yield Static("", id="query-counter", markup=False)

    @property
    def input(self) -> QueryInput:
        """The input itself, to give it the focus."""
        return self.query_one(QueryInput)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.input.value

    def put(self, text: str) -> None:
        """Replace what is typed, without posting `Changed`."""
        with self.input.prevent(Input.Changed):
            self.input.value = text
        self.input.cursor_position = len(text)
        self.mark_error(None)

    def show_counter(self, text: str) -> None:
        """Tell how much was found."""
        self._counter = text
        self.query_one("#query-counter", Static).update(safe_line(text))

    def show_as_of(self, text: str) -> None:
        """Tell as of which date everything is shown; empty for now."""
        self.query_one("#query-as-of", Static).update(safe_line(text))
        self.set_class(bool(text), "-then")

    def mark_error(self, position: int | None) -> None:
        """Underline the place of an error (an offset in the query), or none."""
        self._trouble.position = position
        self.input.refresh()

    def begin_wait(self) -> None:
        """A search is under way: say so when it takes longer than a blink."""
        self.end_wait()
        self._timer = self.set_timer(SPINNER_AFTER, self._start_spinner)

    def end_wait(self) -> None:
        """The search is over."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self.show_counter(self._counter)

    def _start_spinner(self) -> None:
        self._timer = self.set_interval(0.1, self._spin)
        self._spin()

    def _spin(self) -> None:
        self._frame += 1
        self.query_one("#query-counter", Static).update(f"searching {_SPINNER[self._frame % len(_SPINNER)]}")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.mark_error(None)
        self.post_message(self.Changed(event.value))
