"""The indexing child: a second process reads files and commits, this one watches.

The explorer never indexes in its own process, so that keys are answered at once whatever is being read. `Indexing`
starts `add` or `sync`, folds the child's events into one `Progress` picture, and hands it on at most five times a
second.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from search.ingest.events import Committed, Event, Failed, Finished, Progress, Remade, Scanned, decode

Phase = Literal["scanning", "reading", "done", "stopped", "failed"]

UPDATE_SECONDS = 0.2
STOP_SECONDS = 4.0
_LINE_LIMIT = 1 << 20
_STDERR_KEPT = 4000


@dataclass(frozen=True, slots=True)
class IndexingState:
    """What the child has told so far.

    `files` is how many were listed while scanning. `committed` counts the documents that can be found since it
    started, `generation` the last commit. `sentence` says why it failed. `remade`: the index is made again, and why.
    """

    phase: Phase = "scanning"
    files: int = 0
    progress: Progress | None = None
    committed: int = 0
    generation: int = 0
    failures: int = 0
    finished: Finished | None = None
    sentence: str = ""
    remade: Remade | None = None

    @property
    def running(self) -> bool:
        """Whether the child is still at work."""
        return self.phase in ("scanning", "reading")

    def after(self, event: Event) -> "IndexingState":
        """The state once `event` was told."""
        match event:
            case Scanned():
                return replace(self, files=self.files + event.files)
            case Progress():
                return replace(self, phase="reading", progress=event, failures=event.failures)
            case Failed():
                return replace(self, failures=self.failures + 1)
            case Committed():
                return replace(self, committed=self.committed + event.documents, generation=event.generation)
            case Remade():
                return replace(self, remade=event)
            case Finished():
                return replace(self, finished=event, failures=event.failures)


def indexing_command(memory: Path, add: Sequence[Path] = (), *, retry: bool = False) -> list[str]:
    """The command line of the child: `add PATH…` for new sources, `sync` for those it knows; `retry` what could not
    be read.
    """
    options = ["--memory", os.fspath(memory), "--events"]
    verb = ["add", *options, "--", *map(os.fspath, add)] if add else ["sync", *options]
    return [sys.executable, "-m", "tui", *verb, *(["--retry-failed"] if retry else [])]


class Indexing:
    """One run of the child."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._state = IndexingState()
        self._stopped = False

    async def states(self) -> AsyncIterator[IndexingState]:
        """Start the child; yield its state when it changed, at most five times a second, and at its end."""
        yield self._state
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=_LINE_LIMIT,
                # A session of its own: Ctrl+C in an editor that is opened from here must not stop the reading.
                start_new_session=True,
            )
        except OSError as error:
            yield replace(self._state, phase="failed", sentence=f"the reading could not start: {error}")
            return
        if self._stopped:
            self._process.terminate()
        reading = asyncio.create_task(self._read(self._process))
        shown = self._state
        while not reading.done():
            await asyncio.wait({reading}, timeout=UPDATE_SECONDS)
            if self._state != shown and not reading.done():
                shown = self._state
                yield shown
        yield await reading

    async def _read(self, process: asyncio.subprocess.Process) -> IndexingState:
        """Fold the child's events until it ends; its last state."""
        assert process.stdout is not None
        assert process.stderr is not None
        complaints = asyncio.create_task(_tail(process.stderr))
        async for line in process.stdout:
            with suppress(ValueError, TypeError):
                self._state = self._state.after(decode(line.decode("utf-8", "replace")))
        code = await process.wait()
        complaint = await complaints
        if code == 0:
            return replace(self._state, phase="done")
        if self._stopped or code == 130:
            return replace(self._state, phase="stopped")
        sentence = complaint.removeprefix("cristal: ") or f"the reading ended with code {code}"
        return replace(self._state, phase="failed", sentence=sentence)

    async def stop(self) -> None:
        """Ask the child to end; what it committed stays. Returns when it is gone."""
        self._stopped = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()


async def _tail(stream: asyncio.StreamReader) -> str:
    """The last line that the child wrote to stderr, read in bounded memory."""
    kept = b""
    while chunk := await stream.read(4096):
        kept = (kept + chunk)[-_STDERR_KEPT:]
    lines = [line.strip() for line in kept.decode("utf-8", "replace").split("\n")]
    return next((line for line in reversed(lines) if line), "")
