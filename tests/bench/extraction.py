"""How much of a folder of documents comes out as text, how surely and how fast, beside other tools that are installed.

    python -m tests.bench.extraction FOLDER [--expected TOKENS] [--worst N]

TOKENS is a file of lines "path<TAB>word word ...", paths relative to FOLDER: the words that each document holds. Recall
is the share of them that was found, in the document or in what is inside it, whatever the order. Everything is read
through the isolation, one file after the other, as a sync does.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Thread
from typing import BinaryIO, cast

from search.extract.caps import DEFAULT
from search.extract.isolation.frames import receive
from search.text.folding import fold

COMMAND = (sys.executable, "-P", "-m", "search.extract.isolation.parent")
PEERS = {
    ".pdf": ("pdftotext", "-q", "{}", "-"),
    ".doc": ("catdoc", "-d", "utf-8", "{}"),
    ".docx": ("docx2txt", "{}", "-"),
    ".odt": ("odt2txt", "{}"),
}
_WORD = re.compile(r"[^\W_]{2,}")


@dataclass
class Outcome:
    """What came of one file: its own status and reason, all words in it, and the seconds since the one before."""

    status: str = ""
    reason: str | None = None
    type: str = ""
    words: set[str] = field(default_factory=set)
    members: int = 0
    seconds: float = 0.0


def read_all(paths: list[Path]) -> Iterator[tuple[Path, Outcome]]:
    """Each of `paths` through one isolation, in order."""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        asked, told = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
        Thread(target=_ask, args=(asked, paths), daemon=True).start()
        receive(told)
        for path in paths:
            started = time.perf_counter()
            outcome = Outcome()
            while (frame := receive(told)) is not None:
                header = json.loads(frame[0])
                if "units" in header:
                    outcome.words.update(_WORD.findall(fold(frame[1].decode("utf-8"))))
                if header.get("member") is not None:
                    outcome.members += "units" in header
                    continue
                outcome.status = header.get("status", "vanished")
                outcome.reason = header.get("reason") or header.get("unread")
                outcome.type = header.get("type", outcome.type)
                if not header.get("container"):
                    break
            outcome.seconds = time.perf_counter() - started
            yield path, outcome


def _ask(asked: BinaryIO, paths: list[Path]) -> None:
    with asked:
        asked.write(json.dumps({"moved": [], "caps": asdict(DEFAULT), "journal": None}).encode() + b"\n")
        for path in paths:
            asked.write(json.dumps({"path": os.fsdecode(path), "known": None, "ocr": False}).encode() + b"\n")
        asked.flush()


def expected_words(file: Path, folder: Path) -> dict[Path, set[str]]:
    """The words of each document, folded as the search folds them."""
    expected = {}
    for line in file.read_text("utf-8").split("\n"):
        path, tab, words = line.partition("\t")
        if tab:
            expected[folder / path] = set(_WORD.findall(fold(words)))
    return expected


def peer_words(path: Path) -> set[str] | None:
    """What another tool finds in a file; None when there is none for it, or it fails."""
    command = PEERS.get(path.suffix.lower())
    if command is None or shutil.which(command[0]) is None:
        return None
    argv = [part.format(path) for part in command]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return None
    return set(_WORD.findall(fold(done.stdout.decode("utf-8", "replace")))) if done.returncode == 0 else None


def main() -> None:
    """Print a table by extension, then the totals, then the worst files."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extraction", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--expected", type=Path)
    parser.add_argument("--worst", type=int, default=15)
    chosen = parser.parse_args()
    folder = chosen.folder.absolute()
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    expected = expected_words(chosen.expected, folder) if chosen.expected else {}
    started = time.perf_counter()
    outcomes = dict(read_all(paths))
    wall = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)

    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    recalls: dict[str, list[float]] = defaultdict(list)
    peers: dict[str, list[float]] = defaultdict(list)
    for path, outcome in outcomes.items():
        ending = path.suffix.lower() or "(none)"
        statuses[ending][outcome.status] += 1
        words = expected.get(path)
        if words:
            recalls[ending].append(len(words & outcome.words) / len(words))
            other = peer_words(path)
            if other is not None:
                peers[ending].append(len(words & other) / len(words))
    print(f"{'ending':<12} {'files':>6} {'recall':>7} {'peer':>7}  statuses")
    for ending, counts in sorted(statuses.items(), key=lambda item: -item[1].total()):
        told = ", ".join(f"{count} {status}" for status, count in counts.most_common())
        print(f"{ending:<12} {counts.total():>6} {_mean(recalls[ending])} {_mean(peers[ending])}  {told}")
    everything = [recall for each in recalls.values() for recall in each]
    print(f"{'all':<12} {len(paths):>6} {_mean(everything)}")
    print(f"{len(paths):,} files in {wall:.1f} s ({len(paths) / wall:.0f} a second), ", end="")
    print(f"{usage.ru_utime + usage.ru_stime:.1f} s of CPU, largest process {usage.ru_maxrss / 1024:.0f} MB")
    slowest = sorted(outcomes.items(), key=lambda item: -item[1].seconds)[:5]
    print("slowest:", ", ".join(f"{path.name} {outcome.seconds:.2f} s" for path, outcome in slowest))
    worst = sorted(
        (len(words & outcomes[path].words) / len(words), path)
        for path, words in expected.items()
        if words and path in outcomes
    )
    for recall, path in worst[: chosen.worst]:
        outcome = outcomes[path]
        missing = sorted(expected[path] - outcome.words)[:8]
        print(f"{recall:.2f} {path.relative_to(folder)} {outcome.status} {outcome.reason or ''} lacks {missing}")


def _mean(values: list[float]) -> str:
    return f"{sum(values) / len(values):7.3f}" if values else f"{'-':>7}"


if __name__ == "__main__":
    main()
