"""Help for the pane that has the focus: its keys, the keys that work everywhere, the query language."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.arguments import QUERY_HELP
from tui.bindings import Key, Keymap, bindings_for, rows_for, rows_in_reach, shown_keys
from tui.legend import legend

_NAMES = {
    "query": "The query",
    "results": "The results",
    "document": "The document",
    "entities": "The names",
    "filter": "The name filter",
    "find": "Find in the document",
    "proposals": "Proposals",
    "date": "The date",
    "difference": "What differs",
    "dossier": "The dossier",
    "review": "Names that may be one",
}
_WIDTH = 14


class HelpScreen(ModalScreen[None], inherit_bindings=False):
    """One page to scroll; closes with Esc."""

    BINDINGS = bindings_for("help")
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > Vertical { width: 90; max-width: 100%; height: 90%; background: $surface; padding: 0 1; }
    HelpScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    HelpScreen .footing { height: 1; color: $text-muted; }
    """

    def __init__(self, place: str, keymap: Keymap) -> None:
        super().__init__()
        self._place = place
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The page."""
        with Vertical():
            with VerticalScroll():
                yield Static(help_page(self._place, self._keymap), markup=False)
            yield Static("Esc closes, arrows scroll", classes="footing", markup=False)

    def on_mount(self) -> None:
        """Arrows scroll at once."""
        self.query_one(VerticalScroll).focus()


def help_page(place: str, keymap: Keymap) -> Content:
    """Keys and query language for a reader who is in `place`."""
    own = [*rows_for("view"), *rows_for(place)] if place == "document" else list(rows_for(place))
    around = [row for row in rows_in_reach(place) if row not in own]
    return Content("\n").join(
        [
            _heading(_NAMES.get(place, place.capitalize())),
            *_lines(own, keymap),
            _heading("\nEverywhere"),
            *_lines(around, keymap),
            _heading("\nMarks on names"),
            *legend(keymap),
            _heading("\nThe query language"),
            Content(QUERY_HELP.rstrip()),
            Content("\nOther keys: keymap.toml maps the ids at the right to keys, for example"),
            Content('  "match.next" = ["n", "f3"]'),
        ]
    )


def _heading(text: str) -> Content:
    return Content.styled(text, "bold $accent")


def _lines(rows: Iterable[Key], keymap: Keymap) -> list[Content]:
    return [
        Content.assemble((f"  {shown_keys(row, keymap):<{_WIDTH}}", "bold"), f"{row.description}  ", (row.id, "dim"))
        for row in rows
        if row.keys
    ]
