"""New sources: which paths can be remembered, and under which name."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from search.errors import BadInput
from search.ingest.scanning import lists
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import Source


def add_sources(memory: Memory, paths: Sequence[Path]) -> frozenset[int]:
    """Remember `paths` as sources, under their absolute, link-free names; returns the sources that hold them now, and
    those inside them.

    A path that a remembered folder lists is covered already; one that its ignore rules leave out becomes a source of
    its own. Raises BadInput, before anything is added, for a path that is neither a readable folder nor a file.
    """
    real = [real_path(path) for path in paths]
    own = os.path.realpath(os.fsencode(memory.folder))
    for path in real:
        if inside(path, own):
            raise BadInput(f"{shown(path)} belongs to the memory itself: give the path of your own documents")
    known = [source.path for source in memory.sources()]
    new: list[bytes] = []
    for path in real:
        if not any(lists(source, path) for source in (*known, *new)):
            new.append(path)
    if new:
        with memory.write() as write:
            for path in new:
                write.add_source(path)
    sources = memory.sources()
    below = {source.id for source in sources for path in real if inside(source.path, path)}
    return frozenset(below | {_holder(path, sources).id for path in real})


def _holder(path: bytes, sources: Sequence[Source]) -> Source:
    """The innermost of the sources that list `path`: the others leave it to that one."""
    return max((source for source in sources if lists(source.path, path)), key=lambda source: len(source.path))


def real_path(path: Path) -> bytes:
    """The absolute, link-free name of what can be remembered; BadInput for anything but a readable folder or file."""
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


def inside(path: bytes, folder: bytes) -> bool:
    """Whether `path` is `folder` or below it."""
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
