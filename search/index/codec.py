"""The W3 codec with a faster way in: postings gathered by word instead of sorted one by one, written a list at a time.

Whoosh's own readers read the result; only how it is written differs (3.4 times faster, measured on 88 MB of text).
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.system import pack_ushort

from search.index.blocks import PostingList, write_list
from search.index.columns import lengths_suffix
from search.index.positions import count
from search.index.schema import STARTS, WORD_FIELDS
from search.index.starts import StartLists


class PostingSource(Protocol):
    """Posting lists to write, field by field, word by word in order, each taken once."""

    def words(self, field: str) -> list[bytes]:
        """The terms of `field`, sorted."""

    def take(self, field: str, word: bytes) -> PostingList:
        """The postings of a term, documents ascending; they may be forgotten afterwards."""


class Pool:
    """What a writer has gathered: for each field and term, document numbers and packed positions by turns."""

    def __init__(self) -> None:
        self._fields: dict[str, defaultdict[bytes, list[Any]]] = {name: defaultdict(list) for name in WORD_FIELDS}

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Gather (field, term, document, weight, value). The weight is in the value."""
        field, word, document, _, value = posting
        self._fields[field][word] += (document, value)

    def words(self, field: str) -> list[bytes]:
        """The terms of `field`, sorted."""
        return sorted(self._fields[field])

    def take(self, field: str, word: bytes) -> PostingList:
        """Take a term's postings out of the pool."""
        gathered = self._fields[field].pop(word)
        values: Sequence[bytes] = gathered[1::2]
        return PostingList(gathered[0::2], list(map(count, values)), values)

    def iter_postings(self) -> "Pool":
        """What Whoosh's writer hands to the field writer."""
        return self

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()


class FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms and postings from a `PostingSource`, and the posting lists of crowded starts."""

    def add_postings(self, schema: Any, _: Any, source: PostingSource) -> None:
        """Write every field of `source`."""
        for name in WORD_FIELDS:
            words = source.words(name)
            if words:
                self._write_field(schema, name, words, source)

    def _write_field(self, schema: Any, name: str, words: list[bytes], source: PostingSource) -> None:
        lengths = self._lengths(name)
        starts = StartLists([word.decode() for word in words])
        entries = []
        self.start_field(name, schema[name])
        for place, word in enumerate(words):
            entries.extend(self._write_starts(starts, place))
            postings = source.take(name, word)
            self._add(word, write_list(self._postfile, postings, lengths))
            starts.add(postings)
        entries.extend(self._write_starts(starts, len(words)))
        self.finish_field()
        self.start_field(STARTS[name], schema[STARTS[name]])
        for start, entry in sorted(entries):
            self._add(start, entry)
        self.finish_field()

    def _lengths(self, field: str) -> bytes:
        """The column of lengths that was just written: none for a field that every document leaves empty."""
        column = Path(self._storage.folder, self._segment.make_filename(lengths_suffix(field)))
        return column.read_bytes() if column.exists() else b""

    def _write_starts(self, starts: StartLists, place: int) -> list[tuple[bytes, bytes]]:
        return [(start, write_list(self._postfile, postings, b"")) for start, postings in starts.until(place)]

    def _add(self, word: bytes, entry: bytes) -> None:
        self._tindex.add(pack_ushort(self._fieldid) + word, entry)


class Codec(W3Codec):  # type: ignore[misc]
    """W3 with our field writer."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """The writer of terms and postings of a new segment."""
        return FieldWriter(self, storage, segment)
