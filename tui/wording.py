"""The sentences of the interface, made from plain data. Everything from documents comes out safe to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.entities.mentions import VALUES
from search.explore.results import Coverage, Results
from tui.counting import counted
from tui.dating import day, moment_text, period_text
from tui.indexing import IndexingState
from tui.progress import finished_text, progress_text, remade_text
from tui.sanitize import safe, safe_line

if TYPE_CHECKING:
    from search.explore.documents import Document, MentionSpan, Side
    from search.explore.standing import StatusReport

_COPIED_SHOWN = 200
_MENTION_SHOWN = 30


def coverage_text(coverage: Coverage) -> str:
    """ "214 documents, 209 searchable, 5 not: 3 unsupported, 2 encrypted"."""
    said = f"{counted(coverage.documents, 'document')}, {coverage.searchable:,} searchable"
    by_count = sorted(coverage.unsearchable.items(), key=lambda item: (-item[1], item[0]))
    reasons = [f"{count:,} {status}" for status, count in by_count if count]
    if reasons:
        said += f", {sum(coverage.unsearchable.values()):,} not: {', '.join(reasons)}"
    return said


def counter_text(results: Results) -> str:
    """ "12 of 214  18 ms": documents found, of those that can be searched; "217  2 ms" when others are listed too."""
    searchable = results.coverage.searchable
    of = f" of {searchable:,}" if results.total <= searchable else ""
    return f"{results.total:,}{of}  {results.took_ms:.0f} ms"


def match_text(index: int, total: int, *, more: bool = False) -> str:
    """ "match 3 of 27", "match 3 of 27+" when there may be more; `index` from 0, -1 while none is current."""
    if not total:
        return ""
    return (
        f"match {index + 1:,} of {total:,}{'+' if more else ''}"
        if index >= 0
        else counted(total, "match").replace("matchs", "matches")
    )


def mention_text(mention: MentionSpan) -> str:
    """ "person: Alice Liddell", "date: next Tuesday = 2026-12-01": a name, a date or an amount in the open document."""
    name, means = mention.name, mention.norm if mention.type in VALUES else ""
    shown = f"{safe_line(name[:_MENTION_SHOWN])}{'…' if len(name) > _MENTION_SHOWN else ''}"
    told = means and means.casefold() != name.casefold() and len(means) <= _MENTION_SHOWN
    return f"{safe(mention.type)}: {shown}" + (f" = {safe_line(means)}" if told else "")


def change_text(index: int, total: int) -> str:
    """ "change 3 of 12"; `index` from 0, -1 while none is current."""
    return f"change {index + 1:,} of {total:,}" if index >= 0 else counted(total, "change")


def side_text(side: Side, total: int, status: str, *, short: bool) -> str:
    """ "version 2 of 5, 2024-03-01", "v2 of 5, 2024-03-01, encrypted": one of two versions that are compared."""
    said = f"{'v' if short else 'version '}{side.number:,} of {total:,}, {safe(day(side.seen_from))}"
    return said if side.text else f"{said}, {safe(status)}"


def place_text(unit: str | None, line: int, lines: int, *, more: bool = False) -> str:
    """ "page 12  line 40 of 200", "line 40" when there are `more` lines."""
    return "  ".join([*([unit] if unit else []), f"line {line:,}" if more else f"line {line:,} of {lines:,}"])


def copied_text(text: str, elsewhere: str) -> str:
    """ "copied, also in ~/copied.txt: “The first words of it…" """
    words = safe_line(text[:_COPIED_SHOWN]).strip()
    return f"copied{', ' if elsewhere else ''}{elsewhere}: {words}{'…' if len(text) > _COPIED_SHOWN else ''}"


def indexing_text(state: IndexingState) -> str:
    """Where the reading is; empty when a finished one has nothing to tell."""
    match state.phase:
        case "scanning" if state.remade is not None and not state.files:
            return f"{safe_line(remade_text(state.remade))}: {counted(state.committed, 'document')} so far"
        case "scanning":
            return f"looking for files: {state.files:,}" if state.files else "looking for files"
        case "reading":
            return progress_text(state.progress) if state.progress else "reading"
        case "stopped":
            return f"reading stopped; {counted(state.committed, 'document')} kept"
        case "failed":
            return f"reading failed: {safe_line(state.sentence)}"
        case "done":
            told = state.finished
            quiet = told is None or not (told.added or told.changed or told.renamed or told.gone)
            return "" if told is None or quiet else finished_text(told)


def as_of_text(as_of: str | None) -> str:
    """ "as of 2024-06-30"; empty for now."""
    return f"as of {safe(moment_text(as_of))}" if as_of is not None else ""


def banner_text(document: Document, newest: str) -> str:
    """What the reader must know before trusting the page: gone, partly read, not readable, an old version. `newest` are
    the keys that go to the newest one.
    """
    told = []
    total, shown = len(document.versions), document.versions[document.number - 1]
    superseded = document.number < total
    if superseded:
        told.append(
            f"Version {document.number:,} of {total:,}, {safe(period_text(shown.seen_from, shown.seen_to))}; "
            f"{newest} goes to the newest."
        )
    if document.gone:
        last = "" if superseded else "; this is what it said last"
        told.append(f"The file is gone since {safe(day(document.gone))}{last}.")
    reason = f": {safe_line(document.reason)}" if document.reason else ""
    if document.status == "partial":
        told.append(f"Only a part of it could be read{reason}.")
    elif document.status != "ok":
        told.append(f"No text to search, {safe(document.status)}{reason}.")
    return " ".join(told)


def facts(report: StatusReport, sample: bool) -> list[str]:
    """The memory in a few lines."""
    lines = []
    if sample:
        lines.append("This is the sample collection. Your own: cristal FOLDER")
    lines.append(f"{counted(report.documents, 'document')}, {report.searchable:,} searchable")
    if report.entities:
        lines.append(f"{counted(report.entities, 'name')} and amounts, {counted(report.mentions, 'mention')}")
    if report.gone:
        lines.append(f"{counted(report.gone, 'document')} gone from disk, still searchable")
    if report.behind:
        lines.append(f"{counted(report.behind, 'document')} remembered, not searchable yet")
    lines += [
        f"{safe(source.path)}: {'away' if source.away else counted(source.documents, 'document')}"
        for source in report.sources[:5]
    ]
    return lines
