"""The figures of all peers as one table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.bench.engines.corpora import Corpus
from tests.bench.engines.queries import CLASSES, PLAIN
from tests.bench.engines.running import Figures

WIDTH, FIRST = 19, 30


def table(corpus: Corpus, peers: Mapping[str, Figures]) -> Iterator[str]:
    """A line a measure, a column a peer; milliseconds as p50 / p95 / max, and how many were asked if not all."""
    yield (
        f"{corpus.name}: {corpus.documents:,} documents, {corpus.bytes / 1e6:.1f} MB of text, {corpus.origin}; "
        "milliseconds are p50 / p95 / max"
    )
    yield _line("", list(peers))
    for name, cell in _measures(corpus).items():
        cells = [_or_dash(cell, figures) for figures in peers.values()]
        if any(each != "-" for each in cells):
            yield _line(name, cells)
    for when in ("first", "warm"):
        for kind in CLASSES:
            cells = [_asked(figures["kinds"].get(kind), when) for figures in peers.values()]
            yield _line(f"{kind}, {'first touch' if when == 'first' else when}", cells)
    for name, kind, when in (
        ("typing, first touch, CPU", "typing", "cpu"),
        ("phrase, first touch, CPU", "phrase", "cpu"),
        ("typing without parsing, warm", "typing", "alone"),
    ):
        yield _line(name, [_asked(each["kinds"].get(kind), when) for each in peers.values()])
    for what, kinds in (("plain words", PLAIN), ("all", CLASSES)):
        cells = [_agreeing(each, peers.get("fts5"), kinds) for each in peers.values()]
        yield _line(f"same totals as FTS5, {what}", cells)
    yield _line("incomplete answers", [str(_incomplete(each)) for each in peers.values()])
    for name, figures in peers.items():
        if figures.get("note"):
            yield f"  {name}: {figures['note']}"


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that `share` of them do not exceed."""
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


def spread(figures: Sequence[float]) -> list[float]:
    """p50, p95 and the largest."""
    return [percentile(figures, 0.5), percentile(figures, 0.95), max(figures)]


def _measures(corpus: Corpus) -> dict[str, Callable[[Figures], str]]:
    size = corpus.bytes
    return {
        "indexing, MB a CPU-second": lambda each: f"{size / 1e6 / each['cpu']:.2f}",
        "indexing, MB a second": lambda each: f"{size / 1e6 / each['seconds']:.2f}",
        "indexing, seconds (CPU)": lambda each: f"{each['seconds']:.1f} ({each['cpu']:.1f})",
        "with two other processes, MB a second": lambda each: f"{each['by_two'] * size / corpus.characters / 1e6:.2f}",
        "of them syncing to disk, s": lambda each: f"{each['sync_seconds']:.2f}",
        "merging after it, s (CPU)": lambda each: f"{each['merge_seconds']:.1f} ({each['merge_cpu']:.1f})",
        "indexing, MB of memory": lambda each: f"{each['megabytes']:.0f}",
        "index on disk / text": lambda each: f"{each['size'] / size:.2f}",
        "the same before merging": lambda each: f"{each['unmerged'] / size:.2f}",
        "opening, ms: first, again": lambda each: f"{each['open']:.1f}, {each['reopen']:.1f}",
        "process to first answer, ms": lambda each: f"{each['start']:.0f}",
        "MB resident once asked": lambda each: f"{each['resident']:.0f}",
        "load of the machine meanwhile": lambda each: f"{each['load']:.1f}",
        "10 replaced, ms: median, max": lambda each: f"{each['replaced']:.0f}, {each['replaced_most']:.0f}",
    }


def _or_dash(cell: Callable[[Figures], str], figures: Figures) -> str:
    try:
        return cell(figures)
    except (KeyError, ZeroDivisionError):
        return "-"


def _asked(kind: Mapping[str, Any] | None, when: str) -> str:
    if kind is None:
        return "-"
    asked = len(kind["first"])
    return "/".join(map(_short, spread(kind[when]))) + ("" if asked == kind["of"] else f" ({asked})")


def _short(milliseconds: float) -> str:
    if milliseconds < 1:
        return f"{milliseconds:.3f}".lstrip("0")
    return f"{milliseconds:.1f}" if milliseconds < 100 else f"{milliseconds:.0f}"


def _agreeing(ours: Figures, theirs: Figures | None, kinds: tuple[str, ...]) -> str:
    if theirs is None:
        return "-"
    pairs = [
        pair
        for kind in kinds
        if kind in ours["kinds"] and kind in theirs["kinds"]
        for pair in zip(ours["kinds"][kind]["hits"], theirs["kinds"][kind]["hits"], strict=False)
    ]
    return f"{sum(one == other for one, other in pairs)} of {len(pairs)}"


def _incomplete(figures: Figures) -> int:
    return max((kind["incomplete"] for kind in figures["kinds"].values()), default=0)


def _line(name: str, cells: list[str]) -> str:
    return f"{name:<{FIRST}} " + " ".join(f"{cell:>{WIDTH}}" for cell in cells)
