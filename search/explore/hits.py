"""Ranked versions to hits: title, snippets with matches, counts, entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from search.cancel import CancelToken
from search.explore.ids import document_id, entity_id, version_id
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


def hits(
    ranked: Sequence[Ranked],
    matcher: Matcher,
    view: View,
    memory: Memory,
    typing: bool,
    cancel: CancelToken,
) -> tuple[Hit, ...]:
    """The hits of one window of a ranking, in its order. MemoryDamaged when one is not what was remembered."""
    counted = COUNTED_WHILE_TYPING if typing else COUNTED_LENGTH
    facts = [view.of(item.version) for item in ranked]
    vouch(memory, [row.version for row in facts])
    texts = [row.text for row in facts if row.text is not None]
    tags = memory.entities_in(texts, ENTITIES)
    made = []
    for item, row in zip(ranked, facts, strict=True):
        cancel.check()
        count, snippets = _snippets(row, matcher, memory, counted, cancel)
        numbers = [other.version for other in view.versions_of(row.document)]
        named = tags.get(row.text, []) if row.text is not None else []
        made.append(
            Hit(
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
                match_count=count,
                entities=tuple(EntityTag(entity_id(tag.entity), tag.name, tag.type) for tag in named),
                snippets=snippets,
                title_matches=tuple(matcher.title_spans(row.title)),
            )
        )
    return tuple(made)


def _snippets(
    row: VersionFacts, matcher: Matcher, memory: Memory, counted: int, cancel: CancelToken
) -> tuple[int | None, tuple[Snippet, ...]]:
    if row.text is None:
        return 0, ()
    named = memory.spans(row.text, matcher.entities) if matcher.entities else Spans()
    if row.length <= counted:
        text = memory.text(row.text)
        spans = merged(matcher.spans(text, cancel), named)
        count = len(spans)
    else:
        early = matcher.first_spans(_pieces(memory, row.text), EARLY_SPANS, cancel)
        spans = merged(early, Spans(list(named)[:EARLY_SPANS]))
        count = None
        text = _opening(memory, row.text, spans[-1].end + OPENING if len(spans) else OPENING)
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


def _opening(memory: Memory, text: int, length: int) -> str:
    """At least the first `length` code points of a text, where it has so many."""
    pieces = []
    for start, piece in memory.chunks(text):
        pieces.append(piece)
        if start + len(piece) >= length:
            break
    return "".join(pieces)
