"""The documents of a segment behind Whoosh's doors."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from whoosh import columns
from whoosh.codec import base

from search.index.codec.arrays import Array
from search.index.codec.files import SegmentFiles
from search.index.spelling import VERSION, WORD_FIELDS

if TYPE_CHECKING:
    from search.index.codec.segment import Segment


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Versions, exact lengths, and which documents are deleted. Nothing is stored."""

    def __init__(self, files: SegmentFiles, segment: Segment) -> None:
        self._files = files
        self._segment = segment

    def doc_count(self) -> int:
        """How many documents are not deleted."""
        count: int = self._segment.doc_count()
        return count

    def doc_count_all(self) -> int:
        """How many documents there are."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        deletions: bool = self._segment.has_deletions()
        return deletions

    def is_deleted(self, docnum: int) -> bool:
        """Whether this document is."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Collection[int]:
        """The deleted documents."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Only the version is a column."""
        return fieldname == VERSION

    def list_columns(self) -> list[str]:
        """The names of the columns."""
        return [VERSION]

    def column_reader(self, fieldname: str, column: Any) -> Versions:
        """The version of each document."""
        return Versions(self._files.versions)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field of words in a document, exact."""
        if fieldname not in WORD_FIELDS:
            return default
        return int(self._files.lengths(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        """The length of a field in all documents together."""
        return self._segment.total_lengths.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """The length of a field in the shortest document."""
        return int(self._files.lengths(fieldname).min(initial=1 << 32))

    def max_field_length(self, fieldname: str) -> int:
        """The length of a field in the longest document."""
        return int(self._files.lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Nothing: the memory keeps the texts."""
        return {}


class Versions(columns.ColumnReader):  # type: ignore[misc]
    """The version of each document, as a column of Whoosh's."""

    def __init__(self, versions: Array) -> None:
        self._versions = versions

    def __len__(self) -> int:
        return len(self._versions)

    def __getitem__(self, docnum: int) -> int:
        return int(self._versions[docnum])

    def __iter__(self) -> Any:
        return iter(self._versions.tolist())

    def sort_key(self, docnum: int) -> int:
        """What documents are sorted by."""
        return self[docnum]
