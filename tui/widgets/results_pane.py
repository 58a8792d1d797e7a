"""The pane of the results: how they are sorted, the hits, what was changed in the query, and what was searched."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.sanitize import safe_line
from tui.widgets.result_list import ResultList


class ResultsPane(Vertical):
    """Title, hits, notes, coverage."""

    DEFAULT_CSS = """
    ResultsPane > .notes { height: auto; max-height: 4; display: none; }
    ResultsPane > .notes.-told { display: block; }
    ResultsPane > .coverage { height: auto; max-height: 3; }
    """

    def __init__(self) -> None:
        super().__init__(id="results")

    def compose(self) -> ComposeResult:
        """Title, hits, notes, coverage."""
        yield Static("Results", classes="pane-title", markup=False)
        yield ResultList()
        yield Static("", classes="notes", markup=False)
        yield Static("", classes="coverage", markup=False)

    @property
    def list(self) -> ResultList:
        """The hits."""
        return self.query_one(ResultList)

    def show_title(self, title: str) -> None:
        """Tell how the results are sorted."""
        self.query_one(".pane-title", Static).update(safe_line(title))

    def show_notes(self, text: str) -> None:
        """What was changed in the query, or what is wrong with it; empty for nothing."""
        notes = self.query_one(".notes", Static)
        notes.update(safe_line(text))
        notes.set_class(bool(text), "-told")

    def show_coverage(self, text: str) -> None:
        """What was searched."""
        self.query_one(".coverage", Static).update(safe_line(text))

    def mark_stale(self, stale: bool) -> None:
        """Dim results that are not those of the query as it stands."""
        self.list.set_class(stale, "-stale")
