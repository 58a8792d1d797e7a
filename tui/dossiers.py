"""A dossier as text for people. Whatever comes from documents is made safe here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.chart import lying_bars
from tui.counting import counted
from tui.dating import histogram_text, span_text
from tui.output import BOLD, DIM, Writer, entity_line
from tui.sanitize import safe_line

if TYPE_CHECKING:
    from search.explore.names import Dossier, Found, NamingDocument, Together


def print_dossier(dossier: Dossier, out: Writer) -> None:
    """One entity: names, when, where and with whom it is found; what was left out is said unless `out` is quiet."""
    out.line(entity_line(dossier.entity, len(dossier.entity.name), out))
    seen = safe_line(span_text(dossier.first, dossier.last, dossier.undated))
    out.line(out.styled(f"{seen}, watched" if dossier.entity.watched else seen, DIM))
    for heading, lines in (
        (histogram_text(dossier.histogram), lying_bars(dossier.histogram.bars)),
        ("found in", [_found(found) for found in dossier.found_in]),
        ("together with", [_together(other) for other in dossier.together]),
        ("documents", [_naming(document) for document in dossier.documents]),
    ):
        if lines:
            out.line(out.styled(heading, BOLD))
            for line in lines:
                out.line(f"  {line}")
    for note in () if out.quiet else dossier.notes:
        out.line(f"note: {safe_line(note)}")


def _found(found: Found) -> str:
    place = ", ".join(part for part in (found.path, found.unit, found.document_date) if part)
    return f"{safe_line(place)}: {safe_line(found.sentence)}"


def _together(other: Together) -> str:
    said = f": {safe_line(other.sentence)}" if other.sentence is not None else ""
    return f"{safe_line(other.name)} ({other.type}), {counted(other.documents, 'document')}{said}"


def _naming(document: NamingDocument) -> str:
    facts = (document.document_date or "undated", counted(document.mentions, "mention"), document.path)
    return "  ".join(map(safe_line, facts))
