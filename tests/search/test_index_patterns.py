"""Word patterns mean what `re` means, and answer at once whatever they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import BadInput
from search.index.patterns import regex, wildcard

atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "[a-c]", "\\d", "\\w", "\\.", "é", "\\u0061", "[]a]"])
patterns = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}", "{,2}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(patterns, st.text(alphabet="abcé1.", max_size=6))
def test_regular_expressions_are_those_of_re(pattern: str, word: str) -> None:
    assert regex(pattern).matches(word) == (re.fullmatch(pattern, word) is not None)


@given(st.text(alphabet="ab*?", max_size=8), st.text(alphabet="ab", max_size=8))
def test_wildcards(pattern: str, word: str) -> None:
    meant = pattern.replace("*", ".*").replace("?", ".")
    assert wildcard(pattern).matches(word) == (re.fullmatch(meant, word) is not None)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "a*" * 40 + "b", "(a?){30}a{30}b"])
def test_patterns_that_re_takes_ages_over(pattern: str) -> None:
    assert not regex(pattern).matches("a" * 200)


def test_wildcards_with_many_stars() -> None:
    assert not wildcard("*a" * 60 + "b").matches("a" * 200)


def test_a_pattern_may_say_that_it_is_whole() -> None:
    assert regex("^ab$").matches("ab")


@pytest.mark.parametrize(
    "pattern",
    ["(a", "a)", "*a", "a**", "[z-a]", "(?=a)", "(a)\\1", "a{2,1}", "a{}", "a^b", "\\b", "(" * 90 + "a", "a|*"],
)
def test_what_is_no_pattern_is_refused_with_a_sentence(pattern: str) -> None:
    with pytest.raises(BadInput, match=r"\.$"):
        regex(pattern)


@pytest.mark.parametrize("pattern", ["a" * 201, "(a{90}){90}", "(){999999999}", "((){9999}){9999}"])
def test_what_is_too_large_is_refused(pattern: str) -> None:
    with pytest.raises(BadInput):
        regex(pattern)


def test_memory_for_what_was_met_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.automaton.MEMORY_LIMIT", 10)
    automaton = regex("[ab]*a[ab]{3}")
    words = [f"{number:b}".replace("0", "a").replace("1", "b") for number in range(200)]
    assert [automaton.matches(word) for word in words] == [len(w) > 3 and w[-4] == "a" for w in words]
