"""The codec as Whoosh asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.codec import base

from search.index.codec.documents import DocumentReader
from search.index.codec.files import SegmentFiles
from search.index.codec.segment import Segment
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
