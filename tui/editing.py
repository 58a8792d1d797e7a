"""Opening a document outside: in the user's own editor or pager at a line, or with the desktop's program for it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import NotFound

if TYPE_CHECKING:
    from search.explore.documents import Document

LINE_TRUE = frozenset({"text", "code", "markdown", "csv", "json"})
"""Types whose file has the lines of the remembered text; of the others the remembered text is opened."""

_PLUS_LINE = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "view",
        "nano",
        "pico",
        "emacs",
        "emacsclient",
        "micro",
        "kak",
        "less",
        "more",
        "most",
        "ne",
        "joe",
        "jed",
        "mg",
        "mcedit",
    ]
)
_COLON_LINE = frozenset({"hx", "helix", "subl", "zed"})


def editor_command(path: Path, line: int, environ: Mapping[str, str]) -> list[str]:
    """The command that opens `path` (absolute) at `line` (from 1): $VISUAL, $EDITOR, $PAGER, else less."""
    chosen = next((environ[name] for name in ("VISUAL", "EDITOR", "PAGER") if environ.get(name, "").strip()), "less")
    try:
        command = shlex.split(chosen)
    except ValueError:
        command = [chosen]
    program = os.path.basename(command[0])
    if program in _PLUS_LINE:
        return [*command, f"+{line}", str(path)]
    if program in _COLON_LINE:
        return [*command, f"{path}:{line}"]
    if program in ("code", "codium"):
        return [*command, "--wait", "--goto", f"{path}:{line}"]
    return [*command, str(path)]


@contextmanager
def remembered(document: Document) -> Iterator[Path]:
    """The remembered text of a document in a private file that goes away after."""
    with tempfile.TemporaryDirectory(prefix="cristal-") as folder:
        path = Path(folder) / "text.txt"
        path.write_text(document.text, encoding="utf-8", errors="replace")
        yield path


def edit(path: Path, line: int, environ: Mapping[str, str]) -> None:
    """Run the editor in this terminal and wait for it. NotFound: no such program."""
    command = editor_command(path, line, environ)
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise NotFound(f"{command[0]} cannot be started: {error.strerror}") from error


def open_on_desktop(path: Path, environ: Mapping[str, str]) -> None:
    """Hand a file to the program that the desktop has for it, and do not wait. NotFound: there is no desktop."""
    if sys.platform != "darwin" and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        raise NotFound(f"there is no desktop here to open it on: {path}")
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen(
            [opener, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NotFound(f"{opener} cannot be started: {error.strerror}") from error
