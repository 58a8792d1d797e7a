"""How the patterns for values are built, and what they find.

Every pattern begins with a set of characters or with literal words: so the engine skips the rest of the text at the
speed of a character search, which is what makes the difference between one and eight megabytes a second. What is rare
is found by a literal in its middle, and read to both sides of it. Every repetition is bounded, so that
no text takes more than linear time.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.entities.mentions import EntityType

_LONGEST_BEFORE = 36
_RUN = re.compile(r"[0-9][0-9]*")


class Found(NamedTuple):
    """A span of a value, before it has its normal form."""

    start: int
    end: int
    type: EntityType


def runs_of_digits(text: str) -> list[int]:
    """Where each run of ASCII digits begins: found once, for all that may begin there."""
    return [match.start() for match in _RUN.finditer(text)]


def tails(words: Iterable[str], plural: bool = False) -> dict[str, str]:
    """First letter to a pattern of what follows it, the longest first; a space is any white space or a hyphen.

    With `plural` words in small letters may have an "s" at the end.
    """
    letters: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        tail = re.escape(word[1:]).replace(r"\ ", r"[\s-]")
        if plural and word[-1].islower() and (word.islower() or " " in word):
            tail += "s?"
        letters.setdefault(word[0], []).append(tail)
    return {letter: f"(?:{'|'.join(letters[letter])})" for letter in sorted(letters)}


def any_of(words: Iterable[str], plural: bool = False) -> str:
    """A pattern of the words, by first letter: a text that goes on with none of them costs one look at each letter."""
    return "(?:" + "|".join(re.escape(letter) + tail for letter, tail in tails(words, plural).items()) + ")"


def around(text: str, middle: re.Pattern[str], before: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The spans of `before`, which ends in "\\Z", and then `middle`, which begins with a literal."""
    for match in middle.finditer(text):
        if start := before.search(text, max(0, match.start() - _LONGEST_BEFORE), match.start()):
            yield start.start(), match.end()
