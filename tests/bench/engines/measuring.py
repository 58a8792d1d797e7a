"""Clocks and memory. Only the standard library is imported here."""

import resource
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.bench.engines.peer import Peer

OPENED, AGAIN = 3, 3
"""How often the index is opened anew for the first time of each question, and each is asked once everything is warm."""


def cpu_seconds() -> float:
    """Of this process, all its threads, and the children that ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_megabytes() -> float:
    """Of this process or the largest of its children."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def resident_megabytes() -> float:
    """Now, files mapped into memory included."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


class Timed(NamedTuple):
    """One answer: milliseconds in all, without making the question, and of the processor; how many hits."""

    clock: float
    alone: float
    cpu: float
    hits: int


def ask(
    peer: Peer, kind: str, questions: Sequence[Sequence[str]], documents: int, seconds: float
) -> dict[str, Any] | None:
    """Milliseconds of each question in order: the `first` time on an index just opened, and of the processor then, once
    all is `warm`, and then `alone`, without making the question. Each is the best of some, for a machine that does
    other things too. `hits` of each.

    Fewer questions are asked, and each fewer times, of a peer that takes longer than `seconds`. None when it knows no
    such questions.
    """
    peer.open(documents)
    if peer.query(kind, questions[0]) is None:
        return None
    until = time.perf_counter() + seconds
    asked = []
    for words in questions:
        asked.append(_timed(peer, kind, words))
        if time.perf_counter() > until:
            break
    firsts = [asked]
    while len(firsts) < OPENED and time.perf_counter() < until:
        peer.open(documents)
        firsts.append([_timed(peer, kind, words) for words in questions[: len(asked)]])
    warm = [_warm(peer, kind, words, until) for words in questions[: len(asked)]]
    return {
        "of": len(questions),
        "first": [min(each.clock for each in same) for same in zip(*firsts, strict=True)],
        "cpu": [min(each.cpu for each in same) for same in zip(*firsts, strict=True)],
        "warm": [min(each.clock for each in same) for same in warm],
        "alone": [min(each.alone for each in same) for same in warm],
        "hits": [each.hits for each in asked],
    }


def _warm(peer: Peer, kind: str, words: Sequence[str], until: float) -> list[Timed]:
    again = [_timed(peer, kind, words)]
    while len(again) < AGAIN and time.perf_counter() < until:
        again.append(_timed(peer, kind, words))
    return again


def _timed(peer: Peer, kind: str, words: Sequence[str]) -> Timed:
    cpu = cpu_seconds()
    started = time.perf_counter()
    query = peer.query(kind, words)
    ready = time.perf_counter()
    found = peer.run(query)
    ended = time.perf_counter()
    return Timed((ended - started) * 1000, (ended - ready) * 1000, (cpu_seconds() - cpu) * 1000, found)
