"""Which letters of a name answer what was typed, for a screen to light them.

Both are folded for it, letter by letter, so that each letter is known by where it stands in the name as written. A
word of the query that begins a word of the name lights just that; one that is misspelt lights what is left unchanged
by the edits between the two (Levenshtein). Words that were joined or parted are aligned as a whole.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA, Levenshtein

from search.entities.keys import plain_form
from search.entities.lookup.sounds import sound_alike
from search.text.folding import fold
from search.text.spans import Span

_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_DROPPED = frozenset("'\u2018\u2019\u201a\u201b\u02bc\u2032‹›.")
"""What is no letter, but parts no word either: apostrophes, and dots between initials."""
_LEAST_LIKENESS = 0.5
_LEAST_RUN = 2
"""Of names aligned as a whole, a single letter in common is chance."""

_Word = list[tuple[str, int]]
"""Folded letters, each with its place in the name."""


def matched(query: str, name: str) -> tuple[Span, ...]:
    """The ranges of `name` that `query` spells, or nearly so: sorted, apart, inside the name."""
    typed = plain_form(query).split()
    words = _words(name)
    apart = set(_word_by_word(typed, words))
    whole = set(_as_a_whole("".join(typed), [letter for word in words for letter in word]))
    return tuple(_ranges(name, sorted(apart if len(apart) >= len(whole) else whole)))


def _words(name: str) -> list[_Word]:
    inside = {place for dotted in _DOTTED.finditer(name) for place in range(*dotted.span())}
    words: list[_Word] = [[]]
    for place, character in enumerate(name):
        if character.isascii() and character.isalnum():
            words[-1].append((character.lower(), place))
        elif unicodedata.combining(character):
            continue
        elif letters := [letter for letter in fold(character) if letter.isalnum() or letter in "_&"]:
            words[-1] += [(letter, place) for letter in letters]
        elif character not in _DROPPED or (character == "." and place not in inside):
            words.append([])
    return [word for word in words if word]


def _word_by_word(typed: Sequence[str], words: Sequence[_Word]) -> Iterator[int]:
    """Places of letters; each word typed lights the word of the name that is most like it and not lit yet."""
    left = {number: "".join(letter for letter, _ in word) for number, word in enumerate(words)}
    for word in sorted(typed, key=len, reverse=True):
        best = max(left, key=lambda number: (_likeness(word, left[number]), -number), default=None)
        if best is None or _likeness(word, left[best]) < _LEAST_LIKENESS:
            continue
        yield from _common(word, left.pop(best), words[best], 1)


def _likeness(typed: str, written: str) -> float:
    if written.startswith(typed):
        return 2.0 if len(written) == len(typed) else 1.5
    likeness: float = OSA.normalized_similarity(typed, written)
    return max(likeness, _LEAST_LIKENESS) if sound_alike(typed, written) else likeness


def _as_a_whole(typed: str, letters: _Word) -> Iterator[int]:
    return _common(typed, "".join(letter for letter, _ in letters), letters, _LEAST_RUN)


def _common(typed: str, written: str, letters: _Word, least: int) -> Iterator[int]:
    """Places of the letters that both have, in runs of at least so many."""
    if written.startswith(typed):
        yield from (place for _, place in letters[: len(typed)])
        return
    for step in Levenshtein.opcodes(typed, written):
        if step.tag == "equal" and step.dest_end - step.dest_start >= least:
            yield from (place for _, place in letters[step.dest_start : step.dest_end])


def _ranges(name: str, places: Iterable[int]) -> Iterator[Span]:
    """Runs of places; marks and apostrophes between two letters, and marks on the last one, belong to the run."""
    start = end = -1
    for place in places:
        if start >= 0 and all(_silent(character) for character in name[end:place]):
            end = place + 1
            continue
        if start >= 0:
            yield Span(start, _with_marks(name, end))
        start, end = place, place + 1
    if start >= 0:
        yield Span(start, _with_marks(name, end))


def _silent(character: str) -> bool:
    return character in _DROPPED or unicodedata.combining(character) > 0


def _with_marks(name: str, end: int) -> int:
    while end < len(name) and unicodedata.combining(name[end]):
        end += 1
    return end
