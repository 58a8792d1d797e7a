"""Phrases and nearby words, found in the slots of a text.

A phrase goes on from position p at p+1, or at p+2 where a joined word stands at p: it took two positions.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.query.occurrences import Slot
from search.text.tokens import Token


class Found(NamedTuple):
    """A span to light. `begins` is where the whole occurrence begins that it is part of."""

    begins: int
    start: int
    end: int


def phrases_in(slots: Iterable[Slot], phrases: Iterable[tuple[str, ...]]) -> Iterator[Found]:
    """The occurrences of `phrases` (of two words and more), each as one span from its first to its last word."""
    places: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for phrase in phrases:
        for index, word in enumerate(phrase):
            places.setdefault(word, []).append((phrase, index))
    # What may go on at a position: (phrase, index of the next word) to the offset where it began.
    due: dict[int, dict[tuple[tuple[str, ...], int], int]] = {}
    for slot in slots:
        due = {position: steps for position, steps in due.items() if position >= slot.position}
        here = due.get(slot.position, {})
        for token in slot.tokens:
            for phrase, index in places.get(token.word, ()):
                began = token.start if index == 0 else here.get((phrase, index), -1)
                if began < 0:
                    continue
                if index + 1 == len(phrase):
                    yield Found(began, began, token.end)
                    continue
                for step in (1, 2) if slot.joins else (1,):
                    later = due.setdefault(slot.position + step, {})
                    later[phrase, index + 1] = min(began, later.get((phrase, index + 1), began))


def nearby_in(slots: Iterable[Slot], words: tuple[str, ...], distance: int) -> Iterator[Found]:
    """The words of each smallest stretch that holds all `words` (two and more) and at most `distance` others.

    A word broken at a line end counts as one.
    """
    wanted = frozenset(words)
    widest = distance + len(words)
    recent: deque[tuple[int, Token]] = deque()
    latest: dict[str, tuple[int, int]] = {}
    lit_from = -1
    for slot in slots:
        here = [token for token in slot.tokens if token.word in wanted]
        recent.extend((slot.place, token) for token in here)
        latest.update((token.word, (slot.position, slot.place)) for token in here)
        while recent and recent[0][0] <= slot.place - widest:
            recent.popleft()
        first, place = min(latest.values(), default=(0, 0))
        if not here or len(latest) < len(wanted) or slot.place - place >= widest or first == lit_from:
            continue
        lit_from = first
        stretch = [token for _, token in recent if token.position >= first]
        for token in stretch:
            yield Found(stretch[0].start, token.start, token.end)
