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
    """The segments to join, in the order of the index; none when there are few."""
    chosen: list[Segment] = []
    together = 0
    for segment in sorted(segments, key=lambda segment: segment.bytes):
        if segment.bytes > (GROWTH * together if chosen else LARGE):
            break
        chosen.append(segment)
        together += segment.bytes
        if together > LARGE:
            break
    return [segment for segment in segments if segment in chosen] if len(chosen) >= MANY else []


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
