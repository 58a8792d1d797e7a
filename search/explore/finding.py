"""Where an entity is named: the versions in force that name it, and every mention with its sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from search.cancel import NEVER, CancelToken
from search.explore.ids import document_id, version_id
from search.explore.names import Found
from search.explore.units import unit_label
from search.explore.view import View
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import StoredMention, VersionFacts
from search.text.sentences import sentence_around
from search.text.spans import Span


def rows_naming(entity: int, view: View, memory: Memory) -> list[VersionFacts]:
    """The versions in force that name `entity`, those of the latest documents first."""
    scope = view.scope()
    versions = [v for v in memory.versions_naming([entity]) if v < len(scope) and scope[v]]
    rows = sorted((view.of(version) for version in versions), key=lambda row: (row.path, row.version))
    rows.sort(key=lambda row: row.document_date or "", reverse=True)
    return rows


def found_in(
    entity: int, rows: Sequence[VersionFacts], memory: Memory, cancel: CancelToken = NEVER
) -> Iterator[tuple[Found, str, list[StoredMention]]]:
    """Every mention of `entity` in the versions `rows`, with its sentence and all mentions in that, as they are asked
    for. Cancelled.
    """
    for row in rows:
        cancel.check()
        if row.text is None:
            continue
        text = memory.text(row.text)
        units = memory.units(row.text)
        mentions = memory.mentions(row.text)
        starts = [mention.start for mention in mentions]
        for span in memory.spans(row.text, [entity]):
            sentence = sentence_around(text, span)
            around = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            words = text[sentence.start : sentence.end]
            yield _found(row, text, span, words, unit_label(units, span.start)), words, around


def _found(row: VersionFacts, text: str, span: Span, sentence: str, unit: str | None) -> Found:
    return Found(
        document=document_id(row.document),
        version=version_id(row.version),
        path=shown(row.path),
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        sentence=sentence,
        unit=unit,
        document_date=row.document_date,
    )
