"""A quote with where it is from, as it is pasted into a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.explore.units import unit_label
from search.text.sentences import sentence_around
from search.text.spans import Span
from tui.dating import period_text
from tui.widgets.document_places import Quote

if TYPE_CHECKING:
    from search.explore.documents import Document

_IN_LINES = frozenset({"csv", "json", "code"})


def quoted(document: Document, match: Span) -> Quote | None:
    """The sentence that holds `match`; None in documents that are made of lines, not of sentences."""
    if document.type in _IN_LINES:
        return None
    span = sentence_around(document.text, match)
    return Quote(document.text[span.start : span.end], *span)


def citation(document: Document, quote: str, start: int) -> str:
    """The quote, then title, place, date and path. `start` is the quote's offset in the document. A text that is not
    the document's newest says which version it is, so that it can be found again.
    """
    place = unit_label(document.units, start) or f"line {document.text.count(chr(10), 0, start) + 1:,}"
    date = document.document_date or document.modified[:10]
    words = " ".join(quote.split())
    return f"“{words}”\n— {document.title or document.path}, {place}, {date} ({document.path}{_version(document)})\n"


def _version(document: Document) -> str:
    if document.number == len(document.versions):
        return ""
    line = document.versions[document.number - 1]
    period = period_text(line.seen_from, line.seen_to)
    return f", version {document.number} of {len(document.versions)}, {period}"
