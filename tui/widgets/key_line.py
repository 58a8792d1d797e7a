"""The last row: the keys that matter most where the focus is."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.bindings import Keymap, rows_in_reach, shown_key, split_keys

MOST = 7


def hints(place: str, keymap: Keymap) -> list[tuple[str, str]]:
    """(key, word) pairs for `place`, most useful first."""
    told: dict[str, str] = {}
    for row in rows_in_reach(place):
        if row.hint and row.keys and row.hint not in told.values():
            told[shown_key(split_keys(keymap.get(row.id, row.keys))[0])] = row.hint
    return list(told.items())[:MOST]


class KeyLine(Widget):
    """Keys and what they do, for one place."""

    DEFAULT_CSS = """
    KeyLine { height: 1; text-wrap: nowrap; text-overflow: clip; }
    """

    place: reactive[str] = reactive("query")

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(id="keys")
        self._keymap = keymap

    def render(self) -> Content:
        """The row."""
        pairs = hints(self.place, self._keymap)
        return Content("  ").join([Content.assemble((key, "bold $accent"), " ", word) for key, word in pairs])
