"""A vertical scrollbar with a tick beside each stretch of the document that holds a match."""

from collections.abc import Callable

from rich.color import Color
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

TICK = "▪"

HasMatch = Callable[[int, int], bool]
"""Whether rows from the first up to, and without, the second hold a match."""


class TickedScrollBar(ScrollBarRender):
    """Textual's scrollbar, drawn over with ticks; the mouse finds it as before."""

    has_match: HasMatch
    tick_color: Callable[[], Color | None]

    @classmethod
    def over(cls, has_match: HasMatch, tick_color: Callable[[], Color | None]) -> "type[TickedScrollBar]":
        """The class of renderer for one document view: Textual makes a new renderer for each drawing."""
        functions = {"has_match": staticmethod(has_match), "tick_color": staticmethod(tick_color)}
        return type(cls.__name__, (cls,), functions)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The bar as Textual draws it, ticked."""
        for bar in super().__rich_console__(console, options):
            yield Segments(self._ticked(bar.segments), new_lines=True) if isinstance(bar, Segments) else bar

    def _ticked(self, segments: list[Segment]) -> list[Segment]:
        size = len(segments)
        color = self.tick_color()
        ticked = list(segments)
        for index, (text, style, control) in enumerate(segments):
            first, last = index * self.virtual_size // size, (index + 1) * self.virtual_size // size
            if style is not None and self.has_match(first, max(first + 1, last)):
                shown = style + (Style(bgcolor=color) if style.reverse else Style(color=color))
                ticked[index] = Segment(TICK.ljust(len(text)), shown, control)
        return ticked
