"""The net below every surface: no control character reaches the terminal, whichever widget drew it.

Textual passes text on as it gets it, so a forgotten `safe` would hand the terminal to a document. Widths were measured
before the net, hence texts should still be made safe where they enter.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.sanitize import is_safe, safe


class ControlFilter(LineFilter):
    """Shows hostile characters and drops hyperlinks that hold any. Give an app one: drawn lines are cached by it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of one screen line, safe to print."""
        changed: list[Segment] | None = None
        for index, (text, style, control) in enumerate(segments):
            link = style.link if style is not None else None
            unsafe_link = link is not None and not is_safe(link)
            if unsafe_link or not is_safe(text):
                if changed is None:
                    changed = list(segments)
                shown_style = style.update_link(None) if style is not None and unsafe_link else style
                changed[index] = Segment(safe(text), shown_style, control)
        return segments if changed is None else changed
