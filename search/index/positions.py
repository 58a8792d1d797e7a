"""Word positions as the value of a posting, for Whoosh's own matchers: 4 bytes each, low byte first."""

from __future__ import annotations

import sys
from array import array

from whoosh import formats

WIDTH = 4


def pack(positions: array[int]) -> bytes:
    """Encode ascending positions (typecode "I")."""
    return _little_endian(positions).tobytes()


def unpack(packed: bytes) -> list[int]:
    """The positions, ascending."""
    positions = array("I")
    positions.frombytes(packed)
    return _little_endian(positions).tolist()


def _little_endian(positions: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return positions
    swapped = array("I", positions)
    swapped.byteswap()
    return swapped


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """The posting format of fields with positions."""

    def decode_positions(self, packed: bytes) -> list[int]:
        """The positions, ascending."""
        return unpack(packed)

    def decode_frequency(self, packed: bytes) -> int:
        """How often the word occurs."""
        return len(packed) // WIDTH

    def decode_weight(self, packed: bytes) -> float:
        """The frequency again: nothing is boosted."""
        return float(len(packed) // WIDTH)

    def decode_position_boosts(self, packed: bytes) -> list[tuple[int, int]]:
        """The positions, each with boost 1."""
        return [(position, 1) for position in unpack(packed)]
