"""Building one segment aside: from documents, or from other segments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from search.index.codec.codec import Codec
from search.index.codec.files import lengths_name
from search.index.codec.inversion import Inversion
from search.index.codec.joining import Joining
from search.index.codec.postings import Run
from search.index.engine import IndexDocument
from search.index.manifest import SegmentRecord
from search.index.pages import FileRecord
from search.index.schema import SCHEMA
from search.index.spelling import VERSION, WORD_FIELDS
from search.index.toc import NAME
from search.query.nodes import TEXT, TITLE


class Built(NamedTuple):
    """A segment, and its files, by name, in the folder where they were built."""

    record: SegmentRecord
    folder: Path
    files: dict[str, FileRecord]


class Builder(SegmentWriter):  # type: ignore[misc]
    """Builds one segment in a folder: documents are added, or segments are joined, and then it is built."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_Nothing(folder), codec=Codec(), compound=False, _lk=False)
        self.pool: Any = Inversions()
        self._folder = folder

    def add(self, document: IndexDocument) -> None:
        """Add a document."""
        columns = self.perdocwriter
        columns.start_doc(self.docnum)
        for field, value in ((TITLE, document.title), (TEXT, document.text)):
            columns.add_field(field, SCHEMA[field], None, self.pool.add_text(field, value))
        columns.add_column_value(VERSION, SCHEMA[VERSION].column_type, document.version)
        columns.finish_doc()
        self.docnum += 1
        self.pool.documents = self.docnum

    def join(self, joining: Joining) -> None:
        """Take the documents of other segments."""
        self.perdocwriter.extend(VERSION, joining.versions())
        for field in WORD_FIELDS:
            self.perdocwriter.extend(lengths_name(field), joining.lengths(field))
        self.docnum = joining.documents
        self.pool = joining

    def build(self) -> Built:
        """Write the files."""
        segment = self._finalize_segment()
        record = SegmentRecord(segment.segment_id(), segment.doc_count_all(), segment.total_lengths)
        return Built(record, self._folder, self.perdocwriter.records | self.fieldwriter.records)


class Inversions:
    """What Whoosh's writer gathers postings in: an inversion for each field."""

    def __init__(self) -> None:
        self.documents = 0
        self._fields = {field: Inversion() for field in WORD_FIELDS}

    def add_text(self, field: str, text: str) -> int:
        """Add the next document's text of `field`; how many words it has."""
        return self._fields[field].add(text)

    def runs(self, field: str) -> Iterator[Run]:
        """The postings of `field`, once."""
        return self._fields.pop(field).runs()

    def iter_postings(self) -> Inversions:
        """What Whoosh's writer hands to the field writer."""
        return self

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()


class _Storage(FileStorage):  # type: ignore[misc]
    """A folder that is temporary itself."""

    def temp_storage(self, name: str | None = None) -> _Storage:
        return self


class _Nothing:
    """What Whoosh's writer asks of an index: where to build, and that there is nothing yet."""

    def __init__(self, folder: Path) -> None:
        self.storage = _Storage(str(folder))
        self.indexname = NAME

    def _read_toc(self) -> Any:
        return TOC(SCHEMA, [], 0)
