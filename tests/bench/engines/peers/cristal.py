"""Ours, through the engine's interface."""

from array import array
from collections.abc import Sequence
from typing import Any

from search.cancel import NEVER
from search.index.engine import Engine, IndexDocument, WritableEngine
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from search.query.language import parse
from tests.bench.engines.documents import Document
from tests.bench.engines.peer import LIMIT, Peer

MEMORY = "bench"


class Cristal(Peer):
    note = (
        "parsing is timed too; parts words from Chinese beside them and joins what a line end parts, so some totals "
        "are larger; a document replaced is a version added and one left out of the scope"
    )
    resumes = True

    engine: Engine | None = None
    writer: WritableEngine | None = None
    scope: bytearray
    order: "array[int]"
    next = 0
    """The version that replaces another next, once that is known."""

    builders = 0

    def spread(self, processes: int) -> None:
        self.builders = processes

    def add(self, documents: Sequence[Document]) -> None:
        numbered = [IndexDocument(number + 1, title, text) for number, title, text in documents]
        if self.builders:
            self._writable().add_aside(numbered, lambda: None)
        else:
            self._writable().add(numbered)

    def finish(self) -> None:
        if self.builders:
            self._writable().settle()

    def merge(self) -> None:
        while self._writable().merge():
            pass

    def open(self, documents: int) -> None:
        if self.engine is not None:
            self.engine.close()
        self.engine = open_engine(self.folder, memory=MEMORY)
        self.scope = bytearray(b"\0" + b"\1" * documents)
        self.order = array("I", range(documents + 1))

    def query(self, kind: str, words: Sequence[str]) -> Any:
        return parse(_typed(kind, words), typing=kind == "typing").query

    def run(self, query: Any) -> int:
        assert self.engine is not None
        ranking = self.engine.search(query, self.scope, self.order, limit=LIMIT, cancel=NEVER)
        self.incomplete += bool(ranking.expansions)
        return ranking.total

    def replace(self, before: Sequence[Document], after: Sequence[Document]) -> bool:
        engine = self._writable()
        self.next = self.next or max(engine.versions()) + 1
        numbered = enumerate(after, self.next)
        engine.add([IndexDocument(version, title, text) for version, (_, title, text) in numbered])
        self.next += len(after)
        return True

    def _writable(self) -> WritableEngine:
        if self.writer is None:
            self.writer = open_writable(self.folder, memory=MEMORY, builders=self.builders)
        return self.writer


def _typed(kind: str, words: Sequence[str]) -> str:
    if kind.startswith("or"):
        return " OR ".join(words)
    if kind == "phrase":
        return f'"{" ".join(words)}"'
    if kind.startswith("prefix"):
        return f"{words[0]}*"
    return f"{words[0]}~" if kind == "fuzzy" else " ".join(words)
