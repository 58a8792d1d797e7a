"""Two texts laid out against each other: every row of both is shown once and in order, equal lines together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.differing import compare
from tui.facing import SAME, Facing
from tui.textlayout import DocumentLayout

LINES = st.lists(
    st.sampled_from(["", "a", "the old quay", "a line that is too long for one row", "漢字漢字漢字漢字"]), max_size=12
)
TEXTS = st.builds(lambda lines, end: "\n".join(lines) + end, LINES, st.sampled_from(["", "\n"]))


def facing(before: str, after: str, *, beside: bool, width: int = 10) -> Facing:
    layouts = DocumentLayout.build(before, width), DocumentLayout.build(after, width)
    return Facing.build(*layouts, compare(before, after), beside=beside)


@given(TEXTS, TEXTS, st.booleans())
def test_every_row_of_both_texts_is_shown_once_and_in_order(before: str, after: str, beside: bool) -> None:
    made = facing(before, after, beside=beside)
    faces = [made.face(row) for row in range(made.height)]
    lefts = [face.before for face in faces if face.before is not None]
    rights = [face.after for face in faces if face.after is not None]
    assert lefts == list(range(len(made.before.rows))) if before else lefts == []
    assert rights == list(range(len(made.after.rows))) if after else rights == []
    for face in faces:
        if face.hunk == SAME:
            assert face.before is not None and face.after is not None
            left, right = made.before.row_span(face.before), made.after.row_span(face.after)
            assert before[slice(*left)] == after[slice(*right)]
        else:
            assert beside or (face.before is None) != (face.after is None)


@given(TEXTS, TEXTS, st.booleans())
def test_a_place_is_found_again(before: str, after: str, beside: bool) -> None:
    made = facing(before, after, beside=beside)
    for row in range(made.height):
        face = made.face(row)
        if face.after is not None:
            assert made.row_of(made.after.row_span(face.after).start, after=True) == row
        if face.before is not None:
            assert made.row_of(made.before.row_span(face.before).start, after=False) == row


@given(TEXTS, TEXTS, st.booleans())
def test_hunks_are_found_by_their_rows(before: str, after: str, beside: bool) -> None:
    made = facing(before, after, beside=beside)
    changed = [row for row in range(made.height) if made.face(row).hunk != SAME]
    assert [made.face(row).hunk for row in made.hunks] == list(range(len(compare(before, after))))
    for row in range(made.height):
        assert made.hunks_between(row, row + 1) == (row in changed)
        assert made.next_hunk(row) == sum(first < row for first in made.hunks)


@pytest.mark.parametrize("beside", [True, False])
def test_texts_without_a_line_in_common(beside: bool) -> None:
    made = facing("", "one\ntwo\n", beside=beside)
    assert [made.face(row) for row in range(made.height)] == [(None, 0, 0), (None, 1, 0)]
    assert facing("", "", beside=beside).height == 0


def test_lines_that_took_each_other_s_place_stay_beside_each_other() -> None:
    made = facing("the old quay of it\nsame words\n", "x\nothers\n", beside=True)
    faces = [made.face(row) for row in range(made.height)]
    assert [(face.before, face.after) for face in faces] == [(0, 0), (1, None), (2, 1)]
