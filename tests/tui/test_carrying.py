"""Places carried from one text to another."""

from hypothesis import given
from hypothesis import strategies as st

from search.text.differing import compare_roughly
from tui.carrying import carried

BEFORE = "Title\n\nThe harbour was built.\nIt is quiet.\nThe end.\n"
AFTER = "Title\n\nA preface, quite long.\n\nThe harbour was pulled down.\nIt is quiet.\n"


def carry(words: str, before: str, after: str) -> str:
    changes = compare_roughly(before, after)
    return after[carried(before.index(words), changes) :]


def test_the_same_words_are_found_again() -> None:
    assert carry("quiet", BEFORE, AFTER).startswith("quiet")
    assert carry("quiet", AFTER, BEFORE).startswith("quiet")


def test_the_top_stays_the_top() -> None:
    assert carried(0, compare_roughly("same\n", "new\nsame\n")) == 0


def test_what_was_replaced_or_deleted_leads_to_what_is_there_now() -> None:
    assert carry("built", BEFORE, AFTER).startswith("was pulled down.")
    assert carry("The end", BEFORE, AFTER) == ""


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")), st.integers(0, 20))
def test_a_place_is_always_inside_the_text(before: list[str], after: list[str], offset: int) -> None:
    old, new = "\n".join(before), "\n".join(after)
    assert 0 <= carried(min(offset, len(old)), compare_roughly(old, new)) <= len(new)
