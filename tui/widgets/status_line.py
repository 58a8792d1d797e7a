"""The row above the keys: what is open, where in it, and what is being read in the background."""

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from tui.sanitize import safe_line
from tui.widgets.snippets import path_end

NOTICE_SECONDS = 4.0
_PATH_CELLS = 16


def fit(left: str, middle: str, right: str, width: int) -> Content:
    """One row of `width` cells: `right` is kept whole, then `middle`; the path on the left gives way first."""
    right = right if cell_len(right) <= width else ""
    room = width - cell_len(right) - (2 if right else 0)
    if cell_len(middle) > room:
        middle = _cut(middle, room)
    rest = room - cell_len(middle) - (2 if middle else 0)
    shown = path_end(left, rest) if left and (rest >= _PATH_CELLS or not middle) else ""
    gap = width - cell_len(shown) - cell_len(middle) - cell_len(right) - (2 if shown and middle else 0)
    between = "  " if shown and middle else ""
    return Content.assemble(shown, between, (middle, "bold"), " " * max(0, gap), right)


def _cut(text: str, cells: int) -> str:
    while text and cell_len(text) > cells:
        text = text[: max(0, len(text) - max(1, (cell_len(text) - cells) // 2))]
    return text


class StatusLine(Widget):
    """Path; a notice or the state of the reading; match, line and percent."""

    DEFAULT_CSS = """
    StatusLine { height: 1; text-wrap: nowrap; }
    """

    path: reactive[str] = reactive("")
    indexing: reactive[str] = reactive("")
    notice: reactive[str] = reactive("")
    match: reactive[str] = reactive("")
    position: reactive[str] = reactive("")

    _timer: Timer | None = None

    def render(self) -> Content:
        """The row at its present width."""
        right = "  ".join(part for part in (self.match, self.position) if part)
        middle = safe_line(self.notice or self.indexing)
        return fit(self.path, middle, safe_line(right), self.content_size.width)

    def say(self, notice: str) -> None:
        """Show a notice for a few seconds in place of what is being read."""
        self.notice = notice
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(NOTICE_SECONDS, self._forget)

    def _forget(self) -> None:
        self.notice = ""
