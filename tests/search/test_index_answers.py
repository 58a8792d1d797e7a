"""Answers are those of a plain evaluator over the analysis of each document, however the index is cut up."""

import tempfile
from array import array
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq

from search.cancel import NEVER
from search.index import phrases
from search.index.engine import IndexDocument, Ranking, WritableEngine
from search.index.writable_engine import open_writable
from search.query.nodes import ANY, TEXT, TITLE, Near, VersionSet
from tests.search.plainly import analysed, matching

PIECES = ["a", "b", "ab", "ba", "abc", "ç", "Ä", "12", "東京都", "東", "b-\na", "a-\n  b-\nab", "a\u00adb"]
VERSIONS = 12

texts = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
words = st.sampled_from(["a", "b", "ab", "ba", "abc", "c", "12", "東京", "京都", "都", "aab", "bab", "zz"])
names = st.sampled_from([ANY, TEXT, TITLE])
leaves = st.one_of(
    st.builds(wq.Term, names, words),
    st.builds(wq.Phrase, names, st.lists(words, min_size=2, max_size=4)),
    st.builds(Near, names, st.lists(words, min_size=2, max_size=3).map(tuple), st.integers(0, 4)),
    st.builds(wq.Prefix, names, st.sampled_from(["a", "b", "ab", "東", "1", "z"])),
    st.builds(wq.Wildcard, names, st.sampled_from(["a*", "*b", "?b", "a?c", "*", "?", "*b*", "東?"])),
    st.builds(wq.FuzzyTerm, names, words, maxdist=st.integers(1, 2), prefixlength=st.integers(0, 1)),
    st.builds(wq.Regex, names, st.sampled_from(["a+b?", "[ab]{2}", "(a|b)c?", "\\d+", ".*b.*", "[^a]"])),
    st.builds(VersionSet, st.just("path"), st.frozensets(st.integers(1, VERSIONS + 3))),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(wq.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.Not, inner),
    ),
    max_leaves=5,
)
collections = st.lists(st.tuples(texts, texts), min_size=1, max_size=VERSIONS)


def search(engine: WritableEngine, query: Any, scope: set[int], **options: Any) -> Ranking:
    mask = bytearray(version in scope for version in range(max(scope, default=0) + 1))
    return engine.search(query, mask, array("q", range(VERSIONS + 5)), limit=50, cancel=NEVER, **options)


def build(folder: Path, documents: list[IndexDocument], cuts: list[int], merged: bool) -> WritableEngine:
    engine = open_writable(folder)
    for first, last in zip((0, *cuts), (*cuts, len(documents)), strict=True):
        engine.add(documents[first:last])
    if merged:
        engine.merge()
    return engine


@given(collections, st.lists(queries, min_size=1, max_size=4), st.data())
@settings(max_examples=60, deadline=None)
def test_answers_are_those_of_a_plain_evaluator(
    collection: list[tuple[str, str]], asked: list[Any], data: st.DataObject
) -> None:
    documents = [IndexDocument(version, *fields) for version, fields in enumerate(collection, 1)]
    fields = analysed(documents)
    scope = data.draw(st.sets(st.integers(1, VERSIONS + 2)))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(documents)), max_size=6)))
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as scratch:
        patch.setattr("os.fsync", lambda descriptor: None)
        patch.setattr("search.index.segment.SPARSE", data.draw(st.sampled_from([0, 1, 16])))
        patch.setattr("search.index.matches.FAR", data.draw(st.sampled_from([0, 1, 16])))
        patch.setattr("search.index.codec.inversion.WINDOW", data.draw(st.sampled_from([1, 5, 1000])))
        patch.setattr("search.index.codec.joining.WINDOW", data.draw(st.sampled_from([1, 5, 1000])))
        patch.setattr("search.index.codec.postings.MANY", data.draw(st.sampled_from([2, 255])))
        patch.setattr("search.index.merging.MANY", 1)
        whole = build(Path(scratch, "whole"), documents, [], False)
        cut = build(Path(scratch, "cut"), documents, cuts, data.draw(st.booleans()))
        for query in asked:
            one, other = search(whole, query, scope), search(cut, query, scope)
            assert {ranked.version for ranked in one.top} == matching(query, fields, scope)
            assert dict(other.top) == pytest.approx(dict(one.top), rel=1e-9)
            assert one.total == other.total == len(one.top)
        for word in ("a", "ab", "東京", "zz"):
            holding = {v for v, by_name in fields.items() if any(word in found for found in by_name.values())}
            assert whole.frequency(word) == cut.frequency(word) == len(holding)


@pytest.fixture
def engine(tmp_path: Path) -> WritableEngine:
    return open_writable(tmp_path / "index")


def test_a_window_is_a_part_of_the_ranking(engine: WritableEngine) -> None:
    engine.add(IndexDocument(v, "", "common " * (v % 3 + 1) + f"w{v}") for v in range(1, 13))
    mask, order = bytearray(b"\1" * 13), array("q", [0, *range(12, 0, -1)])
    whole = engine.search(wq.Term(ANY, "common"), mask, order, limit=12, cancel=NEVER)
    assert [ranked.version for ranked in whole.top[:4]] == [11, 8, 5, 2]
    for offset in range(0, 14, 3):
        part = engine.search(wq.Term(ANY, "common"), mask, order, limit=3, offset=offset, cancel=NEVER)
        assert part.total == 12
        assert part.top == whole.top[offset : offset + 3]


def test_an_order_ranks_without_scores(engine: WritableEngine) -> None:
    engine.add(IndexDocument(v, "", "common " * v) for v in range(1, 6))
    order = array("q", [0, 3, 1, 5, 2, 4])
    found = engine.search(wq.Term(ANY, "common"), bytearray(b"\1" * 6), order, by_score=False, limit=3, cancel=NEVER)
    assert [ranked.version for ranked in found.top] == [2, 4, 1]
    assert all(ranked.score > 0 for ranked in found.top)


def test_filters_need_no_version_to_be_indexed(engine: WritableEngine) -> None:
    found = search(engine, VersionSet("type", frozenset({2, 5, 99})), {1, 2, 5})
    assert [(ranked.version, ranked.score) for ranked in found.top] == [(2, 0.0), (5, 0.0)]
    assert search(engine, wq.Every(), {1, 2}).total == 2
    assert search(engine, wq.NullQuery, {1, 2}).total == 0


def test_a_pattern_for_too_many_words_says_so_and_prefers_frequent_ones(
    engine: WritableEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.expansion.EXPANSION_LIMIT", 3)
    engine.add(IndexDocument(v, "", f"x{v}y xay") for v in range(1, 9))
    found = search(engine, wq.Wildcard(ANY, "x*y"), set(range(1, 9)))
    assert [(e.pattern, e.used, e.total) for e in found.expansions] == [("x*y", 3, 9)]
    assert found.total == 8
    assert not search(engine, wq.Prefix(ANY, "x"), set(range(1, 9))).expansions


def test_a_budget_of_postings_bounds_a_pattern(engine: WritableEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.expansion.POSTINGS_BUDGET", 9)
    engine.add(IndexDocument(v, "", f"x{v}y xay xby") for v in range(1, 9))
    found = search(engine, wq.FuzzyTerm(ANY, "xy", maxdist=1, prefixlength=0), set(range(1, 9)))
    assert [(e.pattern, e.used, e.total) for e in found.expansions] == [("xy~", 1, 10)]


def test_similar_words_come_nearest_and_most_frequent_first(engine: WritableEngine) -> None:
    engine.add(IndexDocument(v, "", "kernel kernels" if v < 4 else "kernal colonel") for v in range(1, 6))
    assert engine.similar("kernl") == ["kernel", "kernal", "kernels"]
    assert engine.similar("kernel", 1) == ["kernels"]
    assert engine.similar("unheard") == []


def test_words_of_any_length_are_found_by_what_they_begin_with(engine: WritableEngine) -> None:
    long = "a" * 1_000_000
    engine.add([IndexDocument(1, "", f"{long} middle {long}b middle"), IndexDocument(2, "", "aaa")])
    assert [ranked.version for ranked in search(engine, wq.Term(ANY, long), {1, 2}).top] == [1]
    assert [ranked.version for ranked in search(engine, wq.Phrase(ANY, ["middle", long, "middle"]), {1, 2}).top] == [1]


def test_positions_far_into_a_text_are_kept(engine: WritableEngine) -> None:
    text = "first " + "filler " * 70_000 + "needle in haystack " + "filler " * 300 + "needle"
    engine.add([IndexDocument(1, "", text)])
    assert search(engine, wq.Phrase(ANY, ["filler", "needle", "in", "haystack", "filler"]), {1}).total == 1
    assert search(engine, wq.Phrase(ANY, ["first", "needle"]), {1}).total == 0
    assert search(engine, Near(ANY, ("needle", "needle"), 301), {1}).total == 0
    assert search(engine, Near(ANY, ("needle", "needle"), 302), {1}).total == 1


@given(st.lists(st.sampled_from("abc"), max_size=9), st.lists(st.sampled_from("abc"), min_size=2, max_size=4))
def test_phrases_with_repeated_words(text: list[str], phrase: list[str]) -> None:
    places = {word: np.array([place for place, other in enumerate(text) if other == word], int) for word in "abc"}
    occurrences = phrases.Occurrences(places, np.array([], int))
    runs = [text[first : first + len(phrase)] for first in range(len(text))]
    assert phrases.phrase(phrase, occurrences).tolist() == [0] * (phrase in runs)
    if not Counter(phrase) - Counter(text):
        stands = any(list(run) in runs for run in permutations(phrase))
        assert phrases.near(phrase, occurrences, 0).tolist() == [0] * stands
