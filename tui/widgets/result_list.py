"""The hits of a search, a page at a time."""

from collections.abc import Iterable, Iterator, Sequence

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from search.explore.results import Hit
from tui.bindings import bindings_for
from tui.widgets.snippets import hit_lines

_AHEAD = 5
_ROOMY = 38
_FEWEST_LINES = 3
"""Of a hit with a text."""


class ResultList(OptionList, inherit_bindings=False):
    """One option a hit; the highlighted hit is the one that is read."""

    BINDINGS = bindings_for("results")
    DEFAULT_CSS = """
    ResultList { border: none; padding: 0; height: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    ResultList:focus { border: none; }
    """

    class Highlighted(Message):
        """The user moved to another hit."""

        def __init__(self, hit: Hit) -> None:
            self.hit = hit
            super().__init__()

    class EndNeared(Message):
        """The highlight is close to the last hit that is listed."""

    class Uncovered(Message):
        """Hits that are not excerpted are in view, or nearly."""

        def __init__(self, bare: Sequence[Hit]) -> None:
            self.bare = bare
            super().__init__()

    class Chosen(Message):
        """A hit was clicked."""

    def __init__(self) -> None:
        super().__init__(id="result-list", markup=False)
        self.hits: list[Hit] = []
        self._sizes: list[int] = []
        self._width = 0

    @property
    def hit(self) -> Hit | None:
        """The highlighted hit."""
        return None if self.highlighted is None or self.highlighted >= len(self.hits) else self.hits[self.highlighted]

    @property
    def room(self) -> int:
        """How many hits a view holds at the most, also before there is one."""
        return (self.scrollable_content_region.height or self.app.size.height) // _FEWEST_LINES + 1

    @property
    def reach(self) -> int:
        """How many hits there are from the first one to the last in view."""
        return max(self.room, *(index + 1 for index in self._near()), 0)

    def show(self, hits: Sequence[Hit], *, keep_scroll: bool = False, highlight: bool = True) -> None:
        """List `hits`. The highlight stays on its document when that is still there and the user chose it (or with
        `keep_scroll`), else it is the first hit; `highlight` False: none, until the user moves.
        """
        before = self.hit if keep_scroll or self.highlighted else None
        scroll = self.scroll_offset.y
        self.hits = list(hits)
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(self._made(self.hits))
            self.highlighted = self._place_of(before) if highlight and self.hits else None
        if keep_scroll:
            self.scroll_to(y=scroll, animate=False)
        self.call_after_refresh(self._uncover)

    def extend(self, hits: Iterable[Hit]) -> None:
        """List more hits at the end; those listed already are left out."""
        listed = {hit.version for hit in self.hits}
        more = [hit for hit in hits if hit.version not in listed]
        self.hits += more
        self.add_options(self._made(more))
        self.call_after_refresh(self._uncover)

    def fill(self, hits: Iterable[Hit]) -> None:
        """Show hits that are listed with their excerpts; what is in view stays where it is."""
        excerpted = {hit.version: hit for hit in hits}
        top, at, moved = round(self.scroll_offset.y), 0, 0
        for index, listed in enumerate(self.hits):
            height = self._sizes[index]
            if listed.version in excerpted:
                hit = self.hits[index] = excerpted[listed.version]
                content = self._content(hit)
                self.replace_option_prompt_at_index(index, content)
                self._sizes[index] = _lines(content)
                if at + height <= top:
                    moved += self._sizes[index] - height
            at += height
        if moved:
            self.scroll_to(y=top + moved, animate=False)

    def step(self, count: int) -> Hit | None:
        """Move the highlight by `count` without a message; the new hit, or None at the end of the list."""
        if not self.hits:
            return None
        start = -1 if self.highlighted is None and count > 0 else self.highlighted or 0
        wanted = max(0, min(len(self.hits) - 1, start + count))
        if wanted == self.highlighted:
            return None
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = wanted
        self._look_ahead()
        return self.hit

    def _place_of(self, before: Hit | None) -> int:
        if before is None:
            return 0
        same = [index for index, hit in enumerate(self.hits) if hit.document == before.document]
        exact = (index for index in same if self.hits[index].version == before.version)
        return next(exact, same[0] if same else 0)

    def _made(self, hits: Sequence[Hit]) -> list[Option]:
        self._width = self.scrollable_content_region.width
        contents = [self._content(hit) for hit in hits]
        del self._sizes[len(self.hits) - len(hits) :]
        self._sizes += map(_lines, contents)
        return [Option(content) for content in contents]

    def _content(self, hit: Hit) -> Content:
        snippets = 2 if self._width >= _ROOMY else 1
        return hit_lines(hit, max(20, self._width), snippets)

    def _near(self) -> Iterator[int]:
        """The indexes of the hits in view, and of those a view below."""
        height = self.scrollable_content_region.height
        top, at = self.scroll_offset.y, 0
        for index, lines in enumerate(self._sizes):
            if top < at + lines and at < top + 2 * height:
                yield index
            at += lines

    def _uncover(self) -> None:
        if bare := [self.hits[index] for index in self._near() if not self.hits[index].excerpted]:
            self.post_message(self.Uncovered(bare))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what is in the hits that came into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._uncover()

    def _look_ahead(self) -> None:
        if self.highlighted is not None and self.highlighted >= len(self.hits) - _AHEAD:
            self.post_message(self.EndNeared())

    @on(events.Resize)
    def _fit(self) -> None:
        if self.hits and self.scrollable_content_region.width != self._width:
            self.show(self.hits, keep_scroll=True, highlight=self.highlighted is not None)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.hit is not None:
            self.post_message(self.Highlighted(self.hit))
            self._look_ahead()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen())


def _lines(content: Content) -> int:
    return content.plain.count("\n") + 1
