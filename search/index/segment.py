"""A segment, open for reading: which of its documents hold a word, how often, and where.

Files of a segment never change, so they are mapped once and everything decoded can be kept for as long as the segment
lives. A *document number* counts the documents of a segment; outside of it only versions are spoken of.
"""

from __future__ import annotations

import mmap
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import repeat
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import StructFile
from whoosh.system import pack_ushort

from search.cancel import CancelToken
from search.index.blocks import FREQUENCY_OFFSET, Mapped, PostingList, frequency_of, read_list, read_values
from search.index.cache import PostingCache
from search.index.columns import lengths_of, versions_of
from search.index.lexicon import Lexicon, Term, lexicon_of
from search.index.pickles import PlainUnpickler
from search.index.schema import STARTS, WORD_FIELDS, term
from search.index.toc import segment_of


class Postings(NamedTuple):
    """The versions that hold a word (or any of several), and how often."""

    versions: array[int]
    weights: array[int]


NO_POSTINGS = Postings(array("I"), array("I"))


_LENGTHS = Struct("!ii")
_FREQUENCY = Struct("!I")


class Segment:
    """One segment. Opening raises FileNotFoundError when a merge has just deleted it."""

    def __init__(self, folder: Path, segment: Any, cache: PostingCache) -> None:
        self.stored = segment
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        self.versions = versions_of(folder, segment)
        self.versions.extend(repeat(0, self.count - len(self.versions)))
        # No version has the number 0, so a deleted document is in no scope.
        for document in segment.deleted_docs():
            self.versions[document] = 0
        self.lengths = {name: lengths_of(folder, segment, name).ljust(self.count, b"\0") for name in WORD_FIELDS}
        self.total_lengths: dict[str, int] = {name: segment._fieldlengths.get(name, 0) for name in WORD_FIELDS}
        self._lexicons: dict[str, Lexicon] = {}
        self._dictionary = _MappedFile(folder / segment.make_filename(".trm"))
        self._terms = OrderedHashReader(self._dictionary, self._dictionary.length)
        self._fields: dict[str, int] = self._terms.extras["fieldmap"]
        self._file = _MappedFile(folder / segment.make_filename(".pst")).map
        self._cache = cache
        names = (name for name in os.listdir(folder) if segment_of(name) == self.id)
        self.bytes = sum((folder / name).stat().st_size for name in names)

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word in `field`."""
        entry = self._entry(field, term(word))
        return frequency_of(entry) if entry is not None else 0

    def postings(self, field: str, word: str) -> Postings:
        """The versions that hold the word."""
        key = (self.id, field, word)
        found = self._cache.get(key)
        if found is None:
            entry = self._entry(field, term(word))
            found = self._versions(self._without_values(entry)) if entry is not None else NO_POSTINGS
            self._cache.put(key, found)
        return found

    def starting(self, field: str, text: str) -> Postings:
        """The versions that hold a word that begins with `text`, frequencies summed."""
        key = (self.id, STARTS[field], text)
        found = self._cache.get(key)
        if found is None:
            start = term(text)
            entry = self._entry(STARTS[field], start)
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
        entry = self._entry(field, term(word))
        return read_values(entry, self._file, documents) if entry is not None else {}

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

    def _entry(self, field: str, word: bytes) -> bytes | None:
        number = self._fields.get(field)
        return self._terms.get(pack_ushort(number) + word) if number is not None else None

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


class _MappedFile(StructFile):  # type: ignore[misc]
    """A file of a segment in memory, for Whoosh's readers; the pickles in it may name no class."""

    def __init__(self, path: Path) -> None:
        with open(path, "rb") as file:
            self.length = file.seek(0, 2)
            # An empty file cannot be mapped: all its words are rare, and in the dictionary.
            self.map: Mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self.length else b""
        super().__init__(self.map, name=path.name)

    def get(self, position: int, length: int) -> bytes:
        """Bytes at a place, without moving."""
        return self.map[position : position + length]

    def read_pickle(self) -> Any:
        """The pickle at the current place."""
        return PlainUnpickler(self.file).load()
