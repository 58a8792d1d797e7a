"""The commands that look after a memory: remove, forget, verify, rebuild, backup, restore."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import BadInput, IndexDamaged
from search.memory.paths import shown
from tui import output, shapes
from tui.counting import counted
from tui.places import memory_folder
from tui.sanitize import safe_line

if TYPE_CHECKING:
    from search.memory.memory import Memory

LOCK_SECONDS = 30.0


def remove(chosen: argparse.Namespace) -> int:
    """Look at a source no longer; with --gone, what is in it counts as gone from now on."""
    from search.ingest.removing import close_source, remove_source, source_at

    memory = _memory(chosen)
    with memory.lock(LOCK_SECONDS):
        source = source_at(memory, chosen.source)
        closed = close_source(memory, source) if chosen.gone else 0
        remove_source(memory, source)
    path = safe_line(shown(source.path))
    _tell(
        chosen,
        {"source": shown(source.path), "documents": source.documents, "gone": closed},
        f"{path} is no longer looked at; what is remembered of it stays: {counted(source.documents, 'document')}"
        + (", gone" if chosen.gone else ""),
    )
    return 0


def forget(chosen: argparse.Namespace) -> int:
    """Purge a document; asks first. What an earlier purge could not finish is finished before."""
    from search.explore.explorer import Explorer
    from search.explore.ids import number_of
    from search.ingest.forgetting import finish_purge, forget
    from search.ingest.indexing import open_index
    from tui.progress import ProgressLine

    folder = memory_folder(chosen.memory)
    memory = _memory(chosen)
    if memory.pending_purge():
        with memory.lock(LOCK_SECONDS):
            finish_purge(memory, open_index(memory, ProgressLine(chosen.quiet)))
    explorer = Explorer.open(folder)
    try:
        history = explorer.history(chosen.document)
    finally:
        explorer.close()
    what = f"{safe_line(history.path)} with {counted(len(history.versions), 'version')} and what is inside it"
    if not chosen.yes and not _agreed(f"Forget {what} for good?"):
        return 1
    number = number_of("d", history.document)
    assert number is not None
    with memory.lock(LOCK_SECONDS):
        forgotten = forget(memory, open_index(memory, ProgressLine(chosen.quiet)), number)
    lines = [f"forgot {counted(forgotten.documents, 'document')}, {counted(forgotten.versions, 'version')}"]
    if forgotten.judgements:
        lines.append(f"with {counted(forgotten.judgements, 'judgement')} about names that nothing else holds")
    if forgotten.shared:
        lines.append(f"the same text stays as that of {', '.join(map(safe_line, forgotten.shared))}")
    if forgotten.pending:
        lines.append("another process still reads the old files: purge pending, the next sync finishes it")
    if forgotten.still_there is not None:
        lines.append(
            f"{safe_line(forgotten.still_there)} is still there: the next sync remembers it again, "
            "unless you delete it or name it in a .cristalignore"
        )
    lines.append("backups that you made still hold it")
    shape = {
        "document": history.document,
        "documents": forgotten.documents,
        "versions": forgotten.versions,
        "judgements": forgotten.judgements,
        "shared": list(forgotten.shared),
        "pending": forgotten.pending,
        "still_there": forgotten.still_there,
    }
    _tell(chosen, shape, "\n".join(lines))
    return 0


def verify(chosen: argparse.Namespace) -> int:
    """Read everything and hold it against what was remembered."""
    from search.index.whoosh_engine import open_engine
    from search.ingest.verifying import verify

    memory = _memory(chosen)
    engine = None
    trouble: list[str] = []
    try:
        engine = open_engine(memory.index_folder, memory=memory.id())
    except IndexDamaged as error:
        trouble.append(str(error))
    problems = [*verify(memory, engine), *trouble]
    if chosen.json:
        output.print_json({"schema": shapes.SCHEMA, "sound": not problems, "problems": problems})
    else:
        out = output.Writer(chosen)
        for problem in problems:
            out.line(safe_line(problem))
        if not problems and not chosen.quiet:
            totals = memory.totals()
            out.line(
                f"sound: {counted(totals.documents, 'document')}, {counted(totals.versions, 'version')}, every text, "
                "name and index file is as it was written"
            )
    return 3 if problems else 0


def rebuild(chosen: argparse.Namespace) -> int:
    """Make the index anew."""
    from search.ingest.rebuilding import rebuild
    from tui.progress import ProgressLine

    memory = _memory(chosen)
    with memory.lock(LOCK_SECONDS):
        versions = rebuild(memory, ProgressLine(chosen.quiet))
    _tell(chosen, {"versions": versions}, f"{versions:,} versions indexed")
    return 0


def backup(chosen: argparse.Namespace) -> int:
    """Write the memory to one file."""
    from search.memory.backup import back_up

    file: Path = chosen.file.expanduser()
    size = back_up(_memory(chosen), file)
    _tell(chosen, {"file": str(file), "bytes": size}, f"{safe_line(str(file))}: {size / 1e6:.1f} MB, read through")
    return 0


def restore(chosen: argparse.Namespace) -> int:
    """Make a memory again from a backup, and its index."""
    from search.ingest.rebuilding import rebuild
    from search.memory.backup import restore
    from search.memory.locking import ingest_lock
    from search.memory.memory import Memory
    from tui.progress import ProgressLine

    folder = memory_folder(chosen.memory)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ingest_lock(folder, LOCK_SECONDS):
        versions = restore(chosen.file.expanduser(), folder)
        rebuild(Memory.open(folder), ProgressLine(chosen.quiet))
    kept = sorted(path.name for path in folder.glob("memory.db.replaced-*") if not path.name.endswith(("-wal", "-shm")))
    beside = f"; what was there is kept as {kept[-1]}" if kept else ""
    _tell(chosen, {"memory": str(folder), "versions": versions}, f"{counted(versions, 'version')} restored{beside}")
    return 0


def _memory(chosen: argparse.Namespace) -> Memory:
    from search.memory.memory import Memory

    return Memory.open(memory_folder(chosen.memory))


def _tell(chosen: argparse.Namespace, shape: shapes.Shape, text: str) -> None:
    if chosen.json:
        output.print_json({"schema": shapes.SCHEMA, **shape})
    elif not chosen.quiet:
        print(text, file=sys.stderr)


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise BadInput("forgetting cannot be undone, and nobody can be asked here: add --yes")
    print(f"{question} This cannot be undone. [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
