"""Two names that may be one, beside each other or one under the other, with what documents say of either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from search.text.spans import Span
from tui.bindings import bindings_for
from tui.counting import counted
from tui.sanitize import safe, safe_line
from tui.widgets.entity_row import WATCHED
from tui.widgets.snippets import DIM, MATCH, lit

if TYPE_CHECKING:
    from search.explore.decisions import Suggestion
    from search.explore.names import Entity, Found

ALIASES = 8
"""Other spellings that are shown of either name."""

SENTENCE = 320
"""Characters of a sentence that are shown."""

_BEFORE = 120
"""Of them before the name, at most."""


class PairView(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Scrolls when both do not fit."""

    BINDINGS = bindings_for("review")
    DEFAULT_CSS = """
    PairView { height: 1fr; scrollbar-size-vertical: 1; }
    PairView > Container { layout: horizontal; height: auto; }
    PairView Static { width: 1fr; height: auto; padding: 0 1; }
    PairView.-stacked > Container { layout: vertical; }
    PairView.-stacked Static { width: 100%; margin: 0 0 1 0; }
    """

    def compose(self) -> ComposeResult:
        """The two sides."""
        with Container():
            yield Static("", id="pair-one", markup=False)
            yield Static("", id="pair-other", markup=False)

    def show(self, pair: Suggestion) -> None:
        """Show a pair, from its top."""
        self.query_one("#pair-one", Static).update(side(pair.entity, pair.evidence))
        self.query_one("#pair-other", Static).update(side(pair.other, pair.other_evidence))
        self.scroll_home(animate=False)

    def tell(self, text: str) -> None:
        """Show a sentence in place of a pair."""
        self.query_one("#pair-one", Static).update(Content(safe_line(text)))
        self.query_one("#pair-other", Static).update(Content(""))


def side(entity: Entity, evidence: Sequence[Found]) -> Content:
    """A name with its type, counts and spellings, and the sentences that name it."""
    mark = f"{WATCHED} " if entity.watched else ""
    counts = f"{counted(entity.mentions, 'mention')} in {counted(entity.documents, 'document')}"
    lines = [
        Content.assemble((mark, "bold $text-warning"), (safe_line(entity.name), "bold $accent")),
        Content(f"{safe_line(entity.type)}, {counts}"),
    ]
    spellings = [alias for alias in entity.aliases if alias.name != entity.name]
    if spellings:
        told = ", ".join(f"{safe_line(alias.name)} {alias.mentions:,}" for alias in spellings[:ALIASES])
        more = f", and {len(spellings) - ALIASES:,} more" if len(spellings) > ALIASES else ""
        lines.append(Content.styled(f"written {told}{more}", DIM))
    for found in evidence:
        lines += _evidence(found)
    return Content("\n").join(lines)


def _evidence(found: Found) -> Iterator[Content]:
    facts = [found.document_date, found.path.rpartition("/")[2], found.unit]
    yield Content.styled("\n" + "  ".join(safe(fact) for fact in facts if fact), DIM)
    at = max(0, found.sentence.find(found.text))
    begin = max(0, at - _BEFORE)
    text = found.sentence[begin : begin + SENTENCE]
    shown = lit(text, [Span(at - begin, at - begin + len(found.text))], "", MATCH)
    cut = "…" if begin + SENTENCE < len(found.sentence) else ""
    yield Content.assemble("…" if begin else "", shown, cut)
