"""Snippets: verbatim, in order, around the matches."""

import unicodedata
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.query.language import parse
from search.query.matching import matcher
from search.query.snippets import Piece, pick
from search.text.spans import Spans


def pieces(text: str, query: str, count: int = 3, width: int = 160) -> list[Piece]:
    return pick(text, matcher(parse(query).query).spans(text), count, width)


def test_the_beginning_stands_for_a_text_without_matches() -> None:
    (piece,) = pick("\n\n  " + "word " * 100, Spans())
    assert piece.start == 4
    assert 100 < piece.end - piece.start <= 160
    assert piece.end % 5 == 3  # after a whole word
    assert piece.matches == ()
    assert pick("", Spans()) == []


def test_different_matches_together_come_before_many_of_one() -> None:
    text = "one one one one. " + "filler " * 100 + "one and two. " + "filler " * 100
    (piece,) = pieces(text, "one two", count=1)
    assert "one and two" in text[piece.start : piece.end]
    assert [text[piece.start + start : piece.start + end] for start, end in piece.matches] == ["one", "two"]


def test_cuts_fall_between_words() -> None:
    text = "abcdefghij " * 50 + "needle " + "abcdefghij " * 50
    (piece,) = pieces(text, "needle")
    shown = text[piece.start : piece.end]
    assert set(shown.split()) == {"abcdefghij", "needle"}
    assert 120 <= len(shown) <= 160


def test_a_match_that_is_longer_than_a_snippet_is_cut() -> None:
    text = "x" * 100_000
    (piece,) = pieces(text, "x*")
    assert piece.end - piece.start <= 200
    assert piece.matches == ((0, piece.end - piece.start),)


PARTS = st.sampled_from(
    [
        "needle",
        "pin",
        "hay",
        "x" * 300,
        "東京都",
        "e\u0301",
        "\U0001f468\u200d\U0001f469",
        "\U0001f1eb\U0001f1f7",
        "\n",
        "。",
    ]
)
TEXTS = st.lists(st.tuples(PARTS, st.sampled_from([" ", " ", "", "\n", " " * 50])), max_size=80).map(
    lambda parts: "".join(word + space for word, space in parts)
)


@settings(max_examples=300, deadline=None)
@example("pin" + 50 * " " + "hay 東京都 ", 1, 58)
@given(TEXTS, st.integers(1, 4), st.integers(20, 160))
def test_pieces_are_verbatim_ordered_and_hold_matches(text: str, count: int, width: int) -> None:
    spans = matcher(parse("needle OR pin OR 東京").query).spans(text)
    found = pick(text, spans, count, width)
    assert len(found) <= count
    assert bool(found) == bool(text.strip())
    for piece in found:
        assert 0 <= piece.start < piece.end <= len(text)
        assert piece.end - piece.start <= width + 24
        assert bool(piece.matches) == bool(len(spans))
        assert list(piece.matches) == sorted(piece.matches)
        for start, end in piece.matches:
            assert (piece.start + start, piece.start + end) in list(spans)
        for edge in (piece.start, piece.end):
            if 0 < edge < len(text):
                assert not unicodedata.category(text[edge]).startswith("M")
                assert "\u200d" not in (text[edge], text[edge - 1])
    assert all(before.end <= after.start for before, after in pairwise(found))
