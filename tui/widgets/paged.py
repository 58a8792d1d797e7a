"""Moving through rows that are drawn one by one, with the keys of a pager."""

from textual.scroll_view import ScrollView


class Paged(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of any number, of which only those on the screen are drawn. What they are is for the widget made of it."""

    DEFAULT_CSS = """
    Paged {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-horizontal: 0;
        scrollbar-size-vertical: 1;
    }
    """

    @property
    def page_height(self) -> int:
        """Rows in view."""
        return max(1, self.scrollable_content_region.height)

    def _scroll_rows(self, rows: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)

    def action_line_down(self) -> None:
        """A row down."""
        self._scroll_rows(1)

    def action_line_up(self) -> None:
        """A row up."""
        self._scroll_rows(-1)

    def action_page_down(self) -> None:
        """A page down; the last row becomes the first."""
        self._scroll_rows(max(1, self.page_height - 1))

    def action_page_up(self) -> None:
        """A page up; the first row becomes the last."""
        self._scroll_rows(-max(1, self.page_height - 1))

    def action_half_down(self) -> None:
        """Half a page down."""
        self._scroll_rows(max(1, self.page_height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._scroll_rows(-max(1, self.page_height // 2))

    def action_first(self) -> None:
        """To the start."""
        self.scroll_to(0, 0, animate=False, force=True)

    def action_last(self) -> None:
        """To the end."""
        self.scroll_to(y=self.virtual_size.height, animate=False, force=True)
