"""A pane for one text of any size, moved through by keys like a pager.

Only what is on the screen is drawn, from the arrays of a `DocumentLayout`. What the reader looks at is held by its
offset in the text, so that it stays in view when the text is laid out anew.
"""

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from textual import events, work
from textual.cache import LRUCache
from textual.geometry import Size
from textual.reactive import var
from textual.selection import Selection
from textual.strip import Strip

from search.cancel import NEVER, CancelToken
from search.text.spans import Span
from tui.textlayout import DocumentLayout
from tui.widgets.document_places import Hold, Position, left_column, position_at, seen_from, top_row
from tui.widgets.document_row import Mark
from tui.widgets.document_scene import Scene
from tui.widgets.paged import Paged

MEASURE = 100
"""Cells beyond which a wrapped row grows no wider: longer rows tire the eye."""

LAID_OUT_AT_ONCE = 100_000
"""Code points up to which a text is laid out between two frames; longer ones are left to a thread."""

LINE_NUMBER = "document--line-number"
PLACEHOLDER = "document--placeholder"

_STRIPS = 1024
_SIDEWAYS = 8
_LAYOUT = "layout"


class TextPane(Paged, can_focus=True, inherit_bindings=False):
    """Shows a text, wrapped or not. What lies on the text, and what is told of a move, is for the widget made of it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {LINE_NUMBER, PLACEHOLDER}
    DEFAULT_CSS = """
    TextPane {
        overflow-x: auto;
        & > .document--line-number { color: $text-muted; }
        & > .document--placeholder { color: $text-muted; }
    }
    """

    wrap: var[bool] = var(True, init=False)
    line_numbers: var[bool] = var(False, init=False)

    def __init__(
        self,
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`placeholder` is drawn while there is no text."""
        super().__init__(name=name, id=id, classes=classes)
        self.measure = MEASURE
        self._placeholder = placeholder
        self._text: str | None = None
        self._drawn: DocumentLayout | None = None
        self._hold = Hold(0, at_third=False)
        self._seen = Span(0, 0)
        self._scene: Scene | None = None
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(_STRIPS)
        self._styles: dict[str, Style] = {}

    def marks_in(self, part: Span) -> Iterable[Mark]:
        """What to draw over a part of the text."""
        selected = self.selected
        if selected is not None:
            yield Mark(*selected, self.screen.get_component_rich_style("screen--selection", partial=True))

    def moved(self) -> None:
        """Called when the view was scrolled or its text laid out anew."""

    def kept_in_view(self, seen: Span) -> Hold | None:
        """Which part of what was `seen` is to stay in view when the size changes; None for what is held already."""
        return None

    # The text

    @property
    def text(self) -> str:
        """The text, "" when there is none."""
        return self._text or ""

    @property
    def drawn(self) -> DocumentLayout | None:
        """What is drawn now; None without a text, and while a large one is being laid out."""
        return self._drawn

    @property
    def text_width(self) -> int:
        """Cells that a wrapped row has now: the width to build a `DocumentLayout` for."""
        return max(1, min(self.scrollable_content_region.width - self._gutter_width, self.measure))

    def show_text(self, document: str | DocumentLayout, hold: Hold) -> None:
        """Replace the text. One already laid out is drawn at once, whatever its width, then laid out to fit."""
        if isinstance(document, DocumentLayout):
            self._replace(document.text, document)
        else:
            self._replace(document, self._drawn if document is self._text else None)
        self._hold = hold
        self._lay_out()

    def extend(self, layout: DocumentLayout) -> None:
        """Show more of the text, which goes on where it ended; the view stays."""
        self.show_text(layout, self._hold)

    def show_placeholder(self, placeholder: str) -> None:
        """Show no text, but `placeholder`."""
        self.workers.cancel_group(self, _LAYOUT)
        self._placeholder = placeholder
        self._replace(None, None)
        self._hold = Hold(0, at_third=False)
        self.virtual_size = Size(0, 0)

    def _replace(self, text: str | None, drawn: DocumentLayout | None) -> None:
        self._text = text
        self._drawn = drawn
        if self.is_attached and self.text_selection is not None:
            self.screen.clear_selection()
        self.draw_anew()

    # Places

    @property
    def seen(self) -> Span:
        """The part of the text in view."""
        if self._drawn is None:
            return Span(self._hold.offset, self._hold.offset + 1)
        return seen_from(self._drawn, self.scroll_offset.y, self.page_height)

    @property
    def held_offset(self) -> int:
        """The offset that is kept in view."""
        return self._hold.offset

    @property
    def place(self) -> int:
        """The offset at one third of the height, where `goto_offset` brings it; 0 at the top of the text."""
        layout, top = self._drawn, self.scroll_offset.y
        if layout is None or not top:
            return 0
        return layout.row_span(min(top + self.page_height // 3, len(layout.rows) - 1)).start

    def position(self) -> Position:
        """Where the reader is; all zero while nothing is drawn."""
        if self._drawn is None:
            return Position(0, 0, 0, 0)
        return position_at(self._drawn, self.scroll_offset.y, self.page_height)

    def goto_offset(self, offset: int) -> None:
        """Bring `offset` to one third of the height."""
        self._hold = Hold(max(0, min(offset, len(self.text))), at_third=True)
        self._place()

    def goto_line(self, number: int) -> None:
        """Bring a line, counted from 1, to one third of the height; the last one when there are fewer."""
        if self._drawn is not None:
            lines = self._drawn.lines
            self.goto_offset(lines.starts[max(1, min(number, len(lines))) - 1])

    def reveal(self, span: Span) -> None:
        """Bring a range to one third of the height, unless all of it is in view already."""
        seen = self.seen
        if self._drawn is None or not self._drawn.wrapped or not seen.start <= span.start < span.end <= seen.end:
            self.goto_offset(span.start)

    def _place(self) -> None:
        """Scroll so that what is held is where it is held."""
        layout, hold = self._drawn, self._hold
        if layout is None or not self.is_mounted:
            return
        left = left_column(layout, hold.offset, self.scroll_offset.x, self.text_width)
        self.scroll_to(left, top_row(layout, hold, self.page_height), animate=False, force=True)
        self._hold = hold
        self._seen = self.seen
        self.moved()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Hold what was scrolled to."""
        super().watch_scroll_y(old_value, new_value)
        if self._drawn is not None and round(old_value) != round(new_value):
            self._seen = self.seen
            self._hold = Hold(self._seen.start, at_third=False)
            self.moved()

    # Laying out

    def _lay_out(self) -> None:
        """Make what is drawn fit the text, the width and the wrapping. A large text stays as it is drawn until a thread
        has laid it out.
        """
        text, drawn = self._text, self._drawn
        if text is None or not self.scrollable_content_region.width:
            return
        self.workers.cancel_group(self, _LAYOUT)
        width = self.text_width if self.wrap else None
        fits = drawn is not None and (drawn.width if drawn.wrapped else None) == width
        if fits or len(text) <= LAID_OUT_AT_ONCE:
            self._install(drawn if drawn is not None and fits else _laid_out(text, drawn, width, NEVER))
            return
        if drawn is not None:
            self._install(drawn)
        self._lay_out_in_thread(text, drawn, width)

    # Without a description Textual would write one that quotes the whole text.
    @work(group=_LAYOUT, description="lay out")
    async def _lay_out_in_thread(self, text: str, drawn: DocumentLayout | None, width: int | None) -> None:
        cancel = CancelToken()
        try:
            layout = await asyncio.to_thread(_laid_out, text, drawn, width, cancel)
        except asyncio.CancelledError:
            cancel.cancel()
            raise
        self._install(layout)

    def _install(self, layout: DocumentLayout) -> None:
        # A smaller text moves the view, and with it the hold, before the view can be placed.
        hold, gutter = self._hold, self._gutter_width
        self._drawn = layout
        self.virtual_size = Size(layout.width + self._gutter_width, len(layout.rows))
        self._hold = hold
        self.draw_anew()
        self._place()
        if self.wrap and self._gutter_width != gutter:
            self._lay_out()

    @property
    def _gutter_width(self) -> int:
        if not self.line_numbers or self._drawn is None:
            return 0
        return len(str(len(self._drawn.lines))) + 2

    def _on_resize(self, event: events.Resize) -> None:
        self._hold = self.kept_in_view(self._seen) or self._hold
        self.draw_anew()
        self._lay_out()

    def watch_wrap(self) -> None:
        """Lay out as asked."""
        self._lay_out()

    def watch_line_numbers(self) -> None:
        """Make room for the numbers, or take it back."""
        self.draw_anew()
        self._lay_out()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One row of the screen, kept for as long as nothing that it shows changes."""
        left, top = self.scroll_offset
        row = top + y
        strip = self._strips.get((row, left))
        if strip is None:
            if self._scene is None:
                self._scene = self._set_scene()
            strip = self._strips[row, left] = self._scene.draw(row, left)
        return strip

    def _set_scene(self) -> Scene:
        base, layout = self.rich_style, self._drawn
        if layout is None:
            # Nothing is said while a text is being laid out: it takes less time than reading so.
            layout = DocumentLayout.build(self._placeholder if self._text is None else "", self.text_width)
            base += self.style_of(PLACEHOLDER)
        return Scene(
            layout=layout,
            marks=self.marks_in,
            width=self.scrollable_content_region.width,
            gutter=self._gutter_width,
            base=base,
            number_style=self.style_of(LINE_NUMBER),
        )

    def style_of(self, component: str) -> Style:
        """The style of a component class, to lay over others."""
        style = self._styles.get(component)
        if style is None:
            style = self._styles[component] = self.get_component_rich_style(component, partial=True)
        return style

    def draw_anew(self) -> None:
        """Draw every row again: what lies on the text has changed."""
        self._scene = None
        self._strips.clear()
        self.refresh()
        if self.is_mounted and self.show_vertical_scrollbar:
            self.vertical_scrollbar.refresh()

    def notify_style_update(self) -> None:
        """Draw in the styles of another theme, or with and without the focus."""
        super().notify_style_update()
        self._styles.clear()
        self.draw_anew()

    # Selecting with the mouse

    @property
    def selected(self) -> Span | None:
        """The part of the text selected with the mouse."""
        selection = self.text_selection if self.is_attached and self._drawn is not None else None
        span = self._range_of(selection) if selection is not None else Span(0, 0)
        return span if span.start < span.end else None

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, as it is in the document."""
        start, end = self._range_of(selection)
        return self.text[start:end], "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.draw_anew()

    def _range_of(self, selection: Selection) -> Span:
        """A selection is of offsets in the text: see `document_row`."""
        start = selection.start.x if selection.start is not None else 0
        end = selection.end.x if selection.end is not None else len(self.text)
        return Span(min(start, end), max(start, end))

    # Keys

    def action_left(self) -> None:
        """Some cells to the left."""
        self.scroll_to(self.scroll_offset.x - _SIDEWAYS, animate=False, force=True)

    def action_right(self) -> None:
        """Some cells to the right."""
        self.scroll_to(self.scroll_offset.x + _SIDEWAYS, animate=False, force=True)

    def action_wrap(self) -> None:
        """Wrap long lines, or leave them."""
        self.wrap = not self.wrap

    def action_line_numbers(self) -> None:
        """Show line numbers, or hide them."""
        self.line_numbers = not self.line_numbers


def _laid_out(text: str, drawn: DocumentLayout | None, width: int | None, cancel: CancelToken) -> DocumentLayout:
    """The text wrapped at `width`, or not wrapped without one; the lines of what is drawn are not looked for again."""
    if width is None:
        return (drawn or DocumentLayout.build(text, MEASURE, cancel=cancel)).unwrap(cancel=cancel)
    return drawn.wrap(width, cancel=cancel) if drawn else DocumentLayout.build(text, width, cancel=cancel)
