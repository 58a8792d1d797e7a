"""Two texts compared, beside each other or one after the other, and the ways from one change to the next."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import events, work
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from search.cancel import CancelToken
from search.text.differing import Hunk
from search.text.spans import Spans
from tui.bindings import bindings_for
from tui.facing import Facing
from tui.textlayout import DocumentLayout
from tui.widgets.difference_scene import GUTTER, DifferenceScene, Ink, side_width
from tui.widgets.document_marks import Marks
from tui.widgets.document_scrollbar import TickedScrollBar
from tui.widgets.paged import Paged

MEASURE = 100
"""Cells beyond which a row grows no wider."""

BESIDE_FROM = 100
"""Cells of a view from which the texts are shown beside each other, unless the reader wants it otherwise."""

_DELETED = "difference--deleted"
_DELETED_WORD = "difference--deleted-word"
_INSERTED = "difference--inserted"
_INSERTED_WORD = "difference--inserted-word"
_RULE = "difference--rule"
_CURRENT = "difference--current"
_STRIPS = 1024


class Compared(NamedTuple):
    """Two texts and where they differ."""

    before: str
    after: str
    hunks: Sequence[Hunk]


class Place(NamedTuple):
    """The offset in one of the texts that is at the top."""

    offset: int
    after: bool


class DifferenceView(Paged):
    """Shows two texts as one run of rows, so that both sides always move together."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {_DELETED, _DELETED_WORD, _INSERTED, _INSERTED_WORD, _RULE, _CURRENT}
    DEFAULT_CSS = """
    DifferenceView {
        & > .difference--deleted { color: $text-error; }
        & > .difference--inserted { color: $text-success; }
        & > .difference--deleted-word { background: $error-muted; text-style: bold underline; }
        & > .difference--inserted-word { background: $success-muted; text-style: bold underline; }
        & > .difference--rule { color: $panel; }
        & > .difference--current { color: $warning; text-style: bold reverse; }
    }
    """
    BINDINGS = bindings_for("difference")

    class Moved(Message):
        """Another place is at the top, or another change is the current one: `change` from 0, -1 for none."""

        def __init__(self, change: int, place: Place) -> None:
            super().__init__()
            self.change = change
            self.place = place

        def can_replace(self, message: Message) -> bool:
            """A later place makes an earlier one pointless."""
            return isinstance(message, DifferenceView.Moved)

    def __init__(self) -> None:
        super().__init__(id="difference")
        self._compared = Compared("", "", ())
        self._facing: Facing | None = None
        self._words: tuple[Marks, Marks] | None = None
        self._current = -1
        self._wanted_beside: bool | None = None
        self._place: Place | None = None
        self._scene: DifferenceScene | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(_STRIPS)

    @property
    def beside(self) -> bool:
        """Whether the texts are shown beside each other."""
        return self.size.width >= BESIDE_FROM if self._wanted_beside is None else self._wanted_beside

    @property
    def facing(self) -> Facing | None:
        """What is drawn; None while it is being laid out."""
        return self._facing

    def show(self, compared: Compared) -> None:
        """Show two texts at their first change."""
        self._compared = compared
        self._facing = None
        self._words = None
        self._current, self._place = -1, None
        self._draw_anew()
        self._lay_out()

    def toggle(self) -> None:
        """Show the texts beside each other, or one after the other; the place stays."""
        self._wanted_beside = not self.beside
        self._lay_out()

    def next_change(self) -> bool:
        """Go to the change after the current one, or the first in view when that is not; False when there is none."""
        facing = self._facing
        if facing is None:
            return False
        return self._go_to(self._current + 1 if self._sees_current else facing.next_hunk(self.scroll_offset.y))

    def previous_change(self) -> bool:
        """Go to the change before the current one, or the last above the view when that is not in it."""
        facing = self._facing
        if facing is None:
            return False
        return self._go_to((self._current if self._sees_current else facing.next_hunk(self.scroll_offset.y)) - 1)

    @property
    def _sees_current(self) -> bool:
        top = self.scroll_offset.y
        return (
            self._facing is not None
            and self._current >= 0
            and top <= self._facing.hunks[self._current] < top + self.page_height
        )

    def _go_to(self, change: int) -> bool:
        facing = self._facing
        if facing is None or not 0 <= change < len(facing.hunks):
            return False
        self._current = change
        row, top = facing.hunks[change], self.scroll_offset.y
        if not top <= row < top + self.page_height * 2 // 3:
            self.scroll_to(y=row - self.page_height // 3, animate=False, force=True)
        self._draw_anew()
        self._tell()
        return True

    def _tell(self) -> None:
        if self._place is not None:
            self.post_message(self.Moved(self._current, self._place))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep what was scrolled to."""
        super().watch_scroll_y(old_value, new_value)
        if self._facing is not None and round(old_value) != round(new_value):
            self._take_place()
            self._tell()

    def _take_place(self) -> None:
        facing = self._facing
        if facing is None or not facing.height:
            return
        face = facing.face(min(self.scroll_offset.y, facing.height - 1))
        if face.after is not None:
            self._place = Place(facing.after.row_span(face.after).start, after=True)
        elif face.before is not None:
            self._place = Place(facing.before.row_span(face.before).start, after=False)

    # Laying out

    def _on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.scrollable_content_region.width:
            return
        width = max(1, min(side_width(self.scrollable_content_region.width, beside=self.beside) - GUTTER, MEASURE))
        drawn = self._facing
        if drawn is not None and (drawn.after.width, drawn.beside) == (width, self.beside):
            self._draw_anew()
        else:
            self._lay_out_in_thread(self._compared, drawn, width, self.beside)

    # Without a description Textual would write one that quotes the whole texts.
    @work(group="layout", exclusive=True, description="lay out")
    async def _lay_out_in_thread(self, compared: Compared, drawn: Facing | None, width: int, beside: bool) -> None:
        cancel = CancelToken()
        try:
            if self._words is None:
                self._words = await asyncio.to_thread(_words, compared.hunks)
            facing = await asyncio.to_thread(_laid_out, compared, drawn, width, beside, cancel)
        except asyncio.CancelledError:
            cancel.cancel()
            raise
        self._install(facing)

    def _install(self, facing: Facing) -> None:
        place = self._place
        self._facing = facing
        self.virtual_size = Size(self.scrollable_content_region.width, facing.height)
        self._draw_anew()
        if place is not None:
            self.scroll_to(y=facing.row_of(place.offset, after=place.after), animate=False, force=True)
        self._place = place
        if place is None:
            self.scroll_to(y=0, animate=False, force=True)
            self._take_place()
            self._go_to(0)
            self._tell()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One row of the screen, kept for as long as nothing that it shows changes."""
        row = self.scroll_offset.y + y
        strip = self._strips.get(row)
        if strip is None:
            if self._facing is None:
                return Strip.blank(self.size.width, self.rich_style)
            if self._scene is None:
                self._scene = self._set_scene(self._facing)
            strip = self._strips[row] = self._scene.draw(row)
        return strip

    def _set_scene(self, facing: Facing) -> DifferenceScene:
        deleted, inserted = self._words or (Marks(Spans()), Marks(Spans()))
        return DifferenceScene(
            facing=facing,
            deleted=Ink("-", self._style(_DELETED), self._style(_DELETED_WORD), deleted),
            inserted=Ink("+", self._style(_INSERTED), self._style(_INSERTED_WORD), inserted),
            current=self._current,
            width=self.scrollable_content_region.width,
            base=self.rich_style,
            rule=self._style(_RULE),
            current_style=self._style(_CURRENT),
        )

    def _style(self, component: str) -> Style:
        return self.get_component_rich_style(component, partial=True)

    def _draw_anew(self) -> None:
        self._scene = None
        self._strips.clear()
        self.refresh()
        if self.is_mounted and self.show_vertical_scrollbar:
            self.vertical_scrollbar.refresh()

    def notify_style_update(self) -> None:
        """Draw in the styles of another theme."""
        super().notify_style_update()
        self._draw_anew()

    def _on_mount(self, event: events.Mount) -> None:
        renderer = TickedScrollBar.over(self._has_change, lambda: self._style(_CURRENT).color)
        self.vertical_scrollbar.renderer = renderer  # type: ignore[misc]

    def _has_change(self, first: int, last: int) -> bool:
        return self._facing is not None and self._facing.hunks_between(first, last)


def _words(hunks: Sequence[Hunk]) -> tuple[Marks, Marks]:
    """The words that differ in lines that both texts have: deleted ones, inserted ones."""
    changes = [
        change
        for hunk in hunks
        if hunk.before.start < hunk.before.end and hunk.after.start < hunk.after.end
        for change in hunk.changes
    ]
    return (
        Marks(Spans(change.before for change in changes if change.before.start < change.before.end)),
        Marks(Spans(change.after for change in changes if change.after.start < change.after.end)),
    )


def _laid_out(compared: Compared, drawn: Facing | None, width: int, beside: bool, cancel: CancelToken) -> Facing:
    if drawn is None:
        before = DocumentLayout.build(compared.before, width, cancel=cancel)
        after = DocumentLayout.build(compared.after, width, cancel=cancel)
    else:
        before, after = (layout.wrap(width, cancel=cancel) for layout in (drawn.before, drawn.after))
    return Facing.build(before, after, compared.hunks, beside=beside, cancel=cancel)
