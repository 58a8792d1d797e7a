"""The query as lexemes: words, phrases, fields with their values, operators and parentheses.

White space separates. A *field* is one of `FIELDS` followed by a colon; any other colon belongs to the word around it,
so that addresses, times and `C++::names` stay words. A *value* is what follows the colon of a field that the catalogue
answers, or of a directive: it is kept as typed. A *pattern* is `/…/` alone between white space or parentheses, without
a slash or white space inside: `/usr/share` and `/usr/share/` are words.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from search.query.nodes import ENTITY_FIELDS, FACT_FIELDS, TEXT, TITLE

DIRECTIVES = ("as-of", "versions", "gone")
WORD_FIELDS = (TITLE, TEXT)
FIELDS = frozenset((*WORD_FIELDS, *FACT_FIELDS, *ENTITY_FIELDS, *DIRECTIVES))

_OPERATORS = frozenset(("AND", "OR", "NOT"))
_QUOTES = '"“”„‟＂'
_SPACE = re.compile(r"\s+")
_QUOTE = re.compile(f"[{_QUOTES}]")
_FIELD = re.compile(r"([a-z]+(?:-[a-z]+)*):")
_PATTERN = re.compile(r"/((?:[^/\s\\]|\\\S)+)/(?=[\s)]|\Z)")
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_DISTANCE = re.compile(r"~([0-9]*)")


class Kind(Enum):
    """What a lexeme is."""

    WORD = auto()
    PHRASE = auto()
    PATTERN = auto()
    FIELD = auto()
    VALUE = auto()
    OPERATOR = auto()
    OPEN = auto()
    CLOSE = auto()


class Lexeme(NamedTuple):
    """A piece of the query. `text` is without its quotes or slashes, and starts at `inner`.

    `closed`: the closing quote was there. `distance` is what follows `~` after a phrase ("" when nothing does), None
    without one. A VALUE that was left out is there and empty.
    """

    kind: Kind
    text: str
    start: int
    end: int
    inner: int
    closed: bool = True
    distance: str | None = None


def lex(query: str) -> Iterator[Lexeme]:
    """The lexemes of `query`, in order. Any string has some."""
    at = 0
    while at < len(query):
        if space := _SPACE.match(query, at):
            at = space.end()
            continue
        lexeme = _next(query, at)
        yield lexeme
        if lexeme.kind is Kind.FIELD and lexeme.text not in WORD_FIELDS:
            lexeme = _value(query, lexeme.end)
            yield lexeme
        at = lexeme.end


def _next(query: str, at: int) -> Lexeme:
    char = query[at]
    before = query[at - 1 : at].strip()
    if char == "(":
        return Lexeme(Kind.OPEN, char, at, at + 1, at)
    if char == ")":
        return Lexeme(Kind.CLOSE, char, at, at + 1, at)
    if char in _QUOTES:
        return _phrase(query, at)
    if char == "-" and before in ("", "(") and _negates(query, at):
        return Lexeme(Kind.OPERATOR, "NOT", at, at + 1, at)
    # A colon before a lexeme is that of a field, a minus that of an exclusion: elsewhere they are within a word.
    if before in ("", "(", ":", "-"):
        if pattern := _PATTERN.match(query, at):
            return Lexeme(Kind.PATTERN, pattern[1], at, pattern.end(), at + 1)
        field = _FIELD.match(query, at)
        if field and field[1] in FIELDS and before != ":":
            return Lexeme(Kind.FIELD, field[1], at, field.end(), at)
    word = _WORD.match(query, at)
    assert word, "white space, quotes and parentheses are dealt with above"
    kind = Kind.OPERATOR if word[0] in _OPERATORS and before not in (":", "-") else Kind.WORD
    return Lexeme(kind, word[0], at, word.end(), at)


def _negates(query: str, at: int) -> bool:
    """A minus excludes what touches it; `--verbose`, `-` and `-)` are just words."""
    following = query[at + 1 : at + 2]
    return bool(following) and not following.isspace() and following not in "-)"


def _phrase(query: str, at: int) -> Lexeme:
    end = _QUOTE.search(query, at + 1)
    if not end:
        return Lexeme(Kind.PHRASE, query[at + 1 :], at, len(query), at + 1, closed=False)
    text = query[at + 1 : end.start()]
    if distance := _DISTANCE.match(query, end.end()):
        return Lexeme(Kind.PHRASE, text, at, distance.end(), at + 1, distance=distance[1])
    return Lexeme(Kind.PHRASE, text, at, end.end(), at + 1)


def _value(query: str, at: int) -> Lexeme:
    """The value at `at`: quoted, or up to white space or to a parenthesis that it did not open itself."""
    if query[at : at + 1] and query[at] in _QUOTES:
        phrase = _phrase(query, at)
        end = at + 2 + len(phrase.text) if phrase.closed else phrase.end
        return Lexeme(Kind.VALUE, phrase.text, at, end, at + 1, phrase.closed)
    depth = 0
    end = at
    while end < len(query) and not query[end].isspace():
        depth += (query[end] == "(") - (query[end] == ")")
        if depth < 0:
            break
        end += 1
    return Lexeme(Kind.VALUE, query[at:end], at, end, at)
