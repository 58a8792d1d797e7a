"""Whether what is about to be shown is what was remembered."""

import os
from collections.abc import Collection

from search.errors import MemoryDamaged
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.sealing import broken_among


def vouch(memory: Memory, versions: Collection[int]) -> None:
    """MemoryDamaged when any of `versions`, or the document of one, does not say what it was told."""
    with memory.reading() as connection:
        broken = broken_among(connection, versions)
    if broken is not None:
        raise MemoryDamaged(
            f"{broken} in {shown(os.fsencode(memory.folder))} is damaged; `cristal verify` tells how far it goes, "
            "`cristal restore FILE` brings back a backup"
        )
