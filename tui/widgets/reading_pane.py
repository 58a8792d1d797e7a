"""The pane where documents are read: title, banner, text, and the row that finds inside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from search.text.spans import Spans
from tui.bindings import bindings_for
from tui.sanitize import safe_line
from tui.textlayout import DocumentLayout
from tui.widgets.document_view import DocumentView
from tui.widgets.proposal_list import ProposalList, Section

if TYPE_CHECKING:
    from search.explore.documents import MentionSpan

Arrival = int | Literal["first", "last"]
"""At which match a document is entered; a number is an offset in its text."""


class FindInput(Input):
    """What is looked for inside the open document."""

    BINDINGS = bindings_for("find")


class ReadingPane(Vertical):
    """Shows a document, or proposals while there is none."""

    BINDINGS = bindings_for("document")
    DEFAULT_CSS = """
    ReadingPane > .banner { height: auto; max-height: 3; display: none; }
    ReadingPane.-banner > .banner { display: block; }
    ReadingPane > #find-row { height: 1; display: none; }
    ReadingPane.-find > #find-row { display: block; }
    ReadingPane > #find-row > Static { width: 6; }
    ReadingPane > #find-row > FindInput { width: 1fr; }
    ReadingPane > ProposalList { display: none; }
    ReadingPane.-proposing > ProposalList { display: block; }
    ReadingPane.-proposing > DocumentView { display: none; }
    """

    class Sought(Message):
        """Other words are looked for inside the document."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="reading")
        self._mentions: Sequence[MentionSpan] = ()

    def compose(self) -> ComposeResult:
        """Title, banner, document or proposals, find row."""
        yield Static("", classes="pane-title", markup=False)
        yield Static("", classes="banner", markup=False)
        yield DocumentView(id="document")
        yield ProposalList()
        with Horizontal(id="find-row"):
            yield Static("find", markup=False)
            yield FindInput(placeholder="in this document", compact=True, id="find")

    @property
    def view(self) -> DocumentView:
        """The document itself."""
        return self.query_one(DocumentView)

    @property
    def proposals(self) -> ProposalList:
        """What is offered while there is no document."""
        return self.query_one(ProposalList)

    @property
    def find_input(self) -> FindInput:
        """The input of the find row."""
        return self.query_one(FindInput)

    @property
    def finding(self) -> bool:
        """Whether the find row is open."""
        return self.has_class("-find")

    @property
    def proposing(self) -> bool:
        """Whether proposals are shown in place of a document."""
        return self.has_class("-proposing")

    @property
    def text_width(self) -> int:
        """Cells of a row of text, also while proposals hide the document."""
        if self.view.scrollable_content_region.width:
            return self.view.text_width
        return max(20, min(self.content_size.width - 1, self.view.measure))

    def show(
        self,
        title: str,
        banner: str,
        layout: DocumentLayout,
        matches: Spans,
        mentions: Sequence[MentionSpan],
        anchor: int | None = None,
    ) -> None:
        """Show a document at `anchor`, else at its first match; `arrive` goes to another."""
        self.remove_class("-proposing", "-find")
        self._head(title)
        self.show_banner(banner)
        self.view.show(layout, matches, anchor=anchor)
        self.light_names(mentions)

    def light_names(self, mentions: Sequence[MentionSpan]) -> None:
        """Light who and what is named, in place of what was lit before."""
        self._mentions = mentions
        self.view.set_mentions(
            Spans((mention.start, mention.end) for mention in mentions), [mention.type for mention in mentions]
        )

    def mention(self, index: int) -> MentionSpan | None:
        """Who or what a mention is that is lit; None when there is none of that index."""
        return self._mentions[index] if 0 <= index < len(self._mentions) else None

    def arrive(self, arrival: Arrival) -> None:
        """Go to a match; to the first when there is none from an offset on."""
        if arrival == "last":
            self.view.last_match()
        elif arrival == "first" or not self.view.match_at(arrival):
            self.view.first_match()

    def show_banner(self, text: str) -> None:
        """What must be known before reading; empty for nothing."""
        self.query_one(".banner", Static).update(safe_line(text))
        self.set_class(bool(text), "-banner")

    def propose(self, title: str, sections: Sequence[Section]) -> None:
        """Show proposals in place of a document."""
        self.remove_class("-find", "-banner")
        self.add_class("-proposing")
        self._head(title)
        self.proposals.show(sections)

    def open_find(self) -> None:
        """Open the find row and type in it."""
        self.add_class("-find")
        with self.find_input.prevent(Input.Changed):
            self.find_input.value = ""
        self.find_input.focus()

    def close_find(self) -> None:
        """Close the find row and go on reading."""
        self.remove_class("-find")
        self.view.focus()

    def _head(self, title: str) -> None:
        self.query_one(".pane-title", Static).update(safe_line(title))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Sought(event.value))
