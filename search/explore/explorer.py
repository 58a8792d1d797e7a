"""The facade: one open memory with its index, for the command line and the terminal interface."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from search.cancel import NEVER, CancelToken
from search.errors import DiskFull
from search.explore.catalogue import Catalogue
from search.explore.directories import Directories
from search.explore.hits import excerpted, listed
from search.explore.indexed import OpenIndex
from search.explore.planning import Plans
from search.explore.results import Hit, Results, Sort
from search.explore.view import View
from search.explore.watching import Watchlist
from search.explore.within import Narrowed
from search.memory.memory import Memory
from search.query.dates import parse_moment

if TYPE_CHECKING:
    from search.entities.lookup.directory import Directory
    from search.entities.resolution.judging import Judgement
    from search.explore.decisions import Imported, JudgementLine, Part, SuggestionList
    from search.explore.documents import Difference, Document, History, MentionSpan
    from search.explore.judging import Judge
    from search.explore.names import Dossier, EntityList, Suggestions
    from search.explore.standing import StatusReport, UnreadGroup
    from search.explore.suggested import Suggested
    from search.explore.within import Within
    from search.extract.caps import Caps
    from search.index.engine import Expansion
    from search.memory.records import VersionFacts
    from search.text.spans import Spans


class Explorer:
    """A memory open for reading.

    Methods may be called from several threads; those that need the index take turns. Each sees the generation of the
    last `refresh`, which `search` calls by itself.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._index = OpenIndex(memory.index_folder, memory.id())
        self._catalogue = Catalogue()
        self._turn = threading.RLock()
        self._directories = Directories(memory, self._catalogue)
        self._plans = Plans(self._catalogue, memory, self._index.holds, self._names)
        self._suggested: tuple[tuple[int, int], Suggested] | None = None
        self._narrowed = Narrowed(memory)
        self._watchlist = Watchlist(memory)
        self.refresh()

    @classmethod
    def open(cls, memory: Path) -> Explorer:
        """Open the memory in a folder. NotFound when there is none, MemoryDamaged when it cannot be read.

        A damaged index is no obstacle: see `index_trouble`.
        """
        try:
            opened = Memory.open(memory)
        except DiskFull:
            opened = Memory.read(memory)
        return cls(opened)

    @property
    def generation(self) -> int:
        """What the last refresh saw."""
        return self._catalogue.generation

    @property
    def index_trouble(self) -> str | None:
        """Why `search` and `suggest` raise IndexDamaged, None when they do not; everything else needs no index."""
        trouble = self._index.trouble
        return str(trouble) if trouble is not None else None

    def refresh(self) -> bool:
        """See what was committed since; True when there was something. Cheap when there was nothing."""
        with self._turn:
            moved = self._catalogue.refresh(self._memory)
            moved = self._index.refresh() or moved
            if moved:
                self._plans.clear()
                self._index.expect(self._catalogue.now.indexed())
            return moved

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = "relevance",
        as_of: str | None = None,
        typing: bool = False,
        excerpts: int | None = None,
        cancel: CancelToken = NEVER,
    ) -> Results:
        """Rank the documents that match `query`; an empty one finds all, newest first.

        `typing`: the last word is also a prefix. The first `excerpts` hits are excerpted, or all. QueryError on a
        syntax error, IndexDamaged, Cancelled when given up.
        """
        started = time.perf_counter()
        with self._turn:
            self.refresh()
            ready = self._plans.ready(query, typing, as_of, cancel)
            with self._index.engine() as engine:
                ranking = engine.search(
                    ready.tree,
                    ready.scope,
                    ready.view.order(sort),
                    by_score=sort == "relevance",
                    limit=limit,
                    offset=offset,
                    cancel=cancel,
                )
        found = listed(ranking.top, ready.matcher, ready.view, self._memory)
        first = excerpted(found[:excerpts], ready.matcher, ready.view, self._memory, typing, cancel)
        return Results(
            query=query,
            total=ranking.total,
            took_ms=(time.perf_counter() - started) * 1000,
            as_of=ready.view.as_of,
            notes=(*ready.notes, *map(_expansion_note, ranking.expansions)),
            coverage=ready.coverage,
            hits=first + found[len(first) :],
        )

    def excerpts(
        self,
        hits: Sequence[Hit],
        query: str,
        *,
        as_of: str | None = None,
        typing: bool = False,
        cancel: CancelToken = NEVER,
    ) -> tuple[Hit, ...]:
        """Some hits of that search, excerpted. Cancelled."""
        with self._turn:
            ready = self._plans.ready(query, typing, as_of, cancel)
        return excerpted(hits, ready.matcher, ready.view, self._memory, typing, cancel)

    def document(
        self, ref: str, *, as_of: str | None = None, upto: int = sys.maxsize, cancel: CancelToken = NEVER
    ) -> Document:
        """A document by id ("d12"), version ("v34") or path: whole, or the first `upto` code points of its text and
        maybe more. NotFound, Cancelled.
        """
        from search.explore.opening import open_document

        return open_document(ref, self._view(as_of), self._catalogue.now, self._memory, upto, cancel)

    def history(self, ref: str, cancel: CancelToken = NEVER) -> History:
        """The past of a document, by id, one of its versions' or path. NotFound, Cancelled."""
        from search.explore.history import history_of

        return history_of(ref, self._catalogue.now, self._memory, cancel)

    def diff(
        self, ref: str, before: str | None = None, after: str | None = None, cancel: CancelToken = NEVER
    ) -> Difference:
        """What two versions of a document differ in: the newest (or the one that `ref` names) and the one before it, or
        those that are named by id ("v34"), number ("2") or date. NotFound, BadInput, Cancelled.
        """
        from search.explore.history import difference

        return difference(ref, before, after, self._catalogue.now, self._view, self._memory, cancel)

    def original(self, version: str, folder: Path, caps: Caps) -> Path:
        """The file that a version was read from; what was inside another file is written into `folder`. NotFound."""
        from search.explore.original import original

        return original(self._row(version), folder, caps)

    def matches(
        self, version: str, query: str, *, typing: bool = False, upto: int = sys.maxsize, cancel: CancelToken = NEVER
    ) -> Spans:
        """What `query` matches in the first `upto` code points of a version's text, mentions of entities it asks for
        included. QueryError, NotFound, Cancelled.
        """
        from search.explore.opening import matches_of

        with self._turn:
            ready = self._plans.ready(query, typing, None, cancel)
        return matches_of(self._row(version), ready.matcher, upto, self._memory, cancel)

    def mentions(self, version: str, *, start: int = 0, end: int = sys.maxsize) -> tuple[MentionSpan, ...]:
        """Who and what a version's text names between two offsets, by start. A large text has millions."""
        from search.explore.opening import mentions_of

        return mentions_of(version, start, end, self._catalogue.now, self._memory)

    def entities(
        self,
        name: str = "",
        *,
        type: str | None = None,  # noqa: A002
        limit: int = 50,
        offset: int = 0,
        as_of: str | None = None,
        within: Within | None = None,
        cancel: CancelToken = NEVER,
    ) -> EntityList:
        """Entities named like `name`, best first; without a name the most mentioned, amounts and dates only when their
        `type` is asked for. `within` a part of the memory: those that it names, with its counts. BadInput for an
        unknown type or moment, QueryError, NotFound.
        """
        from search.explore.naming import list_entities

        names, generation = self._names(cancel, self._moment(as_of)), self._catalogue.generation
        if within is not None:
            key = (within, as_of, generation)
            names = self._narrowed.directory(key, names, lambda: self._found(within, as_of, cancel), cancel)
        found = list_entities(names, name, type, limit, offset, cancel)
        return replace(found, entities=self._watchlist.marked(found.entities, generation))

    def entity(self, ref: str, *, as_of: str | None = None, cancel: CancelToken = NEVER) -> Dossier:
        """All about an entity: by id ("e56"), by one of its names, or by one that is nearly it. NotFound, Cancelled."""
        from search.explore.dossier import make_dossier

        return make_dossier(ref, self._names(cancel, self._moment(as_of)), self._view(as_of), self._memory, cancel)

    def judge(
        self,
        kind: str,
        subject: str,
        object: str | None = None,  # noqa: A002
        *,
        reason: str | None = None,
    ) -> tuple[JudgementLine, ...]:
        """Decide something about a name or a mention: `kind` is same, different, reject, retype, rename or watch.

        `subject` is an entity by its id ("e56", or that of one of its parts) or exact name, or a mention ("v34@120",
        "d12@120-133"); `object` another entity, a type or a name. BadInput, NotFound.
        """
        made = self._judge().judge(kind, subject, object, reason)
        return self._lines(made)

    def undo(self, judgement: str, *, reason: str | None = None) -> JudgementLine:
        """Take a judgement back, by its id or the beginning of it; an undoing too. BadInput, NotFound."""
        return self._lines([self._judge().undo(judgement, reason)])[0]

    def judgements(self, about: str | None = None) -> tuple[JudgementLine, ...]:
        """What people decided, the latest first: everything, or what is `about` an entity, one of its parts or a
        mention, given as to `judge`. BadInput, NotFound.
        """
        from search.explore.judging import lines_of
        from search.memory.decisions import judgements_in

        lines = lines_of(judgements_in(self._memory), self._memory)
        if about is None:
            return lines
        wanted = self._judge().made_about(about)
        return tuple(line for line in lines if line.judgement in wanted)

    def export_judgements(self) -> Iterator[str]:
        """Every judgement as a line of JSON."""
        from search.explore.judging import export_judgements

        return export_judgements(self._memory)

    def import_judgements(self, lines: Iterable[str]) -> Imported:
        """Add judgements from such lines, all or none. BadInput."""
        from search.explore.judging import import_judgements

        self._directories.expire()
        return import_judgements(lines, self._memory)

    def follow_the_money(self, *, type: str | None = None) -> Iterator[str]:  # noqa: A002
        """Entities of a type, or of any that has a schema there, as lines of FollowTheMoney JSON. BadInput."""
        from search.explore.follow_the_money import entity_lines
        from search.explore.naming import entity_type

        self.refresh()
        return entity_lines(entity_type(type), self._names(NEVER, None), self._catalogue.now, self._memory)

    def parts(self, entity: str) -> tuple[Part, ...]:
        """The names that are one entity, the main one first, with why each is. NotFound."""
        from search.explore.judging import parts_of

        return parts_of(entity, self._memory)

    def merge_suggestions(
        self,
        *,
        type: str | None = None,  # noqa: A002
        limit: int = 20,
        offset: int = 0,
        cancel: CancelToken = NEVER,
    ) -> SuggestionList:
        """Entities that may be one, with the evidence, the likeliest first. BadInput, Cancelled."""
        from search.explore.naming import entity_type
        from search.explore.suggested import Suggested

        self.refresh()
        texts, names = (self._memory.resolved_text(), self._memory.forgotten()), self._names(cancel, None)
        if self._suggested is None or self._suggested[0] != texts:
            self._suggested = texts, Suggested(self._memory, cancel)
        return self._suggested[1].window(names, self._catalogue.now, entity_type(type), limit, offset, cancel)

    def _judge(self) -> Judge:
        from search.explore.judging import Judge

        self.refresh()
        return Judge(self._memory, lambda: self._names(NEVER, None), self._catalogue.now)

    def _lines(self, made: Sequence[Judgement]) -> tuple[JudgementLine, ...]:
        self._directories.expire()
        self.refresh()
        ids = {judgement.id for judgement in made}
        return tuple(line for line in self.judgements() if line.judgement in ids)

    def suggest(self, query: str, cancel: CancelToken = NEVER) -> Suggestions:
        """What to try when `query` found nothing. Raises IndexDamaged."""
        from search.explore.suggesting import suggest

        with self._turn:
            words = self._plans.ready(query, False, None, cancel).parsed.words
            with self._index.engine() as engine:
                return suggest(query, words, engine, self._names(cancel, None), self._finds, cancel)

    def unread(self, *, as_of: str | None = None) -> tuple[UnreadGroup, ...]:
        """The documents in force that could not be read, or not wholly, by reason."""
        from search.explore.unread import unread_groups

        with self._turn:
            self.refresh()
            view = self._view(as_of)
            scope = view.scope("no")
            return unread_groups(row for row in view.facts if row is not None and scope[row.version])

    def status(self, *, as_of: str | None = None) -> StatusReport:
        """The memory in figures."""
        from search.explore.reporting import report

        with self._turn:
            self.refresh()
            return report(self._memory, self._index.stats(), self.index_trouble, self._view(as_of))

    def close(self) -> None:
        """Release files and connections."""
        with self._turn:
            self._index.close()
            self._memory.close()

    def _finds(self, query: str) -> bool:
        ready = self._plans.ready(query, False, None, NEVER)
        order = ready.view.order("path")
        with self._index.engine() as engine:
            return engine.search(ready.tree, ready.scope, order, limit=1, cancel=NEVER).total > 0

    @property
    def names_behind(self) -> bool:
        """Whether names are known from before the last refresh, and the next question would learn them anew."""
        return self._directories.behind

    def _row(self, version: str) -> VersionFacts:
        from search.explore.opening import version_row

        return version_row(version, self._catalogue.now)

    def _moment(self, as_of: str | None) -> str | None:
        return parse_moment(as_of, date.today()) if as_of else None

    def _view(self, as_of: str | None) -> View:
        with self._turn:
            return self._catalogue.view(self._moment(as_of), self._memory)

    def _names(self, cancel: CancelToken, instant: str | None) -> Directory:
        if instant is not None:
            return self._directories.then(self._view(instant), instant, cancel)
        return self._directories.now(cancel)

    def _found(self, within: Within, as_of: str | None, cancel: CancelToken) -> tuple[View, list[int]]:
        """All versions within a part of the memory, and the view that it is seen in."""
        if within.version is not None:
            return self._catalogue.now, [self._row(within.version).version]
        with self._turn:
            ready = self._plans.ready(within.query, within.typing, as_of, cancel)
            order, most = ready.view.order("path"), len(ready.scope)
            with self._index.engine() as engine:
                top = engine.search(ready.tree, ready.scope, order, by_score=False, limit=most, cancel=cancel).top
        return ready.view, [ranked.version for ranked in top]


def _expansion_note(expansion: Expansion) -> str:
    return f"{expansion.used:,} of {expansion.total:,} words for {expansion.pattern}; results incomplete"
