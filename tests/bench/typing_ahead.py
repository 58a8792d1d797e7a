"""Search as you type, each keystroke a search with snippets, first touch; and names as you type."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

from search.explore.explorer import Explorer
from tests.bench import peer
from tests.bench.ingesting import peer_of

INPUTS = 24


def bench_typing(memory: Path) -> Iterator[tuple[str, str]]:
    """Milliseconds a keystroke for pairs of words that the collection holds."""
    explorer = Explorer.open(memory)
    typed = _keystrokes(explorer)
    ours = [_timed(lambda text=text: explorer.search(text, typing=True)) for text in typed]
    connection = peer_of(memory)
    theirs = [_timed(lambda text=text: peer.ask(connection, text)) for text in typed]
    yield f"typing, {len(typed)} keystrokes with snippets: p50 / p95 / max", _spread(ours)
    yield "peer FTS5, the same keystrokes with snippets", _spread(theirs)
    yield "p95, ours / peer's", f"{_at(ours, 0.95) / _at(theirs, 0.95):.2f}"
    first = _timed(explorer.entities)
    names = [entity.name for entity in explorer.entities(limit=40).entities]
    keys = [name[:length] for name in names for length in range(1, len(name) + 1)]
    found = [_timed(lambda name=name: explorer.entities(name)) for name in keys]
    yield "names: first list, made from the memory", f"{first:.0f} ms for {explorer.entities().total:,}"
    yield f"names as you type, {len(keys)} keystrokes: p50 / p95 / max", _spread(found)
    explorer.close()


def _keystrokes(explorer: Explorer) -> list[str]:
    """Every beginning of pairs of words drawn from documents all over the collection."""
    chance = random.Random(3)
    words = []
    for hit in explorer.search("", limit=400).hits:
        plain = [word for snippet in hit.snippets for word in snippet.text.lower().split() if word.isalpha()]
        words += chance.sample(plain, min(2, len(plain)))
    pairs = [" ".join(chance.sample(words, 2)) for _ in range(INPUTS)]
    typed = [pair[:length] for pair in pairs for length in range(1, len(pair) + 1)]
    return [text for text in typed if not text.endswith(" ")]


def _timed(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - started) * 1000


def _at(figures: list[float], share: float) -> float:
    return sorted(figures)[int(len(figures) * share)]


def _spread(figures: list[float]) -> str:
    return f"{_at(figures, 0.5):.1f} / {_at(figures, 0.95):.1f} / {max(figures):.1f} ms"
