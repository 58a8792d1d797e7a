"""From the text of a word or phrase to the leaf of the query tree that finds it.

A word that holds several words of a text ("e-mail", "don't", 東京都) is a phrase. A single ideograph is a prefix, since
texts hold ideographs in pairs.
"""

import re
import unicodedata
import warnings
from itertools import groupby

from whoosh import query as wq

from search.errors import QueryError
from search.query.nodes import Near
from search.text.characters import CJK
from search.text.late import late
from search.text.tokens import Token, tokens

MAX_EDITS = 2
MAX_DISTANCE = 100
MAX_PATTERN = 200
MAX_REPEATS = 6

_IDEOGRAPH = late(f"[{CJK}]")
_FUZZY = re.compile(r"(.+)~([0-9]*)", re.DOTALL)
_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_REPEAT = re.compile(r"(?<!\()[*+?{]")
_REFUSED = re.compile(r"\)[*+{]|[*+?}]\+|\(\?(?!:)")
_REFUSED_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\(?![dDwWsSxu])\w")
_CAPITAL = re.compile(r"\\.|[^\W\d_]", re.DOTALL)


def folded_words(text: str) -> list[str]:
    """The words that a phrase for `text` must find, one for each position that it takes.

    The lone last ideograph of a run is left out at the end of `text`, where the text of a document may go on.
    """
    found: dict[int, Token] = {}
    for token in tokens(text):
        known = found.get(token.position)
        if known is None or token.end < known.end:
            found[token.position] = token
    ordered = list(found.values())
    if len(ordered) > 1 and ordered[-2].end == ordered[-1].end:
        ordered.pop()
    return [token.word for token in ordered]


def is_ideograph(word: str) -> bool:
    """True for a single character of a script that writes no spaces."""
    return len(word) == 1 and not word.isascii() and _IDEOGRAPH.match(word) is not None


def exact(field: str, words: list[str]) -> wq.Query | None:
    """The leaf for `words` in a row; None when there are none."""
    if not words:
        return None
    if len(words) > 1:
        return wq.Phrase(field, words)
    if is_ideograph(words[0]):
        return wq.Prefix(field, words[0])
    return wq.Term(field, words[0])


def growing(field: str, words: list[str]) -> wq.Query | None:
    """The leaf for a word whose last letters may still be to come."""
    if not words or is_ideograph(words[-1][0]):
        return exact(field, words)
    if len(words) == 1:
        return wq.Prefix(field, words[0])
    if len(words[-1]) == 1:  # the t of "don't": as a prefix it would light half the text
        return exact(field, words)
    return wq.And([exact(field, words[:-1]), wq.Prefix(field, words[-1])])


def near(field: str, words: list[str], distance: str, position: int) -> wq.Query | None:
    """The leaf for `"words"~distance`; `position` is that of the phrase, for errors."""
    distinct = tuple(dict.fromkeys(words))
    if not distance or len(distance) > 3 or int(distance) > MAX_DISTANCE:
        raise QueryError(f'Write how many words may lie between, at most {MAX_DISTANCE}: "a b"~5', position)
    if len(distinct) < 2:
        return exact(field, list(distinct))
    return Near(field, distinct, int(distance))


def fuzzy(field: str, word: str, position: int) -> wq.Query | None:
    """The leaf for `word~` and `word~2`; None when `word` is not that, or is several words."""
    found = _FUZZY.fullmatch(word)
    if not found:
        return None
    if found[2] not in ("", "1", "2"):
        raise QueryError(f"At most {MAX_EDITS} edits: write word~ or word~2", position + found.end(1))
    words = folded_words(found[1])
    if len(words) != 1:
        return None
    return wq.FuzzyTerm(field, words[0], maxdist=int(found[2] or 1), prefixlength=0)


def wildcard(field: str, word: str) -> tuple[wq.Query | None, str | None]:
    """The leaf for a word with `*` or `?`, and a note when it had to be taken apart ("e-ma*")."""
    if not word.strip("*"):
        return wq.Every(), None
    parts = ["".join(run) for wordish, run in groupby(word, _is_wordish) if wordish]
    leaves = [leaf for part in parts if (leaf := _glob(field, part))]
    if len(leaves) < 2:
        return (leaves[0] if leaves else None), None
    return wq.And(leaves), f'Searched for the parts of "{word}" as separate words: * and ? stand for letters only'


def _is_wordish(char: str) -> bool:
    return char in "*?\u00ad" or char.isalnum() or unicodedata.category(char).startswith("M")


def _glob(field: str, part: str) -> wq.Query | None:
    pieces = [(stars, "".join(run)) for stars, run in groupby(part, lambda char: char in "*?")]
    glob = []
    for stars, piece in pieces:
        words = [_tidy(piece)] if stars else folded_words(piece)
        if len(words) > 1:  # ideographs: found anywhere in a text as they are
            return exact(field, [word for stars, piece in pieces if not stars for word in folded_words(piece)])
        glob += words
    pattern = "".join(glob)
    if not pattern.strip("*?"):
        return None
    if pattern.endswith("*") and not any(char in "*?" for char in pattern[:-1]):
        return wq.Prefix(field, pattern[:-1])
    return wq.Wildcard(field, pattern)


def _tidy(stars: str) -> str:
    """`*` and `?` in a row, without the stars that add nothing: they cost time."""
    return "?" * stars.count("?") + "*" * ("*" in stars)


def pattern(field: str, expression: str, position: int) -> wq.Query:
    """The leaf for `/expression/`, which must match a whole folded word, and is put in small letters for that.

    Look-around and back-references are refused, and what could take exponential time: repeated groups, and more than
    `MAX_REPEATS` repeats.
    """
    bare = _CLASS.sub("_", expression)
    if len(expression) > MAX_PATTERN or len(_REPEAT.findall(bare)) > MAX_REPEATS:
        raise QueryError(
            f"A pattern can hold at most {MAX_PATTERN} characters and {MAX_REPEATS} repeats (* + ? {{).", position
        )
    if _REFUSED.search(bare) or _REFUSED_ESCAPE.search(expression):
        raise QueryError("A pattern cannot look around, refer back or repeat a group with *, + or {.", position)
    lowered = _CAPITAL.sub(lambda found: found[0] if found[0][0] == "\\" else found[0].lower(), expression)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(lowered)
    except re.error as error:
        raise QueryError(f"Not a pattern: {error.msg}.", position + min(error.pos or 0, len(expression))) from None
    except (OverflowError, RecursionError, Warning) as error:
        raise QueryError(f"Not a pattern: {error}.", position) from None
    return wq.Regex(field, lowered)
