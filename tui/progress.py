"""Progress of a sync on stderr: one line that is drawn over, only on a terminal, only after a moment."""

import shutil
import sys
import time

from search.ingest.events import Event, Failed, Finished, Progress, Remade, Scanned
from tui.sanitize import safe_line

PATIENCE_SECONDS = 0.2


class ProgressLine:
    """Shows events as they come. On anything but a terminal, only what went wrong is written, with `quiet` nothing."""

    def __init__(self, quiet: bool) -> None:
        self._drawing = sys.stderr.isatty() and not quiet
        self._quiet = quiet
        self._started = time.monotonic()
        self._drawn = False

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, Progress) and self._drawing and time.monotonic() - self._started > PATIENCE_SECONDS:
            self._draw(progress_text(event))
        elif isinstance(event, Failed) and not self._quiet:
            self._say(f"not searchable: {event.path}: {event.status}, {event.reason}")
        elif isinstance(event, Scanned) and event.away and not self._quiet:
            self._say(f"{event.source} is away: it cannot be listed or is empty; what was remembered of it stays")
        elif isinstance(event, Remade) and not self._quiet:
            self._say(remade_text(event))
        elif isinstance(event, Finished):
            self.clear()

    def clear(self) -> None:
        """Take the line off the screen."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn = False

    def _draw(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r{safe_line(text)[:width]}\x1b[K")
        sys.stderr.flush()
        self._drawn = True

    def _say(self, text: str) -> None:
        self.clear()
        sys.stderr.write(safe_line(text) + "\n")


def progress_text(event: Progress) -> str:
    """One line: counts, rate, time to go, failures."""
    parts = [f"indexing {event.files:,} of {event.of_files:,} files", f"{event.rate / 1e6:.1f} MB/s"]
    if event.eta is not None:
        minutes, seconds = divmod(int(event.eta + 0.5), 60)
        parts.append(f"{minutes}:{seconds:02d} left")
    if event.failures:
        parts.append(f"{event.failures:,} not searchable")
    return " · ".join(parts)


def remade_text(event: Remade) -> str:
    """That the index heals, and what was wrong with it."""
    return f"the index was damaged ({event.why}) and is made again from the memory"


def finished_text(event: Finished) -> str:
    """What a sync did, in one sentence."""
    counts = [
        (event.added, "new"),
        (event.changed, "changed"),
        (event.renamed, "renamed"),
        (event.gone, "gone"),
        (event.unchanged, "unchanged"),
    ]
    said = ", ".join(f"{count:,} {name}" for count, name in counts if count) or "nothing to do"
    failures = f"; {event.failures:,} not searchable (cristal status lists them)" if event.failures else ""
    return f"{said}{failures} · {event.seconds:.1f} s"
