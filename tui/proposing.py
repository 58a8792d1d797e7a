"""What the reading pane offers when there is no document to read: at the start, when nothing was found, in trouble."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from search.errors import CristalError, IndexDamaged
from search.explore.results import Hit, Results
from tui.sanitize import safe_line
from tui.widgets.proposal_list import Choice, Section
from tui.wording import as_of_text, coverage_text, facts

if TYPE_CHECKING:
    from search.explore.names import Entity, Suggestions
    from search.explore.standing import StatusReport

_EXAMPLE_TYPES = ("person", "organisation", "place", "product", "group")
_ALIKE_SHOWN = 5


def entity_query(name: str) -> str:
    """The query that finds the documents naming `name`."""
    return f'entity:"{" ".join(name.replace(chr(34), " ").split())}"'


def examples(entities: Iterable[Entity], hits: Sequence[Hit]) -> tuple[str, ...]:
    """Three queries at most that have hits in this collection: a name, a word of a title, a year."""
    made: list[str] = []
    named = next((entity for entity in entities if entity.type in _EXAMPLE_TYPES), None)
    if named is not None:
        made.append(entity_query(named.name))
    words = [word for hit in hits for word in re.findall(r"\b[^\W\d_]{5,14}\b", hit.title[:200])]
    if words:
        made.append(max(words, key=len).casefold())
    years = [hit.document_date[:4] for hit in hits if hit.document_date]
    if years:
        made.append(f"date:{years[0]}")
    return tuple(made)


def welcome(
    report: StatusReport | None,
    recent: Sequence[str],
    tried: Sequence[str],
    as_of: str | None,
    *,
    sample: bool,
    indexing: str,
) -> list[Section]:
    """The state of an empty query; `as_of` is the instant of the `report`."""
    sections = []
    if recent:
        sections.append(Section("Searched before", (), tuple(Choice(query, query) for query in recent)))
    if tried:
        sections.append(Section("Try", (), tuple(Choice(query, query) for query in tried)))
    if report is not None:
        sections.append(Section(f"This memory {as_of_text(as_of)}".rstrip(), tuple(facts(report, sample))))
    if indexing:
        sections.append(Section("Now", (indexing,)))
    if report is not None and not report.documents and not indexing and as_of is None:
        sections.append(Section("Nothing is remembered yet", ("Leave with Ctrl+Q and start: cristal FOLDER",)))
    return sections


def nothing_found(results: Results, suggestions: Suggestions | None, indexing: str) -> list[Section]:
    """The state of a query without hits: whether it is not there, not read yet, or only not spelled so."""
    lines = []
    if suggestions is not None and suggestions.missing:
        lines.append(f"In no document: {', '.join(map(safe_line, suggestions.missing))}")
    lines.append(f"Searched: {coverage_text(results.coverage)}")
    heading = f"Nothing found for {safe_line(results.query)} {as_of_text(results.as_of)}".rstrip()
    sections = [Section(heading, tuple(lines))]
    if indexing:
        sections.append(Section("Not everything is read yet", (indexing,)))
    if suggestions is not None and suggestions.instead:
        sections.append(Section("Did you mean", (), tuple(Choice(query, query) for query in suggestions.instead)))
    if suggestions is not None and suggestions.entities:
        alike = tuple(
            Choice(f"{entity.name}  {entity.type}, {entity.mentions:,}", entity_query(entity.name))
            for entity in suggestions.entities[:_ALIKE_SHOWN]
        )
        sections.append(Section("Names that look alike", (), alike))
    return sections


def trouble(error: CristalError, indexing: str) -> list[Section]:
    """The state of a memory that cannot be searched; of a damaged index that is being made again, only that."""
    if indexing and isinstance(error, IndexDamaged):
        return [Section("This memory cannot be searched yet", (indexing,))]
    lines = [safe_line(str(error))]
    if indexing:
        lines.append(indexing)
    return [Section("This memory cannot be searched", tuple(lines))]
