"""Tantivy, as its Python package has it: `pip install tantivy`."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from tests.bench.engines.documents import Document
from tests.bench.engines.peer import LIMIT, Peer

THREADS = 2
HEAP = 256_000_000
FIELDS = ("title", "text")


class Counting(Peer):
    note = f"{THREADS} threads while indexing; a prefix is a pattern on words, all with the same score"

    counts = True
    index: Any = None

    def __init__(self, *places: Any) -> None:
        super().__init__(*places)
        self.tantivy: Any = import_module("tantivy")
        builder = self.tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True, indexed=True, fast=True)
        for field in FIELDS:
            builder.add_text_field(field, stored=False)
        self.schema = builder.build()

    def add(self, documents: Sequence[Document]) -> None:
        if self.index is None:
            self.index = self.tantivy.Index(self.schema, path=str(self.folder))
            self.writer = self.index.writer(heap_size=HEAP, num_threads=THREADS)
        for document in documents:
            self._add(self.writer, document)

    def finish(self) -> None:
        self.writer.commit()
        self.writer.wait_merging_threads()

    def open(self, documents: int) -> None:
        self.index = self.tantivy.Index.open(str(self.folder))
        self.searcher = self.index.searcher()

    def query(self, kind: str, words: Sequence[str]) -> Any:
        query, occur = self.tantivy.Query, self.tantivy.Occur
        if kind == "phrase":
            return self._either(lambda field: query.phrase_query(self.schema, field, list(words)))
        if kind == "fuzzy":
            return self._either(lambda field: query.fuzzy_term_query(self.schema, field, words[0], distance=1))
        parts = [self._either(lambda field, w=word: query.term_query(self.schema, field, w)) for word in words]
        if kind == "typing" or kind.startswith("prefix"):
            parts[-1] = self._either(lambda field: query.regex_query(self.schema, field, words[-1] + ".*"))
        if len(parts) == 1:
            return parts[0]
        how = occur.Should if kind.startswith("or") else occur.Must
        return query.boolean_query([(how, part) for part in parts])

    def run(self, query: Any) -> int:
        found = self.searcher.search(query, LIMIT, count=self.counts)
        return int(found.count if self.counts else len(found.hits))

    def replace(self, before: Sequence[Document], after: Sequence[Document]) -> bool:
        self.index = self.index or self.tantivy.Index.open(str(self.folder))
        writer = self.index.writer(heap_size=50_000_000, num_threads=1)
        for document in after:
            writer.delete_documents_by_term("number", document.number)
            self._add(writer, document)
        writer.commit()
        writer.wait_merging_threads()
        return True

    def _add(self, writer: Any, document: Document) -> None:
        number, title, text = document
        writer.add_document(self.tantivy.Document(number=number, title=title, text=text))

    def _either(self, leaf: Any) -> Any:
        should = self.tantivy.Occur.Should
        return self.tantivy.Query.boolean_query([(should, leaf(field)) for field in FIELDS])


class Top(Counting):
    note = "the best hits alone: how many there are is not known; the index is tantivy's"

    counts = False
