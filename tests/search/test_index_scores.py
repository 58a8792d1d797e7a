"""Scores are those of stock Whoosh, over the same files."""

import random
from array import array
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh import query as wq
from whoosh.query import AndNot

from search.cancel import NEVER
from search.index.engine import Engine, IndexDocument
from search.index.writable_engine import open_writable
from search.query.nodes import ANY, TEXT, TITLE

WORDS = [f"{first}{second}" for first in "abcdefg" for second in "lmnopq"]


def random_documents(seed: int, count: int) -> list[IndexDocument]:
    chooser = random.Random(seed)
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]
    return [
        IndexDocument(
            version,
            " ".join(chooser.choices(WORDS, weights, k=chooser.randrange(6))),
            " ".join(chooser.choices(WORDS, weights, k=chooser.choice([3, 30, 300]))),
        )
        for version in range(1, count + 1)
    ]


@pytest.fixture(params=[1, 4], ids=["one segment", "four segments"])
def indexed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Engine, Path]:
    folder = tmp_path / "index"
    engine = open_writable(folder)
    documents = random_documents(request.param, 120)
    for part in range(request.param):
        engine.add(documents[part :: request.param])
    return engine, folder


def ours(engine: Engine, query: Any) -> dict[int, float]:
    ranking = engine.search(query, bytearray(b"\1" * 121), array("q", range(121)), limit=200, cancel=NEVER)
    assert ranking.total == len(ranking.top)
    return {ranked.version: ranked.score for ranked in ranking.top}


def stock(folder: Path, query: Any) -> dict[int, float]:
    with whoosh.index.open_dir(str(folder)).searcher() as searcher:
        column = searcher.reader().column_reader("version")
        return {column[hit.docnum]: hit.score for hit in searcher.search(query, limit=None)}


@pytest.mark.parametrize(
    "query",
    [
        wq.Term(TEXT, "al"),
        wq.Term(TEXT, "gq"),
        wq.Term(TITLE, "am"),
        wq.Term(TEXT, "absent"),
        wq.And([wq.Term(TEXT, "al"), wq.Term(TEXT, "cn"), wq.Term(TITLE, "am")]),
        wq.Or([wq.Term(TEXT, "dn"), wq.Term(TEXT, "gq")]),
        wq.Or([wq.Term(TEXT, "dn"), wq.Term(TEXT, "gq"), wq.Term(TITLE, "bo"), wq.Term(TEXT, "an")]),
        wq.And([wq.Or([wq.Term(TEXT, "an"), wq.Term(TITLE, "al")]), wq.Term(TEXT, "bl")]),
        wq.Phrase(TEXT, ["al", "am"]),
        wq.Phrase(TEXT, ["am", "al", "an"]),
        wq.Phrase(TITLE, ["al", "am"]),
    ],
    ids=repr,
)
def test_scores_are_those_of_stock_whoosh(indexed: tuple[Engine, Path], query: Any) -> None:
    engine, folder = indexed
    assert ours(engine, query) == pytest.approx(stock(folder, query), rel=1e-6)


def test_not_only_removes(indexed: tuple[Engine, Path]) -> None:
    engine, folder = indexed
    wanted, unwanted = wq.Term(TEXT, "an"), wq.Term(TEXT, "bl")
    expected = stock(folder, AndNot(wanted, unwanted))
    assert 0 < len(expected) < len(stock(folder, wanted))
    assert ours(engine, wq.And([wanted, wq.Not(unwanted)])) == pytest.approx(expected, rel=1e-6)


def test_any_weighs_the_title_double(indexed: tuple[Engine, Path]) -> None:
    engine, folder = indexed
    both = wq.Or([wq.Term(TEXT, "am"), wq.Term(TITLE, "am", boost=2.0)])
    assert ours(engine, wq.Term(ANY, "am")) == pytest.approx(stock(folder, both), rel=1e-6)


@pytest.mark.parametrize("start", ["a", "cn", "g", "x"])
def test_prefixes_find_what_stock_whoosh_finds(indexed: tuple[Engine, Path], start: str) -> None:
    engine, folder = indexed
    assert ours(engine, wq.Prefix(TEXT, start)).keys() == stock(folder, wq.Prefix(TEXT, start)).keys()


def test_scores_survive_a_merge(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine = open_writable(folder)
    for document in random_documents(9, 30):
        engine.add([document])
    queries = [wq.Term(ANY, "al"), wq.Phrase(TEXT, ["al", "am"]), wq.Prefix(ANY, "a"), wq.Wildcard(ANY, "?l")]
    before = [ours(engine, query) for query in queries]
    assert engine.merge()
    assert engine.stats().segments == 1
    assert [ours(engine, query) for query in queries] == [pytest.approx(scores, rel=1e-9) for scores in before]
    assert ours(engine, queries[1]) == pytest.approx(stock(folder, queries[1]), rel=1e-6)
