"""Word positions as bytes: one byte that says how wide the numbers are, then the differences between positions.

The width is 1, 2 or 4 bytes, the least that holds the largest difference, low byte first. That is a third of the
size of the pickled list that Whoosh writes, and array constructors read it.
"""

from __future__ import annotations

import sys
from array import array
from itertools import accumulate, islice
from operator import sub
from struct import Struct

from whoosh import formats

_CODES = {1: "B", 2: "H", 4: "I"}
_SHORT = Struct("<BH").pack
_LONG = Struct("<BI").pack


def pack(positions: array[int]) -> bytes:
    """Encode ascending positions; there is at least one."""
    first = positions[0]
    if len(positions) == 1:
        return _SHORT(2, first) if first < 1 << 16 else _LONG(4, first)
    steps = array("I", (first,))
    steps.extend(map(sub, islice(positions, 1, None), positions))
    largest = max(steps)
    width = 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4
    packed = array(_CODES[width], steps)
    if sys.byteorder == "big":
        packed.byteswap()
    return bytes((width,)) + packed.tobytes()


def unpack(packed: bytes) -> list[int]:
    """The positions, ascending."""
    steps = array(_CODES[packed[0]])
    steps.frombytes(packed[1:])
    if sys.byteorder == "big":
        steps.byteswap()
    return list(accumulate(steps))


def count(packed: bytes) -> int:
    """How many positions there are, without decoding them."""
    return (len(packed) - 1) // packed[0]


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """The posting format of fields with positions, for Whoosh's own readers."""

    def decode_positions(self, packed: bytes) -> list[int]:
        """The positions, ascending."""
        return unpack(packed)

    def decode_frequency(self, packed: bytes) -> int:
        """How often the word occurs."""
        return count(packed)

    def decode_weight(self, packed: bytes) -> float:
        """The frequency again: nothing is boosted."""
        return float(count(packed))

    def decode_position_boosts(self, packed: bytes) -> list[tuple[int, int]]:
        """The positions, each with boost 1."""
        return [(position, 1) for position in unpack(packed)]
