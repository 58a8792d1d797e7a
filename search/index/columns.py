"""Whoosh's numeric columns, read whole: one big-endian number for each document, zeros left out at the end."""

from __future__ import annotations

import sys
from array import array

from search.index.schema import VERSION

VERSIONS_SUFFIX = f".{VERSION}.col"


def lengths_suffix(field: str) -> str:
    """How the file with Whoosh's byte for the length of `field`, by document, is named after its segment."""
    return f"._{field}_len.col"


def decode_versions(column: bytes) -> array[int]:
    """The version number of each document."""
    versions = array("I")
    versions.frombytes(column)
    if sys.byteorder == "little":
        versions.byteswap()
    return versions
