"""Joining small segments, so that a search has few to look at. Nothing is analysed again: posting lists are copied.

When there are more than `MANY` segments, the smallest that together make up at most a quarter of the index are joined,
so that a document is copied a few times in its life and not at every commit.
"""

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN

from search.index.blocks import PostingList
from search.index.committing import Writer
from search.index.schema import SCHEMA, VERSION, WORD_FIELDS
from search.index.segment import Segment

MANY = 10
TINY = 4 << 20


def small_ones(segments: list[Segment]) -> list[Segment]:
    """The segments to join, in the order of the index; none when there are few.

    An index below `TINY` bytes is joined whole. Segments with deleted documents are left alone.
    """
    if len(segments) <= MANY:
        return []
    room = sum(segment.bytes for segment in segments)
    if room > TINY:
        room //= 4
    chosen = []
    for segment in sorted(segments, key=lambda segment: segment.bytes):
        if segment.stored.has_deletions():
            continue
        room -= segment.bytes
        if room < 0:
            break
        chosen.append(segment)
    return [segment for segment in segments if segment in chosen] if len(chosen) > 1 else []


def join(writer: Writer, segments: list[Segment]) -> None:
    """Commit, through `writer`, an index where one segment stands for `segments`."""
    writer.commit(mergetype=lambda *_: _copy(writer, segments))


def _copy(writer: Writer, segments: list[Segment]) -> list[Any]:
    """Fill `writer` with `segments`; return the segments that stay as they are."""
    documents = writer.perdocwriter
    column = SCHEMA[VERSION].column_type
    for segment in segments:
        for document, version in enumerate(segment.versions):
            documents.start_doc(writer.docnum)
            documents.add_column_value(VERSION, column, version)
            for field in WORD_FIELDS:
                documents.add_column_value(f"_{field}_len", LENGTHS_COLUMN, segment.lengths[field][document])
            documents.finish_doc()
            writer.docnum += 1
        for field in WORD_FIELDS:
            documents._fieldlengths[field] += segment.total_lengths[field]
    writer.pool = _Joined(segments)
    writer._added = True
    copied = {segment.id for segment in segments}
    return [segment for segment in writer.segments if segment.segment_id() not in copied]


class _Joined:
    """The posting lists of several segments as one source, each dictionary read once, in order."""

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = segments
        self._streams: list[_Stream] = []

    def words(self, field: str) -> list[bytes]:
        """The terms of any segment, sorted."""
        self._streams = []
        base = 0
        for segment in self._segments:
            self._streams.append(_Stream(segment, field, base))
            base += segment.count
        return sorted({word for segment in self._segments for word, _ in segment.items(field)})

    def take(self, _: str, word: bytes) -> PostingList:
        """The postings of the next term, with the documents of each segment after those of the one before."""
        documents, weights = array("I"), array("I")
        values: list[bytes] = []
        for stream in self._streams:
            if stream.word == word:
                postings = stream.segment.read(stream.entry)
                documents.extend(document + stream.base for document in postings.documents)
                weights.extend(postings.weights)
                values.extend(postings.values)
                stream.advance()
        return PostingList(documents, weights, values)

    def iter_postings(self) -> "_Joined":
        """What Whoosh's writer hands to the field writer."""
        return self

    def cleanup(self) -> None:
        """Let go of the segments."""
        self._streams = []


class _Stream:
    """The dictionary of one field of a segment, at a term; `word` is None at the end."""

    def __init__(self, segment: Segment, field: str, base: int) -> None:
        self.segment = segment
        self.base = base
        self.word: bytes | None = None
        self.entry = b""
        self._items: Iterator[tuple[bytes, bytes]] = segment.items(field)
        self.advance()

    def advance(self) -> None:
        """Go to the next term."""
        self.word, self.entry = next(self._items, (None, b""))
