"""Where the words of a query stand in a text.

Most texts have a *shadow*: a string of the same length in which every letter is folded, so that a word of the query is
found by looking for it literally, ten to a hundred times faster than by reading all tokens. A text with letters that
fold to several or with marks has none, and is read token by token.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, islice
from typing import NamedTuple

from search.query.shadow import shadow_of
from search.text.characters import CJK, KANA_VOICING, MARKS
from search.text.late import late
from search.text.tokens import Token, tokens

_MANY = 24
"""So many separate literal searches cost what reading all tokens costs."""

_MARKS = late(rf"[{KANA_VOICING}{MARKS}]+")
_LETTERS = rf"[^\W_{CJK}]"
_ASCII_LETTERS = "[a-z0-9]"  # a shadow has no capitals
_PLACE = late(rf"{_LETTERS}+|[{CJK}]")
_BREAK = late(rf"-\n(?<=[^\W\d_{CJK}]-\n)[ \t]*(?=[^\W\d_{CJK}])")
_HALF = late(rf"{_LETTERS}+")
_IDEOGRAPHS = late(f"[{CJK}]+")


class Slot(NamedTuple):
    """The words of one position: a word, and the joined word that it begins. `joins`: there is one, wanted or not.

    `place` is the position when each joined word is counted once. What is more than `reach` apart may have wrong
    positions and places, but none that are within reach.
    """

    position: int
    place: int
    tokens: tuple[Token, ...]
    joins: bool


@dataclass(frozen=True)
class Vocabulary:
    """The words to find: `words` and what begins with `prefixes` or passes one of `tests`, each for itself; of words
    that begin with one of `ideographs` that alone; `members` for their positions, which matter up to `reach` apart.
    """

    words: frozenset[str]
    ideographs: frozenset[str]
    prefixes: tuple[str, ...]
    tests: tuple[Callable[[str], bool], ...]
    members: frozenset[str]
    reach: int

    def find(self, text: str) -> "tuple[list[tuple[int, int]], Iterator[Slot]]":
        """The spans of what counts for itself, in no order; and the slots of members, ascending."""
        shadow = None if self.tests or self._searches > _MANY else shadow_of(text)
        return self._read(text) if shadow is None else self._search(shadow)

    @property
    def _searches(self) -> int:
        return len(self.words) + len(self.ideographs) + len(self.prefixes) + len(self.members)

    @cached_property
    def _wanted(self) -> Callable[[str], bool]:
        """Whether a folded word counts for itself."""
        words, prefixes, tests = self.words, self.prefixes, self.tests

        def wanted(word: str) -> bool:
            return word in words or word.startswith(prefixes) or any(test(word) for test in tests)

        return lru_cache(1 << 16)(wanted) if tests else wanted

    @cached_property
    def _literals(self) -> "_Literals":
        return self._literals_among(_LETTERS)

    @cached_property
    def _ascii_literals(self) -> "_Literals":
        return self._literals_among(_ASCII_LETTERS)

    def _literals_among(self, letters: str) -> "_Literals":
        single = [_Literal(re.compile(character), 0) for character in self.ideographs]
        words = [_word(word, letters) for word in self.words]
        beginnings = [_beginning(prefix, letters) for prefix in self.prefixes]
        return _Literals([*words, *beginnings, *single], {word: _word(word, letters) for word in self.members})

    def _read(self, text: str) -> tuple[list[tuple[int, int]], Iterator[Slot]]:
        alone: list[tuple[int, int]] = []
        slots: list[Slot] = []
        wanted, members, ideographs = self._wanted, self.members, self.ideographs
        half: Token | None = None
        joins = 0
        for token in tokens(text):
            if wanted(token.word):
                alone.append((token.start, token.end))
            elif token.word[0] in ideographs:
                alone.append((token.start, _character_end(text, token.start)))
            position = token.position
            if half is not None and half.position == position:
                if slots and slots[-1].position == position:
                    slots.pop()
                if found := tuple(part for part in (half, token) if part.word in members):
                    slots.append(Slot(position, position - joins, found, True))
                joins += 1
            elif token.word in members:
                slots.append(Slot(position, position - joins, (token,), False))
            half = token
        return alone, iter(slots)

    def _search(self, shadow: str) -> tuple[list[tuple[int, int]], Iterator[Slot]]:
        literals = self._ascii_literals if shadow.isascii() else self._literals
        joined = list(_joined(shadow))
        alone = [span for literal in literals.alone for span in literal.spans(shadow)]
        alone += [(token.start, token.end) for token in joined if self._wanted(token.word)]
        return alone, self._slots(shadow, joined, literals.together)

    def _slots(self, shadow: str, joined: list[Token], together: "dict[str, _Literal]") -> Iterator[Slot]:
        found = [(*span, word) for word, literal in together.items() for span in literal.spans(shadow)]
        found += [(token.start, token.end, token.word) for token in joined if token.word in self.members]
        found.sort()
        breaks = [token.start for token in joined]
        position = before = passed = 0
        for start, group in groupby(found, lambda hit: hit[0]):
            joins = bisect_left(breaks, start)
            most = self.reach + 1 + joins - passed
            position += sum(1 for _ in islice(_PLACE.finditer(shadow, before, start), most))
            before, passed = start, joins
            held = tuple(Token(word, start, end, position) for _, end, word in group)
            yield Slot(position, position - joins, held, breaks[joins : joins + 1] == [start])


def _character_end(text: str, start: int) -> int:
    marks = _MARKS.match(text, start + 1)
    return marks.end() if marks else start + 1


class _Literal(NamedTuple):
    """A word as it is looked for in a shadow; its occurrences end `beyond` the match."""

    pattern: re.Pattern[str]
    beyond: int

    def spans(self, shadow: str) -> Iterator[tuple[int, int]]:
        beyond = self.beyond
        return ((found.start(), found.end() + beyond) for found in self.pattern.finditer(shadow))


class _Literals(NamedTuple):
    """What counts for itself, and the members."""

    alone: list[_Literal]
    together: dict[str, _Literal]


def _word(word: str, letters: str) -> _Literal:
    ideographs = None if word.isascii() else _IDEOGRAPHS.match(word)
    if not ideographs:
        return _Literal(re.compile(_beginning_of(word, letters) + f"(?!{letters})"), 0)
    if len(word) == 1:
        return _Literal(re.compile(f"{word}(?![{CJK}])"), 0)
    return _pair(word) if ideographs[0] == word else _NOWHERE


def _beginning(prefix: str, letters: str) -> _Literal:
    if not prefix.isascii() and _IDEOGRAPHS.search(prefix):
        return _pair(prefix) if _IDEOGRAPHS.fullmatch(prefix) else _NOWHERE
    return _Literal(re.compile(_beginning_of(prefix, letters) + f"{letters}*"), 0)


def _beginning_of(word: str, letters: str) -> str:
    """`word` where a word begins. It stands first, since `re` looks for a leading literal at the speed of memory."""
    literal = re.escape(word)
    return f"{literal}(?<!{letters}{literal})"


def _pair(word: str) -> _Literal:
    """Two ideographs, also where the second begins the next pair."""
    return _Literal(re.compile(f"{word[0]}(?={word[1]})"), 1) if len(word) == 2 else _NOWHERE


_NOWHERE = _Literal(re.compile(r"(?!)"), 0)


def _joined(shadow: str) -> Iterator[Token]:
    """The joined words of line-end hyphens; their positions are not known here, and 0."""
    for found in _BREAK.finditer(shadow) if "-\n" in shadow else ():
        end = found.start()
        start = end
        while start and _HALF.match(shadow, start - 1, start):
            start -= 1
        second = _HALF.match(shadow, found.end())
        assert second, "the pattern looks ahead for a letter"
        yield Token(shadow[start:end] + second[0], start, second.end(), 0)
