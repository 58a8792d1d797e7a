"""Words in quotation marks that are written like the title of a work: "The Salt Ledger"."""

import re
from collections.abc import Iterator, Sequence

from search.entities.mentions import Mention
from search.entities.sighting.candidates import Candidate, Kind

_QUOTED = re.compile(r"""["“«‘]([^\W_][^"“”«»‘\n]{0,80}[^\W_][!?]?)([,.]?)["”»’](?!\w)""")
_NOT_CAPITAL = "a an and as at by de for from in into la le not of on or over the to under upon vs with"
_SMALL = frozenset(_NOT_CAPITAL.split())
_MOST_WORDS = 10
_NICKNAME_AFTER = re.compile(r"\s[A-Z]")


def titles(text: str, taken: Sequence[Mention]) -> Iterator[Candidate]:
    """Candidates in text order, none of them touching the spans that are `taken` (sorted, not overlapping)."""
    next_taken = 0
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        while next_taken < len(taken) and taken[next_taken].end <= start:
            next_taken += 1
        if next_taken < len(taken) and taken[next_taken].start < end:
            continue
        words = match[1].split()
        if len(words) > _MOST_WORDS or not words[0][0].isupper() or not words[-1][0].isupper():
            continue
        if len(words) == 1 and (match[2] or _is_nickname(text, match.start(), match.end())):
            continue
        if all(word[0].isupper() or word in _SMALL or word[0].isdecimal() for word in words):
            yield Candidate(start, end, words, Kind.TITLE, False, False)


def _is_nickname(text: str, start: int, end: int) -> bool:
    """Whether it stands inside a name: Edward "Ned" Pargeter."""
    before = text[max(0, start - 20) : start].split()[-1:]
    return bool(before) and before[0][0].isupper() and _NICKNAME_AFTER.match(text, end) is not None
