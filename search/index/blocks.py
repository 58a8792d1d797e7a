"""Posting lists as Whoosh's W3 format has them, a whole list at a time: blocks of pickled tuples behind a header, or,
for rare words, the tuple itself in the term dictionary.

A *posting* is a document number of the segment, a weight (the frequency) and a value (packed positions, or nothing in
fields without). An *entry* is what the term dictionary says of a term: statistics, then the postings or where they
are.
"""

import io
import pickle
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat
from operator import sub
from struct import Struct
from typing import Any, NamedTuple, Protocol

from search.index.pickles import PlainUnpickler

MAGIC = b"W3Bl"
BLOCK = 512
RARE = 4
LEVEL = 3
WORTH_COMPRESSING = 80
PROTOCOL = 4

# flags, weight, document frequency, least and greatest length, greatest weight, first and last document
_ENTRY = Struct("!BfIBBfII")
_EXTENT = Struct("!qi")
_FREQUENCY = Struct("!I")
_INT = Struct("!i")
FREQUENCY_OFFSET = 5


class PostingList(NamedTuple):
    """Ascending `documents`, and what is known of each. `values` is empty in fields without positions."""

    documents: Sequence[int]
    weights: Sequence[int]
    values: Sequence[bytes]


class Writable(Protocol):
    """The part of a file that `write_list` needs."""

    def write(self, data: bytes) -> Any:
        """Append bytes."""

    def tell(self) -> int:
        """Bytes written so far."""


class Readable(Protocol):
    """The part of a file that reading needs."""

    def get(self, position: int, length: int) -> bytes:
        """Bytes at a place."""


def write_list(file: Writable, postings: PostingList, lengths: bytes) -> bytes:
    """Append a posting list to `file` (nothing, when it is short) and return its entry.

    `lengths[document]` is Whoosh's byte for the length of the field, or `lengths` is empty.
    """
    documents, weights, values = postings
    own = bytes(map(lengths.__getitem__, documents)) if lengths else bytes(len(documents))
    heaviest = max(weights)
    rare = len(documents) <= RARE
    lengths_and_weight = (min(own), max(own), heaviest)
    entry = _ENTRY.pack(rare, sum(weights), len(documents), *lengths_and_weight, documents[0], documents[-1])
    if rare:
        repeated = None if heaviest == 1 else tuple(weights)
        inline = (tuple(documents), repeated, tuple(values) or (b"",) * len(documents))
        return entry + pickle.dumps(inline, PROTOCOL)
    start = file.tell()
    file.write(MAGIC)
    for first in range(0, len(documents), BLOCK):
        part = slice(first, first + BLOCK)
        file.write(_block(documents[part], weights[part], values[part], own[part], first + BLOCK >= len(documents)))
    return entry + _EXTENT.pack(start, file.tell() - start)


def _block(
    documents: Sequence[int], weights: Sequence[int], values: Sequence[bytes], lengths: bytes, last: bool
) -> bytes:
    steps = (documents[0], *map(sub, documents[1:], documents))
    heaviest = max(weights)
    data = pickle.dumps((steps, None if heaviest == 1 else tuple(weights), tuple(values) or None), PROTOCOL)
    level = LEVEL if len(data) >= WORTH_COMPRESSING else 0
    if level:
        data = zlib.compress(data, level)
    summary = (len(documents), documents[-1], heaviest, level, min(lengths), max(lengths))
    head = pickle.dumps(summary, PROTOCOL)
    size = len(head) + len(data)
    return _INT.pack(-size if last else size) + head + data


def frequency_of(entry: bytes) -> int:
    """How many documents hold the term."""
    found: int = _FREQUENCY.unpack_from(entry, FREQUENCY_OFFSET)[0]
    return found


def read_list(entry: bytes, file: Readable, *, values: bool = False) -> PostingList:
    """The whole posting list of `entry`, whose blocks are in the posting `file`."""
    if entry[0]:
        documents, weights, found = _inline(entry)
        return PostingList(documents, weights or (1,) * len(documents), found if values else ())
    all_documents, all_weights = array("I"), array("I")
    all_values: list[bytes] = []
    for block in _blocks(entry, file):
        steps, block_weights, block_values = block.load()
        all_documents.extend(accumulate(steps))
        all_weights.extend(block_weights or repeat(1, len(steps)))
        if values:
            all_values.extend(block_values or ())
    return PostingList(all_documents, all_weights, all_values)


def read_values(entry: bytes, file: Readable, wanted: Sequence[int]) -> dict[int, bytes]:
    """The values of those of the ascending documents `wanted` that hold the term. Blocks without any are not
    decompressed.
    """
    if entry[0]:
        documents, _, values = _inline(entry)
        known = dict(zip(documents, values, strict=True))
        return {document: known[document] for document in wanted if document in known}
    found: dict[int, bytes] = {}
    place = 0
    for block in _blocks(entry, file):
        after = bisect_right(wanted, block.last_document, place)
        if after > place:
            steps, _, values = block.load()
            known = dict(zip(accumulate(steps), values, strict=True))
            found.update((document, known[document]) for document in wanted[place:after] if document in known)
        place = after
        if place == len(wanted):
            break
    return found


class _Block(NamedTuple):
    last_document: int
    level: int
    data: bytes

    def load(self) -> Any:
        """The steps between documents, the weights (None: all 1) and the values (None: none)."""
        return PlainUnpickler(io.BytesIO(zlib.decompress(self.data) if self.level else self.data)).load()


def _inline(entry: bytes) -> Any:
    return PlainUnpickler(io.BytesIO(entry[_ENTRY.size :])).load()


def _blocks(entry: bytes, file: Readable) -> Iterator[_Block]:
    start, length = _EXTENT.unpack_from(entry, _ENTRY.size)
    stream = io.BytesIO(file.get(start, length))
    if stream.read(len(MAGIC)) != MAGIC:
        raise pickle.UnpicklingError("a posting list does not start where the dictionary says")
    size = 0
    while size >= 0:
        size = _INT.unpack(stream.read(_INT.size))[0]
        end = stream.tell() + abs(size)
        _, last_document, _, level, _, _ = PlainUnpickler(stream).load()
        yield _Block(last_document, level, stream.read(end - stream.tell()))
