"""Lines and sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.lines import line_of, line_starts
from search.text.sentences import sentence_around
from search.text.spans import Span

prose = st.text("ab Z.!?\n\t é\u0301東。\u200d\U0001f469\U0001f1ea\"')", max_size=120)


@given(st.text("ab\n\r\x0b\x85\u2028"), st.integers(0, 50))
def test_lines_end_at_line_feeds_only(text: str, offset: int) -> None:
    starts = line_starts(text)
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], len(text) + 1], strict=True)] == [
        line + "\n" if place < text.count("\n") else line for place, line in enumerate(text.split("\n"))
    ]
    assert line_of(starts, offset) == text.count("\n", 0, offset)


@given(prose, st.data(), st.integers(1, 60))
def test_a_sentence_holds_its_span_within_the_limit(text: str, data: st.DataObject, limit: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sentence = sentence_around(text, Span(start, end), limit)
    assert 0 <= sentence.start <= start
    assert sentence.end - sentence.start <= limit
    if end - start < limit:
        assert sentence.end >= end
    else:
        assert sentence.start == start < sentence.end


@given(st.lists(st.text("abcé\u0301", min_size=1, max_size=6), min_size=1, max_size=60), st.data())
def test_a_cut_splits_no_word(parts: list[str], data: st.DataObject) -> None:
    text = " ".join("x" + part for part in parts)
    number = data.draw(st.integers(0, len(parts) - 1))
    start = len(" ".join("x" + part for part in parts[:number])) + (number > 0)
    sentence = sentence_around(text, Span(start, start + 1 + len(parts[number])), 24)
    assert set(text[sentence.start : sentence.end].split(" ")) <= {"x" + part for part in parts}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Army", "Mr. Smith of the U.S. Army went home."),
        ("said", 'He said: "No!"'),
        ("Ewing", "Then J. R. Ewing left"),
        ("会議", "東京都で会議。"),
        ("percent", "It rose 3.5 percent\nin 2024."),
    ],
)
def test_sentences_by_example(word: str, expected: str) -> None:
    text = (
        'Mr. Smith of the U.S. Army went home. He said: "No!" Then J. R. Ewing left\n \n'
        "東京都で会議。終わり。 It rose 3.5 percent\nin 2024. Then it fell."
    )
    start = text.index(word)
    sentence = sentence_around(text, Span(start, start + len(word)))
    assert text[sentence.start : sentence.end] == expected


def test_a_family_and_a_flag_stay_whole() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    text = "word " + family * 3
    sentence = sentence_around(text, Span(0, 4), 7)
    assert text[sentence.start : sentence.end] == "word"
