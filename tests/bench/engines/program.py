"""The whole program on the files of a corpus: remembering them all, looking again, a cold search, the first paint."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from tests.bench.engines.corpora import Corpus
from tests.bench.terminal import Terminal

SEARCHES, PAINTS = 5, 3
POLL_SECONDS = 0.2


def bench_program(corpus: Corpus, reuse: bool) -> dict[str, float]:
    """Figures by name; seconds, but `search` and `paint` in milliseconds and memory in MB. `reuse` keeps a memory that
    was filled before, and what filling it took.
    """
    memory = corpus.file.with_name(f"{corpus.name}-memory")
    kept = memory.with_suffix(".json")
    if not (reuse and kept.exists()):
        kept.unlink(missing_ok=True)
        shutil.rmtree(memory, ignore_errors=True)
        corpus.lay_out()
        filled = _watched([*_cristal("add", memory), str(corpus.files)])
        kept.write_text(json.dumps({f"add_{name}": figure for name, figure in filled.items()}))
    figures: dict[str, float] = json.loads(kept.read_text())
    _timed(_cristal("sync", memory))
    figures["rescan"] = _timed(_cristal("sync", memory))
    recoll = corpus.file.parent / f"{corpus.name}-indexes" / "recoll"
    if recoll.exists() and shutil.which("recollindex"):
        _timed(["recollindex", "-c", str(recoll)])
        figures["recoll_rescan"] = _timed(["recollindex", "-c", str(recoll)])
    word = corpus.questions["common"][0][0]
    for name, took in (
        ("search", [_timed([*_cristal("search", memory), word]) for _ in range(SEARCHES)]),
        ("paint", [_painted(memory) for _ in range(PAINTS)]),
    ):
        figures[name], figures[f"{name}_best"] = 1000 * median(took), 1000 * min(took)
    return figures | {"resident": figures["add_resident"]}


def lines(corpus: Corpus, figures: Mapping[str, float]) -> Iterator[str]:
    """The figures as they are printed."""
    size = corpus.bytes / 1e6
    yield f"the whole program on {corpus.documents:,} files, {size:.1f} MB"
    yield (
        f"remembering all: {figures['add_seconds']:.0f} s, {figures['add_cpu']:.0f} CPU-s, "
        f"{size / figures['add_seconds']:.2f} MB a second, {size / figures['add_cpu']:.2f} MB a CPU-second"
    )
    yield (
        f"at most, all processes together: {figures['add_resident']:.0f} MB RSS, {figures['add_shared']:.0f} MB where "
        "each shared page counts once"
    )
    theirs = f"; recollindex {figures['recoll_rescan']:.2f} s" if "recoll_rescan" in figures else ""
    yield f"looking again, nothing changed: {figures['rescan']:.2f} s{theirs}"
    yield (
        f"cold search, median and best: {figures['search']:.0f}, {figures['search_best']:.0f} ms; first paint: "
        f"{figures['paint']:.0f}, {figures['paint_best']:.0f} ms"
    )


def _cristal(command: str, memory: Path) -> list[str]:
    return [sys.executable, "-m", "tui", command, "--memory", str(memory), "--quiet"]


def _timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def _painted(memory: Path) -> float:
    terminal = Terminal("--memory", str(memory))
    try:
        return terminal.until("Names")
    finally:
        terminal.close()


def _watched(command: list[str]) -> dict[str, float]:
    """Wall and CPU seconds, and the most memory that the process and all below it held at a time."""
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(command)
    resident = shared = 0.0
    try:
        while process.poll() is None:
            both = [_memory(each) for each in _family(process.pid)]
            resident = max(resident, sum(one for one, _ in both))
            shared = max(shared, sum(other for _, other in both))
            time.sleep(POLL_SECONDS)
    finally:
        process.terminate()
        process.wait()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"seconds": time.perf_counter() - started, "cpu": cpu, "resident": resident, "shared": shared}


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = [
            int(each)
            for task in Path(f"/proc/{process}/task").iterdir()
            for each in (task / "children").read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield from _family(child)


def _memory(process: int) -> tuple[float, float]:
    """RSS and PSS in MB; none of a process that has ended."""
    try:
        found = Path(f"/proc/{process}/smaps_rollup").read_text().split("\n")
    except OSError:
        return 0, 0
    sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in found[1:] if line)}
    return sizes["Rss"] / 1024, sizes["Pss"] / 1024
