"""The query language: what was typed, to a Whoosh query tree, directives and notes.

    a b            both                     "a b"          in a row
    a OR b         either                   "a b"~5        any order, at most five words between
    NOT a   -a     without                  pre* w?ld      * for any letters, ? for one; a ? at the end is punctuation
    a AND b        both                     word~ word~2   one or two letters wrong
    ( )            groups                   /regex/        on whole words
    title:a text:a field:value              as-of:2024-06-30 versions:all gone:yes|no|only

NOT binds tightest, then AND, then OR; words side by side bind loosest, so `report May OR June` wants a report of
either month. While typing, what is unfinished at the very end is left out or completed, and the last word is a prefix.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from whoosh import query as wq

from search.errors import BadInput, QueryError
from search.query import leaves
from search.query.dates import parse_interval, parse_moment
from search.query.lexing import DIRECTIVES, FIELDS, WORD_FIELDS, Kind, Lexeme, lex
from search.query.nodes import ANY, Fact

Gone = Literal["yes", "no", "only"]

MAX_LENGTH = 10_000
MAX_WORDS = 256
MAX_DEPTH = 50

_DATE_FIELDS = ("date", "seen", "recorded", "modified")
_CHOICES = {"versions": ("all",), "gone": ("yes", "no", "only")}
_STRANGE_FIELD = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*):(?![/:\\\s]|\Z)")
_EMPTY = Lexeme(Kind.CLOSE, "", 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query that was understood, with its directives.

    `query` is `Every()` when nothing was asked for, `NullQuery` when what was asked for holds no word. `as_of` is an
    instant in UTC. `gone`: whether documents whose file is no longer there are found too, are left out, or are the only
    ones. `notes` say what was changed; `words` are the plain words that are wanted,
    folded, in order.
    """

    query: wq.Query
    as_of: str | None
    versions_all: bool
    gone: Gone
    notes: tuple[str, ...]
    words: tuple[str, ...]


def parse(text: str, *, typing: bool = False, today: date | None = None) -> Parsed:
    """Understand `text`. Raises `QueryError`, and nothing else, for what is no query."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"A query can hold at most {MAX_LENGTH:,} characters.", MAX_LENGTH)
    return _Parser(text, typing, today or date.today()).whole()


@dataclass(slots=True)
class _Parser:
    """One reading of one query, by recursive descent; the methods are the rules of the grammar, loosest first.

    A rule returns None when nothing is left of what it read.
    """

    text: str
    typing: bool
    today: date
    lexemes: list[Lexeme] = field(init=False)
    at: int = 0
    count: int = 0
    wordless: bool = False
    as_of: str | None = None
    versions_all: bool = False
    gone: Gone = "yes"
    given: list[Lexeme] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lexemes = list(lex(self.text))

    def whole(self) -> Parsed:
        query = self._side_by_side(0, False)
        if self.at < len(self.lexemes):
            raise QueryError("There is no open parenthesis for this one.", self.lexemes[self.at].start)
        if query is None:
            query = wq.NullQuery() if self.wordless and not self.given else wq.Every()
        return Parsed(query, self.as_of, self.versions_all, self.gone, tuple(self.notes), tuple(self.words))

    def _side_by_side(self, depth: int, negative: bool) -> wq.Query | None:
        parts: list[wq.Query | None] = []
        while self.at < len(self.lexemes) and self._here().kind is not Kind.CLOSE:
            parts.append(self._either(depth, negative))
        return _joined(wq.And, parts)

    def _either(self, depth: int, negative: bool) -> wq.Query | None:
        given = len(self.given)
        parts = [self._both(depth, negative)]
        while operator := self._operator("OR"):
            parts.append(self._both(depth, negative, operator))
            self._refuse_directives(given, "next to OR")
        return _joined(wq.Or, parts)

    def _both(self, depth: int, negative: bool, operator: Lexeme | None = None) -> wq.Query | None:
        parts = [self._one(depth, negative, operator)]
        while operator := self._operator("AND"):
            parts.append(self._one(depth, negative, operator))
        return _joined(wq.And, parts)

    def _one(self, depth: int, negative: bool, operator: Lexeme | None) -> wq.Query | None:
        """An operand. `operator` is what stands before it, for messages."""
        given = len(self.given)
        nots = 0
        while found := self._operator("NOT"):
            nots += 1
            operator = found
        self._require_operand(operator)
        if self.at == len(self.lexemes):
            return None
        query = self._primary(depth, negative != bool(nots % 2))
        if nots:
            self._refuse_directives(given, "after NOT")
        return wq.Not(query) if query is not None and nots % 2 else query

    def _require_operand(self, operator: Lexeme | None) -> None:
        here = self._here()
        last = self.at >= len(self.lexemes) - 1
        if self.at == len(self.lexemes) or here.kind is Kind.CLOSE:
            if operator and not (self.typing and self.at == len(self.lexemes)):
                raise QueryError(f"{operator.text} needs something after it.", operator.start)
        elif here.kind is Kind.OPERATOR:
            if not (self.typing and last):
                raise QueryError(f"{here.text} needs something before it.", here.start)
            self.at += 1

    def _primary(self, depth: int, negative: bool) -> wq.Query | None:
        lexeme = self._take()
        if lexeme.kind is Kind.OPEN:
            return self._group(lexeme, depth + 1, negative)
        if lexeme.kind is not Kind.FIELD:
            return self._leaf(ANY, lexeme, negative)
        if lexeme.text not in WORD_FIELDS:
            return self._valued(lexeme, self._take())
        following = self._here()
        if following.start == lexeme.end and following.kind in (Kind.WORD, Kind.PHRASE, Kind.PATTERN):
            return self._leaf(lexeme.text, self._take(), negative)
        if not (self.typing and lexeme.end == len(self.text)):
            raise QueryError(f'{lexeme.text}: needs a word or a "phrase" right after it.', lexeme.end)
        return None

    def _group(self, opening: Lexeme, depth: int, negative: bool) -> wq.Query | None:
        if depth > MAX_DEPTH:
            raise QueryError(f"Parentheses can be {MAX_DEPTH} deep at most.", opening.start)
        given = len(self.given)
        first = self.at
        query = self._side_by_side(depth, negative)
        self._refuse_directives(given, "in parentheses")
        if self.at < len(self.lexemes):
            if self.at == first:
                self.notes["Left out ( ): there is nothing in it"] = None
            self.at += 1
        elif not self.typing:
            raise QueryError("This parenthesis is not closed.", opening.start)
        return query

    def _valued(self, name: Lexeme, value: Lexeme) -> wq.Query | None:
        """A fact or a directive."""
        unfinished = self.typing and value.end == len(self.text)
        if not value.closed and not self.typing:
            raise QueryError("This quote is not closed.", value.start)
        if not value.text.strip():
            if unfinished:
                return None
            raise QueryError(f"{name.text}: needs a value right after it.", value.start)
        if name.text in DIRECTIVES:
            self._direct(name, value, unfinished)
            return None
        if name.text in _DATE_FIELDS:
            try:
                parse_interval(value.text, self.today)
            except BadInput as error:
                if unfinished:
                    return None
                raise QueryError(str(error), value.inner) from None
        self._count(1, value)
        return Fact(name.text, value.text, value.inner)

    def _direct(self, name: Lexeme, value: Lexeme, unfinished: bool) -> None:
        if any(name.text == known.text for known in self.given):
            raise QueryError(f"{name.text}: can be given once only.", name.start)
        self.given.append(name)
        choices = _CHOICES.get(name.text, ())
        try:
            if name.text == "as-of":
                self.as_of = parse_moment(value.text, self.today)
            elif value.text not in choices:
                raise BadInput(f"{name.text}: takes {' or '.join(choices)}.")
            elif name.text == "versions":
                self.versions_all = True
            else:
                self.gone = cast(Gone, value.text)
        except BadInput as error:
            if not unfinished:
                raise QueryError(str(error), value.inner) from None

    def _leaf(self, where: str, lexeme: Lexeme, negative: bool) -> wq.Query | None:
        """A word, phrase or pattern in the field `where`."""
        if lexeme.kind is Kind.PATTERN:
            self._count(1, lexeme)
            return leaves.pattern(where, lexeme.text, lexeme.inner)
        phrase = lexeme.kind is Kind.PHRASE
        query = self._phrase(where, lexeme) if phrase else self._word(where, lexeme, negative)
        if query is None and not (self.typing and lexeme.end == len(self.text)):
            self.wordless = True
            self.notes[f"Left out {self.text[lexeme.start : lexeme.end]}: there is no word in it"] = None
        return query

    def _phrase(self, where: str, lexeme: Lexeme) -> wq.Query | None:
        if not lexeme.closed and not self.typing:
            raise QueryError("This quote is not closed.", lexeme.start)
        if "*" in lexeme.text:
            self.notes["Inside quotes * is no wildcard"] = None
        words = leaves.folded_words(lexeme.text)
        self._count(len(words), lexeme)
        unfinished = self.typing and lexeme.distance == "" and lexeme.end == len(self.text)
        if lexeme.distance is None or unfinished:
            return leaves.exact(where, words)
        return leaves.near(where, words, lexeme.distance, lexeme.start)

    def _word(self, where: str, lexeme: Lexeme, negative: bool) -> wq.Query | None:
        word = lexeme.text
        if where == ANY:
            self._note_strange_field(lexeme)
        if word.endswith("?") and word.strip("*?"):
            self.notes[f"The ? at the end of {word} was read as punctuation"] = None
            word = word.rstrip("?")
        if "*" in word or "?" in word:
            query, note = leaves.wildcard(where, word)
            if note:
                self.notes[note] = None
            self._count(sum(1 for _ in query.leaves()) if query is not None else 0, lexeme)
            return query
        if query := leaves.fuzzy(where, word, lexeme.start):
            self._count(1, lexeme)
            return query
        words = leaves.folded_words(word)
        self._count(len(words), lexeme)
        if not negative:
            self.words += words
        last = lexeme.end == len(self.text) and self.text[-1:].isalnum()
        if self.typing and last and where == ANY and not negative:
            return leaves.growing(where, words)
        return leaves.exact(where, words)

    def _note_strange_field(self, lexeme: Lexeme) -> None:
        quoted = self._here().kind is Kind.PHRASE and self._here().start == lexeme.end
        strange = _STRANGE_FIELD.match(lexeme.text + '"' * quoted)
        if strange and strange[1].lower() in FIELDS:
            self.notes[f"{strange[0]} was searched as words: fields are written in small letters"] = None
        elif strange:
            self.notes[f"{strange[0]} is not a field; searched as words"] = None

    def _count(self, words: int, lexeme: Lexeme) -> None:
        self.count += words
        if self.count > MAX_WORDS:
            raise QueryError(f"A query can hold at most {MAX_WORDS} words.", lexeme.start)

    def _refuse_directives(self, given: int, where: str) -> None:
        if len(self.given) > given:
            name = self.given[given]
            raise QueryError(f"{name.text}: changes the whole query and cannot stand {where}.", name.start)

    def _here(self) -> Lexeme:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else _EMPTY

    def _take(self) -> Lexeme:
        self.at += 1
        return self.lexemes[self.at - 1]

    def _operator(self, name: str) -> Lexeme | None:
        here = self._here()
        if here.kind is Kind.OPERATOR and here.text == name:
            return self._take()
        return None


def _joined(kind: type[wq.And] | type[wq.Or], parts: list[wq.Query | None]) -> wq.Query | None:
    """One node over `parts`, with the children of nodes of the same kind taken in."""
    children: list[wq.Query] = []
    for part in parts:
        if isinstance(part, kind):
            children += part.subqueries
        elif part is not None:
            children.append(part)
    if len(children) < 2:
        return children[0] if children else None
    return kind(children)
