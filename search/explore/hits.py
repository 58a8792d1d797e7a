"""Ranked versions to hits, and hits to their excerpts: snippets with matches, counts, entities.

A list of hits is cheap. An excerpt reads a text, so that a screen asks for those of the hits that it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from search.cancel import CancelToken
from search.explore.ids import document_id, entity_id, number_of, version_id
from search.explore.leads import lead_of
from search.explore.results import EntityTag, Hit, Snippet
from search.explore.units import unit_label
from search.explore.view import View
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import VersionFacts
from search.memory.vouching import vouch
from search.query.matching import Matcher
from search.query.snippets import pick
from search.text.spans import Spans, merged

if TYPE_CHECKING:
    from search.index.engine import Ranked

COUNTED_LENGTH = 20_000_000
"""Code points up to which every match of a hit is counted; longer texts are read only as far as their snippets."""

COUNTED_WHILE_TYPING = 60_000
"""The same while somebody types and waits."""

SNIPPETS = 3
ENTITIES = 5
EARLY_SPANS = 12
EARLY_PIECE = 1 << 14
OPENING = 4_000


def listed(ranked: Sequence[Ranked], matcher: Matcher, view: View, memory: Memory) -> tuple[Hit, ...]:
    """The hits of one window of a ranking, in its order, not excerpted. MemoryDamaged when one is not what was
    remembered.
    """
    vouch(memory, [item.version for item in ranked])
    return tuple(_listed(item, view.of(item.version), matcher, view) for item in ranked)


def _listed(item: Ranked, row: VersionFacts, matcher: Matcher, view: View) -> Hit:
    numbers = [other.version for other in view.versions_of(row.document)]
    return Hit(
        document=document_id(row.document),
        version=version_id(row.version),
        path=shown(row.path),
        title=row.title,
        type=row.type,
        score=item.score,
        document_date=row.document_date,
        modified=row.modified,
        seen_from=row.seen_from,
        seen_to=row.seen_to,
        gone=row.gone,
        number=numbers.index(row.version) + 1,
        versions=len(numbers),
        match_count=None,
        entities=(),
        snippets=(),
        title_matches=tuple(matcher.title_spans(row.title)),
        excerpted=False,
    )


def excerpted(
    hits: Sequence[Hit], matcher: Matcher, view: View, memory: Memory, typing: bool, cancel: CancelToken
) -> tuple[Hit, ...]:
    """The same hits with what their texts hold; one that was forgotten since has nothing. Cancelled, MemoryDamaged."""
    counted = COUNTED_WHILE_TYPING if typing else COUNTED_LENGTH
    rows = [view.get(number_of("v", hit.version) or 0) for hit in hits]
    tags = memory.entities_in([row.text for row in rows if row is not None and row.text is not None], ENTITIES)
    made = []
    for hit, row in zip(hits, rows, strict=True):
        cancel.check()
        count, snippets = (0, ()) if row is None else _snippets(row, matcher, memory, counted, cancel)
        named = tags.get(row.text, []) if row is not None and row.text is not None else []
        entities = tuple(EntityTag(entity_id(tag.entity), tag.name, tag.type) for tag in named)
        made.append(replace(hit, match_count=count, entities=entities, snippets=snippets, excerpted=True))
    return tuple(made)


def _snippets(
    row: VersionFacts, matcher: Matcher, memory: Memory, counted: int, cancel: CancelToken
) -> tuple[int | None, tuple[Snippet, ...]]:
    if row.text is None:
        return 0, ()
    named = memory.spans(row.text, matcher.entities) if matcher.entities else Spans()
    count: int | None
    if row.length <= counted and not matcher.is_empty:
        text = memory.text(row.text, cancel=cancel)
        spans = merged(matcher.spans(text, cancel), named)
        count = len(spans)
    else:
        early = matcher.first_spans(_pieces(memory, row.text), EARLY_SPANS, cancel)
        spans = merged(early, Spans(list(named)[:EARLY_SPANS]))
        count = 0 if matcher.is_empty else None
        text = memory.text(row.text, spans[-1].end + OPENING if len(spans) else OPENING, cancel)
    lead = 0 if len(spans) else lead_of(text, row.title)
    units = memory.units(row.text)
    return count, tuple(
        Snippet(
            text=text[lead + piece.start : lead + piece.end],
            start=lead + piece.start,
            unit=unit_label(units, piece.matches[0].start + piece.start if piece.matches else lead + piece.start),
            matches=piece.matches,
        )
        for piece in pick(text[lead:] if lead else text, spans, SNIPPETS)
    )


def _pieces(memory: Memory, text: int) -> Iterator[tuple[int, str]]:
    """A text in pieces small enough that few are read beyond the first matches."""
    for start, chunk in memory.chunks(text):
        for at in range(0, len(chunk), EARLY_PIECE):
            yield start + at, chunk[at : at + EARLY_PIECE]
