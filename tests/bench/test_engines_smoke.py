"""The bench of the index runs, and asks everybody for the same documents."""

from pathlib import Path

from tests.bench.engines.bars import of_index
from tests.bench.engines.corpora import Corpus, kept
from tests.bench.engines.invented import invent
from tests.bench.engines.queries import CLASSES, PLAIN
from tests.bench.engines.report import table
from tests.bench.engines.running import Figures, run


def figures_of(name: str, corpus: Corpus) -> Figures:
    *_, (step, figures) = run(name, corpus, seconds=5, reuse=False)
    assert step == "is done"
    return figures


def test_ours_and_fts5_find_the_same_documents(tmp_path: Path) -> None:
    corpus = kept("10k", tmp_path, "made up", lambda: invent(60, words=200, seed=1, vocabulary=4_000))
    peers = {name: figures_of(name, corpus) for name in ("cristal", "fts5")}

    for kind in PLAIN:
        ours, theirs = (peers[name]["kinds"][kind]["hits"] for name in ("cristal", "fts5"))
        assert ours == theirs
        assert len(ours) == len(corpus.questions[kind])
        assert all(ours)
    assert set(peers["cristal"]["kinds"]) == set(CLASSES)
    assert set(peers["fts5"]["kinds"]) == set(CLASSES) - {"fuzzy"}

    assert "by_two" in peers["cristal"]
    printed = "\n".join(table(corpus, peers))
    assert all(f"{kind}, first touch" in printed for kind in CLASSES)
    measured = {bar.what for bar in of_index(corpus, peers) if bar.value is not None}
    assert {"typing p95, first touch, ours / fts5's", "10 documents replaced, median ms"} <= measured
