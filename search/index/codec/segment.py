"""The codec as Whoosh asks for it, and what its table of contents says of a segment."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any

from whoosh.codec import base

from search.index.codec.documents import DocumentReader
from search.index.codec.files import SegmentFiles
from search.index.codec.terms import Automata, TermsReader
from search.index.codec.writing import DocumentWriter, FieldWriter


class Codec(base.Codec):  # type: ignore[misc]
    """Columnar segments for fields of words and a version."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Segment) -> DocumentWriter:
        """The writer of a new segment's documents."""
        return DocumentWriter(Path(storage.folder), segment)

    def field_writer(self, storage: Any, segment: Segment) -> FieldWriter:
        """The writer of a new segment's terms and postings."""
        return FieldWriter(Path(storage.folder), segment)

    def terms_reader(self, storage: Any, segment: Segment) -> TermsReader:
        """The terms of a segment, for Whoosh's own searcher."""
        return TermsReader(SegmentFiles(Path(storage.folder), segment.segment_id(), segment.doc_count_all()))

    def per_document_reader(self, storage: Any, segment: Segment) -> DocumentReader:
        """The documents of a segment, for Whoosh's own searcher."""
        files = SegmentFiles(Path(storage.folder), segment.segment_id(), segment.doc_count_all())
        return DocumentReader(files, segment)

    def automata(self, storage: Any, segment: Segment) -> Automata:
        """What finds words that are spelled like another."""
        return Automata()

    def new_segment(self, storage: Any, indexname: str) -> Segment:
        """A segment with nothing in it yet."""
        return Segment(indexname)


class Segment(base.Segment):  # type: ignore[misc]
    """What the table of contents says of a segment: plain values, for it is a pickle."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self.documents = 0
        self.deleted: set[int] = set()
        self.total_lengths: dict[str, int] = {}

    def codec(self) -> Codec:
        """The codec that reads it."""
        return Codec()

    def should_assemble(self) -> bool:
        """Never: files are mapped one by one."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Say how many documents it has."""
        self.documents = count

    def doc_count_all(self) -> int:
        """How many documents it has, deleted ones included."""
        return self.documents

    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return len(self.deleted)

    def deleted_docs(self) -> Set[int]:
        """The deleted documents."""
        return self.deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a document, or take that back."""
        (self.deleted.add if delete else self.deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self.deleted
