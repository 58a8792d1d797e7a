"""An engine for the screen's tests: a few documents in memory, a naive search, the facade's signatures."""

import re
import sys
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from search.cancel import NEVER, CancelToken
from search.errors import CristalError, NotFound, QueryError
from search.explore.results import (
    Alias,
    Coverage,
    Document,
    Entity,
    EntityList,
    Hit,
    IndexLine,
    MentionSpan,
    Results,
    Snippet,
    Sort,
    SourceLine,
    StatusReport,
    Suggestions,
    UnreadGroup,
    VersionLine,
)
from search.extract.caps import Caps
from search.text.spans import Span, Spans

NAMES = {
    "Alice Liddell": "person",
    "White Rabbit": "person",
    "Queen of Hearts": "person",
    "Oxford": "place",
    "Kestrel Bank": "organisation",
}


@dataclass
class Page:
    """One document of the fake collection. Its snippets begin at the first match from `shown` on."""

    path: str
    title: str
    text: str
    date: str | None = None
    version: int = 1
    gone: str | None = None
    shown: int = 0


@dataclass
class FakeExplorer:
    """The collection. `held` blocks searches for the queries in it until they are set free or cancelled."""

    pages: list[Page]
    generation: int = 1
    asked: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)
    unsearchable: dict[str, int] = field(default_factory=dict)
    trouble: CristalError | None = None
    closed: bool = False
    names_behind: bool = False
    groups: tuple[UnreadGroup, ...] = ()

    def add(self, *pages: Page) -> None:
        self.pages += pages
        self.generation += 1

    def change(self, index: int, text: str) -> None:
        self.pages[index].text = text
        self.pages[index].version += 1
        self.generation += 1

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
        cancel: CancelToken = NEVER,
    ) -> Results:
        self.asked.append(query)
        if self.trouble is not None:
            raise self.trouble
        gate = self.held.get(query)
        while gate is not None and not gate.wait(0.005):
            if cancel.cancelled:
                self.cancelled.append(query)
                cancel.check()
        pattern = _pattern(query, typing)
        found = []
        for number, page in enumerate(self.pages):
            spans = _spans(page.text, pattern)
            words = {_fold(page.text[span.start : span.end]) for span in spans}
            if not query.strip() or (pattern is not None and len(words) >= _needed(query)):
                found.append((number, page, spans))
        if sort == "path":
            found.sort(key=lambda item: item[1].path)
        elif sort == "oldest":
            found.sort(key=lambda item: item[1].date or "")
        elif sort == "newest" or not query.strip():
            found.sort(key=lambda item: item[1].date or "", reverse=True)
        else:
            found.sort(key=lambda item: -len(item[2]))
        hits = tuple(_hit(number, page, spans) for number, page, spans in found[offset : offset + limit])
        return Results(query, len(found), 1.0, as_of, (), self._coverage(), hits)

    def _coverage(self) -> Coverage:
        return Coverage(len(self.pages) + sum(self.unsearchable.values()), len(self.pages), dict(self.unsearchable))

    def original(self, version: str, folder: Path, caps: Caps) -> Path:
        return Path("/papers") / version

    def document(self, ref: str, *, as_of: str | None = None) -> Document:
        for number, page in enumerate(self.pages):
            if ref in (f"d{number}", _version(number, page), page.path):
                lines = (VersionLine(_version(number, page), "2024-01-01", None, "2024-01-01", "ok"),)
                return Document(
                    f"d{number}",
                    _version(number, page),
                    page.path,
                    page.title,
                    "text",
                    "ok",
                    None,
                    page.date,
                    "2024-01-01T00:00:00Z",
                    page.gone,
                    1,
                    lines,
                    page.text,
                    (),
                )
        raise NotFound(f"no document {ref}")

    def matches(self, version: str, query: str, *, typing: bool = False, cancel: CancelToken = NEVER) -> Spans:
        return Spans(_spans(self.document(version).text, _pattern(query, typing)))

    def mentions(self, version: str, *, start: int = 0, end: int = sys.maxsize) -> tuple[MentionSpan, ...]:
        text = self.document(version).text
        found = [
            MentionSpan(match.start(), match.end(), kind, f"e{number}", name)
            for number, (name, kind) in enumerate(NAMES.items())
            for match in re.finditer(re.escape(name), text)
            if start <= match.start() < end
        ]
        return tuple(sorted(found, key=lambda mention: mention.start))

    def entities(
        self,
        name: str = "",
        *,
        type: str | None = None,  # noqa: A002
        limit: int = 50,
        offset: int = 0,
        cancel: CancelToken = NEVER,
    ) -> EntityList:
        self.names_behind = False
        counts: Counter[str] = Counter()
        documents: Counter[str] = Counter()
        for page in self.pages:
            for known in NAMES:
                counts[known] += page.text.count(known)
                documents[known] += known in page.text
        listed = [
            Entity(f"e{number}", known, kind, (Alias(known, counts[known]),), counts[known], documents[known], None)
            for number, (known, kind) in enumerate(NAMES.items())
            if counts[known] and name.casefold() in known.casefold() and type in (None, kind)
        ]
        listed.sort(key=lambda entity: -entity.mentions)
        return EntityList(name, len(listed), tuple(listed[offset : offset + limit]))

    def suggest(self, query: str, cancel: CancelToken = NEVER) -> Suggestions:
        words = {_fold(word) for page in self.pages for word in re.findall(r"\w+", page.text)}
        missing = tuple(word for word in query.split() if _fold(word) not in words)
        instead = tuple(sorted(word for word in words if any(word[:3] == _fold(gone)[:3] for gone in missing)))[:2]
        return Suggestions(missing, instead, self.entities(query[:4]).entities)

    def unread(self) -> tuple[UnreadGroup, ...]:
        return self.groups

    def status(self) -> StatusReport:
        entities = self.entities()
        return StatusReport(
            memory="memory",
            generation=self.generation,
            documents=len(self.pages),
            versions=len(self.pages),
            gone=0,
            entities=entities.total,
            mentions=sum(entity.mentions for entity in entities.entities),
            searchable=len(self.pages),
            by_status={"ok": len(self.pages)},
            by_type={"text": len(self.pages)},
            failures=(),
            sources=(SourceLine("/docs", len(self.pages), False),),
            index=IndexLine("naive", 0, 1),
            behind=0,
        )

    def close(self) -> None:
        self.closed = True


def _version(number: int, page: Page) -> str:
    return f"v{number}.{page.version}"


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


def _hit(number: int, page: Page, spans: Iterable[Span]) -> Hit:
    spans = list(spans)
    snippets = []
    for span in [span for span in spans if span.start >= page.shown][:2]:
        start, end = max(0, span.start - 40), min(len(page.text), span.end + 60)
        snippets.append(Snippet(page.text[start:end], start, None, (Span(span.start - start, span.end - start),)))
    if not snippets:
        snippets.append(Snippet(page.text[:80], 0, None, ()))
    return Hit(
        document=f"d{number}",
        version=_version(number, page),
        path=page.path,
        title=page.title,
        type="text",
        score=float(len(spans)),
        document_date=page.date,
        modified="2024-01-01T00:00:00Z",
        seen_from="2024-01-01T00:00:00Z",
        seen_to=None,
        gone=page.gone,
        number=1,
        versions=1,
        match_count=len(spans),
        entities=(),
        snippets=tuple(snippets),
        title_matches=(),
    )
