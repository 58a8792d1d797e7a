"""Whoosh as it comes: its own analyzer, writer and searcher, in one process."""

from collections.abc import Sequence
from typing import Any

from whoosh import fields, index
from whoosh import query as wq
from whoosh.analysis import StandardAnalyzer

from tests.bench.engines.documents import Document
from tests.bench.engines.peer import LIMIT, Peer

FIELDS = ("title", "text")
MEGABYTES = 256


class StockWhoosh(Peer):
    note = "never asks for its files to be on the disk"

    writer: Any = None
    searcher: Any = None

    def add(self, documents: Sequence[Document]) -> None:
        if self.writer is None:
            # Every word is indexed, as in all the others.
            words = StandardAnalyzer(r"[^\W_]+", stoplist=None, minsize=1)
            schema = fields.Schema(
                number=fields.ID(unique=True, stored=True), title=fields.TEXT(words), text=fields.TEXT(words)
            )
            self.writer = index.create_in(self.folder, schema).writer(limitmb=MEGABYTES)
        for number, title, text in documents:
            self.writer.add_document(number=str(number), title=title, text=text)

    def finish(self) -> None:
        self.writer.commit()

    def open(self, documents: int) -> None:
        if self.searcher is not None:
            self.searcher.close()
        self.searcher = index.open_dir(self.folder).searcher()

    def query(self, kind: str, words: Sequence[str]) -> Any:
        if kind == "phrase":
            return _either(lambda field: wq.Phrase(field, list(words)))
        if kind == "fuzzy":
            return _either(lambda field: wq.FuzzyTerm(field, words[0]))
        parts = [_either(lambda field, w=word: wq.Term(field, w)) for word in words]
        if kind == "typing" or kind.startswith("prefix"):
            parts[-1] = _either(lambda field: wq.Prefix(field, words[-1]))
        return (wq.Or if kind.startswith("or") else wq.And)(parts)

    def run(self, query: Any) -> int:
        return len(self.searcher.search(query, limit=LIMIT))

    def replace(self, before: Sequence[Document], after: Sequence[Document]) -> bool:
        found = index.open_dir(self.folder)
        with found.searcher() as searcher:
            places = [searcher.document_number(number=str(document.number)) for document in after]
        writer = found.writer()
        for place in places:
            writer.delete_document(place)
        for number, title, text in after:
            writer.add_document(number=str(number), title=title, text=text)
        writer.commit(merge=False)
        return True


def _either(leaf: Any) -> Any:
    return wq.Or([leaf(field) for field in FIELDS])
