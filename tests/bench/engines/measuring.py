"""Clocks and memory. Only the standard library is imported here."""

import resource
import time
from collections.abc import Sequence
from typing import Any

from tests.bench.engines.peer import Peer

AGAIN, AGAIN_MILLISECONDS = 3, 500
"""How often a question is asked once everything is warm, unless that takes long; the best counts."""


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
    """Milliseconds of the first asking of each question in order, of the best of some more, and of those `alone`,
    without making the question; `hits` of each.

    Ends early after `seconds`, so that a slow peer answers fewer questions. None when the peer knows no such questions.
    """
    if peer.query(kind, questions[0]) is None:
        return None
    first, warm, alone, hits = [], [], [], []
    until = time.perf_counter() + seconds
    for words in questions:
        total, _, found = _timed(peer, kind, words)
        first.append(total)
        hits.append(found)
        again = [_timed(peer, kind, words)]
        while len(again) < AGAIN and sum(total for total, _, _ in again) < AGAIN_MILLISECONDS:
            again.append(_timed(peer, kind, words))
        warm.append(min(total for total, _, _ in again))
        alone.append(min(running for _, running, _ in again))
        if time.perf_counter() > until:
            break
    return {"of": len(questions), "first": first, "warm": warm, "alone": alone, "hits": hits}


def _timed(peer: Peer, kind: str, words: Sequence[str]) -> tuple[float, float, int]:
    started = time.perf_counter()
    query = peer.query(kind, words)
    ready = time.perf_counter()
    found = peer.run(query)
    ended = time.perf_counter()
    return (ended - started) * 1000, (ended - ready) * 1000, found
