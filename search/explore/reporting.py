"""The memory in figures."""

from search.explore.results import FailureLine, IndexLine, SourceLine, StatusReport
from search.index.engine import IndexStats
from search.memory.memory import Memory
from search.memory.paths import shown


def report(memory: Memory, stats: IndexStats, trouble: str | None) -> StatusReport:
    """What is remembered, how much of it can be searched, and what stands in the way of the rest. `trouble` says why
    the index cannot be searched.
    """
    totals = memory.totals()
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
