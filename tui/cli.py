"""The `cristal` command: every view of the explorer without a terminal interface, and the way into it.

stdout is data, stderr is progress and errors. Textual is imported only to open the explorer.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from search.errors import BadInput, CristalError, QueryError
from tui import arguments, judging, keeping, output, shapes
from tui.exploring import exploring
from tui.keeping import LOCK_SECONDS
from tui.places import memory_folder, sample_memory, seeds_folder, settings_file
from tui.sanitize import safe_line

if TYPE_CHECKING:
    from search.ingest.worktrees import Worktrees
    from search.memory.memory import Memory

INTERRUPTED = 130
NICENESS = 10
"""Of a sync that works for an explorer: whoever types comes first."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except CristalError as error:
        for line in str(error).split("\n"):
            print(f"cristal: {safe_line(line)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        where = safe_line(os.fsdecode(error.filename)) if error.filename else "the output"
        print(f"cristal: {where} cannot be written: {(error.strerror or 'unknown error').lower()}", file=sys.stderr)
        return CristalError.exit_code


def _run(words: list[str]) -> int:
    place = arguments.command_place(words)
    if place is None:
        return _explore(arguments.explorer_parser().parse_args(words))
    chosen = arguments.parser().parse_args([words[place], *words[:place], *words[place + 1 :]])
    code = _COMMANDS[chosen.command](chosen)
    sys.stdout.flush()
    return code


def _explore(chosen: argparse.Namespace) -> int:
    from search.memory.memory import Memory

    folder = memory_folder(chosen.memory)
    paths: list[Path] = chosen.paths
    for path in paths:
        if not path.expanduser().exists():
            raise BadInput(f"{path} is neither a file or folder nor a command: see `cristal --help`")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadInput("the explorer needs a terminal: use `cristal search`, `cristal show` and the others in pipes")
    sample = not paths and chosen.memory is None and "CRISTAL_MEMORY" not in os.environ and not _is_memory(folder)
    if sample:
        folder, paths = sample_memory(), [seeds_folder()]
    if paths:
        Memory.create(folder).close()
    from tui.app import run

    only = paths[0] if len(paths) == 1 and not sample and paths[0].expanduser().is_file() else None
    opened = os.path.realpath(only.expanduser()) if only is not None else None
    return run(folder, add=paths, document=opened, sample=sample, mouse=not chosen.no_mouse)


def _is_memory(folder: Path) -> bool:
    return (folder / "memory.db").exists()


def _add(chosen: argparse.Namespace) -> int:
    from search.ingest.adding import add_sources
    from search.ingest.worktrees import find_worktrees
    from search.memory.memory import Memory

    worktrees = find_worktrees(chosen.paths) if chosen.history else None
    memory = Memory.create(memory_folder(chosen.memory))
    with memory.lock(LOCK_SECONDS):
        return _synced(memory, chosen, add_sources(memory, chosen.paths), worktrees)


def _sync(chosen: argparse.Namespace) -> int:
    from search.memory.memory import Memory

    memory = Memory.open(memory_folder(chosen.memory))
    with memory.lock(LOCK_SECONDS):
        return _synced(memory, chosen, None)


def _synced(
    memory: Memory, chosen: argparse.Namespace, only: frozenset[int] | None, worktrees: Worktrees | None = None
) -> int:
    from search.ingest.events import Event, encode
    from search.ingest.settings import load_settings
    from search.ingest.sync import sync_memory
    from tui.progress import ProgressLine, finished_text

    def emit_line(event: Event) -> None:
        print(encode(event), flush=True)

    if chosen.events:
        os.nice(NICENESS)
    line = ProgressLine(chosen.quiet)
    emit = emit_line if chosen.events else line
    try:
        settings = load_settings(settings_file())
        if worktrees is not None:
            from search.ingest.history import sync_with_history

            finished = sync_with_history(memory, emit, only, worktrees, settings=settings)
        else:
            retry_failed = chosen.command == "sync" and chosen.retry_failed
            finished = sync_memory(memory, emit, only, settings=settings, retry_failed=retry_failed)
    except KeyboardInterrupt:
        line.clear()
        if not (chosen.quiet or chosen.events):
            print("cristal: interrupted; what was committed stays, `cristal sync` carries on", file=sys.stderr)
        raise
    finally:
        line.clear()
    if chosen.json:
        output.print_json(shapes.finished_shape(finished))
    elif not chosen.events and not chosen.quiet:
        print(finished_text(finished), file=sys.stderr)
    return 0


def _search(chosen: argparse.Namespace) -> int:
    with exploring(chosen) as explorer:
        try:
            results = explorer.search(
                chosen.query, limit=chosen.limit, offset=chosen.offset, sort=chosen.sort, as_of=chosen.as_of
            )
        except QueryError as error:
            print(output.query_error_text(error, chosen.query), file=sys.stderr)
            return error.exit_code
        if chosen.json:
            output.print_json(shapes.search_shape(results))
        else:
            output.print_results(results, output.Writer(chosen), chosen.offset)
            if not results.total and not chosen.quiet:
                output.print_suggestions(explorer.suggest(chosen.query))
    return 0 if results.total else 1


def _show(chosen: argparse.Namespace) -> int:
    with exploring(chosen) as explorer:
        document = explorer.document(chosen.document, as_of=chosen.as_of)
        if chosen.json:
            output.print_json(shapes.document_shape(document, explorer.mentions(document.version)))
        else:
            output.print_document(document)
    return 0


def _entities(chosen: argparse.Namespace) -> int:
    if chosen.suggest:
        return judging.suggest(chosen)
    if chosen.ftm:
        return judging.follow_the_money(chosen)
    with exploring(chosen) as explorer:
        listed = explorer.entities(chosen.name, type=chosen.type, limit=chosen.limit, as_of=chosen.as_of)
    if chosen.json:
        output.print_json(shapes.entities_shape(listed))
    else:
        output.print_entities(listed, output.Writer(chosen))
    return 0 if listed.total else 1


def _entity(chosen: argparse.Namespace) -> int:
    from tui.dossiers import print_dossier

    with exploring(chosen) as explorer:
        dossier = explorer.entity(chosen.name, as_of=chosen.as_of)
    if chosen.json:
        output.print_json(shapes.dossier_shape(dossier))
    else:
        print_dossier(dossier, output.Writer(chosen))
    return 0


def _status(chosen: argparse.Namespace) -> int:
    with exploring(chosen) as explorer:
        report = explorer.status(as_of=chosen.as_of)
    if chosen.json:
        output.print_json(shapes.status_shape(report))
    else:
        output.print_status(report, output.Writer(chosen))
    return 0


def _history(chosen: argparse.Namespace) -> int:
    from tui.histories import print_history

    with exploring(chosen) as explorer:
        history = explorer.history(chosen.document)
    if chosen.json:
        output.print_json(shapes.history_shape(history))
    else:
        print_history(history, output.Writer(chosen))
    return 0


def _diff(chosen: argparse.Namespace) -> int:
    from tui.histories import print_difference

    if (chosen.before is None) != (chosen.after is None):
        raise BadInput("give both versions, FROM and TO, or none: the last change is shown then")
    with exploring(chosen) as explorer:
        difference = explorer.diff(chosen.document, chosen.before, chosen.after)
    if chosen.json:
        output.print_json(shapes.difference_shape(difference))
    else:
        print_difference(difference, output.Writer(chosen))
    return 0 if difference.hunks else 1


def _doctor(chosen: argparse.Namespace) -> int:
    from tui.doctor import examine

    checks = examine(memory_folder(chosen.memory))
    if chosen.json:
        output.print_json({"schema": shapes.SCHEMA, "checks": [asdict(check) for check in checks]})
    else:
        output.print_checks(checks, output.Writer(chosen))
    return 3 if any(check.state == "problem" for check in checks) else 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add,
    "sync": _sync,
    "search": _search,
    "show": _show,
    "entities": _entities,
    "entity": _entity,
    "status": _status,
    "history": _history,
    "diff": _diff,
    "judge": judging.judge,
    "judgements": judging.judgements,
    "remove": keeping.remove,
    "forget": keeping.forget,
    "verify": keeping.verify,
    "rebuild": keeping.rebuild,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "doctor": _doctor,
}


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
