"""A dossier as one list: names and dates, a chart, and then rows to choose, places, companions and documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.bindings import bindings_for
from tui.counting import counted
from tui.widgets.dossier_lines import document_line, facts, heading, place_line, timeline, together_line

if TYPE_CHECKING:
    from search.explore.names import Dossier, Found

_LEAST_WIDTH = 20


class Place(NamedTuple):
    """A place in a version of a document, at the offset `start`; `said` tells which of its section it is."""

    version: str
    start: int
    path: str
    said: str


class Companion(NamedTuple):
    """Another entity; `said` tells which of its section it is."""

    entity: str
    said: str


class _Row(NamedTuple):
    content: Content
    target: Place | Companion | None = None


class DossierList(OptionList, inherit_bindings=False):
    """Only rows that lead somewhere can be highlighted."""

    BINDINGS = bindings_for("dossier")
    DEFAULT_CSS = """
    DossierList { border: none; padding: 0 1; height: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    DossierList:focus { border: none; }
    DossierList > .option-list--option-disabled { color: $foreground; }
    """

    class Highlighted(Message):
        """Another row was moved to."""

        def __init__(self, target: Place | Companion) -> None:
            self.target = target
            super().__init__()

    class Chosen(Message):
        """The highlighted row is where to go."""

        def __init__(self, target: Place | Companion) -> None:
            self.target = target
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="dossier", markup=False)
        self._dossier: Dossier | None = None
        self._targets: list[Place | Companion | None] = []
        self._width = 0

    def show(self, dossier: Dossier) -> None:
        """List everything about an entity, the first row that leads somewhere highlighted."""
        self._dossier = dossier
        self._list(None)

    def _list(self, highlighted: int | None) -> None:
        if self._dossier is None:
            return
        self._width = max(_LEAST_WIDTH, self.scrollable_content_region.width)
        rows = list(_rows(self._dossier, self._width))
        self._targets = [row.target for row in rows]
        self.set_options([Option(row.content, disabled=row.target is None) for row in rows])
        if highlighted is not None:
            self.highlighted = highlighted
        else:
            self.action_first()

    def step_section(self, count: int) -> None:
        """Go to the first row of a later section, or an earlier one; round at the end."""
        starts = [at for at, target in enumerate(self._targets) if target is not None and self._begins(at)]
        if not starts:
            return
        now = sum(1 for start in starts if start <= (self.highlighted or 0)) - 1
        self.highlighted = starts[(now + count) % len(starts)]
        self.scroll_to_highlight(top=True)
        if self.highlighted == starts[0]:
            self.scroll_to(y=0, animate=False)
        elif self.scroll_offset.y < self.max_scroll_y:
            self.scroll_relative(y=-1, animate=False)

    def _begins(self, at: int) -> bool:
        return at == 0 or self._targets[at - 1] is None

    def action_first(self) -> None:
        """The first row that leads somewhere, and what stands above it."""
        super().action_first()
        self.scroll_to(y=0, animate=False)

    def action_cursor_up(self) -> None:
        """The row above; from the first one, what stands above it."""
        if self.highlighted is not None and any(self._targets[: self.highlighted]):
            super().action_cursor_up()
        else:
            self.scroll_to(y=0, animate=False)

    def action_cursor_down(self) -> None:
        """The row below; the last one stays."""
        if self.highlighted is not None and any(self._targets[self.highlighted + 1 :]):
            super().action_cursor_down()

    @on(events.Resize)
    def _fit(self) -> None:
        if self.scrollable_content_region.width != self._width:
            self._list(self.highlighted)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if (target := self._targets[event.option_index]) is not None:
            self.post_message(self.Highlighted(target))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if (target := self._targets[event.option_index]) is not None:
            self.post_message(self.Chosen(target))


def _rows(dossier: Dossier, width: int) -> Iterator[_Row]:
    if (told := facts(dossier)).plain:
        yield _Row(told)
    yield from (_Row(content) for content in timeline(dossier, width))
    yield from _places(dossier, width)
    yield from _together(dossier, width)
    yield from _documents(dossier, width)


def _places(dossier: Dossier, width: int) -> Iterator[_Row]:
    """Mentions under the head of their document; those of one sentence are one row."""
    if not dossier.found_in:
        return
    yield _Row(heading("In context, newest first"))
    titles = {document.version: document.title for document in dossier.documents}
    shown, number, before = len(dossier.found_in), 0, ""
    for _, group in groupby(dossier.found_in, key=_sentence_of):
        found, *others = group
        head = found.version != before
        content = place_line(found, 1 + len(others), titles.get(found.version, ""), width, headed=head)
        yield _Row(content, Place(found.version, found.start, found.path, f"mention {number + 1:,} of {shown:,}"))
        number, before = number + 1 + len(others), found.version


def _sentence_of(found: Found) -> tuple[str, str]:
    return found.version, found.sentence


def _together(dossier: Dossier, width: int) -> Iterator[_Row]:
    if not dossier.together:
        return
    yield _Row(heading("Together with, the most surprising first"))
    names = [dossier.entity.name, *(alias.name for alias in dossier.entity.aliases)]
    for number, other in enumerate(dossier.together, start=1):
        said = f"name {number:,} of {len(dossier.together):,}"
        yield _Row(together_line(other, names, width), Companion(other.entity, said))


def _documents(dossier: Dossier, width: int) -> Iterator[_Row]:
    if not dossier.documents:
        return
    yield _Row(heading(f"In {counted(dossier.documents_total, 'document')}, newest first"))
    for number, document in enumerate(dossier.documents, start=1):
        said = f"document {number:,} of {len(dossier.documents):,}"
        yield _Row(document_line(document, width), Place(document.version, document.start, document.path, said))
