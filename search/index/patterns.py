"""What is typed for several words at once, as automata: wildcards and regular expressions."""

import re
import warnings
from collections.abc import Callable

from search.errors import BadInput
from search.index.automaton import Automaton, States, Test

PATTERN_LIMIT = 200

_TOKEN = re.compile(
    r"""\\[dDwWsS] | \\x[0-9a-fA-F]{2} | \\u[0-9a-fA-F]{4} | \[\^?\]?(?:\\.|[^\]\[\\])*\]   # one of several characters
      | \\[^\w\s] | [^\\\[(){}|*+?.^$]                                                    # one character
      | \{\d*,?\d*\} | \(\?: | [()|*+?.^$]                                                # structure
    """,
    re.VERBOSE | re.DOTALL,
)
_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")
_STRUCTURE = frozenset({"(", "(?:", ")", "|", "*", "+", "?", "^", "$"})

Part = Callable[[States, int], int]
"""Adds a part of a pattern to the states after a given one; returns the last state."""


def wildcard(pattern: str) -> Automaton:
    """The automaton of a word with `*` for any characters and `?` for one."""
    states = States()
    start = here = states.new()
    for character in pattern:
        if character == "*":
            states.lead(here, here, _any)
        else:
            following = states.new()
            states.lead(here, following, _any if character == "?" else character.__eq__)
            here = following
    return Automaton(states, start, here)


def regex(pattern: str) -> Automaton:
    """The automaton of a regular expression over the whole word: characters, `.`, sets, classes, groups, `|`, `*`,
    `+`, `?` and `{m,n}`, as `re` reads them; `^` and `$` only around it all.

    Raises BadInput for anything else (back-references and look-around have no automaton) and for large patterns.
    """
    if len(pattern) > PATTERN_LIMIT:
        raise BadInput(f"A pattern can have at most {PATTERN_LIMIT} characters; this one has {len(pattern)}.")
    tokens = _tokens(pattern)
    parser = _Parser(pattern, tokens[tokens[:1] == ["^"] : len(tokens) - (tokens[-1:] == ["$"])])
    states = States()
    start = states.new()
    return Automaton(states, start, parser.whole()(states, start))


def _tokens(pattern: str) -> list[str]:
    tokens = []
    place = 0
    while place < len(pattern):
        match = _TOKEN.match(pattern, place)
        if match is None:
            raise _refusal(pattern, pattern[place:])
        tokens.append(match[0])
        place = match.end()
    return tokens


def _refusal(pattern: str, rest: str) -> BadInput:
    return BadInput(f"The pattern /{pattern}/ cannot be used: {rest!r} is not understood there.")


class _Parser:
    """Recursive descent over the tokens; groups nest no deeper than the pattern is long."""

    def __init__(self, pattern: str, tokens: list[str]) -> None:
        self._pattern = pattern
        self._tokens = tokens[::-1]

    def whole(self) -> Part:
        part = self._choice()
        if self._tokens:
            raise self._unexpected()
        return part

    def _choice(self) -> Part:
        branches = [self._sequence()]
        while self._next() == "|":
            self._tokens.pop()
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else _choice(branches)

    def _sequence(self) -> Part:
        parts = []
        while (token := self._next()) and token not in ("|", ")"):
            parts.append(self._repeated(self._item()))
        return _sequence(parts)

    def _item(self) -> Part:
        token = self._next()
        if token in ("(", "(?:"):
            self._tokens.pop()
            part = self._choice()
            if self._next() != ")":
                raise self._unexpected()
            self._tokens.pop()
            return part
        if token in _STRUCTURE or _COUNT.fullmatch(token):
            raise self._unexpected()
        return _one(self._test(self._tokens.pop()))

    def _test(self, token: str) -> Test:
        if token == ".":
            return _any
        if len(token) == 1 or (len(token) == 2 and token[0] == "\\" and not token[1].isalpha()):
            return token[-1].__eq__
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)
                return re.compile(token).fullmatch
        except re.error as error:
            raise _refusal(self._pattern, token) from error

    def _repeated(self, part: Part) -> Part:
        token = self._next()
        count = _COUNT.fullmatch(token)
        if token == "*":
            least, most = 0, None
        elif token == "+":
            least, most = 1, None
        elif token == "?":
            least, most = 0, 1
        elif count is None:
            return part
        elif not (count[1] or count[2]):
            raise self._unexpected()
        else:
            least = int(count[1] or 0)
            most = least if not count[2] else int(count[3]) if count[3] else None
        if most is not None and most < least:
            raise self._unexpected()
        self._tokens.pop()
        # Lazy repetition matches the same whole words.
        if self._next() == "?":
            self._tokens.pop()
        return _repeat(part, least, most)

    def _next(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _unexpected(self) -> BadInput:
        return _refusal(self._pattern, "".join(self._tokens[::-1]) or "its end")


def _any(_: str) -> bool:
    return True


def _one(test: Test) -> Part:
    def build(states: States, here: int) -> int:
        following = states.new()
        states.lead(here, following, test)
        return following

    return build


def _sequence(parts: list[Part]) -> Part:
    def build(states: States, here: int) -> int:
        # Even nothing is a state, or `(){999999}` would count to its end.
        here = _after(states, here)
        for part in parts:
            here = part(states, here)
        return here

    return build


def _choice(branches: list[Part]) -> Part:
    def build(states: States, here: int) -> int:
        end = states.new()
        for branch in branches:
            states.lead(branch(states, _after(states, here)), end)
        return end

    return build


def _repeat(part: Part, least: int, most: int | None) -> Part:
    def build(states: States, here: int) -> int:
        for _ in range(least):
            here = part(states, here)
        if most is None:
            loop = _after(states, here)
            states.lead(part(states, loop), loop)
            return _after(states, loop)
        end = states.new()
        for _ in range(most - least):
            states.lead(here, end)
            here = part(states, here)
        states.lead(here, end)
        return end

    return build


def _after(states: States, here: int) -> int:
    following = states.new()
    states.lead(here, following)
    return following
