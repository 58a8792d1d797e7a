"""A segment, open for reading: which of its documents hold a word, how often, and where.

Files of a segment never change, so whatever was made of them can be kept for as long as the segment lives. Whatever is
read raises Torn when it is not what was written.

A *document number* counts the documents of a segment; outside of it only versions are spoken of.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.cancel import CancelToken
from search.index.cache import PostingCache
from search.index.codec.files import SegmentFiles
from search.index.codec.postings import Entry, Places
from search.index.codec.starts import Counted, pooled
from search.index.manifest import SegmentRecord
from search.index.pages import FileRecord
from search.index.spelling import term
from search.index.words import Words, words_of

DELETED = 0
"""In place of the version of a deleted document: no version has that number, so it is in no scope."""

REMEMBERED = 4096
"""Words whose entries are kept."""

SPARSE = 16
"""From this share of the documents of a segment on, a table of all of them is faster than sorting: 1 in 16."""


NOTHING = Counted(np.empty(0, np.int64), np.empty(0, np.int64))


class Segment:
    """One segment with its files. Opening raises Torn, and FileNotFoundError when a merge has just deleted it."""

    def __init__(self, folder: Path, record: SegmentRecord, files: dict[str, FileRecord], cache: PostingCache) -> None:
        self.record = record
        self.id = record.id
        self.count = record.documents
        self.bytes = sum(file.size for file in files.values())
        self.files = SegmentFiles(folder, self.id, self.count)
        self.versions = self.files.versions
        if record.deleted:
            self.versions = self.versions.copy()
            self.versions[list(record.deleted)] = DELETED
        self._entries: dict[tuple[str, str], Entry | None] = {}
        self._words: dict[str, Words] = {}
        self._cache = cache

    def entry(self, field: str, word: str) -> Entry | None:
        """What the dictionary of `field` says of a word, None when no document holds it."""
        key = (field, word)
        if key not in self._entries:
            if len(self._entries) >= REMEMBERED:
                self._entries.clear()
            place = self.files.lexicons[field].find(term(word))
            self._entries[key] = self.files.postings[field].entry(place) if place is not None else None
        return self._entries[key]

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word in `field`."""
        entry = self.entry(field, word)
        return entry.places.size if entry is not None else 0

    def counted(self, field: str, word: str) -> Counted:
        """The documents that hold the word."""
        entry = self.entry(field, word)
        if entry is None:
            return NOTHING
        return self.files.postings[field].listed(entry.places)

    def starting(self, field: str, text: str) -> Counted:
        """The documents that hold a word that begins with `text`, frequencies summed."""
        key = (self.id, field, text)
        found = self._cache.get(key)
        if found is None:
            found = self.files.starts[field].find(term(text)) or self._summed(field, term(text))
            self._cache.put(key, found)
        return found

    def _summed(self, field: str, start: bytes) -> Counted:
        first, last = self.files.lexicons[field].starting(start)
        return self._pooled(field, [self.files.postings[field].places(first, last)]) if first < last else NOTHING

    def holding(self, field: str, places: Sequence[int]) -> Counted:
        """The documents that hold any of the words at `places` of the lexicon, ascending, frequencies summed."""
        postings = self.files.postings[field]
        return self._pooled(field, [postings.places(place, place + 1) for place in places]) if places else NOTHING

    def _pooled(self, field: str, parts: Sequence[Places]) -> Counted:
        postings = self.files.postings[field]
        documents, frequencies = postings.documents(*parts), postings.frequencies(*parts)
        if len(documents) * SPARSE < self.count:
            order = np.argsort(documents, kind="stable")
            ordered = documents[order]
            first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
            return Counted(ordered[first].astype(np.int64), np.add.reduceat(frequencies[order].astype(np.int64), first))
        return pooled(documents, frequencies, self.count)

    def words(self, field: str, cancel: CancelToken) -> Words:
        """All words of `field`, read when first asked for."""
        found = self._words.get(field)
        if found is None:
            found = self._words[field] = words_of(self.files.lexicons[field], self.files.postings[field], cancel)
        return found
