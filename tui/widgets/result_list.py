"""The hits of a search, a page at a time."""

from collections.abc import Iterable, Sequence

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

    class Chosen(Message):
        """A hit was clicked."""

    def __init__(self) -> None:
        super().__init__(id="result-list", markup=False)
        self.hits: list[Hit] = []
        self._width = 0

    @property
    def hit(self) -> Hit | None:
        """The highlighted hit."""
        return None if self.highlighted is None or self.highlighted >= len(self.hits) else self.hits[self.highlighted]

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

    def extend(self, hits: Iterable[Hit]) -> None:
        """List more hits at the end; those listed already are left out."""
        listed = {hit.version for hit in self.hits}
        more = [hit for hit in hits if hit.version not in listed]
        self.hits += more
        self.add_options(self._made(more))

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
        return [Option(self._content(hit)) for hit in hits]

    def _content(self, hit: Hit) -> Content:
        snippets = 2 if self._width >= _ROOMY else 1
        return hit_lines(hit, max(20, self._width), snippets)

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
