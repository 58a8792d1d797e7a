"""What several cores and several workers gain: a folder remembered on one core and on all, and the memory it takes.

python -m tests.bench.workers FOLDER

A machine that does something else at the same time gives less of a gain: the CPU time that others took is printed, and
what the gain would be if they took none, from how much was done while only one process had something to do.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.memory.memory import Memory

LOOK_SECONDS = 0.1
HERTZ = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Usage:
    """Of a command and all that it started: `wall` and `cpu` seconds, `alone` those of the CPU that were spent while
    only one process had something to do, `others` those that went elsewhere at the same time; the most kilobytes at any
    time, summed over its processes: `rss`, where shared pages count in each of them, `pss`, where they count once, and
    how many `processes` there were then.
    """

    wall: float = 0.0
    cpu: float = 0.0
    alone: float = 0.0
    others: float = 0.0
    rss: int = 0
    pss: int = 0
    processes: int = 0


def bench_workers(folder: Path, scratch: Path) -> Iterator[tuple[str, str]]:
    """Remember `folder` on one core, then on all of them."""
    cores = sorted(os.sched_getaffinity(0))
    one = _measured(folder, scratch / "one", {cores[0]})
    with_all = _measured(folder, scratch / "all", set(cores))
    opened = Memory.open(scratch / "all")
    length = sum(row.length for row in opened.facts() if row.text is not None)
    opened.close()
    yield "text", f"{length / 1e6:.1f} million characters"
    for name, usage in ((f"1 core of {len(cores)}", one), (f"{len(cores)} cores", with_all)):
        yield f"{name}: wall time, CPU", f"{usage.wall:.1f} s, {usage.cpu:.1f} CPU-s (others: {usage.others:.1f})"
        yield f"{name}: characters a CPU-second", f"{length / usage.cpu / 1e6:.2f} million"
        megabytes = f"{usage.rss / 1024:.0f} MB RSS, {usage.pss / 1024:.0f} MB PSS"
        yield f"{name}: most memory, all processes", f"{megabytes} ({usage.processes} processes)"
    yield "gain of all cores over one", f"{one.wall / with_all.wall:.2f} times"
    undisturbed = with_all.alone + (with_all.cpu - with_all.alone) / len(cores)
    yield "gain if nothing else ran, estimated", f"{with_all.cpu / undisturbed:.2f} times"


def _measured(folder: Path, memory: Path, cores: set[int]) -> Usage:
    command = [sys.executable, "-m", "tui", "add", str(folder), "--memory", str(memory), "--quiet"]
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        started, busy = time.monotonic(), _busy(cores)
        running = subprocess.Popen(command)
    finally:
        os.sched_setaffinity(0, ours)
    usage = Usage()
    spent: dict[int, int] = {}
    while running.poll() is None:
        _look(running.pid, usage, spent)
        time.sleep(LOOK_SECONDS)
    usage.wall = time.monotonic() - started
    if running.returncode:
        sys.exit(f"{' '.join(command)} failed")
    usage.cpu = sum(spent.values()) / HERTZ
    usage.others = max(0.0, _busy(cores) - busy - usage.cpu)
    return usage


def _look(root: int, usage: Usage, spent: dict[int, int]) -> None:
    """Add what can be seen now of the process `root` and all below it."""
    rss = pss = processes = 0
    seen = _tree(root)
    if sum(runs for _, runs in seen.values()) < 2:
        usage.alone += sum(ticks - spent.get(pid, 0) for pid, (ticks, _) in seen.items()) / HERTZ
    for pid, (ticks, _) in seen.items():
        spent[pid] = ticks
        try:
            sizes = dict(line.split()[:2] for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
        except OSError:
            continue
        rss, pss, processes = rss + int(sizes["Rss:"]), pss + int(sizes["Pss:"]), processes + 1
    if rss > usage.rss:
        usage.rss, usage.processes = rss, processes
    usage.pss = max(usage.pss, pss)


def _tree(root: int) -> dict[int, tuple[int, bool]]:
    """The processes from `root` down, with the ticks of CPU that each has taken, and whether it has something to do."""
    states: dict[int, tuple[int, bool]] = {}
    below: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            states[int(entry.name)] = int(fields[11]) + int(fields[12]), fields[0] == "R"
            below[int(fields[1])].append(int(entry.name))
    found = [root]
    for pid in found:
        found += below[pid]
    return {pid: states[pid] for pid in found if pid in states}


def _busy(cores: set[int]) -> float:
    """CPU seconds that `cores` have worked, for anybody, since the machine started."""
    names = {f"cpu{core}" for core in cores}
    lines = [line.split() for line in Path("/proc/stat").read_text().splitlines()]
    return sum(sum(map(int, [*line[1:4], *line[6:9]])) for line in lines if line[0] in names) / HERTZ


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workers", description=__doc__)
    parser.add_argument("folder", type=Path)
    with tempfile.TemporaryDirectory() as scratch:
        for name, figure in bench_workers(parser.parse_args().folder, Path(scratch)):
            print(f"{name:<58} {figure}", flush=True)


if __name__ == "__main__":
    main()
