"""The four files of a segment, open."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from search.index.codec.arrays import Array, ArrayFile
from search.index.codec.lexicon import Lexicon
from search.index.codec.postings import Postings
from search.index.codec.starts import Starts
from search.index.pages import Torn
from search.index.spelling import VERSION, WORD_FIELDS

DOCUMENTS, DICTIONARY, POSTINGS, POSITIONS = KINDS = (".doc", ".trm", ".pst", ".pos")


VERSIONS_MOST = 1 << 28
"""A search takes a byte for each number up to the largest."""


def lengths_name(field: str) -> str:
    """The array of the lengths of `field`, by document."""
    return f"{field}.lengths"


class SegmentFiles:
    """A segment with the id "MAIN_x", of so many documents. Opening and reading raise Torn; FileNotFoundError when a
    file is gone.
    """

    def __init__(self, folder: Path, segment: str, count: int) -> None:
        self.count = count
        self._files = [ArrayFile(folder / f"{segment}{kind}", kind) for kind in KINDS]
        self._documents, dictionary, postings, positions = self._files
        for name in (VERSION, *map(lengths_name, WORD_FIELDS)):
            if self._documents.count(name) != count:
                raise Torn(f"{segment} is not of as many documents as the table of contents says")
        self.lexicons = {field: Lexicon(dictionary, field) for field in WORD_FIELDS}
        self.starts = {field: Starts(dictionary, postings, field, count) for field in WORD_FIELDS}
        self.postings = {field: Postings(dictionary, postings, positions, field, count) for field in WORD_FIELDS}

    def check_sizes(self) -> None:
        """Torn when a file was cut or grown since it was opened."""
        for file in self._files:
            file.check_size()

    @cached_property
    def versions(self) -> Array:
        """The version of each document."""
        versions = self._documents.slice(VERSION)
        if versions.max(initial=0) >= VERSIONS_MOST:
            raise Torn("there are versions with numbers beyond reason")
        return versions

    def lengths(self, field: str) -> Array:
        """The length of `field` in each document: how many words it has there."""
        return self._documents.slice(lengths_name(field))
