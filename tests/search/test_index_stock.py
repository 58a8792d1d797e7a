"""Whoosh's own searcher, over the same files, and ours agree on every kind of query."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.query import spans as ws

from search.index.engine import Engine
from search.index.writable_engine import open_writable
from search.query.nodes import TEXT, TITLE
from tests.search.cutting import delete
from tests.search.plainly import Plain, analysed
from tests.search.test_index_scores import WORDS, ours, random_documents, stock

COUNT = 120
DELETED = frozenset({5, 6, 77, 120})


class Indexed:
    """An index, and the documents in it."""

    def __init__(self, folder: Path, parts: int, deleted: frozenset[int]) -> None:
        self.folder = folder
        self.documents = random_documents(parts, COUNT)
        self.deleted = deleted
        writer = open_writable(folder)
        for part in range(parts):
            writer.add(self.documents[part::parts])
        if deleted:
            delete(folder, deleted)
            writer.refresh()
        self.engine: Engine = writer


@pytest.fixture(
    scope="module",
    params=[(1, frozenset()), (4, frozenset()), (3, DELETED)],
    ids=["one segment", "four segments", "deleted documents"],
)
def indexed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexed]:
    yield Indexed(tmp_path_factory.mktemp("stock") / "index", *request.param)


def word(text: str, field: str = TEXT, **options: Any) -> Any:
    return wq.Term(field, text, **options)


AL, AM, AN, BL, CN, RARE = map(word, ("al", "am", "an", "bl", "cn", "gq"))

ALIKE: list[Any] = [
    AL,
    RARE,
    word("al", TITLE),
    word("absent"),
    word("al", "author"),
    word("al", boost=3.0),
    wq.And([AL, CN, word("am", TITLE)]),
    wq.And([AL, AM], boost=2.0),
    wq.And([AL, word("absent")]),
    wq.And([AN]),
    wq.Or([AN, BL]),
    wq.Or([AN, BL, RARE, word("bo", TITLE)]),
    wq.Or([AN, BL], boost=2.0),
    wq.Or([AN, BL], minmatch=2),
    wq.Or([]),
    wq.AndNot(AN, BL),
    wq.AndNot(AN, word("absent")),
    wq.AndMaybe(AN, BL),
    wq.AndMaybe(RARE, word("absent")),
    wq.Require(AN, BL),
    wq.Otherwise(AN, BL),
    wq.Otherwise(word("absent"), BL),
    wq.DisjunctionMax([AN, BL]),
    wq.DisjunctionMax([AN, BL, CN], tiebreak=0.3),
    wq.ConstantScoreQuery(AN, score=2.5),
    wq.ConstantScoreQuery(wq.Or([AN, BL, CN])),
    wq.Phrase(TEXT, ["al"]),
    wq.Phrase(TEXT, ["al", "am"]),
    wq.Phrase(TEXT, ["al", "al"]),
    wq.Phrase(TEXT, ["am", "al", "an"]),
    wq.Phrase(TITLE, ["al", "am"]),
    wq.Phrase(TEXT, ["al", "absent"]),
    wq.Phrase(TEXT, ["al", "am"], slop=2),
    wq.Phrase(TEXT, ["al", "am", "an"], slop=3),
    wq.Phrase(TEXT, ["al", "am"], boost=2.0),
    wq.Prefix(TEXT, "a", boost=2.0),
    wq.Wildcard(TEXT, "a?", boost=2.0),
    wq.FuzzyTerm(TEXT, "al", boost=2.0),
    wq.Variations(TEXT, "al"),
    wq.TermRange(TEXT, "am", "bn"),
    wq.TermRange(TEXT, "am", "bn", startexcl=True, endexcl=True),
    wq.TermRange(TEXT, None, "an"),
    wq.TermRange(TEXT, "f", None),
    wq.TermRange(TEXT, "x", "y"),
    wq.TermRange(TEXT, "am", "bn", constantscore=False),
    wq.Every(TEXT),
    wq.Every(TITLE),
    wq.Every(TITLE, boost=2.0),
    wq.NullQuery,
    ws.SpanNear(AL, AM),
    ws.SpanNear(AL, AM, slop=3),
    ws.SpanNear(AL, AM, slop=3, ordered=False),
    ws.SpanNear(AL, AM, slop=3, mindist=2),
    ws.SpanNear.phrase(TEXT, ["al", "am", "an"], slop=2),
    ws.SpanNear2([AL, AM, AN], slop=3),
    ws.SpanNear2([AL, AM], slop=2, ordered=False),
    ws.SpanFirst(AN),
    ws.SpanFirst(AN, limit=5),
    ws.SpanOr([AN, BL]),
    ws.SpanNot(RARE, AL),
    ws.SpanContains(ws.SpanNear(AL, AM, slop=4), AN),
    ws.SpanBefore(CN, BL),
    ws.SpanCondition(AN, BL),
    wq.Sequence([AL, AM, AN]),
    wq.Sequence([AL, AM], slop=3, ordered=False),
    wq.Ordered([AL, AM]),
    wq.Or([wq.DisjunctionMax([AN, BL]), CN]),
    wq.And([AN, wq.DisjunctionMax([BL, CN]), wq.Or([AL, AM])]),
    wq.Or([wq.AndNot(AN, BL), wq.And([CN, AM])]),
]
"""Documents and scores are the same."""


@pytest.mark.parametrize("query", ALIKE, ids=lambda query: repr(query)[:70])
def test_scores_are_those_of_whoosh(query: Any, indexed: Indexed) -> None:
    assert ours(indexed.engine, query) == pytest.approx(stock(indexed.folder, query), rel=1e-6)


def test_the_queries_find_something(indexed: Indexed) -> None:
    """So that what agrees is more than nothing."""
    sizes = {repr(query): len(ours(indexed.engine, query)) for query in ALIKE}
    assert sum(map(bool, sizes.values())) > 55
    assert [size for name, size in sizes.items() if size > COUNT - len(indexed.deleted)] == []


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(ws.SpanNot(AN, BL), marks=pytest.mark.skip("Whoosh looks at a matcher that is at its end")),
        pytest.param(
            wq.And([AN, wq.AndMaybe(BL, CN)]),
            marks=pytest.mark.skip("Whoosh skips to where it was told and not to where the other matcher went"),
        ),
        pytest.param(
            wq.And([AN, ws.SpanFirst(BL, limit=20)]),
            marks=pytest.mark.skip("Whoosh cannot estimate the size of a SpanFirst"),
        ),
        pytest.param(
            wq.Or([AN, BL, CN], scale=0.5),
            marks=pytest.mark.skip("Whoosh leaves words that are at their end out of the coordination"),
        ),
        pytest.param(
            wq.And([AL, wq.AndNot(AM, AL)]), marks=pytest.mark.skip("Whoosh looks at a matcher that is at its end")
        ),
        pytest.param(wq.ColumnQuery("version", 5), marks=pytest.mark.skip("Whoosh's ColumnMatcher has no score")),
    ],
    ids=lambda query: repr(query)[:40],
)
def test_where_whoosh_is_wrong(query: Any, indexed: Indexed) -> None:
    assert ours(indexed.engine, query) == pytest.approx(stock(indexed.folder, query), rel=1e-6)


def test_what_is_said_by_the_branches_of_an_and_is_added_up_where_whoosh_forgets(indexed: Indexed) -> None:
    parts = [ours(indexed.engine, query) for query in (AN, BL, CN)]
    expected = {v: sum(part.get(v, 0.0) for part in parts) for v in parts[0].keys() & parts[1].keys()}
    assert ours(indexed.engine, wq.And([AN, wq.AndMaybe(BL, CN)])) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("query", "constant"),
    [
        (wq.Not(AL), 1),
        (wq.And([AN, wq.Not(BL)]), 1),
        (wq.And([AN, wq.Not(wq.And([BL, CN])), wq.Not(RARE)]), 2),
        (wq.Every(), 1),
        (wq.And([AN, wq.Every()]), 1),
    ],
    ids=lambda value: repr(value),
)
def test_what_only_filters_scores_nothing(query: Any, constant: int, indexed: Indexed) -> None:
    """Whoosh gives 1 for it. Filters need no version to be in the index, so they match what is deleted from it too."""
    expected = {version: score - constant for version, score in stock(indexed.folder, query).items()}
    found = ours(indexed.engine, query)
    assert found.keys() - expected.keys() <= indexed.deleted
    assert {version: found[version] for version in expected} == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    "query",
    [
        *(wq.Prefix(TEXT, start) for start in ("a", "al", "g", "x")),
        *(wq.Wildcard(TEXT, pattern) for pattern in ("a?", "*l", "a*", "*", "al", "?q*", "x*")),
        *(wq.FuzzyTerm(TEXT, "al", maxdist=edits, prefixlength=prefix) for edits in (1, 2) for prefix in (0, 1)),
        *(wq.FuzzyTerm(TITLE, "lag", maxdist=edits, prefixlength=prefix) for edits in (1, 2) for prefix in (0, 1)),
        *(wq.Regex(TEXT, pattern) for pattern in ("[ab][lm]", "a.*", ".*", "[^a]q", "(al|bl)")),
    ],
    ids=repr,
)
def test_patterns_find_what_whoosh_finds_and_score_as_one_word(query: Any, indexed: Indexed) -> None:
    found = ours(indexed.engine, query)
    assert found.keys() == stock(indexed.folder, query).keys()
    plain = Plain(analysed(indexed.documents), indexed.deleted)
    assert found == pytest.approx(plain.answer(query, set(range(1, COUNT + 1))), rel=1e-6)


words = st.sampled_from([*WORDS[:12], WORDS[-1], "absent"])
terms = st.builds(wq.Term, st.sampled_from([TEXT, TITLE]), words, boost=st.sampled_from([1.0, 1.0, 2.5]))
phrases = st.builds(wq.Phrase, st.just(TEXT), st.lists(words, min_size=2, max_size=3), slop=st.sampled_from([1, 1, 3]))
trees = st.recursive(
    terms | phrases,
    lambda inner: st.one_of(
        st.builds(wq.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.Or, st.lists(inner, min_size=1, max_size=3), boost=st.sampled_from([1.0, 1.0, 0.5])),
        st.builds(wq.DisjunctionMax, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)


def agree(folder: Path, engine: Engine, query: Any) -> None:
    assert ours(engine, query) == pytest.approx(stock(folder, query), rel=1e-6)


@given(trees | st.builds(wq.AndNot, trees, trees))
@settings(max_examples=120, deadline=None)
def test_any_tree_scores_as_in_whoosh(three_segments: Indexed, query: Any) -> None:
    agree(three_segments.folder, three_segments.engine, query)


@pytest.mark.long
@pytest.mark.timeout(3600)
@given(trees | st.builds(wq.AndNot, trees, trees))
@settings(max_examples=5_000, deadline=None)
def test_very_many_trees(three_segments: Indexed, query: Any) -> None:
    agree(three_segments.folder, three_segments.engine, query)


@pytest.fixture(scope="module")
def three_segments(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    return Indexed(tmp_path_factory.mktemp("trees") / "index", 3, DELETED)
