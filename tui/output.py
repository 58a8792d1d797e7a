"""Results as text for people, and as JSON for programs. Whatever comes from documents is made safe here."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from search.errors import QueryError
from tui.sanitize import safe_line, safe_text

if TYPE_CHECKING:
    from search.explore.documents import Document
    from search.explore.names import Entity, EntityList, Suggestions
    from search.explore.results import Coverage, Hit, Results, Snippet
    from search.explore.standing import StatusReport
    from search.text.spans import Span
    from tui.doctor import Check

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
MATCH = "\x1b[1;33m"
FAILURES_SHOWN = 20


class Writer:
    """Writes lines to stdout, with colour when it is a terminal that wants it."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self.quiet: bool = chosen.quiet
        self._colour = sys.stdout.isatty() and not chosen.no_color and "NO_COLOR" not in os.environ

    def line(self, text: str = "") -> None:
        """One line that is already safe."""
        sys.stdout.write(text + "\n")

    def styled(self, text: str, style: str) -> str:
        """`text`, which is already safe, in a style where colour is wanted."""
        return f"{style}{text}{PLAIN}" if self._colour and text else text

    def lit(self, text: str, matches: Sequence[Span]) -> str:
        """A piece of a document on one line with its matches lit."""
        shown = safe_line(text)
        parts = []
        at = 0
        for start, end in matches:
            parts += [shown[at:start], self.styled(shown[start:end], MATCH)]
            at = end
        return "".join([*parts, shown[at:]])


def print_json(shape: Mapping[str, Any]) -> None:
    """One JSON object. ASCII only, so that no control character of a document reaches the terminal."""
    sys.stdout.write(json.dumps(shape, indent=2 if sys.stdout.isatty() else None) + "\n")


def print_results(results: Results, out: Writer, offset: int) -> None:
    """Hits with their snippets, then what was changed and how much of the collection the answer covers."""
    for place, hit in enumerate(results.hits, start=offset + 1):
        facts = " · ".join(safe_line(fact) for fact in (hit.document_date, hit.type, hit.document) if fact)
        out.line(f"{place:>3}. {out.lit(hit.title, hit.title_matches)}  {out.styled(facts + _standing(hit), DIM)}")
        out.line(f"     {out.styled(safe_line(hit.path), DIM)}")
        for snippet in hit.snippets:
            out.line(f"     {_snippet(snippet, out)}")
    if out.quiet:
        return
    if results.as_of:
        out.line(f"as of {safe_line(results.as_of)}")
    shown = f"{offset + 1}-{offset + len(results.hits)} of {results.total:,}" if results.hits else "0"
    out.line(f"{shown} hits · {coverage_text(results.coverage)}")
    for note in results.notes:
        out.line(f"note: {safe_line(note)}")


def _standing(hit: Hit) -> str:
    """Whether a hit is what its document says today."""
    old = f"  version {hit.number} of {hit.versions}, until {hit.seen_to[:10]}" if hit.seen_to else ""
    if hit.gone:
        last = old if hit.number < hit.versions else ""
        return f"{last}  gone since {hit.gone[:10]}: the file is no longer there"
    return old


def print_suggestions(suggestions: Suggestions) -> None:
    """What to try when nothing was found, on stderr: it is no data."""
    for name, things in (
        ("no document holds", suggestions.missing),
        ("did you mean", suggestions.instead),
        ("names that look alike", [entity.name for entity in suggestions.entities]),
    ):
        if things:
            print(f"{name}: {', '.join(map(safe_line, things))}", file=sys.stderr)


def _snippet(snippet: Snippet, out: Writer) -> str:
    unit = f"  {out.styled(safe_line(snippet.unit), DIM)}" if snippet.unit else ""
    return f"{out.lit(snippet.text, snippet.matches)}{unit}"


def coverage_text(coverage: Coverage) -> str:
    """How much of what is remembered can be found by words."""
    text = f"{coverage.documents:,} documents, {coverage.searchable:,} searchable"
    if coverage.unsearchable:
        reasons = ", ".join(f"{count:,} {status}" for status, count in sorted(coverage.unsearchable.items()))
        text += f", {sum(coverage.unsearchable.values()):,} not: {reasons}"
    return text


def print_document(document: Document) -> None:
    """The text. What is not text goes to stderr, so that stdout is the document alone."""
    if document.reason:
        print(f"cristal: {safe_line(document.path)}: {document.status}, {safe_line(document.reason)}", file=sys.stderr)
    text = safe_text(document.text) if sys.stdout.isatty() else document.text
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def print_entities(listed: EntityList, out: Writer) -> None:
    """Names with type, counts and aliases, one a line."""
    width = max((len(entity.name) for entity in listed.entities), default=0)
    for entity in listed.entities:
        out.line(entity_line(entity, min(width, 40), out))
    if not out.quiet and listed.total > len(listed.entities):
        out.line(out.styled(f"{len(listed.entities):,} of {listed.total:,} shown: --limit shows more", DIM))


def entity_line(entity: Entity, width: int, out: Writer) -> str:
    """An entity with its name in a column of `width`, type, counts and other names."""
    name = out.styled(f"{safe_line(entity.name):<{width}}", BOLD)
    counts = f"{entity.mentions:>6,} mentions in {entity.documents:,} documents"
    others = [safe_line(alias.name) for alias in entity.aliases if alias.name != entity.name][:5]
    also = f"  also: {', '.join(others)}" if others else ""
    return f"{name}  {entity.type:<12} {counts}  {out.styled(entity.entity + also, DIM)}"


def print_status(report: StatusReport, out: Writer) -> None:
    """The memory in figures, then what could not be read."""
    out.line(f"memory      {safe_line(report.memory)}")
    out.line(f"documents   {report.documents:,} ({report.gone:,} gone), {report.versions:,} versions")
    out.line(f"searchable  {report.searchable:,}" + (f", {report.behind:,} not indexed yet" if report.behind else ""))
    out.line(f"entities    {report.entities:,} in {report.mentions:,} mentions")
    out.line(f"index       {report.index.engine}, {report.index.segments} segments, {report.index.bytes / 1e6:.1f} MB")
    if report.index.trouble is not None:
        out.line(f"            {safe_line(report.index.trouble)}")
    for name, counts in (("by status", report.by_status), ("by type", report.by_type)):
        out.line(f"{name:<11} " + ", ".join(f"{count:,} {key}" for key, count in sorted(counts.items())))
    for source in report.sources:
        away = "  away: nothing in it is taken for gone" if source.away else ""
        out.line(f"source      {safe_line(source.path)}, {source.documents:,} documents{away}")
    for failure in report.failures[:FAILURES_SHOWN]:
        out.line(f"not read    {safe_line(failure.path)}: {failure.status}, {safe_line(failure.reason or '')}")
    if len(report.failures) > FAILURES_SHOWN:
        out.line(f"            and {len(report.failures) - FAILURES_SHOWN:,} more: --json lists them all")


def print_checks(checks: Sequence[Check], out: Writer) -> None:
    """What is well, what is not, and what to do about it."""
    for check in checks:
        out.line(f"{check.state:<8} {check.name}: {safe_line(check.detail)}")
        if check.advice:
            out.line(f"         {safe_line(check.advice)}")


def query_error_text(error: QueryError, query: str) -> str:
    """The sentence, and the query with a caret under the place."""
    width = shutil.get_terminal_size().columns - 4
    start = max(0, error.position - width // 2)
    window = safe_line(query[start : start + width])
    return f"cristal: {safe_line(str(error))}\n  {window}\n  {' ' * (error.position - start)}^"
