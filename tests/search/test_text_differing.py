"""What differs between two texts: complete, exact, and in words that people would name."""

import random

from hypothesis import given
from hypothesis import strategies as st

from search.text.differing import Change, compare, compare_roughly
from search.text.spans import Span

TEXTS = st.text("ab \n.,é", max_size=60)


def patched(before: str, after: str, changes: list[Change]) -> str:
    """`before` with every change made."""
    parts, at = [], 0
    for change in changes:
        parts += [before[at : change.before.start], after[slice(*change.after)]]
        at = change.before.end
    return "".join([*parts, before[at:]])


def named(before: str, after: str) -> list[tuple[str, str]]:
    changes = [change for hunk in compare(before, after) for change in hunk.changes]
    return [(before[slice(*change.before)], after[slice(*change.after)]) for change in changes]


@given(TEXTS, TEXTS)
def test_changes_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    hunks = compare(before, after)
    assert patched(before, after, [Change(hunk.before, hunk.after) for hunk in hunks]) == after
    assert patched(before, after, [change for hunk in hunks for change in hunk.changes]) == after
    assert patched(before, after, compare_roughly(before, after)) == after
    assert (not hunks) == (before == after)


@given(TEXTS, TEXTS)
def test_hunks_are_whole_lines_apart_from_each_other(before: str, after: str) -> None:
    last = Span(0, 0)
    for number, hunk in enumerate(compare(before, after)):
        for text, part in ((before, hunk.before), (after, hunk.after)):
            assert part.start == 0 or text[part.start - 1] == "\n"
            assert part.end in (part.start, len(text)) or text[part.end - 1] == "\n"
        assert not number or hunk.before.start > last.end
        assert all(
            hunk.before.start <= change.before.start <= change.before.end <= hunk.before.end for change in hunk.changes
        )
        last = hunk.before


def test_words_are_replaced_inserted_and_deleted() -> None:
    assert named("the old harbour\nstays\n", "the new harbour\nstays\n") == [("old", "new")]
    assert named("five men\n", "five men came\n") == [("", " came")]
    assert named("two old dogs\n", "two dogs\n") == [("old ", "")]
    assert named("He said $1.5 billion.\n", "He said $2.5 billion.\n") == [("1", "2")]


def test_neighbouring_words_are_one_change() -> None:
    assert named("the quick brown fox\n", "the slow red fox\n") == [("quick brown", "slow red")]


def test_a_moved_paragraph_leaves_the_rest_alone() -> None:
    lines = [f"paragraph {number} says {number * 7}\n" for number in range(300)]
    moved = [*lines[:50], *lines[51:200], lines[50], *lines[200:]]
    before, after = "".join(lines), "".join(moved)
    assert [(before[slice(*hunk.before)], after[slice(*hunk.after)]) for hunk in compare(before, after)] == [
        (lines[50], ""),
        ("", lines[50]),
    ]


def test_a_book_in_one_line_is_compared_by_its_clauses() -> None:
    chance = random.Random(3)
    clauses = [" ".join(f"w{chance.randrange(4000)}" for _ in range(12)) + "." for _ in range(20_000)]
    changed = list(clauses)
    for place in range(0, len(clauses), 4_000):
        changed[place] = "other words."
    before, after = " ".join(clauses), " ".join(changed)
    (hunk,) = compare(before, after)
    assert len(hunk.changes) == 5
    assert sum(change.after.end - change.after.start for change in hunk.changes) < 5 * 20
