"""The letters of a name that answer what was typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.entities.keys import plain_form
from search.entities.lookup.highlighting import matched


@pytest.mark.parametrize(
    ("typed", "name", "lit"),
    [
        ("mas", "Masayoshi Son", ["Mas"]),
        ("SON", "Masayoshi Son", ["Son"]),
        ("m. son", "Masayoshi Son", ["M", "Son"]),
        ("son m", "Masayoshi Son", ["M", "Son"]),
        ("masayoshi son", "Masayoshi Son", ["Masayoshi", "Son"]),
        ("Masaco Field", "Masako Field", ["Masa", "o", "Field"]),
        ("muller", "Zoë Müller-Østby", ["Müller"]),
        ("ostby zoe", "Zoë Müller-Østby", ["Zoë", "Østby"]),
        ("mueller", "Müller", ["Müller"]),
        ("obr", "Seán O’Brien’s", ["O’Br"]),
        ("us arm", "The U.S. Army", ["U.S", "Arm"]),
        ("soft glass", "SoftGlass", ["SoftGlass"]),
        ("softgl", "Soft Glass Inc.", ["Soft", "Gl"]),
        ("jose", "Jose\u0301 Mari\u0301a", ["Jose\u0301"]),
        ("strasse", "Große Straße", ["Straße"]),
        ("qaddafi", "Muammar Gaddafi", ["addafi"]),
        ("正", "孫正義", []),
        ("孫正", "孫正義", ["孫正"]),
        ("xyz", "Masayoshi Son", []),
        ("", "Masayoshi Son", []),
    ],
)
def test_what_was_typed_is_lit_in_the_name_as_it_is_written(typed: str, name: str, lit: list[str]) -> None:
    assert [name[start:end] for start, end in matched(typed, name)] == lit


ALIKE = st.text(alphabet="abcMüøŒßﬁ’'.-& \u0301\u00ad1", max_size=16)


@given(st.one_of(ALIKE, st.text(max_size=20)), st.one_of(ALIKE, st.text(max_size=20)))
@example("U.S", "..U.S.'")
def test_ranges_are_sorted_apart_and_inside_the_name(typed: str, name: str) -> None:
    ranges = matched(typed, name)
    assert all(start < end for start, end in ranges)
    bounds = [bound for span in ranges for bound in span]
    assert bounds == sorted(set(bounds))
    assert not bounds or (bounds[0] >= 0 and bounds[-1] <= len(name))


WORD = st.text(alphabet="abcdefäéñø", min_size=1, max_size=8)


@given(st.lists(WORD, min_size=1, max_size=4), st.data())
def test_the_beginning_of_a_name_is_lit_to_the_letter(words: list[str], data: st.DataObject) -> None:
    name = " ".join(words).title()
    end = data.draw(st.integers(1, len(name)))
    typed = name[:end].rstrip()
    lit = "".join(name[start:stop] for start, stop in matched(typed, name))
    assert plain_form(lit) == plain_form(typed).replace(" ", "")
