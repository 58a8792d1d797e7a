"""The engine for the length of one command."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.places import memory_folder

if TYPE_CHECKING:
    from search.explore.explorer import Explorer


@contextmanager
def exploring(chosen: argparse.Namespace) -> Iterator[Explorer]:
    """The explorer of the memory that a command line chose. NotFound, MemoryDamaged."""
    from search.explore.explorer import Explorer

    explorer = Explorer.open(memory_folder(chosen.memory))
    try:
        yield explorer
    finally:
        explorer.close()
