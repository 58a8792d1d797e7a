"""The first index of a folder: text a CPU-second over all processes, and the most memory that one of them took."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from search.memory.memory import Memory
from tests.bench import peer


def bench_ingest(folder: Path, memory: Path) -> Iterator[tuple[str, str]]:
    """Remember `folder` in `memory`, then look again with nothing changed."""
    seconds, cpu, peak = _run("add", str(folder), "--memory", str(memory))
    opened = Memory.open(memory)
    facts = [row for row in opened.facts() if row.text is not None]
    megabytes = sum(row.length for row in facts) / 1e6
    text_bytes = megabytes * 1e6
    disk = sum(file.stat().st_size for file in opened.index_folder.rglob("*") if file.is_file())
    yield "documents, text", f"{len(facts):,}, {megabytes:.1f} million characters"
    yield "first index: characters a CPU-second, all processes", f"{megabytes / cpu:.2f} million ({cpu:.0f} CPU-s)"
    yield "first index: wall time, largest process", f"{seconds:.1f} s, {peak:.0f} MB RSS"
    yield "index on disk / text", f"{disk / text_bytes:.2f}"
    yield "memory.db / text", f"{(memory / 'memory.db').stat().st_size / text_bytes:.2f}"
    file = memory / "peer.db"
    started = time.process_time()
    peer.build(file, ((row.title, opened.text(row.text)) for row in facts if row.text is not None)).close()
    took = time.process_time() - started
    yield "peer FTS5, indexing alone: characters a CPU-second", f"{megabytes / took:.2f} million"
    yield "CPU of everything (read, recognise, remember, index) / FTS5", f"{cpu / took:.1f}"
    yield "peer on disk / text", f"{file.stat().st_size / text_bytes:.2f} (with its copy of the text)"
    opened.close()
    seconds, cpu, _ = _run("sync", "--memory", str(memory))
    yield "nothing changed: sync again", f"{cpu:.2f} CPU-s, {seconds:.2f} s"


def _run(*words: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds of the command and its workers, and the largest process in MB."""
    before = os.times()
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "tui", *words, "--quiet"], check=True)
    seconds = time.monotonic() - started
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    peak = _peak()
    return seconds, cpu, peak


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def peer_of(memory: Path) -> sqlite3.Connection:
    """The peer that `bench_ingest` built."""
    return sqlite3.connect(memory / "peer.db")
