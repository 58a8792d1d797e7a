"""What differs between two texts: by whole lines, and within those by words.

Terms: a *hunk* is a run of lines that differ; a *change* is what was replaced, inserted or deleted inside a hunk, in
words. Outside hunks both texts are the same, line by line.
"""

import re
from itertools import accumulate
from typing import NamedTuple

from search.cancel import NEVER, CancelToken
from search.text.alignment import differences
from search.text.spans import Span

LONG = 5_000
"""Code points of a hunk from which it is compared by clauses before it is by words: a whole book may be one line."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_CLAUSE = re.compile(r"[^\n.,;:!?>)}\]]*[\n.,;:!?>)}\]]|[^\n.,;:!?>)}\]]+")
_WORD = re.compile(r"\w+|\s|[^\w\s]")


class Change(NamedTuple):
    """`before` became `after`, code points of either text; an empty one says that words were inserted or deleted."""

    before: Span
    after: Span


class Hunk(NamedTuple):
    """Lines that differ: whole ones, in code points of either text; one of them may be empty. `changes` are inside."""

    before: Span
    after: Span
    changes: tuple[Change, ...]


def compare(before: str, after: str, cancel: CancelToken = NEVER) -> tuple[Hunk, ...]:
    """The hunks between two texts, in order. Cancelled."""
    hunks = []
    for lines in _compared(before, after, _whole(before, after), _LINE, cancel):
        changes: list[Change] = []
        for part in _parts(before, after, lines, cancel):
            for change in _compared(before, after, part, _WORD, cancel):
                if changes and before[changes[-1].before.end : change.before.start].isspace():
                    # Neighbouring words that changed are one change: nobody reads the space between them as kept.
                    change = _joined(changes.pop(), change)
                changes.append(change)
        hunks.append(Hunk(*lines, tuple(changes)))
    return tuple(hunks)


def compare_roughly(before: str, after: str, cancel: CancelToken = NEVER) -> list[Change]:
    """The lines, and of long ones the clauses, that differ between two texts, in order. Faster. Cancelled."""
    lines = _compared(before, after, _whole(before, after), _LINE, cancel)
    return [part for change in lines for part in _parts(before, after, change, cancel)]


def _whole(before: str, after: str) -> Change:
    return Change(Span(0, len(before)), Span(0, len(after)))


def _parts(before: str, after: str, lines: Change, cancel: CancelToken) -> list[Change]:
    if max(lines.before.end - lines.before.start, lines.after.end - lines.after.start) < LONG:
        return [lines]
    return _compared(before, after, lines, _CLAUSE, cancel)


def _compared(before: str, after: str, part: Change, item: re.Pattern[str], cancel: CancelToken) -> list[Change]:
    """What differs between two parts of texts, by whole items."""
    items, starts = _items(before, part.before, item)
    others, other_starts = _items(after, part.after, item)
    return [
        Change(
            Span(starts[one.start], starts[one.end]), Span(other_starts[one.after_start], other_starts[one.after_end])
        )
        for one in differences(items, others, cancel)
    ]


def _items(text: str, part: Span, item: re.Pattern[str]) -> tuple[list[str], list[int]]:
    """The items that make up a part of a text, where each starts, and where the last one ends."""
    items = item.findall(text, *part)
    return items, list(accumulate(map(len, items), initial=part.start))


def _joined(first: Change, second: Change) -> Change:
    return Change(Span(first.before.start, second.before.end), Span(first.after.start, second.after.end))
