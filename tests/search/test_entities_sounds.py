"""Names that are written in many ways have one skeleton."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.entities.lookup.sounds import skeleton, sound_alike
from search.text.folding import fold


@pytest.mark.parametrize(
    "spellings",
    [
        "mohammed muhammad mohamed mohammad",
        "gaddafi qaddafi kadhafi gadhafi khadafy",
        "tchaikovsky chaikovsky tschaikowski",
        "zelensky zelenskyy zelenskiy selenskyj",
        "muller mueller",
        "al el",
        "yusuf yousef youssef",
        "abdullah abdallah",
        "osama usama",
        "lukashenko lukaschenko",
        "dmitri dmitry dimitri",
        "alexei aleksey",
    ],
)
def test_ways_to_write_one_name_sound_alike(spellings: str) -> None:
    first, *others = spellings.split()
    assert [skeleton(other) for other in others] == [skeleton(first)] * len(others)
    assert all(sound_alike(first, other) for other in others)


@pytest.mark.parametrize(("one", "other"), [("son", "song"), ("muller", "miller's"), ("ali", "lee"), ("bank", "bar")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert not sound_alike(one, other)


def test_a_single_consonant_says_too_little() -> None:
    assert skeleton("lee") == skeleton("lowe")[:1]
    assert not sound_alike("lee", "li")


@given(st.text(max_size=20))
def test_every_word_has_a_skeleton(word: str) -> None:
    assert 0 < len(skeleton(fold(word))) <= max(1, 2 * len(fold(word)))
