"""Xapian, as Debian's python3-xapian has it. It runs in Debian's own interpreter."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from tests.bench.engines.documents import Document
from tests.bench.engines.peer import LIMIT, Peer


class Xapian(Peer):
    note = "no fuzzy words; its words differ where there are underscores and other signs inside"

    database: Any = None

    def __init__(self, *places: Any) -> None:
        super().__init__(*places)
        self.xapian: Any = import_module("xapian")

    def add(self, documents: Sequence[Document]) -> None:
        if self.database is None:
            self.database = self._writable()
        for document in documents:
            self._put(self.database, document)

    def finish(self) -> None:
        self.database.commit()

    def open(self, documents: int) -> None:
        if self.database is not None:
            self.database.close()
        self.database = self.xapian.Database(str(self.folder / "db"))
        self.enquire = self.xapian.Enquire(self.database)
        self.documents = documents

    def query(self, kind: str, words: Sequence[str]) -> Any:
        query = self.xapian.Query
        if kind == "fuzzy":
            return None
        if kind == "phrase":
            return query(query.OP_PHRASE, list(words), len(words))
        parts = [query(word) for word in words]
        if kind == "typing" or kind.startswith("prefix"):
            parts[-1] = query(query.OP_WILDCARD, words[-1], 0, query.OP_SYNONYM)
        return query(query.OP_OR if kind.startswith("or") else query.OP_AND, parts)

    def run(self, query: Any) -> int:
        self.enquire.set_query(query)
        # Having looked at every document, its count is exact.
        return int(self.enquire.get_mset(0, LIMIT, self.documents).get_matches_estimated())

    def replace(self, before: Sequence[Document], after: Sequence[Document]) -> bool:
        database = self._writable()
        for document in after:
            self._put(database, document)
        database.commit()
        database.close()
        return True

    def _writable(self) -> Any:
        return self.xapian.WritableDatabase(str(self.folder / "db"), self.xapian.DB_CREATE_OR_OPEN)

    def _put(self, database: Any, document: Document) -> None:
        made = self.xapian.Document()
        generator = self.xapian.TermGenerator()
        generator.set_document(made)
        generator.index_text(document.title)
        generator.increase_termpos()
        generator.index_text(document.text)
        term = f"Q{document.number}"
        made.add_boolean_term(term)
        if database is self.database:
            database.add_document(made)
        else:
            database.replace_document(term, made)
