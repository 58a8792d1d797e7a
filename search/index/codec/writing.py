"""Writing the files of a segment, behind the doors that Whoosh's writer knows."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from whoosh.codec import base

from search.index.codec.arrays import Array, ArrayWriter
from search.index.codec.files import DICTIONARY, DOCUMENTS, POSITIONS, POSTINGS, lengths_name
from search.index.codec.postings import FieldPostings, Run
from search.index.pages import FileRecord
from search.index.positions import WIDTH
from search.index.spelling import VERSION, WORD_FIELDS

if TYPE_CHECKING:
    from search.index.codec.segment import Segment


class RunSource(Protocol):
    """Postings to write, of so many `documents`."""

    documents: int

    def runs(self, field: str) -> Iterator[Run]:
        """The postings of a field, in the order of their terms, once."""


class DocumentWriter(base.PerDocWriterWithColumns):  # type: ignore[misc]
    """Writes the version and the lengths of each document; `records` says what became of it."""

    def __init__(self, folder: Path, segment: Segment) -> None:
        super().__init__()
        self.records: dict[str, FileRecord] = {}
        self.is_closed = False
        self._segment = segment
        self._path = folder / segment.make_filename(DOCUMENTS)
        self._columns = {name: _Column() for name in (VERSION, *map(lengths_name, WORD_FIELDS))}
        self._count = 0

    def start_doc(self, docnum: int) -> None:
        """Begin with a document."""
        self._docnum = docnum
        self._count = docnum + 1

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Note the length of a field of words."""
        if fieldname in WORD_FIELDS:
            self._columns[lengths_name(fieldname)].add(self._docnum, length)

    def _has_column(self, fieldname: str) -> bool:
        return fieldname in self._columns

    def _get_column(self, fieldname: str) -> _Column:
        return self._columns[fieldname]

    def extend(self, name: str, values: Array) -> None:
        """Append to a column the values of many documents at once."""
        self._columns[name].values.frombytes(values.astype(np.uint32).tobytes())
        self._count = max(self._count, len(self._columns[name].values))

    def close(self) -> None:
        """Write the file."""
        with ArrayWriter(self._path, DOCUMENTS) as writer:
            for name, column in self._columns.items():
                column.fill(self._count)
                writer.add(name, np.frombuffer(column.values, np.uint32))
            self.records[self._path.name] = writer.close()
        self._segment.total_lengths = {field: sum(self._columns[lengths_name(field)].values) for field in WORD_FIELDS}
        self.is_closed = True


class _Column:
    """A number for each document, 0 where none was added."""

    def __init__(self) -> None:
        self.values = array("I")

    def add(self, docnum: int, value: int) -> None:
        self.fill(docnum)
        self.values.append(value)

    def fill(self, count: int) -> None:
        self.values.extend(bytes(max(count - len(self.values), 0)))


class FieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Writes terms and postings: whole runs of them from a `RunSource`, or one by one as Whoosh's own writer does."""

    def __init__(self, folder: Path, segment: Segment) -> None:
        self.records: dict[str, FileRecord] = {}
        self.is_closed = False
        self._paths = [folder / segment.make_filename(kind) for kind in (DICTIONARY, POSTINGS, POSITIONS)]
        self._dictionary, self._lists, self._places = (ArrayWriter(path, path.suffix) for path in self._paths)
        self._field = ""
        self._terms: list[bytes] = []
        self._counts = array("I")
        self._postings: list[tuple[int, float]] = []
        self._positions = bytearray()

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        """Write all postings of a segment."""
        if not hasattr(items, "runs"):
            super().add_postings(schema, lengths, items)
            return
        source: RunSource = items
        for field in WORD_FIELDS:
            writer = self._writer(field, source.documents)
            for run in source.runs(field):
                writer.add(run)
            writer.finish()

    def _writer(self, field: str, documents: int) -> FieldPostings:
        return FieldPostings(self._dictionary, self._lists, self._places, field, documents)

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin with a field."""
        self._field = fieldname

    def start_term(self, text: bytes) -> None:
        """Begin with a term."""
        self._terms.append(text)
        self._counts.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Add a posting: its value is its packed positions."""
        self._counts[-1] += 1
        self._postings.append((docnum, len(vbytes) // WIDTH))
        self._positions += vbytes

    def finish_term(self) -> None:
        """End a term."""

    def finish_field(self) -> None:
        """Write the field."""
        documents, frequencies = np.array(self._postings, np.int64).T
        writer = self._writer(self._field, int(documents.max()) + 1)
        positions = np.frombuffer(bytes(self._positions), "<u4")
        writer.add(Run(self._terms, np.array(self._counts, np.int64), documents, frequencies, positions))
        writer.finish()
        self._terms, self._counts, self._postings, self._positions = [], array("I"), [], bytearray()

    def close(self) -> None:
        """Write what is left of the files."""
        writers = (self._dictionary, self._lists, self._places)
        for path, writer in zip(self._paths, writers, strict=True):
            with writer:
                self.records[path.name] = writer.close()
        self.is_closed = True
