"""Clocks, memory and spreads. Only the standard library is imported here."""

import resource
import time
from collections.abc import Sequence
from typing import Any

from tests.bench.engines.peer import Peer

AGAIN = 3
"""How often a question is asked once everything is warm; the best counts."""


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that `share` of them do not exceed."""
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


def spread(figures: Sequence[float]) -> list[float]:
    """p50, p95 and the largest."""
    return [percentile(figures, 0.5), percentile(figures, 0.95), max(figures)]


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


def ask(peer: Peer, kind: str, questions: Sequence[Sequence[str]], seconds: float) -> dict[str, Any] | None:
    """Milliseconds of the first asking of each question in order, and of the best of some more; `hits` of each.

    Ends early after `seconds`, so that a slow peer answers fewer questions. None when the peer knows no such questions.
    """
    if peer.query(kind, questions[0]) is None:
        return None
    first, warm, alone, hits = [], [], [], []
    until = time.perf_counter() + seconds
    for words in questions:
        total, running, found = _timed(peer, kind, words)
        first.append(total)
        hits.append(found)
        again = [_timed(peer, kind, words) for _ in range(AGAIN if total < 500 else 0)] or [(total, running, found)]
        warm.append(min(total for total, _, _ in again))
        alone.append(min(running for _, running, _ in again))
        if time.perf_counter() > until:
            break
    return {
        "asked": len(first),
        "of": len(questions),
        "first": spread(first),
        "warm": spread(warm),
        "alone": spread(alone),
        "hits": hits,
    }


def _timed(peer: Peer, kind: str, words: Sequence[str]) -> tuple[float, float, int]:
    started = time.perf_counter()
    query = peer.query(kind, words)
    ready = time.perf_counter()
    found = peer.run(query)
    ended = time.perf_counter()
    return (ended - started) * 1000, (ended - ready) * 1000, found
