"""The document pane: a text with its matches and mentions lit, and the ways from one to the next."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message

from search.text.spans import Span, Spans
from tui.bindings import bindings_for
from tui.textlayout import DocumentLayout
from tui.widgets.document_marks import Marks
from tui.widgets.document_places import Hold, Position, Quote, quote_at
from tui.widgets.document_row import Mark
from tui.widgets.document_scrollbar import TickedScrollBar
from tui.widgets.text_pane import TextPane

__all__ = ["DocumentView", "Position", "Quote"]

_MATCH = "document--match"
_MATCH_CURRENT = "document--match-current"
_MENTION = "document--mention"
_MENTION_CURRENT = "document--mention-current"
_TYPES = {kind: f"document--{kind}" for kind in ("person", "organisation", "place")}


class _Posted(Message):
    """What the messages of a view share."""

    def __init__(self, document_view: "DocumentView") -> None:
        super().__init__()
        self.document_view = document_view

    @property
    def control(self) -> "DocumentView":
        """The view, for `@on` with a selector."""
        return self.document_view


class DocumentView(TextPane):
    """Shows one document. It holds no engine: texts and spans are handed to it, and it posts what happens."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_MATCH, _MATCH_CURRENT, _MENTION, _MENTION_CURRENT, *_TYPES.values()}
    DEFAULT_CSS = """
    DocumentView {
        & > .document--match { background: $warning-muted; color: $text-warning; text-style: bold; }
        & > .document--match-current { background: $background; color: $warning; text-style: bold reverse; }
        & > .document--mention { text-style: underline; }
        & > .document--mention-current { text-style: bold reverse underline; }
        & > .document--person { color: $text-primary; text-style: italic; }
        & > .document--organisation { color: $text-success; text-style: bold; }
        & > .document--place { color: $text-accent; text-style: bold italic; }
    }
    """
    BINDINGS = bindings_for("view")
    HELP = "The document. Space and b page, j and k move by lines, n and N go to the next and previous match."

    class MatchChanged(_Posted):
        """Another match became the current one, or there are others: `index` from 0, -1 for none, of `total`."""

        def __init__(self, document_view: "DocumentView", index: int, total: int) -> None:
            super().__init__(document_view)
            self.index = index
            self.total = total

    class MentionChanged(_Posted):
        """The same for mentions. `chosen`: the reader went to it."""

        def __init__(self, document_view: "DocumentView", index: int, total: int, *, chosen: bool) -> None:
            super().__init__(document_view)
            self.index = index
            self.total = total
            self.chosen = chosen

    class PositionChanged(_Posted):
        """The document was scrolled, laid out anew or replaced. Only the last of several waiting is delivered."""

        def __init__(self, document_view: "DocumentView", position: Position) -> None:
            super().__init__(document_view)
            self.position = position

        def can_replace(self, message: Message) -> bool:
            """A later position makes an earlier one pointless."""
            return isinstance(message, DocumentView.PositionChanged) and message.control is self.control

    def __init__(
        self,
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`placeholder` is drawn while there is no document."""
        super().__init__(placeholder=placeholder, name=name, id=id, classes=classes)
        self._matches = Marks(Spans())
        self._mentions = Marks(Spans())
        self._mention_types: Sequence[str] = ()
        self._mention_left: int | None = None

    # The document

    def show(self, document: str | DocumentLayout, matches: Spans | None = None, *, anchor: int | None = None) -> None:
        """Replace the document, with its matches and without mentions, and go to `anchor`, else to the first match,
        else to the top. The current match is the first one at the anchor or after it.
        """
        self._forget_marks(matches or Spans())
        self._matches.select_at(anchor or 0)
        current = self._matches.current_span
        offset = anchor if anchor is not None or current is None else current.start
        self.show_text(document, Hold(0, at_third=False) if offset is None else Hold(offset, at_third=True))
        self._post_match()

    def clear(self, placeholder: str = "") -> None:
        """Show no document, but `placeholder`."""
        self._forget_marks(Spans())
        self.show_placeholder(placeholder)
        self._post_match()

    def _forget_marks(self, matches: Spans) -> None:
        self._matches = Marks(matches)
        self._mentions = Marks(Spans())
        self._mention_types = ()
        self._mention_left = None

    # Matches and mentions

    @property
    def matches(self) -> Spans:
        """The matches, in code points of the text."""
        return self._matches.spans

    @property
    def mentions(self) -> Spans:
        """The mentions, in code points of the text."""
        return self._mentions.spans

    @property
    def current_match(self) -> int:
        """Index of the current match, -1 when there is none."""
        return self._matches.current

    @property
    def match_in_view(self) -> Span | None:
        """The current match, while the reader sees it."""
        return self._match_in(self.seen)

    def _match_in(self, seen: Span) -> Span | None:
        current = self._matches.current_span
        return current if current is not None and seen.start <= current.start < seen.end else None

    @property
    def current_mention(self) -> int:
        """Index of the current mention, -1 when there is none."""
        return self._mentions.current

    def set_matches(self, matches: Spans, *, reveal: bool = False) -> None:
        """Light other matches. The current one stays if it is still among them; to `reveal` goes to it, else to the
        first one at or after what is held in view, else to the first of all.
        """
        self._matches.replace(matches)
        if reveal:
            if self._matches.current < 0 and not self._matches.select_at(self.held_offset):
                self._matches.select(0)
            self._reveal_current(self._matches)
        self.draw_anew()
        self._post_match()

    def set_mentions(self, mentions: Spans, types: Sequence[str] = ()) -> None:
        """Underline mentions; `types` are theirs, in the same order. Where the current one is gone, the next one is
        looked for from its place.
        """
        before = self._mentions.current_span
        self._mentions.replace(mentions)
        if before is not None and self._mentions.current < 0:
            self._mention_left = before.start
        self._mention_types = types
        self.draw_anew()
        self._post_mention(chosen=False)

    def next_match(self) -> bool:
        """Go to the match after the current one, or the first in view when the current one is not; False when there is
        none further.
        """
        return self._go_to_match(self._matches.select_next(self.seen))

    def previous_match(self) -> bool:
        """Go to the match before the current one, or the last above the view when the current one is not in it; False
        when there is none further.
        """
        return self._go_to_match(self._matches.select_previous(self.seen))

    def first_match(self) -> bool:
        """Go to the first match; False when there is none."""
        return self._go_to_match(self._matches.select(0))

    def match_at(self, offset: int) -> bool:
        """Go to the match at `offset`, or the first one after it; False when there is none."""
        return self._go_to_match(self._matches.select_at(offset))

    def choose_match(self, offset: int) -> None:
        """Make the match at `offset`, or the first one after it, the current one; the view stays where it is."""
        self._matches.select_at(offset)
        self.draw_anew()
        self._post_match()

    def mention_at(self, offset: int) -> bool:
        """Go to the mention at `offset`, or the first one after it; False when there is none."""
        return self._go_to_mention(self._mentions.select_at(offset))

    def last_match(self) -> bool:
        """Go to the last match; False when there is none."""
        return self._go_to_match(self._matches.select(len(self._matches) - 1))

    def next_mention(self) -> bool:
        """Go to the next mention, like `next_match`."""
        return self._go_to_mention(self._mentions.select_next(self._seen_from_mention))

    def previous_mention(self) -> bool:
        """Go to the previous mention, like `previous_match`."""
        return self._go_to_mention(self._mentions.select_previous(self._seen_from_mention))

    def choose_mention(self) -> int:
        """Index of the mention that the reader is at, which becomes the current one: the current one in view, else the
        first that ends in view or after it; -1 when there is none.
        """
        current, seen = self._mentions.current_span, self._seen_from_mention
        if current is None or not seen.start <= current.start < seen.end:
            self._go_to_mention(self._mentions.select_at(seen.start))
        return self._mentions.current

    @property
    def _seen_from_mention(self) -> Span:
        """What is seen, from where the current mention was when it is gone."""
        seen, left = self.seen, self._mention_left
        gone = self._mentions.current < 0 and left is not None and seen.start <= left < seen.end
        return Span(left, seen.end) if gone and left is not None else seen

    def _go_to_match(self, selected: bool) -> bool:
        if selected:
            self._reveal_current(self._matches)
            self._post_match()
        return selected

    def _go_to_mention(self, selected: bool) -> bool:
        if selected:
            self._reveal_current(self._mentions)
            self._post_mention(chosen=True)
        return selected

    def _reveal_current(self, marks: Marks) -> None:
        if marks.current_span is not None:
            self.reveal(marks.current_span)
        self.draw_anew()

    def _post_match(self) -> None:
        self.post_message(self.MatchChanged(self, self._matches.current, len(self._matches)))

    def _post_mention(self, *, chosen: bool) -> None:
        self.post_message(self.MentionChanged(self, self._mentions.current, len(self._mentions), chosen=chosen))

    def kept_in_view(self, seen: Span) -> Hold | None:
        """The current match stays in view when the size changes."""
        match = self._match_in(seen)
        return None if match is None else Hold(match.start, at_third=True)

    def moved(self) -> None:
        """Post where the reader is now."""
        self.post_message(self.PositionChanged(self, self.position()))

    # Quoting

    def current_line_text(self) -> str:
        """The line of the current match if it is in view, else that of the top row; not made safe."""
        quote = self._quote_line()
        return quote.text if quote else ""

    def current_quote(self) -> Quote | None:
        """What is selected, else the line that `current_line_text` gives; None while nothing is drawn."""
        selected = self.selected
        return Quote(self.text[selected.start : selected.end], *selected) if selected else self._quote_line()

    def _quote_line(self) -> Quote | None:
        if self.drawn is None:
            return None
        match = self.match_in_view
        return quote_at(self.drawn, self.seen.start if match is None else match.start)

    # Drawing

    def marks_in(self, part: Span) -> Iterable[Mark]:
        """Mentions, matches over them, and over all what is selected."""
        for index, span in self._mentions.touching(*part):
            yield Mark(*span, self._mention_style(index))
        for index, span in self._matches.touching(*part):
            yield Mark(*span, self.style_of(_MATCH_CURRENT if index == self._matches.current else _MATCH))
        yield from super().marks_in(part)

    def _mention_style(self, index: int) -> Style:
        style = self.style_of(_MENTION)
        component = _TYPES.get(self._mention_types[index]) if index < len(self._mention_types) else None
        if component is not None:
            style += self.style_of(component)
        return style + self.style_of(_MENTION_CURRENT) if index == self._mentions.current else style

    def _on_mount(self, event: events.Mount) -> None:
        renderer = TickedScrollBar.over(self._has_match, lambda: self.style_of(_MATCH_CURRENT).color)
        self.vertical_scrollbar.renderer = renderer  # type: ignore[misc]

    def _has_match(self, first: int, last: int) -> bool:
        layout = self.drawn
        if layout is None or first >= len(layout.rows):
            return False
        starts = layout.rows.starts
        return self._matches.any_from(starts[first], starts[last] if last < len(starts) else len(layout.text))

    # Keys

    def action_next_mention(self) -> None:
        """To the next mention."""
        self.next_mention()

    def action_previous_mention(self) -> None:
        """To the previous mention."""
        self.previous_mention()
