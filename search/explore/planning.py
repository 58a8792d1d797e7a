"""A typed query made ready: parsed, widened, bound to the catalogue, with its scope and its matcher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from search.cancel import CancelToken
from search.explore.answering import Answers
from search.explore.catalogue import Catalogue
from search.explore.covering import coverage_of
from search.explore.results import Coverage
from search.explore.view import View
from search.memory.memory import Memory
from search.query.binding import bind
from search.query.dates import parse_moment
from search.query.inflections import expand_inflections
from search.query.language import Parsed, parse
from search.query.matching import Matcher, matcher
from search.query.nodes import Query, VersionSet, conjuncts

if TYPE_CHECKING:
    from search.entities.lookup.directory import Directory

KEPT = 16
COVERING_FIELDS = frozenset({"source", "path", "type"})
"""Facts that narrow the collection a question is about, rather than being the question."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query ready to run: `scope[version]` is 1 for versions in force; `view` is the
    memory at the moment that is asked about, `coverage` of the documents it is about."""

    parsed: Parsed
    tree: Query
    scope: bytearray
    view: View
    coverage: Coverage
    notes: tuple[str, ...]
    matcher: Matcher


class Plans:
    """Makes plans, and keeps the last ones until the memory changes. One thread uses it at a time."""

    def __init__(
        self,
        catalogue: Catalogue,
        memory: Memory,
        holds: Callable[[str], bool],
        directory: Callable[[CancelToken, str | None], Directory],
    ) -> None:
        """`holds` tells whether any document has a word; `directory` gives the names of a moment, of now for None."""
        self._catalogue, self._memory = catalogue, memory
        self._holds, self._directory = holds, directory
        self._kept: dict[tuple[str, bool, str | None], Plan] = {}

    def ready(self, query: str, typing: bool, as_of: str | None, cancel: CancelToken) -> Plan:
        """The plan for `query`. QueryError, Cancelled."""
        key = (query, typing, as_of)
        ready = self._kept.pop(key, None)
        if ready is None:
            ready = _plan(
                query,
                typing=typing,
                as_of=as_of,
                catalogue=self._catalogue,
                memory=self._memory,
                holds=self._holds,
                directory=lambda instant: self._directory(cancel, instant),
                cancel=cancel,
            )
        self._kept[key] = ready
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return ready

    def clear(self) -> None:
        """Forget all: they are of a memory as it was."""
        self._kept.clear()


def _plan(
    text: str,
    *,
    typing: bool,
    as_of: str | None,
    catalogue: Catalogue,
    memory: Memory,
    holds: Callable[[str], bool],
    directory: Callable[[str | None], Directory],
    cancel: CancelToken,
) -> Plan:
    """Make `text` ready. `as_of` given beside the query gives way to one inside it."""
    today = date.today()
    parsed = parse(text, typing=typing, today=today)
    instant = parsed.as_of or (parse_moment(as_of, today) if as_of else None)
    view = catalogue.view(instant, memory)
    answers = Answers(view, memory, lambda: directory(instant), today, cancel)
    widened, notes = expand_inflections(parsed.query, holds)
    tree = bind(widened, answers)
    scope = view.scope(parsed.gone, parsed.versions_all)
    return Plan(
        parsed=parsed,
        tree=tree,
        scope=scope,
        view=view,
        coverage=_coverage(tree, scope, view),
        notes=(*parsed.notes, *notes, *answers.notes),
        matcher=matcher(tree),
    )


def _coverage(tree: Query, scope: bytearray, view: View) -> Coverage:
    """Of the part of the scope that lies inside the query's own source, path and type."""
    narrowing = [node for node in conjuncts(tree) if isinstance(node, VersionSet) and node.fieldname in COVERING_FIELDS]
    if not narrowing:
        return coverage_of(view, scope)
    covered = bytearray(len(scope))
    for version in frozenset.intersection(*(node.versions for node in narrowing)):
        if version < len(scope):
            covered[version] = scope[version]
    return coverage_of(view, covered)
