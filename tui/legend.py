"""What the marks on names mean, drawn as they are in the panes. No type is told by colour alone."""

from textual.content import Content

from tui.bindings import Keymap, keys_of
from tui.widgets.entity_row import FOUND, STYLES, WATCHED

_WIDTH = 14
_DRAWN = {
    "person": ("underlined, italic", "italic underline"),
    "organisation": ("underlined, bold", "bold underline"),
    "place": ("underlined, bold and italic", "bold italic underline"),
    "any other": ("underlined", "underline"),
}
"""How each type is drawn in a document: in words, and as a style."""


def legend(keymap: Keymap) -> list[Content]:
    """A line for each mark."""
    steps = f"{keys_of('mention.next', keymap)} and {keys_of('mention.previous', keymap)}"
    return [
        *(_line(kind, f"{style} {STYLES.get(kind, '')}".strip(), drawn) for kind, (drawn, style) in _DRAWN.items()),
        Content(f"  {'':<{_WIDTH}}{steps} tell the type in the status line, lists in a column"),
        _line(WATCHED, "bold $text-warning", "before a name that somebody watches"),
        _line("letters", FOUND, "those of a name that answer what is typed in the filter"),
    ]


def _line(mark: str, style: str, meaning: str) -> Content:
    return Content.assemble("  ", (mark, style), " " * (_WIDTH - len(mark)), meaning)
