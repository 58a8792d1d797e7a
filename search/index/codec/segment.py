"""What the table of contents says of a segment."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from whoosh.codec import base

from search.index.manifest import SegmentRecord
from search.index.toc import NAME

if TYPE_CHECKING:
    from search.index.codec.codec import Codec


class Segment(base.Segment):  # type: ignore[misc]
    """A segment as plain values, for the table of contents is a pickle."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self.documents = 0
        self.deleted: set[int] = set()
        self.total_lengths: dict[str, int] = {}

    def codec(self) -> Codec:
        """The codec that reads it."""
        from search.index.codec.codec import Codec

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


def stored_segment(record: SegmentRecord) -> Segment:
    """A segment as Whoosh's table of contents has it."""
    segment = Segment(NAME)
    segment.segid = record.id.removeprefix(f"{NAME}_")
    segment.documents = record.documents
    segment.deleted = set(record.deleted)
    segment.total_lengths = dict(record.lengths)
    return segment
