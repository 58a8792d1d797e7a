"""Copying out of the terminal, over SSH and from inside tmux too.

A terminal is asked to copy by OSC 52, and never says whether it did. tmux passes that request on only when it is told
to, but copies for its own client, so it is asked by its own command. Where the terminal may not know the request, or
takes no text so long, the text is written to a file as well, and the user is told where.
"""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

LONGEST = 50_000
"""Bytes that every terminal takes: xterm and hterm cut a request at 75,000 and 100,000 characters of base64."""

_TMUX_SECONDS = 2.0
_NO_CLIPBOARD = ("linux", "dumb", "vt", "screen")


def copied_file() -> Path:
    """Where the text goes that a terminal may not take."""
    return platformdirs.user_state_path("cristal", appauthor=False) / "copied.txt"


def copy(text: str, environ: Mapping[str, str], request: Callable[[str], None], file: Path) -> str:
    """Copy by tmux, else by `request` (OSC 52), and to `file` where that may have been in vain. Where else the text is
    now, to be told: empty, or "also in ~/…".
    """
    in_tmux = bool(environ.get("TMUX")) and _copied_by_tmux(text)
    if not in_tmux:
        request(text)
    long = len(text.encode("utf-8", "replace")) > LONGEST
    if long or not (in_tmux or _takes_requests(environ)):
        return _written(text, file)
    return ""


def _copied_by_tmux(text: str) -> bool:
    try:
        done = subprocess.run(
            ["tmux", "load-buffer", "-w", "-"],
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=_TMUX_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _takes_requests(environ: Mapping[str, str]) -> bool:
    """Whether nothing tells that the terminal ignores OSC 52: a console, GNU screen, Terminal.app, and what is made of
    VTE all do.
    """
    known = "STY" in environ or "VTE_VERSION" in environ or environ.get("TERM_PROGRAM") == "Apple_Terminal"
    return not known and not environ.get("TERM", "").startswith(_NO_CLIPBOARD)


def _written(text: str, file: Path) -> str:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
            opened.write(text.encode("utf-8", "replace").decode())
    except OSError as error:
        return f"not in {file}: {error.strerror}"
    home = Path.home()
    return f"also in {'~' / file.relative_to(home) if file.is_relative_to(home) else file}"
