"""Each peer over one corpus, in processes of its own; what they tell, put together."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.engines.corpora import Corpus
from tests.bench.engines.peers import PEERS

STARTS = 3
_STRACE = ("strace", "-f", "--seccomp-bpf")
_SYNCS = "fsync,fdatasync,msync,sync_file_range"
_SYNC_LINE = re.compile(r"^\s*[\d.]+\s+([\d.]+)\s+\d+\s+(\d+)\s.*sync", re.MULTILINE)

Figures = dict[str, Any]
"""What was measured of one peer; `kinds` holds the classes of questions."""


def run(name: str, corpus: Corpus, seconds: float, reuse: bool) -> Iterator[tuple[str, Figures]]:
    """Build, ask, replace, start: the figures so far after each step, and what is being done next.

    `seconds` is the most that a class of questions may take; `reuse` keeps an index that was built before.
    """
    bench = _Bench(name, corpus)
    figures: Figures = {"kinds": {}}
    # Each begins when it is iterated over.
    steps = {
        "indexes": bench.build(reuse),
        "indexes in two processes": bench.build_by_two(reuse),
        "is asked": bench.ask(seconds),
        "replaces documents": bench.replace(),
        "starts": bench.start(),
    }
    if not bench.entry.by_two:
        del steps["indexes in two processes"]
    for told, lines in steps.items():
        yield told, figures
        for line in lines:
            if "kind" in line:
                figures["kinds"][line["kind"]] = line
            else:
                figures |= line
    yield "is done", figures


class _Bench:
    def __init__(self, name: str, corpus: Corpus) -> None:
        self.name, self.corpus, self.entry = name, corpus, PEERS[name]
        folder = corpus.file.parent / f"{corpus.name}-indexes"
        folder.mkdir(exist_ok=True)
        self.index = folder / (self.entry.reads or name)
        self.built = folder / f"{name}.built.json"

    def build(self, reuse: bool) -> Iterator[Figures]:
        if self.entry.reads:
            return
        if not (reuse and self.built.exists()):
            progress = self.built.with_suffix(".progress")
            if not reuse:
                progress.unlink(missing_ok=True)
            figures = self._built(progress)
            self.built.write_text(json.dumps(figures))
            progress.unlink(missing_ok=True)
        yield json.loads(self.built.read_text())

    def _built(self, progress: Path) -> Figures:
        self.built.unlink(missing_ok=True)
        command = self._command("build", self.index, progress, 1)
        counts = self.built.with_suffix(".syncs")
        watched = [*_STRACE, "-c", "-w", "-e", f"trace={_SYNCS}", "-o", str(counts)]
        if progress.exists() or not _may_trace():
            watched = []
        figures = {key: value for line in _lines([*watched, *command]) for key, value in line.items()}
        if watched:
            found = _SYNC_LINE.findall(counts.read_text())
            figures |= {"sync_seconds": sum(float(each) for each, _ in found)}
            counts.unlink()
        return figures

    def build_by_two(self, reuse: bool) -> Iterator[Figures]:
        """Two processes build, one reads and commits: characters a second."""
        kept = self.built.with_suffix(".by_two")
        if not (reuse and kept.exists()):
            with TemporaryDirectory(dir=self.index.parent) as scratch:
                index = Path(scratch, "by-two")
                (told,) = _lines(self._command("build", index, f"{index}.progress", 2))
            kept.write_text(json.dumps({"by_two": told["characters"] / told["seconds"]}))
        yield json.loads(kept.read_text())

    def ask(self, seconds: float) -> Iterator[Figures]:
        return _lines(self._command("ask", self.index, self.corpus.documents, seconds))

    def replace(self) -> Iterator[Figures]:
        copied = self.index.with_name("copied")
        shutil.rmtree(copied, ignore_errors=True)
        shutil.copytree(self.index, copied)
        os.sync()
        yield from _lines(self._command("replace", copied))
        shutil.rmtree(copied)

    def start(self) -> Iterator[Figures]:
        took = []
        for _ in range(STARTS):
            started = time.perf_counter()
            list(_lines(self._command("first", self.index, self.corpus.documents)))
            took.append((time.perf_counter() - started) * 1000)
        yield {"start": sorted(took)[STARTS // 2]}

    def _command(self, task: str, index: Path, *more: object) -> Sequence[str]:
        words = (self.name, task, index, self.corpus.file, self.corpus.files, *more)
        return [self.entry.interpreter, "-m", "tests.bench.engines.worker", *map(str, words)]


def _may_trace() -> bool:
    try:
        return not subprocess.run([*_STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode
    except FileNotFoundError:
        return False


def _lines(command: Sequence[str]) -> Iterator[Figures]:
    with _process(command) as process:
        yield from _told(process)


@contextmanager
def _process(command: Sequence[str]) -> Iterator["subprocess.Popen[str]"]:
    """`command` in a session of its own, which ends with the context."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate()


def _told(process: "subprocess.Popen[str]") -> Iterator[Figures]:
    """What the process tells, as it tells it. CalledProcessError when it fails."""
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, process.args)
