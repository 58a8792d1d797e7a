"""The memory in figures, now or as it stood."""

from collections import Counter
from itertools import compress

from search.explore.standing import FailureLine, IndexLine, SourceLine, StatusReport
from search.explore.view import View
from search.index.engine import IndexStats
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import Totals, Unsearchable


def report(memory: Memory, stats: IndexStats, trouble: str | None, view: View) -> StatusReport:
    """What is remembered, how much of it can be searched, and what stands in the way of the rest.

    Sources and index are today's, whatever the view; `trouble` says why the index cannot be searched.
    """
    totals = memory.totals() if view.as_of is None else _past_totals(memory, view)
    return StatusReport(
        memory=str(memory.folder),
        generation=memory.generation(),
        documents=totals.documents,
        versions=totals.versions,
        gone=totals.gone,
        entities=totals.entities,
        mentions=totals.mentions,
        searchable=totals.searchable,
        by_status=totals.by_status,
        by_type=totals.by_type,
        failures=tuple(FailureLine(shown(item.path), item.status, item.reason) for item in totals.failures),
        sources=tuple(SourceLine(shown(s.path), s.documents, s.away) for s in memory.sources()),
        index=IndexLine(stats.engine, stats.bytes, stats.segments, trouble),
        behind=totals.behind,
    )


def _past_totals(memory: Memory, view: View) -> Totals:
    known = [row for row in view.facts if row is not None]
    scope = view.scope()
    latest = [row for row in compress(view.facts, scope) if row is not None]
    counts = memory.entity_counts(scope)
    unread = [row for row in latest if not row.status.searchable and row.gone is None]
    return Totals(
        documents=len(latest),
        versions=len(known),
        gone=sum(row.gone is not None for row in latest),
        entities=len(counts),
        mentions=sum(count.mentions for count in counts.values()),
        searchable=sum(row.status.searchable for row in latest),
        by_status=dict(Counter(row.status.value for row in latest)),
        by_type=dict(Counter(row.type for row in latest)),
        failures=tuple(sorted(Unsearchable(row.path, row.status, row.reason) for row in unread)),
        behind=sum(row.status.searchable and not row.indexed for row in known),
    )
