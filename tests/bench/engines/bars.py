"""What ours has to reach, each as a ratio or a figure of this run, met or missed."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tests.bench.engines.corpora import LONG, SECTIONS, SHORT, Corpus
from tests.bench.engines.report import percentile
from tests.bench.engines.running import Figures

OURS = "cristal"


class Bar(NamedTuple):
    """`value` is to be at most `bound`, or at least when not `at_most`; None when this run does not tell."""

    what: str
    value: float | None
    bound: float
    at_most: bool = True

    def __str__(self) -> str:
        limit = f"{'at most' if self.at_most else 'at least'} {self.bound:g}"
        if self.value is None:
            return f"{self.what:<62} {'-':>8}   {limit:<14} not measured"
        over = self.value / self.bound if self.at_most else self.bound / max(self.value, 1e-9)
        return f"{self.what:<62} {self.value:>8.2f}   {limit:<14} {'met' if over <= 1 else f'missed, {over:.2f} times'}"


def of_index(corpus: Corpus, peers: Mapping[str, Figures]) -> Iterator[Bar]:
    """The bars of the index on `corpus`."""
    ours = peers.get(OURS, {"kinds": {}})
    if corpus.name == SHORT:
        yield Bar("typing p95, first touch, ms", _p95(ours, "typing", "first"), 50)
    else:
        yield from _of_real(corpus, ours, peers)
    for name in ("fts5", "xapian"):
        yield Bar(f"typing p95, first touch, ours / {name}'s", _typing(ours, peers.get(name), "first"), 1)
    yield Bar("10 documents replaced, median ms", ours.get("replaced"), 100)


def _of_real(corpus: Corpus, ours: Figures, peers: Mapping[str, Figures]) -> Iterator[Bar]:
    for name in ("tantivy", "tantivy-top"):
        for when, told in (("first", "first touch"), ("cpu", "first touch, CPU"), ("warm", "warm")):
            yield Bar(f"typing p95, {told}, ours / {name}'s", _typing(ours, peers.get(name), when), 1.5)
    if corpus.name == SECTIONS:
        yield Bar("phrase p95, first touch, ms", _p95(ours, "phrase", "first"), 5)
    for name, bound in (("whoosh", 4), ("xapian", 2), ("recoll", 2)):
        ratio = _ratio(peers.get(name, {}).get("cpu"), ours.get("cpu"))
        if corpus.name == LONG or ratio is not None:
            yield Bar(f"text indexed a CPU-second, ours / {name}'s", ratio, bound, at_most=False)
    yield Bar("index on disk / text", _ratio(ours.get("size"), corpus.bytes), 0.7 if corpus.name == LONG else 1.0)


def of_program(figures: Mapping[str, float]) -> Iterator[Bar]:
    """The bars of the whole program."""
    yield Bar("cold `cristal search`, median ms", figures.get("search"), 350)
    yield Bar("first paint, ms", figures.get("paint"), 350)
    yield Bar("remembering everything: all processes together, MB of RSS", figures.get("resident"), 500)


def _typing(ours: Figures, theirs: Figures | None, when: str) -> float | None:
    """Of the keystrokes that both were asked."""
    one, other = (each["kinds"].get("typing") if each else None for each in (ours, theirs))
    if not one or not other:
        return None
    both = min(len(one[when]), len(other[when]))
    return percentile(one[when][:both], 0.95) / percentile(other[when][:both], 0.95)


def _p95(figures: Figures, kind: str, when: str) -> float | None:
    found = figures["kinds"].get(kind)
    return percentile(found[when], 0.95) if found else None


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one and other else None
