"""What remembering costs: looking again, long histories, the past searched, a disk declared gone.

python -m tests.bench.remembering [--files N] [--versions N]
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from search.explore.explorer import Explorer
from search.index.whoosh_engine import open_engine
from search.ingest.removing import close_source
from search.ingest.sync import sync_memory
from search.memory.memory import Memory
from tests.collection import queries, write_collection
from tests.house import House

LINE = 80
_LETTERS = random.Random(1)
WORDS = [
    "".join(_LETTERS.choice("bcdfghlmnprstvw") + _LETTERS.choice("aeiou") for _ in range(_LETTERS.randint(1, 4)))
    for _ in range(4_000)
]
WEIGHTS = [1 / (place + 3) for place in range(len(WORDS))]
Lines = Iterator[tuple[str, str]]
T = TypeVar("T")


def bench_looking_again(folder: Path, memory: Path, files: int) -> Lines:
    """CPU of a sync with nothing changed, beside a plain walk that only asks for the times of files."""
    write_collection(folder, files)
    _cpu("add", str(folder), "--memory", str(memory))
    again = min(_cpu("sync", "--memory", str(memory)) for _ in range(3))
    idle = min(_cpu("status", "--memory", str(memory)) for _ in range(3))
    walk = (
        "import os,sys\nfor folder, _, names in os.walk(sys.argv[1]):\n for name in names: os.stat(folder + '/' + name)"
    )
    plain = min(_cpu_of([sys.executable, "-c", walk, str(folder)]) for _ in range(3))
    yield (
        f"nothing changed in {files:,} files: sync",
        f"{again:.2f} CPU-s, of a plain walk's {plain:.2f}: {again / plain:.1f}",
    )
    opened = Memory.open(memory)
    looking = min(_process_seconds(lambda: sync_memory(opened, lambda event: None)) for _ in range(3))
    yield "of it the looking alone, without the start of Python", f"{looking:.2f} CPU-s"
    yield "the start of any command that opens the memory (status)", f"{idle:.2f} CPU-s"
    text = sum(row.length for row in Memory.open(memory).facts())
    yield "memory.db / text", f"{(memory / 'memory.db').stat().st_size / text:.2f}"


def bench_the_past(memory: Path, folder: Path) -> Lines:
    """Searching as of a moment beside searching now, over the same queries, on a memory with two versions of much."""
    files = sorted(folder.rglob("*.txt"))
    then = max(row.recorded for row in Memory.open(memory).facts())
    time.sleep(1.1)
    for file in files:
        file.write_text(file.read_text() + "One more sentence was added.\n")
    _cpu("sync", "--memory", str(memory))
    explorer = Explorer.open(memory)
    for as_of in (None, then):
        explorer.search("", as_of=as_of)
    asked = queries(60)
    moments = (explorer.search, partial(explorer.search, as_of=then))
    for query in asked:
        for search in moments:
            search(query)
    times: dict[object, list[float]] = {search: [] for search in moments}
    for place, query in enumerate(asked):
        # Whoever comes second finds the postings in the cache.
        for search in moments if place % 2 else reversed(moments):
            times[search].append(_seconds(search, query))
    now, past = times.values()
    first = Explorer.open(memory)
    started = time.perf_counter()
    first.search("harbour", as_of=then)
    yield f"{len(asked)} searches now: p50 / p95", f"{_spread(now)} ms"
    yield "the same as of a moment: p50 / p95, ratio of sums", f"{_spread(past)} ms, {sum(past) / sum(now):.2f}"
    yield "the first search as of a moment, memory just opened", f"{(time.perf_counter() - started) * 1000:.0f} ms"


def other_line(chance: random.Random, _: str) -> str:
    """another line each"""
    return _line(chance)


def other_word(chance: random.Random, line: str) -> str:
    """another word in a line each"""
    words = line.split(" ")
    words[chance.randrange(1, len(words) - 1)] = chance.choice(WORDS)
    return " ".join(words)


HISTORIES = ((20_000, other_line), (200_000, other_line), (200_000, other_word), (1_000_000, other_line))
"""Characters of a text, and what each version of it changes."""


def bench_long_history(scratch: Path, versions: int) -> Lines:
    """The bytes that versions add which each change one line, stored as deltas, as shared chunks, as whole texts."""
    for size, change in HISTORIES:
        house = House(_made(scratch / f"history-{size}-{change.__name__}"))
        chance = random.Random(size)
        lines = [_line(chance) for _ in range(size // LINE)]
        house.write("long.txt", "".join(lines))
        house.add()
        once, before, texts = _stored(house.memory), _file(house.memory), ["".join(lines)]
        found, index = _found(house.memory), house.engine.stats().bytes
        for _ in range(versions):
            place = chance.randrange(len(lines))
            lines[place] = change(chance, lines[place])
            texts.append("".join(lines))
            house.write("long.txt", texts[-1])
            house.sync()
        name = f"{versions} versions of {len(texts[0]):,} characters, {change.__doc__}"
        added = _stored(house.memory) - once
        yield f"{name}: stored text added, deltas", f"{added:,} bytes, {added / once:.1%}"
        shared, whole = (
            _chunks(texts, 4_096) - _chunks(texts[:1], 4_096),
            sum(len(zlib.compress(t.encode())) for t in texts),
        )
        yield f"{name}: as shared chunks / as whole texts", f"{shared / once:.0%} / {whole / once - 1:.0%}"
        mentions = _found(house.memory) - found
        yield (
            f"{name}: added to memory.db, of it names",
            f"{(_file(house.memory) - before) / 1e6:.1f} MB, {mentions:,} rows",
        )
        yield f"{name}: index added / first", f"{house.engine.stats().bytes - index:,} / {index:,} bytes"
        rows = sorted(house.memory.facts(), key=lambda row: row.version)
        oldest, newest = rows[0].text or 0, rows[-1].text or 0
        assert house.memory.text(oldest) == texts[0]
        first, last = (_seconds(house.memory.text, text) for text in (oldest, newest))
        yield f"{name}: reading the oldest / the newest", f"{1000 * first:.1f} / {1000 * last:.1f} ms"


def bench_closing(memory: Path) -> Lines:
    """A source declared gone at once."""
    opened = Memory.open(memory)
    (source,) = opened.sources()
    index = {file: file.stat().st_mtime_ns for file in opened.index_folder.rglob("*")}
    started = time.perf_counter()
    with opened.lock(10):
        closed = close_source(opened, source)
    seconds = time.perf_counter() - started
    touched = {file: file.stat().st_mtime_ns for file in opened.index_folder.rglob("*")} != index
    yield f"{closed:,} documents declared gone", f"{seconds:.2f} s, index files touched: {'yes' if touched else 'none'}"
    engine = open_engine(opened.index_folder, memory=opened.id())
    yield "segments of the index", f"{engine.stats().segments}"


def _line(chance: random.Random) -> str:
    """A line that compresses as prose does, to two fifths."""
    words = chance.choices(WORDS, weights=WEIGHTS, k=13)
    return " ".join(words).capitalize() + ".\n"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _chunks(texts: list[str], size: int) -> int:
    """Bytes of texts cut at lines into chunks of about `size`, each stored once."""
    kept: dict[str, int] = {}
    for text in texts:
        chunk = ""
        for line in text.splitlines(keepends=True):
            chunk += line
            # A line that ends a chunk does so in every version: places of cuts do not move with what is before.
            if len(chunk) > size // 4 and zlib.crc32(line.encode()) % (size // 100) == 0:
                kept.setdefault(chunk, len(zlib.compress(chunk.encode())))
                chunk = ""
        kept.setdefault(chunk, len(zlib.compress(chunk.encode())))
    return sum(kept.values())


def _stored(memory: Memory) -> int:
    return _number(memory, "SELECT SUM(length(data)) FROM chunk")


def _found(memory: Memory) -> int:
    return _number(memory, "SELECT SUM(count) FROM form_text")


def _number(memory: Memory, query: str) -> int:
    connection = sqlite3.connect(memory.folder / "memory.db")
    number: int = connection.execute(query).fetchone()[0]
    connection.close()
    return number


def _file(memory: Memory) -> int:
    connection = sqlite3.connect(memory.folder / "memory.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return (memory.folder / "memory.db").stat().st_size


def _cpu(*words: str) -> float:
    return _cpu_of([sys.executable, "-m", "tui", *words, "--quiet"])


def _cpu_of(command: list[str]) -> float:
    # As installed: with the compiled modules of an earlier run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _process_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _seconds(work: Callable[[T], object], given: T) -> float:
    started = time.perf_counter()
    work(given)
    return time.perf_counter() - started


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return " / ".join(f"{1000 * ordered[int(len(ordered) * at)]:.1f}" for at in (0.5, 0.95))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.remembering", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--versions", type=int, default=100)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder, memory = scratch / "files", scratch / "memory"
        for lines in (
            bench_looking_again(folder, memory, chosen.files),
            bench_the_past(memory, folder),
            bench_closing(memory),
            bench_long_history(scratch, chosen.versions),
        ):
            for line, figure in lines:
                print(f"{line:<92} {figure}", flush=True)


if __name__ == "__main__":
    main()
