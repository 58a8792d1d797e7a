"""New sources: which paths can be remembered, and under which name."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from search.errors import BadInput
from search.memory.memory import Memory
from search.memory.paths import shown


def add_sources(memory: Memory, paths: Sequence[Path]) -> frozenset[int]:
    """Remember `paths` as sources, under their absolute, link-free names; returns the sources that now cover them.

    A path inside a remembered folder is covered already. Raises BadInput, before anything is added, for a path that is
    neither a readable folder nor a file.
    """
    real = [_real(path) for path in paths]
    with memory.write() as write:
        for path in real:
            if not any(_inside(path, source.path) for source in memory.sources()):
                write.add_source(path)
    return frozenset(source.id for source in memory.sources() if any(_inside(path, source.path) for path in real))


def _real(path: Path) -> bytes:
    name = os.fsencode(path.expanduser())
    real = os.path.realpath(name)
    try:
        mode = os.stat(real).st_mode
        if stat.S_ISDIR(mode):
            os.scandir(real).close()
    except FileNotFoundError:
        raise BadInput(f"{shown(name)} does not exist: give the path of a folder or a file") from None
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise BadInput(f"{shown(name)} cannot be read ({reason}): check its permissions") from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise BadInput(f"{shown(name)} is a special file: only folders and ordinary files can be remembered")
    return real


def _inside(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
