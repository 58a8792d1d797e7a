"""Starting: a cold `cristal search`, the first paint of the explorer, its first key, and what is imported for them.

Run on a machine with nothing else to do: `python -m tests.bench.startup [MEMORY]`. Byte code is written before anything
is timed. Beside it what an interpreter costs that does nothing, and one that asks SQLite's FTS5 the same.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from search.memory.memory import Memory
from tests.bench import peer
from tests.bench.terminal import running
from tests.collection import write_collection

RUNS = 10
QUERY = "harbour"
EXPLORER_RUNS = 5
SHOWN = 12
PEER = """
import sqlite3, sys
shown = "title, snippet(peer, 1, '[', ']', '…', 16)"
question = f"SELECT {shown} FROM peer WHERE peer MATCH ? ORDER BY rank LIMIT 20"
rows = sqlite3.connect(sys.argv[1]).execute(question, sys.argv[2:])
print("\\n".join(map(str, rows)))
"""
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")


def bench_startup(memory: Path) -> Iterator[tuple[str, str]]:
    """Cold processes on `memory`, which holds some files of the made-up collection."""
    search = ["-m", "tui", "search", QUERY, "--memory", str(memory)]
    with tempfile.TemporaryDirectory() as scratch:
        other = Path(scratch) / "peer.db"
        _build_peer(memory, other)
        _run(search)
        yield "cold `python -c pass`: p50 / min", _spread(["-c", "pass"])
        yield "cold FTS5 script: p50 / min", _spread(["-c", PEER, str(other), QUERY])
        yield "cold `cristal search`: p50 / min", _spread(search)
    yield f"imports of `cristal search`, ms: {SHOWN} largest", _imports(search)
    yield f"imports of the explorer's first paint, ms: {SHOWN} largest", _imports(["-c", "import tui.app"])
    painted, answered = zip(*(_explored(memory) for _ in range(EXPLORER_RUNS)), strict=True)
    yield "explorer: process start to first paint: p50 / min", _told(painted)
    yield "explorer: a key pressed then, to its first hits: p50 / min", _told(answered)


def _build_peer(memory: Path, file: Path) -> None:
    opened = Memory.open(memory)
    peer.build(file, ((row.title, opened.text(row.text)) for row in opened.facts() if row.text is not None)).close()
    opened.close()


def _explored(memory: Path) -> tuple[float, float]:
    """Milliseconds to the first paint, and from a key that is pressed then to the first hit listed."""
    with running("--memory", str(memory)) as terminal:
        painted = terminal.until("Names") * 1000
        return painted, terminal.key(QUERY[0], "matches")


def _spread(words: list[str]) -> str:
    figures, shares = [], []
    for _ in range(RUNS):
        started, before = time.perf_counter(), os.times()
        _run(words)
        figures.append((time.perf_counter() - started) * 1000)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        shares.append(used * 1000)
    return f"{_told(figures)}, of which CPU {_told(shares)}"


def _told(figures: "list[float] | tuple[float, ...]") -> str:
    return f"{sorted(figures)[len(figures) // 2]:.0f} / {min(figures):.0f} ms"


def _run(words: list[str], *options: str) -> str:
    written = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    run = subprocess.run([sys.executable, *options, *words], env=written, capture_output=True, text=True, check=True)
    return run.stderr


def _imports(words: list[str]) -> str:
    """Milliseconds of each package's own modules, a room of ours counted for itself; the quickest of several runs."""
    quickest: dict[str, int] = {}
    for _ in range(EXPLORER_RUNS):
        for own, name in _IMPORT.findall(_run(words, "-X", "importtime")):
            quickest[name] = min(int(own), quickest.get(name, sys.maxsize))
    shares: Counter[str] = Counter()
    for name, own in quickest.items():
        first, *rest = name.split(".")
        shares[".".join([first, *rest[:1]]) if first in ("search", "tui") else first] += own
    largest = ", ".join(f"{name} {own / 1000:.0f}" for name, own in shares.most_common(SHOWN))
    return f"{sum(shares.values()) / 1000:.0f} in {len(quickest)} modules: {largest}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.startup", description=__doc__)
    parser.add_argument("memory", nargs="?", type=Path, help="one of the made-up collection; else it is made")
    parser.add_argument("--files", type=int, default=1_000, help="files to make up when no memory is given")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        memory = chosen.memory or Path(scratch) / "memory"
        if chosen.memory is None:
            write_collection(Path(scratch) / "files", chosen.files)
            _run(["-m", "tui", "add", str(Path(scratch) / "files"), "--memory", str(memory), "--quiet"])
        for name, figure in bench_startup(memory):
            print(f"{name:<58} {figure}", flush=True)


if __name__ == "__main__":
    main()
