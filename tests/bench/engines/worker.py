"""One peer in a process of its own, so that time and memory are its own: `... worker PEER TASK FOLDER CORPUS [MORE]`.

Prints a JSON object a line. Only the standard library is imported here, and what the peer imports.
"""

import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.engines.documents import batches, read
from tests.bench.engines.measuring import OPENED, ask, cpu_seconds, peak_megabytes, resident_megabytes
from tests.bench.engines.peer import Peer
from tests.bench.engines.peers import PEERS

REPLACED, ROUNDS = 10, 5


def build(peer: Peer, file: Path, progress: Path, processes: int) -> None:
    """Index the corpus in `file`, with so many processes; `progress` keeps the figures, from which a build that was
    ended goes on.
    """
    if processes > 1:
        peer.spread(processes)
    known = {"documents": 0, "characters": 0, "seconds": 0.0, "cpu": 0.0, "megabytes": 0.0}
    if peer.resumes and progress.exists():
        known = json.loads(progress.read_text())
    else:
        shutil.rmtree(peer.folder, ignore_errors=True)
    peer.folder.mkdir(parents=True, exist_ok=True)
    cpu, reading = cpu_seconds(), time.thread_time()
    spent = known["cpu"]

    def timed(act: Callable[[], None]) -> None:
        nonlocal reading
        reading = time.thread_time() - reading
        started = time.perf_counter()
        act()
        known["seconds"] += time.perf_counter() - started
        known["cpu"] = spent + cpu_seconds() - cpu - reading
        known["megabytes"] = max(known["megabytes"], peak_megabytes())
        reading = time.thread_time() - reading

    for batch in batches(islice(read(file), int(known["documents"]), None)):
        timed(lambda batch=batch: peer.add(batch))  # type: ignore[misc]
        known["documents"] += len(batch)
        known["characters"] += sum(len(document.text) for document in batch)
        if peer.resumes:
            progress.write_text(json.dumps(known))
    timed(peer.finish)
    unmerged = peer.size()
    started, cpu = time.perf_counter(), cpu_seconds()
    peer.merge()
    merged = {"merge_seconds": time.perf_counter() - started, "merge_cpu": cpu_seconds() - cpu}
    if unmerged:
        _tell(**known, **merged, size=peer.size(), unmerged=unmerged)


def answer(peer: Peer, questions: Path, documents: int, seconds: float) -> None:
    """Every class of questions, each on an index opened anew."""
    asked = json.loads(questions.read_text())["questions"]
    gc.freeze()
    opened = []
    for _ in range(OPENED):
        started = time.perf_counter()
        peer.open(documents)
        opened.append((time.perf_counter() - started) * 1000)
    for kind, of_kind in asked.items():
        figures = ask(peer, kind, of_kind, documents, seconds)
        if figures is not None:
            _tell(kind=kind, **figures, incomplete=peer.incomplete)
    _tell(open=opened[0], reopen=min(opened), load=os.getloadavg()[0], resident=resident_megabytes(), note=peer.note)


def replace(peer: Peer, file: Path) -> None:
    """Milliseconds to replace some documents, over and over."""
    originals = before = list(islice(read(file), REPLACED))
    took = []
    for turn in range(ROUNDS):
        after = [each._replace(text=f"{each.text}\nreplaced{turn}") for each in before]
        started = time.perf_counter()
        if not peer.replace(before, after):
            return
        took.append((time.perf_counter() - started) * 1000)
        before = after
    peer.replace(before, originals)
    _tell(replaced=sorted(took)[ROUNDS // 2], replaced_most=max(took))


def first(peer: Peer, questions: Path, documents: int) -> None:
    """One answer, and nothing else."""
    words = json.loads(questions.read_text())["questions"]["common"][0]
    peer.open(documents)
    _tell(hits=peer.run(peer.query("common", words)))


def _tell(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def main() -> None:
    """Do the task."""
    name, task, folder, corpus, *more = sys.argv[1:]
    module, _, kind = PEERS[name].place.partition(":")
    file = Path(corpus)
    peer: Peer = getattr(import_module(f"tests.bench.engines.peers.{module}"), kind)(Path(folder), Path(more[0]))
    about = file.with_suffix(".json")
    if task == "build":
        build(peer, file, Path(more[1]), int(more[2]))
    elif task == "ask":
        answer(peer, about, int(more[1]), float(more[2]))
    elif task == "replace":
        replace(peer, file)
    else:
        first(peer, about, int(more[1]))


if __name__ == "__main__":
    main()
