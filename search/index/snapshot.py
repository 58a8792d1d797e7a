"""The index at one generation: its segments, and the figures over all of them that scores need."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np

from search.errors import IndexDamaged
from search.index.cache import PostingCache
from search.index.codec.arrays import Array
from search.index.manifest import Manifest, SegmentRecord, read_manifest
from search.index.pages import Torn
from search.index.segment import DELETED, Segment
from search.index.toc import NO_TABLE, Table, latest_table

B = 0.75
K1 = 1.2


class Snapshot:
    """What one search sees. Scores are BM25F as Whoosh computes it by default."""

    def __init__(self, table: Table, segments: list[Segment]) -> None:
        self.table = table
        self.segments = segments
        self.count = sum(segment.count for segment in segments)
        self.top = max((int(segment.versions.max(initial=0)) for segment in segments), default=0)
        self._frequencies: dict[tuple[str, str], int] = {}

    @cached_property
    def versions(self) -> set[int]:
        """The versions that are not deleted."""
        return set().union(*(segment.versions.tolist() for segment in self.segments)) - {DELETED}

    @cached_property
    def indexed(self) -> Array:
        """By version, whether it is in the index."""
        found = np.zeros(self.top + 1, bool)
        for segment in self.segments:
            found[segment.versions] = True
        found[DELETED] = False
        return found

    def holds(self, version: int) -> bool:
        """Whether the version is in the index."""
        return version < len(self.indexed) and bool(self.indexed[version])

    def frequency(self, field: str, word: str) -> int:
        """How many documents hold the word in `field`."""
        key = (field, word)
        known = self._frequencies.get(key)
        if known is None:
            known = self._frequencies[key] = sum(segment.frequency(field, word) for segment in self.segments)
        return known

    def idf(self, frequency: int) -> float:
        """The weight of a word that `frequency` documents hold."""
        return log(self.count / (frequency + 1)) + 1

    def norm(self, field: str) -> tuple[float, float]:
        """What a frequency f is weighed against: a and b in the score idf * f * (K1 + 1) / (f + a + b * length)."""
        total = sum(segment.record.lengths[field] for segment in self.segments)
        average = (total / self.count if self.count else 0) or 1
        return K1 * (1 - B), K1 * B / average


NOTHING = Snapshot(NO_TABLE, [])
"""Before the first commit."""


def open_latest(folder: Path, memory: str, known: Snapshot, cache: PostingCache) -> Snapshot:
    """The newest generation: `known` itself when there is nothing newer, else with the segments that it shares.

    A merge may delete files between our reading of the table and of the segments; then there is a newer table to
    read. Raises IndexDamaged, also for the index of another memory.
    """
    table = latest_table(folder)
    while table != known.table:
        try:
            return _open(folder, memory, table, known.segments, cache)
        except FileNotFoundError as error:
            newer = latest_table(folder)
            if newer == table:
                raise IndexDamaged(folder, f"{Path(error.filename or '').name} is missing") from error
            table = newer
    return known


def _open(folder: Path, memory: str, table: Table, opened: Iterable[Segment], cache: PostingCache) -> Snapshot:
    if table == NO_TABLE:
        return NOTHING
    known = {segment.id: segment for segment in opened}
    try:
        manifest = read_manifest(folder, table.generation, memory)
        return Snapshot(table, [_segment(folder, record, manifest, known, cache) for record in manifest.segments])
    except Torn as error:
        raise IndexDamaged(folder, error) from error


def _segment(
    folder: Path, record: SegmentRecord, manifest: Manifest, known: dict[str, Segment], cache: PostingCache
) -> Segment:
    """The segment of a record. Files never change, but the documents deleted from them can."""
    segment = known.get(record.id)
    if segment is not None and segment.record == record:
        return segment
    return Segment(folder, record, manifest.of_segment(record.id), cache)
