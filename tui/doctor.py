"""Is everything well? Checks of the memory, the index and the terminal, each with what to do when it is not."""

import locale
import os
import platform
import shutil
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import CristalError, NotFound
from search.memory.paths import shown
from tui.places import settings_file

if TYPE_CHECKING:
    from search.extract.kinds import Kind
    from search.memory.memory import Memory


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `state` is ok, warning or problem; `advice` says what to do, None when nothing."""

    name: str
    state: str
    detail: str
    advice: str | None = None


def examine(folder: Path) -> list[Check]:
    """Every check, in order. Nothing is changed."""
    return [*_memory(folder), *_system(folder), *_reading(), *_programs(folder), *_settings(), *_terminal()]


def _memory(folder: Path) -> Iterator[Check]:
    from search.entities.pipeline import recogniser
    from search.index.whoosh_engine import open_engine
    from search.memory.checking import require_sound
    from search.memory.memory import Memory

    try:
        memory = Memory.open(folder)
        require_sound(memory)
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
    if waiting := len(memory.pending_purge()):
        detail = f"purge pending: {waiting:,} forgotten versions may still lie in old files that a process reads"
        yield Check("forgetting", "warning", detail, "close other explorers, then: cristal sync")
    if (used := memory.recogniser()) not in (None, recogniser()):
        detail = f"names were recognised by {used}, here they would be by {recogniser()}"
        yield Check("names", "warning", detail, "to recognise them anew, and keep what was judged: cristal rebuild")
    for source in memory.sources():
        if source.away:
            yield Check(
                "source", "warning", f"{shown(source.path)} is away", "mount it again; nothing is taken for gone"
            )
    try:
        engine = open_engine(memory.index_folder, memory=memory.id())
        stats = engine.stats()
    except CristalError as error:
        yield Check("index", "problem", str(error), "cristal sync")
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


def _reading() -> Iterator[Check]:
    """The limits of the processes that read, and the settings."""
    from search.extract.isolation.limits import report
    from search.ingest.settings import load_settings
    from search.ingest.sharing import share_of

    for held in report():
        yield Check("reading", "ok" if held.holds else "warning", held.sentence)
    file = settings_file()
    try:
        settings = load_settings(file)
    except CristalError as error:
        yield Check("settings", "problem", str(error))
        return
    place = str(file) if file.exists() else f"all as they come: {file} does not exist"
    pictures = f"pictures of text are {'' if settings.ocr else 'not '}read"
    workers = share_of(settings).workers
    at_a_time = f"{workers} {'worker reads' if workers == 1 else 'workers read'} at a time, within {settings.memory} MB"
    yield Check("settings", "ok", f"{place}; {pictures}; {at_a_time}")


def _programs(folder: Path) -> Iterator[Check]:
    """Programs that read what Cristal cannot, and how much of the memory waits for each."""
    from search.extract.programs.registry import PROGRAMS, TESSERACT, findings
    from search.memory.memory import Memory

    try:
        waiting = _waiting(Memory.open(folder))
    except CristalError:
        waiting = Counter()
    for program, found in zip(PROGRAMS, findings(), strict=True):
        count = sum(waiting[kind] for kind in program.commands)
        unlocks = f"{found.reads}: {count:,} {'document waits' if count == 1 else 'documents wait'}"
        if found.path is None:
            advice = found.install or f"install {found.name}"
            yield Check(
                found.name, "warning" if count else "ok", f"not installed; {unlocks}", advice if count else None
            )
        elif program is TESSERACT and count and not _recognises_pictures():
            advice = f"`ocr = true` below `[reading]` in {settings_file()}"
            yield Check(found.name, "warning", f"{found.path}, switched off; {unlocks}", advice)
        else:
            yield Check(found.name, "ok", f"{found.path}; {unlocks}")


def _recognises_pictures() -> bool:
    from search.ingest.settings import load_settings

    try:
        return load_settings(settings_file()).ocr
    except CristalError:
        return False


def _waiting(memory: "Memory") -> "Counter[Kind]":
    """How many current documents of each kind could not be read."""
    from search.extract.extracted import Status
    from search.extract.kinds import IMAGE, PDF
    from search.extract.pdf import WITHOUT_TEXT
    from search.extract.sniff import kind_of_name

    waiting: Counter[Kind] = Counter()
    for row in memory.facts():
        if row.seen_to is not None or row.gone is not None:
            continue
        if row.status is Status.NEEDS_OCR or (row.status is Status.PARTIAL and WITHOUT_TEXT in (row.reason or "")):
            waiting[PDF] += row.type in (PDF.type, IMAGE.type)
        elif not row.status.searchable:
            kind = kind_of_name(os.path.basename(os.fsdecode(row.path)))
            if kind is not None and kind is not PDF:
                waiting[kind] += 1
    return waiting


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
