"""A text as words with places: one definition for indexing, for queries and for finding matches.

A word is a run of letters, digits and marks. A run of CJK characters, which writes no spaces, gives a bigram at each
character but the last and that one alone; so two characters are found with one look, and one character by prefix.

When a line ends in a hyphen, both readings hold: the halves are words at positions p and p+1, and the joined word is at
p besides, marked by `JOIN` at p in an analysis. A phrase therefore goes on from p at p+1, or at p+2 where JOIN is at p.
"""

import re
from array import array
from bisect import insort
from collections.abc import Generator, Iterator
from itertools import pairwise
from typing import NamedTuple

from search.text.characters import CJK, HYPHENS, IGNORABLE, KANA_VOICING, MARKS
from search.text.folding import fold
from search.text.late import late

JOIN = "\u00ad"
"""The pseudo-word at the position of every joined word."""

PIECE = 1 << 20
"""Code points of a text that are analysed at a time: what bounds the memory for words not yet counted."""

_LETTER = rf"[^\W\d_{CJK}{KANA_VOICING}]"
# The character before the hyphen is looked at last: hyphens at line ends are rare, and searching for them is fast.
_BREAK = rf"[{HYPHENS}]\n(?<=[^\W\d_].\n|[{MARKS}].\n)[ \t]*(?={_LETTER})"
_WORD = rf"[^\W_{KANA_VOICING}](?:[\w{KANA_VOICING}{MARKS}{IGNORABLE}]*[\w{KANA_VOICING}{MARKS}])?"
_ASCII_BREAK = r"-\n(?<=[A-Za-z]-\n)[ \t]*(?=[A-Za-z])"

# Underscores are taken out of the text beforehand: a set can add to \w but not take away from it.
_WORDS = late(_WORD)
_WORDS_AND_BREAKS = late(rf"({_WORD})({_BREAK})?")
_BREAKS = late(_BREAK)
_ASCII_WORDS = re.compile(r"[A-Za-z0-9]+")
_ASCII_WORDS_AND_BREAKS = re.compile(rf"([A-Za-z0-9]+)({_ASCII_BREAK})?")
_ASCII_BREAKS = re.compile(_ASCII_BREAK)
_CJK_RUN = late(rf"[{CJK}][{CJK}{KANA_VOICING}{MARKS}{IGNORABLE}]*")
_CJK_CHARACTER = late(rf"[{CJK}](?:[{KANA_VOICING}{MARKS}{IGNORABLE}]*[{KANA_VOICING}{MARKS}])?")
# A piece may end before a character that no word and no line-end hyphen can hold.
_PIECE_END = late(rf"(?<=[^\s{HYPHENS}])\s|[^\w\s{CJK}{KANA_VOICING}{MARKS}{IGNORABLE}{HYPHENS}]")


class Token(NamedTuple):
    """A folded word, its span in the text and its position: how many words were before it."""

    word: str
    start: int
    end: int
    position: int


class Analysis(NamedTuple):
    """All words of a text with their positions, ascending (typecode "I"); `length` is how many positions there are."""

    positions: dict[str, "array[int]"]
    length: int


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of `text[start:end]` in text order; spans are offsets into `text`, positions count from `start`.

    The window is read as if it were the whole text. A joined word follows its first half.
    """
    window = text if start == 0 and end is None else text[start:end]
    position = 0
    for first, last, is_cjk in _stretches(window):
        tokens_of = _cjk_tokens if is_cjk else _ordinary_tokens
        position = yield from tokens_of(window[first:last], start + first, position)


def words(text: str) -> list[str]:
    """The folded words of a short piece (a query word, a title) in order.

    Joined words are left out, and so is the last character of a CJK run of several: "東京都" is 東京, 京都.
    """
    found: list[str] = []
    for first, last, is_cjk in _stretches(text):
        if is_cjk:
            grams = _cjk_words(text[first:last])
            found += grams[:-1] or grams
        else:
            found += _ordinary_words(text[first:last])
    return found


class Run(NamedTuple):
    """Words of a text that follow each other, as they stand: their terms are what `fold` makes of them.

    `joined` are the words that were broken at a line end, each with the index in `words` of its first half.
    """

    words: list[str]
    joined: list[tuple[int, str]]


def runs(text: str) -> Iterator[Run]:
    """All words of `text` in order, some at a time; positions count on from one run to the next."""
    for piece in _pieces(text):
        for first, last, is_cjk in _stretches(piece):
            stretch = piece[first:last]
            yield Run(_cjk_words(stretch), []) if is_cjk else _ordinary_run(stretch)


def analyse(text: str) -> Analysis:
    """The tokens of `text`, inverted: each word with its positions, and JOIN with those of the joined words."""
    positions: dict[str, array[int]] = {}
    length = 0
    for run in runs(text):
        for position, word in enumerate(run.words, length):
            positions.setdefault(fold(word), array("I")).append(position)
        for place, word in run.joined:
            insort(positions.setdefault(word, array("I")), length + place)
            positions.setdefault(JOIN, array("I")).append(length + place)
        length += len(run.words)
    return Analysis(positions, length)


def _ordinary_run(stretch: str) -> Run:
    is_ascii = stretch.isascii()
    find = (_ASCII_WORDS if is_ascii else _WORDS).findall
    # The pieces between line-end hyphens: each break makes one word of the words beside it.
    parts = _ASCII_BREAKS.split(stretch.lower()) if is_ascii else _BREAKS.split(stretch.replace("_", " "))
    words = find(parts[0])
    joined = []
    for before, part in pairwise(parts):
        found = find(part)
        # A mark that belongs to no word can stand before a hyphen.
        if words and before.endswith(words[-1]):
            joined.append((len(words) - 1, fold(words[-1]) + fold(found[0])))
        words += found
    return Run(words, joined)


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > PIECE:
        boundary = _PIECE_END.search(text, start + PIECE)
        if boundary is None:
            break
        yield text[start : boundary.start()]
        start = boundary.start()
    yield text[start:] if start else text


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """The text as stretches without CJK, and runs of CJK."""
    start = 0
    if not text.isascii():
        for run in _CJK_RUN.finditer(text):
            if run.start() > start:
                yield start, run.start(), False
            yield run.start(), run.end(), True
            start = run.end()
    if start < len(text):
        yield start, len(text), False


def _ordinary_tokens(stretch: str, offset: int, position: int) -> Generator[Token, None, int]:
    is_ascii = stretch.isascii()
    pattern = _ASCII_WORDS_AND_BREAKS if is_ascii else _WORDS_AND_BREAKS
    half: Token | None = None
    for match in pattern.finditer(stretch.lower() if is_ascii else stretch.replace("_", " ")):
        start, end = match.span(1)
        word = match[1] if is_ascii else fold(match[1])
        token = Token(word, offset + start, offset + end, position)
        if half is not None:
            yield Token(half.word + token.word, half.start, token.end, half.position)
        yield token
        half = token if match[2] is not None else None
        position += 1
    return position


def _ordinary_words(stretch: str) -> list[str]:
    if stretch.isascii():
        return _ASCII_WORDS.findall(stretch.lower())
    return list(map(fold, _WORDS.findall(stretch.replace("_", " "))))


def _cjk_tokens(run: str, offset: int, position: int) -> Generator[Token, None, int]:
    characters = list(_CJK_CHARACTER.finditer(run))
    grams = _cjk_words(run)
    for place, word in enumerate(grams):
        start = offset + characters[place].start()
        end = offset + characters[min(place + 1, len(grams) - 1)].end()
        yield Token(word, start, end, position + place)
    return position + len(grams)


def _cjk_words(run: str) -> list[str]:
    characters = list(map(fold, _CJK_CHARACTER.findall(run)))
    return [*map(str.__add__, characters, characters[1:]), characters[-1]]
