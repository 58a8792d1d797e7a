"""Which small segments to join, so that a search has few to look at.

The smallest are joined once there are `MANY` that are of a size: none more than `GROWTH` times as large as the smaller
ones together. So the segments of an index grow by steps, and a document is copied a few times in its life and not at
every commit.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np

from search.index.building import Builder, Built
from search.index.codec.joining import Joining, Source
from search.index.segment import DELETED, Segment

MANY = 4
GROWTH = 3
LARGE = 512 << 20
"""Bytes of a segment that is left as it is."""


def small_ones(segments: list[Segment]) -> list[Segment]:
    """The segments to join, in the order of the index; none when there are few of any size."""
    ascending = sorted((segment for segment in segments if segment.bytes <= LARGE), key=lambda segment: segment.bytes)
    for first in range(len(ascending)):
        last, together = first, 0
        while last < len(ascending) and together < LARGE:
            if last > first and ascending[last].bytes > GROWTH * together:
                break
            together += ascending[last].bytes
            last += 1
        if last - first >= MANY:
            # What is smaller still costs next to nothing.
            chosen = {segment.id for segment in ascending[:last]}
            return [segment for segment in segments if segment.id in chosen]
    return []


def join(folder: Path, segments: list[Segment], without: Collection[int] = ()) -> Built:
    """Build, in `folder`, one segment that stands for `segments`.

    The versions `without` are left out with all that only they held.
    """
    builder = Builder(folder)
    left_out = np.array([DELETED, *without], np.int64)
    builder.join(
        Joining(
            [
                Source(segment.files, np.flatnonzero(np.isin(segment.versions, left_out)).tolist())
                for segment in segments
            ]
        )
    )
    return builder.build()
