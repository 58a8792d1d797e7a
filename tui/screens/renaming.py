"""What a name is to be called from now on."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.bindings import Keymap, bindings_for
from tui.sanitize import safe_line
from tui.widgets.key_line import KeyLine


class NewNameInput(Input):
    """The new name."""

    BINDINGS = bindings_for("naming")


class RenameScreen(ModalScreen[str | None], inherit_bindings=False):
    """A heading, the name as it is, to be edited. Closes with the new one, or with none."""

    DEFAULT_CSS = """
    RenameScreen { align: center middle; }
    RenameScreen > Vertical { width: 64; max-width: 100%; height: auto; background: $surface; padding: 0 1; }
    RenameScreen .heading { height: auto; max-height: 3; color: $accent; text-style: bold; }
    RenameScreen NewNameInput, RenameScreen NewNameInput:focus { height: 1; background: $panel; }
    RenameScreen KeyLine { color: $text-muted; }
    """

    def __init__(self, name: str, keymap: Keymap) -> None:
        super().__init__()
        self._name_now, self._keymap = name, keymap

    def compose(self) -> ComposeResult:
        """Heading, name, keys."""
        name = safe_line(self._name_now)
        with Vertical():
            yield Static(f"What to call {name}", classes="heading", markup=False)
            yield NewNameInput(name, compact=True, select_on_focus=False, id="naming")
            yield KeyLine(self._keymap)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(KeyLine).place = "naming"
        self.query_one(NewNameInput).focus()

    def action_give(self) -> None:
        """Close with what is typed, if that is another name."""
        name = self.query_one(NewNameInput).value.strip()
        self.dismiss(name if name and name != safe_line(self._name_now) else None)
