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
_RUN = re.compile(r"[0-9\x00\x02](?<=[0-9])[0-9]*")


class Found(NamedTuple):
    """A span of a value, before it has its normal form."""

    start: int
    end: int
    type: EntityType


def runs_of_digits(text: str) -> list[int]:
    """Where each run of ASCII digits begins: found once, for all that may begin there.

    Two control characters, which no text has, make of the digits a set that the engine looks up in a table: that is
    twice as fast as to compare with a range.
    """
    return [match.start() for match in _RUN.finditer(text)]


def any_of(words: Iterable[str], plural: bool = False) -> str:
    """A pattern of the words, the longest that fits; a space in them is any white space or a hyphen.

    Shared beginnings are tried once, which is several times faster than one word after the other. With `plural` words
    in small letters, but symbols of two, may have an "s" at the end.
    """
    listed = set(words)
    if plural:
        listed |= {f"{word}s" for word in listed if len(word) > 2 and word[-1].islower() and _is_word(word)}
    return _by_letter(listed)


def tails(words: Iterable[str]) -> dict[str, str]:
    """First letter to a pattern of what follows it in the words."""
    return {letter: _by_letter(rest) for letter, rest in _first_letters(words).items()}


def around(text: str, middle: re.Pattern[str], before: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The spans of `before`, which ends in "\\Z", and then `middle`, which begins with a literal."""
    for match in middle.finditer(text):
        if start := before.search(text, max(0, match.start() - _LONGEST_BEFORE), match.start()):
            yield start.start(), match.end()


def _is_word(word: str) -> bool:
    return word.islower() or " " in word


def _by_letter(words: set[str]) -> str:
    letters = _first_letters(word for word in words if word)
    branches = [
        (r"[\s-]" if letter == " " else re.escape(letter)) + _by_letter(rest) for letter, rest in letters.items()
    ]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 and "" not in words else f"(?:{'|'.join(branches)})"
    return f"{pattern}?" if "" in words else pattern


def _first_letters(words: Iterable[str]) -> dict[str, set[str]]:
    letters: dict[str, set[str]] = {}
    for word in sorted(words):
        letters.setdefault(word[0], set()).add(word[1:])
    return letters
