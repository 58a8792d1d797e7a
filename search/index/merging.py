"""Joining small segments, so that a search has few to look at, and leaving out versions that are to be forgotten.
Nothing is analysed again: posting lists are copied.

When there are more than `MANY` segments, the smallest that together make up at most a quarter of the index are joined,
so that a document is copied a few times in its life and not at every commit.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from itertools import compress
from typing import Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN

from search.index.blocks import PostingList
from search.index.committing import Writer
from search.index.schema import SCHEMA, VERSION, WORD_FIELDS, term
from search.index.segment import DELETED, Segment
from search.text.tokens import JOIN

MANY = 10
TINY = 4 << 20
DROPPED = -1
_JOIN = term(JOIN)


def small_ones(segments: list[Segment]) -> list[Segment]:
    """The segments to join, in the order of the index; none when there are few.

    An index below `TINY` bytes is joined whole.
    """
    if len(segments) <= MANY:
        return []
    room = sum(segment.bytes for segment in segments)
    if room > TINY:
        room //= 4
    chosen = []
    for segment in sorted(segments, key=lambda segment: segment.bytes):
        room -= segment.bytes
        if room < 0:
            break
        chosen.append(segment)
    return [segment for segment in segments if segment in chosen] if len(chosen) > 1 else []


def join(writer: Writer, segments: list[Segment], without: Collection[int] = ()) -> None:
    """Commit, through `writer`, an index where one segment stands for `segments`, or none if nothing is left of them.

    The versions `without` are left out with all that only they held: words, and beginnings of words.
    """
    writer.commit(mergetype=lambda *_: _copy(writer, segments, without))


def _copy(writer: Writer, segments: list[Segment], without: Collection[int]) -> list[Any]:
    """Fill `writer` with `segments`; return the segments that stay as they are."""
    documents = writer.perdocwriter
    column = SCHEMA[VERSION].column_type
    parts = []
    for segment in segments:
        numbers = array("q")
        for document, version in enumerate(segment.versions):
            if version == DELETED or version in without:
                numbers.append(DROPPED)
                continue
            numbers.append(writer.docnum)
            documents.start_doc(writer.docnum)
            documents.add_column_value(VERSION, column, version)
            for field in WORD_FIELDS:
                documents.add_column_value(f"_{field}_len", LENGTHS_COLUMN, segment.lengths[field][document])
            documents.finish_doc()
            writer.docnum += 1
        parts.append(_Part(segment, numbers))
    for part in parts:
        for field in WORD_FIELDS:
            documents._fieldlengths[field] += part.total_length(field)
    writer.pool = _Joined(parts)
    writer._added = writer.docnum > 0
    copied = {segment.id for segment in segments}
    return [segment for segment in writer.segments if segment.segment_id() not in copied]


class _Part:
    """A segment on its way into another. `numbers` are what its documents will be there, or DROPPED."""

    def __init__(self, segment: Segment, numbers: array[int]) -> None:
        self._segment = segment
        self._numbers = numbers
        self._whole = DROPPED not in numbers

    def total_length(self, field: str) -> int:
        """The length of `field` in all documents that stay: exact, where that of a single one was rounded."""
        total = self._segment.total_lengths[field]
        if not self._whole:
            for word, entry in self._segment.items(field):
                if word != _JOIN:
                    found = self._segment.read(entry)
                    pairs = zip(found.documents, found.weights, strict=True)
                    total -= sum(weight for document, weight in pairs if self._numbers[document] == DROPPED)
        return total

    def items(self, field: str) -> Iterator[tuple[bytes, bytes]]:
        """Every term that documents hold which stay, with its entry, in order."""
        for word, entry in self._segment.items(field):
            if self._whole or self._stays(entry):
                yield word, entry

    def postings(self, entry: bytes) -> PostingList:
        """The postings of the documents that stay, under their new numbers."""
        found = self._segment.read(entry)
        numbers = list(map(self._numbers.__getitem__, found.documents))
        if self._whole:
            return PostingList(numbers, found.weights, found.values)
        stay = [number != DROPPED for number in numbers]
        return PostingList(
            list(compress(numbers, stay)), list(compress(found.weights, stay)), list(compress(found.values, stay))
        )

    def _stays(self, entry: bytes) -> bool:
        return any(self._numbers[document] != DROPPED for document in self._segment.read(entry).documents)


class _Joined:
    """The posting lists of several segments as one source, each dictionary read once, in order."""

    def __init__(self, parts: list[_Part]) -> None:
        self._parts = parts
        self._streams: list[_Stream] = []

    def words(self, field: str) -> list[bytes]:
        """The terms of any segment, sorted."""
        self._streams = [_Stream(part, field) for part in self._parts]
        return sorted({word for part in self._parts for word, _ in part.items(field)})

    def take(self, _: str, word: bytes) -> PostingList:
        """The postings of the next term, with the documents of each segment after those of the one before."""
        documents, weights = array("I"), array("I")
        values: list[bytes] = []
        for stream in self._streams:
            if stream.word == word:
                postings = stream.part.postings(stream.entry)
                documents.extend(postings.documents)
                weights.extend(postings.weights)
                values.extend(postings.values)
                stream.advance()
        return PostingList(documents, weights, values)

    def iter_postings(self) -> _Joined:
        """What Whoosh's writer hands to the field writer."""
        return self

    def cleanup(self) -> None:
        """Let go of the segments."""
        self._streams = []


class _Stream:
    """The dictionary of one field of a segment, at a term; `word` is None at the end."""

    def __init__(self, part: _Part, field: str) -> None:
        self.part = part
        self.word: bytes | None = None
        self.entry = b""
        self._items: Iterator[tuple[bytes, bytes]] = part.items(field)
        self.advance()

    def advance(self) -> None:
        """Go to the next term."""
        self.word, self.entry = next(self._items, (None, b""))
