"""A short list over the panes, of which one row is chosen."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.bindings import Keymap, bindings_for
from tui.sanitize import safe_line
from tui.widgets.key_line import KeyLine


class MenuList(OptionList, inherit_bindings=False):
    """The rows."""

    BINDINGS = bindings_for("menu")


class ChoiceScreen(ModalScreen[int | None], inherit_bindings=False):
    """A heading, the rows, the keys. Closes with the index of the chosen row, or with none."""

    DEFAULT_CSS = """
    ChoiceScreen { align: center middle; }
    ChoiceScreen > Vertical {
        width: 64; max-width: 100%; height: auto; max-height: 90%; background: $surface; padding: 0 1;
    }
    ChoiceScreen .heading { height: auto; max-height: 3; color: $accent; text-style: bold; }
    ChoiceScreen OptionList { height: auto; max-height: 16; padding: 0; background: transparent; }
    ChoiceScreen OptionList, ChoiceScreen OptionList:focus { border: none; }
    ChoiceScreen KeyLine { color: $text-muted; }
    """

    def __init__(self, heading: str, rows: Sequence[str], keymap: Keymap) -> None:
        super().__init__()
        self._heading, self._rows, self._keymap = heading, rows, keymap

    def compose(self) -> ComposeResult:
        """Heading, rows, keys."""
        with Vertical():
            yield Static(safe_line(self._heading), classes="heading", markup=False)
            yield MenuList(*(Option(Content(safe_line(row))) for row in self._rows), id="menu", markup=False)
            yield KeyLine(self._keymap)

    def on_mount(self) -> None:
        """The first row is highlighted."""
        self.query_one(KeyLine).place = "menu"
        self.query_one(MenuList).focus()
        self.query_one(MenuList).action_first()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)
