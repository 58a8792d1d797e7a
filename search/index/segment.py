"""A segment, open for reading: which of its documents hold a word, how often, and where.

Files of a segment never change, so they are mapped once, and everything decoded can be kept for as long as the segment
lives. Whatever is read raises Torn when it is not what was written.

A *document number* counts the documents of a segment; outside of it only versions are spoken of.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

from whoosh.filedb.filetables import OrderedHashReader
from whoosh.system import pack_ushort

from search.cancel import CancelToken
from search.index.blocks import FREQUENCY_OFFSET, PostingList, frequency_of, read_list, read_values
from search.index.cache import PostingCache
from search.index.columns import VERSIONS_SUFFIX, decode_versions, lengths_suffix
from search.index.lexicon import Lexicon, Term, lexicon_of
from search.index.pages import FileRecord, PagedFile, Torn, open_pages
from search.index.schema import STARTS, WORD_FIELDS, term


class Postings(NamedTuple):
    """The versions that hold a word (or any of several), and how often."""

    versions: array[int]
    weights: array[int]


SUMS_SUFFIX = ".sum"
DELETED = 0
"""In place of the version of a deleted document: no version has that number, so it is in no scope."""
NO_POSTINGS = Postings(array("I"), array("I"))


_LENGTHS = Struct("!ii")
_FREQUENCY = Struct("!I")


class Segment:
    """One segment with its files. Opening raises Torn, and FileNotFoundError when a merge has just deleted it."""

    def __init__(self, folder: Path, segment: Any, files: dict[str, FileRecord], cache: PostingCache) -> None:
        self.stored = segment
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        self.bytes = sum(record.size for record in files.values())
        pages = open_pages(folder, files, self.id + SUMS_SUFFIX)
        self.versions = decode_versions(pages[self.id + VERSIONS_SUFFIX].all())
        if len(self.versions) != self.count:
            raise Torn(f"{self.id} is not of as many documents as the table of contents says")
        for document in segment.deleted_docs():
            self.versions[document] = DELETED
        self.lengths = {name: self._column(pages, lengths_suffix(name)) for name in WORD_FIELDS}
        self.total_lengths: dict[str, int] = {name: segment._fieldlengths.get(name, 0) for name in WORD_FIELDS}
        self._lexicons: dict[str, Lexicon] = {}
        self._dictionary = pages[self.id + ".trm"]
        self._terms = OrderedHashReader(self._dictionary, self._dictionary.length)
        self._fields: dict[str, int] = self._terms.extras["fieldmap"]
        self._file = pages[self.id + ".pst"]
        self._cache = cache

    def _column(self, pages: dict[str, PagedFile], suffix: str) -> bytes:
        """A byte for each document. Whoosh writes no column for a field that every document leaves empty."""
        file = pages.get(self.id + suffix)
        return (file.all() if file is not None else b"").ljust(self.count, b"\0")

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word in `field`."""
        entry = self.entry(field, term(word))
        return frequency_of(entry) if entry is not None else 0

    def postings(self, field: str, word: str) -> Postings:
        """The versions that hold the word."""
        key = (self.id, field, word)
        found = self._cache.get(key)
        if found is None:
            entry = self.entry(field, term(word))
            found = self._versions(self._without_values(entry)) if entry is not None else NO_POSTINGS
            self._cache.put(key, found)
        return found

    def starting(self, field: str, text: str) -> Postings:
        """The versions that hold a word that begins with `text`, frequencies summed."""
        key = (self.id, STARTS[field], text)
        found = self._cache.get(key)
        if found is None:
            start = term(text)
            entry = self.entry(STARTS[field], start)
            if entry is not None:
                found = self._versions(self._without_values(entry))
            else:
                found = self.union(entry for _, entry in self._entries(field, start))
            self._cache.put(key, found)
        return found

    def union(self, entries: Iterable[bytes]) -> Postings:
        """The versions that hold any of the terms with these `entries`, frequencies summed."""
        weights: dict[int, int] = {}
        for entry in entries:
            postings = self._without_values(entry)
            for document, weight in zip(postings.documents, postings.weights, strict=True):
                weights[document] = weights.get(document, 0) + weight
        return self._versions(PostingList(array("I", weights), array("I", weights.values()), ()))

    def positions(self, field: str, word: str, documents: Sequence[int]) -> dict[int, bytes]:
        """The packed positions of the word in those of the ascending `documents` that hold it."""
        entry = self.entry(field, term(word))
        return read_values(entry, self._file, documents) if entry is not None else {}

    def entry(self, field: str, word: bytes) -> bytes | None:
        """The entry of a term, None when no document holds it."""
        number = self._fields.get(field)
        return self._terms.get(pack_ushort(number) + word) if number is not None else None

    def items(self, field: str) -> Iterator[tuple[bytes, bytes]]:
        """Every term of `field` with its entry, in order."""
        return self._entries(field, b"")

    def lexicon(self, field: str, cancel: CancelToken) -> Lexicon:
        """All words of `field`, read when first asked for."""
        found = self._lexicons.get(field)
        if found is None:
            found = self._lexicons[field] = lexicon_of(self._all_terms(field), cancel)
        return found

    def entry_at(self, offset: int, size: int) -> bytes:
        """The entry that a lexicon tells the place of."""
        return self._dictionary.get(offset, size)

    def read(self, entry: bytes) -> PostingList:
        """The posting list of an entry, with values."""
        return read_list(entry, self._file, values=True)

    @cached_property
    def documents(self) -> dict[int, int]:
        """The document number of each version."""
        return dict(zip(self.versions, range(self.count), strict=True))

    def _without_values(self, entry: bytes) -> PostingList:
        return read_list(entry, self._file)

    def _versions(self, postings: PostingList) -> Postings:
        versions = array("I", map(self.versions.__getitem__, postings.documents))
        return Postings(versions, array("I", postings.weights))

    def _entries(self, field: str, start: bytes) -> Iterator[tuple[bytes, bytes]]:
        number = self._fields.get(field)
        if number is None:
            return
        prefix = pack_ushort(number)
        for key, entry in self._terms.items_from(prefix + start):
            if not key.startswith(prefix + start):
                break
            yield key[len(prefix) :], entry

    def _all_terms(self, field: str) -> Iterator[Term]:
        number = self._fields.get(field)
        if number is None:
            return
        prefix = pack_ushort(number)
        dictionary = self._dictionary.map
        self._dictionary.check(0, self._terms.endofdata)
        start = self._terms.closest_key_pos(prefix)
        while start is not None and start < self._terms.endofdata:
            length, size = _LENGTHS.unpack_from(dictionary, start)
            word = start + _LENGTHS.size
            entry = word + length
            if dictionary[word : word + len(prefix)] != prefix:
                break
            (frequency,) = _FREQUENCY.unpack_from(dictionary, entry + FREQUENCY_OFFSET)
            yield dictionary[word + len(prefix) : entry], frequency, entry, size
            start = entry + size
