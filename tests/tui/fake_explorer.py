"""An engine for the screen's tests: a few documents in memory, a naive search, the facade's signatures."""

import re
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from search.cancel import NEVER, CancelToken
from search.errors import CristalError, NotFound, QueryError
from search.explore.decisions import JudgementLine, Part, SuggestionList
from search.explore.documents import Difference, Document, MentionSpan, Side, VersionLine
from search.explore.names import Alias, Dossier, Entity, EntityList, Suggestions
from search.explore.results import Coverage, Hit, Results, Snippet, Sort
from search.explore.standing import IndexLine, SourceLine, StatusReport, UnreadGroup
from search.explore.within import Within
from search.extract.caps import Caps
from search.extract.extracted import Unit
from search.query.dates import parse_moment
from search.text.differing import compare
from search.text.spans import Span, Spans
from tests.tui.fake_dossier import made_dossier
from tests.tui.fake_judgements import FakeJudgements

NAMES = {
    "Alice Liddell": "person",
    "White Rabbit": "person",
    "Queen of Hearts": "person",
    "Oxford": "place",
    "Kestrel Bank": "organisation",
}


FIRST_SEEN = "2024-01-01T00:00:00Z"


@dataclass
class Page:
    """One document of the fake collection. Its snippets begin at the first match from `shown` on. It said `text` from
    `since` on; `earlier` are the texts before and since when, the earliest first.
    """

    path: str
    title: str
    text: str
    date: str | None = None
    gone: str | None = None
    shown: int = 0
    since: str = FIRST_SEEN
    earlier: list[tuple[str, str]] = field(default_factory=list)
    units: tuple[Unit, ...] = ()


@dataclass
class Version:
    """A version of a page, as it was known at a moment."""

    page: Page
    document: str
    number: int
    total: int
    text: str
    seen_from: str
    seen_to: str | None
    gone: str | None

    @property
    def name(self) -> str:
        return f"v{self.document[1:]}.{self.number}"


def versions_of(number: int, page: Page, as_of: str | None) -> list[Version]:
    said = [*page.earlier, (page.text, page.since)]
    known = [(text, since) for text, since in said if as_of is None or since <= as_of]
    gone = page.gone if page.gone is not None and (as_of is None or page.gone <= as_of) else None
    ends = [*(since for _, since in known[1:]), gone][: len(known)]
    return [
        Version(page, f"d{number}", at, len(known), text, since, end, gone)
        for at, ((text, since), end) in enumerate(zip(known, ends, strict=True), start=1)
    ]


@dataclass
class FakeExplorer:
    """The collection. `held` blocks searches for the queries in it until they are set free or cancelled."""

    pages: list[Page]
    generation: int = 1
    asked: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    excerpted: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    compared: list[tuple[str | None, str | None]] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)
    unsearchable: dict[str, int] = field(default_factory=dict)
    trouble: CristalError | None = None
    closed: bool = False
    names_behind: bool = False
    groups: tuple[UnreadGroup, ...] = ()
    judged: FakeJudgements = field(default_factory=lambda: FakeJudgements(list(NAMES.items())))
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def add(self, *pages: Page) -> None:
        self.pages += pages
        self.generation += 1

    def change(self, index: int, text: str, since: str = "2025-01-01T00:00:00Z") -> None:
        page = self.pages[index]
        page.earlier.append((page.text, page.since))
        page.text, page.since = text, since
        self.generation += 1

    def _current(self, as_of: str | None) -> list[Version]:
        known = (versions_of(number, page, as_of) for number, page in enumerate(self.pages))
        return [versions[-1] for versions in known if versions]

    def _version(self, name: str, as_of: str | None = None) -> Version:
        for number, page in enumerate(self.pages):
            for version in versions_of(number, page, as_of):
                if version.name == name:
                    return version
        raise NotFound(f"no version {name}")

    def refresh(self) -> bool:
        return False

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
        self.asked.append(query)
        if self.trouble is not None:
            raise self.trouble
        self._wait(query, cancel)
        words, every = query.replace("versions:all", "").strip(), "versions:all" in query
        if directive := re.search(r"as-of:(\S+)", words):
            as_of, words = directive[1], words.replace(directive[0], "").strip()
        instant = _moment(as_of)
        pattern = _pattern(words, typing)
        found = []
        known = [versions_of(number, page, instant) for number, page in enumerate(self.pages)]
        for version in [version for versions in known for version in (versions if every else versions[-1:])]:
            spans = _spans(version.text, pattern)
            matched = {_fold(version.text[span.start : span.end]) for span in spans}
            if not words or (pattern is not None and len(matched) >= _needed(words)):
                found.append((version, spans))
        if sort == "path":
            found.sort(key=lambda item: item[0].page.path)
        elif sort == "oldest":
            found.sort(key=lambda item: item[0].page.date or "")
        elif sort == "newest" or not words:
            found.sort(key=lambda item: item[0].page.date or "", reverse=True)
        else:
            found.sort(key=lambda item: -len(item[1]))
        hits = tuple(_hit(version, spans) for version, spans in found[offset : offset + limit])
        first = len(hits) if excerpts is None else excerpts
        hits = (*hits[:first], *(replace(hit, match_count=None, snippets=(), excerpted=False) for hit in hits[first:]))
        return Results(query, len(found), 1.0, instant, (), self._coverage(instant), hits)

    def excerpts(
        self,
        hits: Sequence[Hit],
        query: str,
        *,
        as_of: str | None = None,
        typing: bool = False,
        cancel: CancelToken = NEVER,
    ) -> tuple[Hit, ...]:
        self.excerpted += [hit.version for hit in hits]
        self._wait("excerpts", cancel)
        pattern = _pattern(query.replace("versions:all", "").strip(), typing)
        versions = [self._version(hit.version) for hit in hits]
        return tuple(_hit(version, _spans(version.text, pattern)) for version in versions)

    def _wait(self, asked: str, cancel: CancelToken) -> None:
        gate = self.held.get(asked)
        while gate is not None and not gate.wait(0.005):
            if cancel.cancelled:
                self.cancelled.append(asked)
                cancel.check()

    def _coverage(self, as_of: str | None) -> Coverage:
        known = len(self._current(as_of))
        return Coverage(known + sum(self.unsearchable.values()), known, dict(self.unsearchable))

    def original(self, version: str, folder: Path, caps: Caps) -> Path:
        return Path("/papers") / version

    def document(
        self, ref: str, *, as_of: str | None = None, upto: int = sys.maxsize, cancel: CancelToken = NEVER
    ) -> Document:
        self.read.append(upto)
        instant = _moment(as_of)
        for number, page in enumerate(self.pages):
            lines = versions_of(number, page, instant)
            for version in reversed(lines):
                if ref in (version.document, version.name, page.path):
                    return Document(
                        version.document,
                        version.name,
                        page.path,
                        page.title,
                        "text",
                        "ok",
                        None,
                        page.date,
                        FIRST_SEEN,
                        version.gone,
                        version.number,
                        tuple(
                            VersionLine(
                                line.name, line.seen_from, line.seen_to, line.seen_from, "ok" if line.text else "empty"
                            )
                            for line in lines
                        ),
                        version.text[:upto],
                        len(version.text),
                        page.units,
                    )
        raise NotFound(f"no document {ref}")

    def diff(
        self, ref: str, before: str | None = None, after: str | None = None, cancel: CancelToken = NEVER
    ) -> Difference:
        self.compared.append((before, after))
        document = self.document(ref)
        sides = []
        for name in (before, after):
            version = self._version(name or "")
            sides.append(
                Side(version.name, version.number, version.seen_from, version.seen_to, version.text, version.page.units)
            )
        hunks = compare(sides[0].text, sides[1].text, cancel)
        return Difference(document.document, document.path, document.title, sides[0], sides[1], hunks)

    def matches(
        self, version: str, query: str, *, typing: bool = False, upto: int = sys.maxsize, cancel: CancelToken = NEVER
    ) -> Spans:
        return Spans(_spans(self._version(version).text[:upto], _pattern(query.replace("versions:all", ""), typing)))

    def mentions(self, version: str, *, start: int = 0, end: int = sys.maxsize) -> tuple[MentionSpan, ...]:
        text, judged = self._version(version).text, self.judged
        found = []
        for own, (name, _) in zip(judged.ids, judged.names, strict=True):
            entity = judged.root(own)
            for match in re.finditer(re.escape(name), text) if not judged.is_rejected(entity) else ():
                place = f"{version}@{match.start()}-{match.end()}"
                if start <= match.start() < end and not judged.is_rejected(place):
                    kind = judged.given("retype", place) or judged.type(entity)
                    found.append(MentionSpan(match.start(), match.end(), kind, entity, name))
        return tuple(sorted(found, key=lambda mention: mention.start))

    def judge(
        self,
        kind: str,
        subject: str,
        object: str | None = None,  # noqa: A002
        *,
        reason: str | None = None,
    ) -> tuple[JudgementLine, ...]:
        made = self.judged.judge(kind, subject, object)
        self.generation += 1
        return made

    def undo(self, judgement: str, *, reason: str | None = None) -> JudgementLine:
        line = self.judged.undo(judgement)
        self.generation += 1
        return line

    def judgements(self, about: str | None = None) -> tuple[JudgementLine, ...]:
        return self.judged.about(about)

    def parts(self, entity: str) -> tuple[Part, ...]:
        return self.judged.parts(entity)

    def merge_suggestions(
        self,
        *,
        type: str | None = None,  # noqa: A002
        limit: int = 20,
        offset: int = 0,
        cancel: CancelToken = NEVER,
    ) -> SuggestionList:
        return self.judged.suggestions(self.pairs, limit, offset)

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
        self.names_behind = False
        judged = self.judged
        counts: Counter[str] = Counter()
        documents: Counter[str] = Counter()
        for version in self._within(within, as_of):
            roots = [judged.root(mention.entity) for mention in self.mentions(version.name)]
            counts.update(roots)
            documents.update(set(roots))
        listed = []
        for entity in judged.ids:
            called, kind = judged.name(entity), judged.type(entity)
            if counts[entity] and name.casefold() in called.casefold() and type in (None, kind):
                aliases = (Alias(called, counts[entity]),)
                watched = judged.given("watch", entity) is not None
                listed.append(
                    Entity(entity, called, kind, aliases, counts[entity], documents[entity], None, watched=watched)
                )
        listed.sort(key=lambda entity: -entity.mentions)
        return EntityList(name, len(listed), tuple(listed[offset : offset + limit]))

    def _within(self, within: Within | None, as_of: str | None) -> list[Version]:
        if within is None:
            return self._current(_moment(as_of))
        if within.version is not None:
            return [self._version(within.version)]
        found = self.search(within.query, limit=sys.maxsize, as_of=as_of, typing=within.typing)
        return [self._version(hit.version) for hit in found.hits]

    def entity(self, ref: str, *, as_of: str | None = None, cancel: CancelToken = NEVER) -> Dossier:
        self.asked.append(ref)
        self._wait(ref, cancel)
        known = self._current(_moment(as_of))
        said = [(self.document(version.name, as_of=as_of), self.mentions(version.name)) for version in known]
        return made_dossier(ref, said)

    def suggest(self, query: str, cancel: CancelToken = NEVER) -> Suggestions:
        words = {_fold(word) for page in self.pages for word in re.findall(r"\w+", page.text)}
        missing = tuple(word for word in query.split() if _fold(word) not in words)
        instead = tuple(sorted(word for word in words if any(word[:3] == _fold(gone)[:3] for gone in missing)))[:2]
        return Suggestions(missing, instead, self.entities(query[:4]).entities)

    def unread(self, *, as_of: str | None = None) -> tuple[UnreadGroup, ...]:
        return self.groups if as_of is None else ()

    def status(self, *, as_of: str | None = None) -> StatusReport:
        entities = self.entities(as_of=as_of)
        known = len(self._current(_moment(as_of)))
        return StatusReport(
            memory="memory",
            generation=self.generation,
            documents=known,
            versions=known,
            gone=0,
            entities=entities.total,
            mentions=sum(entity.mentions for entity in entities.entities),
            searchable=known,
            by_status={"ok": known},
            by_type={"text": known},
            failures=(),
            sources=(SourceLine("/docs", known, False),),
            index=IndexLine("naive", 0, 1),
            behind=0,
        )

    def close(self) -> None:
        self.closed = True


def _moment(as_of: str | None) -> str | None:
    return parse_moment(as_of, date.today()) if as_of else None


def _fold(word: str) -> str:
    return word.casefold()


def _needed(query: str) -> int:
    return 1 if query.startswith("entity:") else len({_fold(word) for word in query.split()})


def _pattern(query: str, typing: bool) -> re.Pattern[str] | None:
    if query.count('"') % 2:
        raise QueryError("the phrase is not closed", query.rindex('"'))
    if query.startswith("date:") and not typing:
        raise QueryError("this is not a date that is understood", 5)
    if query.startswith("entity:"):
        return re.compile(re.escape(query.removeprefix("entity:").strip('"')))
    words = [re.escape(word) + r"\b" for word in query.split()]
    if words and typing:
        words[-1] = words[-1].removesuffix(r"\b") + r"\w*"
    return re.compile(r"\b(?:" + "|".join(words) + ")", re.IGNORECASE) if words else None


def _spans(text: str, pattern: re.Pattern[str] | None) -> list[Span]:
    return [] if pattern is None else [Span(*match.span()) for match in pattern.finditer(text)]


def _hit(version: Version, spans: Sequence[Span]) -> Hit:
    page, text = version.page, version.text
    snippets = []
    for span in [span for span in spans if span.start >= page.shown][:2]:
        start, end = max(0, span.start - 40), min(len(text), span.end + 60)
        snippets.append(Snippet(text[start:end], start, None, (Span(span.start - start, span.end - start),)))
    if not snippets:
        snippets.append(Snippet(text[:80], 0, None, ()))
    return Hit(
        document=version.document,
        version=version.name,
        path=page.path,
        title=page.title,
        type="text",
        score=float(len(spans)),
        document_date=page.date,
        modified=FIRST_SEEN,
        seen_from=version.seen_from,
        seen_to=version.seen_to,
        gone=version.gone,
        number=version.number,
        versions=version.total,
        match_count=len(spans),
        entities=(),
        snippets=tuple(snippets),
        title_matches=(),
    )
