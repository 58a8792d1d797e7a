"""Matches in texts, against a slow and obvious reading of all tokens."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whoosh import query as wq

from search.cancel import NEVER, CancelToken
from search.errors import Cancelled
from search.query import matching
from search.query.language import parse
from search.query.matching import matcher
from search.query.nodes import ANY, Near, VersionSet, positive_leaves
from search.query.patterns import word_test
from search.text.tokens import Token, tokens


def lit(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in matcher(parse(query).query).spans(text)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("company", "Company, company's accompany COMPANY_x", ["Company", "company", "COMPANY"]),
        ("comp*", "Company compe ecomp", ["Company", "compe"]),
        ("a b", "a b ab", ["a", "b"]),
        ("a -b", "a b", ["a"]),
        ('a OR "b c"', "a b x c", ["a"]),
        ('"b c"', "b c, b\n c; b d c", ["b c", "b\n c"]),
        ('"b c"', "b c b c", ["b c", "b c"]),
        ('b "b c"', "b b c", ["b", "b c"]),
        ('"a b"~1', "a x b", ["a", "b"]),
        ('"a b"~1', "a x y b a", ["b", "a"]),
        ('"a b"~0', "b a b", ["b", "a", "b"]),
        ("w?ld", "wild would wld world", ["wild"]),
        ("*ild*", "wildly ild", ["wildly", "ild"]),
        ("cristal~", "Kristal cristal crystal crital cirstal", ["Kristal", "cristal", "crystal", "crital", "cirstal"]),
        ("/col(o|ou)r/", "Color colours colour", ["Color", "colour"]),
        ("cafe", "le café, le cafe\u0301, “CAFÉ”", ["café", "cafe\u0301", "CAFÉ"]),
        ("strasse", "Straße, STRASSE", ["Straße", "STRASSE"]),
        ("office", "the oﬃce", ["oﬃce"]),
        ("don't", "I don’t", ["don’t"]),
        ("international", "an inter-\n  national bank", ["inter-\n  national"]),
        ('"international bank"', "an inter-\nnational bank", ["inter-\nnational bank"]),
        ('"an international"', "an inter-\nnational é", ["an inter-\nnational"]),
        ('"inter national"', "inter-\nnational", ["inter-\nnational"]),
        ('"a b"~1', "a inter-\nnational b", ["a", "b"]),
        ('"a b"~0', "a inter-\nnational b", []),
        ("東京", "東京都は東京、東 京", ["東京", "東京"]),
        ("東京都", "東京都は東京", ["東京都"]),
        ("東", "関東と東京", ["東", "東"]),
        ('"東京 tower"', "東京 tower 東京都 tower", ["東京 tower"]),
        ("שלום", "אמר שָׁלוֹם לעולם", ["שָׁלוֹם"]),
        ("москва", "Москва, москвА", ["Москва", "москвА"]),
        ("title:a", "a", []),
        ("text:a", "a", ["a"]),
        ("type:pdf", "type pdf", []),
        ("", "a", []),
    ],
)
def test_what_is_lit(query: str, text: str, expected: list[str]) -> None:
    assert lit(query, text) == expected


def test_titles_have_their_own_leaves() -> None:
    found = matcher(parse("a title:b text:c").query)
    assert list(found.title_spans("A b c")) == [(0, 1), (2, 3)]
    assert list(found.spans("a b C")) == [(0, 1), (4, 5)]


def test_entities_are_handed_on() -> None:
    named = VersionSet("person", frozenset({1}), frozenset({7, 8}))
    found = matcher(wq.And([named, wq.Not(VersionSet("person", frozenset({1}), frozenset({9})))]))
    assert found.entities == {7, 8}
    assert not found.is_empty
    assert matcher(wq.Not(wq.Term(ANY, "a"))).is_empty


def spelled(text: str, query: wq.Query) -> list[tuple[int, int]]:
    """The reference: every token looked at for every leaf."""
    found = list(tokens(text))
    joins = {token.position for before, token in pairwise(found) if before.position == token.position}
    pairs: list[tuple[int, int]] = []
    for leaf in positive_leaves(query):
        if isinstance(leaf, wq.Phrase):
            pairs += _rows(found, joins, leaf.words)
        elif isinstance(leaf, Near):
            pairs += _near(found, joins, leaf)
        elif isinstance(leaf, wq.Term):
            pairs += [token[1:3] for token in found if token.word == leaf.text]
        elif isinstance(leaf, wq.Prefix) and leaf.text == "東":
            pairs += [(token.start, token.start + 1) for token in found if token.word.startswith("東")]
        elif test := word_test(leaf):
            pairs += [token[1:3] for token in found if test(token.word)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _rows(found: list[Token], joins: set[int], words: list[str]) -> Iterator[tuple[int, int]]:
    for first in found:
        if first.word == words[0]:
            ends = [first]
            for word in words[1:]:
                steps = {end.position + step for end in ends for step in ((1, 2) if end.position in joins else (1,))}
                ends = [token for token in found if token.position in steps and token.word == word]
            yield from ((first.start, end.end) for end in ends)


def _near(found: list[Token], joins: set[int], leaf: Near) -> Iterator[tuple[int, int]]:
    place = {token.position: token.position - sum(join < token.position for join in joins) for token in found}
    mine = [token for token in found if token.word in leaf.words]
    ends = sorted({token.position for token in mine})

    def holds(first: int, last: int) -> bool:
        return {token.word for token in mine if first <= token.position <= last} == set(leaf.words)

    for first in ends:
        for last in ends:
            if not holds(first, last) or place[last] - place[first] + 1 - len(leaf.words) > leaf.distance:
                continue
            if not any(holds(low, high) for low, high in ((first + 1, last), (first, last - 1))):
                yield from (token[1:3] for token in mine if first <= token.position <= last)


WORDS = [
    "a",
    "b",
    "ab",
    "abc",
    "É",
    "é",
    "e\u0301",
    "ß",
    "ss",
    "ﬁ",
    "fi",
    "東",
    "東京",
    "京",
    "東京都",
    "б",
    "Б",
    "שלום",
]
SEPARATORS = [
    " ",
    " ",
    " ",
    "-",
    "-\n",
    "\u2010\n ",
    "\n",
    "_",
    "’",
    "。",
    ", ",
    "",
    "\u00ad",
    "\u00ad\n",
    "\u200d",
    "1",
]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=30).map(
    lambda parts: "".join(word + separator for word, separator in parts)
)
PLAIN_TEXTS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "ab", "abc", "É"]), st.sampled_from([" ", " ", "-\n", "-", ". ", "é", "”"])),
    max_size=40,
).map(lambda parts: "".join(word + separator for word, separator in parts))
TERMS = st.sampled_from(["a", "b", "ab", "abc", "é", "ss", "fi", "東京", "東", "б", "aé", "aba"])
LEAVES = st.one_of(
    TERMS,
    TERMS.map(lambda word: word + "*"),
    st.lists(TERMS, min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.tuples(st.lists(TERMS, min_size=2, max_size=3), st.integers(0, 3)).map(
        lambda near: f'"{" ".join(near[0])}"~{near[1]}'
    ),
    st.sampled_from(["a?", "*b*", "?b", "ab~", "/a.?b/", "-a"]),
)
QUERIES = st.lists(LEAVES, min_size=1, max_size=4).map(" OR ".join)


@settings(max_examples=500, deadline=None)
@given(st.one_of(TEXTS, PLAIN_TEXTS), QUERIES)
def test_spans_are_those_of_the_tokens(text: str, query: str) -> None:
    tree = parse(query).query
    assert [tuple(span) for span in matcher(tree).spans(text)] == spelled(text, tree)


@settings(max_examples=200, deadline=None)
@example("\U0003134b \U0003134b\U0003134b\U0003134b", [])
@example("foo-\n\u00a0bar ²-\nx 東-\nabc-\n東 x1-\ny", [])
@given(st.text(max_size=80), st.lists(st.text("aé\u0301ß東b", min_size=2, max_size=3), max_size=3))
def test_any_text_can_be_searched(text: str, words: list[str]) -> None:
    leaves = [wq.Term(ANY, token.word) for token in tokens(text)][:5] + [wq.Prefix(ANY, w) for w in words]
    tree = wq.Or(leaves)
    assert [tuple(span) for span in matcher(tree).spans(text)] == spelled(text, tree)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(TEXTS, PLAIN_TEXTS), min_size=1, max_size=12), QUERIES, st.data())
def test_chunks_lose_nothing_at_their_borders(parts: list[str], query: str, data: st.DataObject) -> None:
    text = " ".join(parts) * 6
    found = matcher(parse(query).query)
    whole = list(found.spans(text))
    size = data.draw(st.integers(1, 200))
    count = data.draw(st.integers(0, len(whole) + 1))
    chunks = [(start, text[start : start + size]) for start in range(0, len(text), size)]
    window = matching._CUT_WINDOW
    matching._CUT_WINDOW = 40
    try:
        assert list(found.first_spans(chunks, count, NEVER)) == whole[:count]
    finally:
        matching._CUT_WINDOW = window
    assert list(found.spans(text, NEVER, count)) == whole[:count]


def test_pieces_lose_nothing_at_their_borders(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "alpha be-\nta gamma, alpha beta naïve gamma. " * 3000
    found = matcher(parse('"alpha beta" "beta gamma"~1 gam*').query)
    whole = list(found.spans(text))
    monkeypatch.setattr(matching, "PIECE", 997)
    assert list(found.spans(text)) == whole


def test_only_the_chunks_that_are_needed_are_taken() -> None:
    taken = []

    def chunks() -> Iterator[tuple[int, str]]:
        for number in range(1000):
            taken.append(number)
            yield number * 5000, "needle hay " * 454 + "hay hay"[: 5000 - 11 * 454]

    assert len(matcher(parse("needle").query).first_spans(chunks(), 10, NEVER)) == 10
    assert len(taken) < 5


def test_a_long_search_can_be_given_up() -> None:
    cancel = CancelToken()

    def chunks() -> Iterator[tuple[int, str]]:
        for number in range(10):
            if number == 3:
                cancel.cancel()
            yield number * 6, "a b c "

    with pytest.raises(Cancelled):
        matcher(parse("a").query).first_spans(chunks(), 100, cancel)


@pytest.mark.parametrize("text", ["a" * 600_000, "a-\n" * 50_000, "東" * 100_000, "é" * 500_000, " " * 600_000])
def test_hostile_texts_are_searched_in_one_pass(text: str) -> None:
    for query in ["a*", '"a a"', '"a b"~3', "東東"]:
        tree = parse(query).query
        assert len(matcher(tree).spans(text)) <= len(text)
