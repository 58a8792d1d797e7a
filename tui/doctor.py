"""Is everything well? Checks of the memory, the index and the terminal, each with what to do when it is not."""

import locale
import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.errors import CristalError, NotFound
from search.memory.paths import shown


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `state` is ok, warning or problem; `advice` says what to do, None when nothing."""

    name: str
    state: str
    detail: str
    advice: str | None = None


def examine(folder: Path) -> list[Check]:
    """Every check, in order. Nothing is changed."""
    return [*_memory(folder), *_system(folder), *_settings(), *_terminal()]


def _memory(folder: Path) -> Iterator[Check]:
    from search.index.whoosh_engine import open_engine
    from search.memory.memory import Memory

    try:
        memory = Memory.open(folder)
        memory.check()
    except NotFound as error:
        yield Check("memory", "warning", str(error))
        return
    except CristalError as error:
        yield Check("memory", "problem", str(error))
        return
    totals = memory.totals()
    yield Check("memory", "ok", f"{folder}: {totals.documents:,} documents, {totals.versions:,} versions")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        yield Check("privacy", "warning", f"{folder} can be read by others ({mode:o})", f"chmod 700 {folder}")
    for source in memory.sources():
        if source.away:
            yield Check(
                "source", "warning", f"{shown(source.path)} is away", "mount it again; nothing is taken for gone"
            )
    try:
        engine = open_engine(memory.index_folder, writable=False)
        stats = engine.stats()
    except CristalError as error:
        yield Check("index", "problem", str(error), "cristal rebuild")
        return
    detail = f"{stats.engine}, {stats.documents:,} versions in {stats.segments} segments, {stats.bytes / 1e6:.1f} MB"
    yield Check("index", "ok", detail)
    if totals.behind:
        yield Check("index", "warning", f"{totals.behind:,} versions are not indexed yet", "cristal sync")


def _system(folder: Path) -> Iterator[Check]:
    yield Check("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    place = next((parent for parent in (folder, *folder.parents) if parent.exists()), Path("/"))
    free = shutil.disk_usage(place).free
    low = free < 1 << 30
    yield Check("disk", "warning" if low else "ok", f"{free / 1e9:.1f} GB free", "make room" if low else None)


def _settings() -> Iterator[Check]:
    from tui.keymap import KeymapError, keymap_path, read_keymap

    path = keymap_path()
    try:
        remapped = read_keymap(path)
    except KeymapError as error:
        for problem in str(error).split("\n"):
            yield Check("keys", "problem", problem)
        return
    detail = f"{len(remapped):,} remapped in {path}" if path.exists() else f"none remapped: {path} does not exist"
    yield Check("keys", "ok", detail)


def _terminal() -> Iterator[Check]:
    encoding = locale.getpreferredencoding(False)
    utf8 = encoding.lower().replace("-", "") == "utf8"
    advice = None if utf8 else "set LANG to a UTF-8 locale such as C.UTF-8"
    yield Check("encoding", "ok" if utf8 else "warning", encoding, advice)
    if not sys.stdin.isatty():
        return
    term = os.environ.get("TERM", "")
    known = bool(term) and term != "dumb"
    advice = None if known else "the explorer needs a terminal with cursor control"
    yield Check("terminal", "ok" if known else "problem", f"TERM={term or 'not set'}", advice)
    if "TMUX" in os.environ:
        yield Check("clipboard", "ok", "inside tmux", "for `y` to reach your clipboard: set -s set-clipboard on")
