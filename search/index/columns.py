"""Whoosh's numeric columns, read whole: one big-endian number for each document, zeros left out at the end."""

from __future__ import annotations

import sys
from array import array
from pathlib import Path
from typing import Any

from search.index.schema import VERSION


def lengths_of(folder: Path | str, segment: Any, field: str) -> bytes:
    """Whoosh's byte for the length of `field`, by document."""
    return _read(Path(folder, segment.make_filename(f"._{field}_len.col")))


def versions_of(folder: Path | str, segment: Any) -> array[int]:
    """The version number of each document."""
    versions = array("I")
    versions.frombytes(_read(Path(folder, segment.make_filename(f".{VERSION}.col"))))
    if sys.byteorder == "little":
        versions.byteswap()
    return versions


def _read(path: Path) -> bytes:
    """A column file. Whoosh writes none for a field that every document leaves empty."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
