"""Which small segments to join, so that a search has few to look at.

When there are more than `MANY` segments, the smallest that together make up at most a quarter of the index are joined,
so that a document is copied a few times in its life and not at every commit.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np

from search.index.building import Builder, Built
from search.index.codec.joining import Joining, Source
from search.index.segment import DELETED, Segment

MANY = 10
TINY = 4 << 20


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
