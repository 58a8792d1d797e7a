"""Folding and normalising."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.folding import fold
from search.text.normalise import normalise

with_surrogates = st.text(st.one_of(st.characters(), st.characters(categories=["Cs", "Cc"])))


@given(st.text())
def test_folding_is_idempotent_and_blind_to_composition(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(normalize("NFC", text)) == fold(normalize("NFD", text)) == fold(text)


@given(st.text(st.characters(categories=["Lu", "Ll"])))
def test_folding_is_blind_to_case(text: str) -> None:
    assert fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ærøskøbing", "aeroskobing"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("شَدَّة", "شدة"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("O’Neill", "o'neill"),
        ("“so”", '"so"'),
        ("x²", "x2"),
    ],
)
def test_what_people_type_meets_what_texts_hold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("かき", "かぎ"), ("ハハ", "パパ"), ("कि", "कु"), ("กิน", "กุน")])
def test_signs_that_make_another_word_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(with_surrogates)
def test_normalising_is_idempotent_and_moves_nothing_but_line_ends(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    assert len(normal) == len(text.replace("\r\n", "\n"))
    assert not any(
        0xD800 <= ord(c) < 0xE000 or (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in normal
    )
    normal.encode("utf-8")


def test_normalising_by_example() -> None:
    assert normalise("a\r\nb\rc\fd\te\x1b[0m\x9b\ud800") == "a\nb\nc\nd\te\ufffd[0m\ufffd\ufffd"
