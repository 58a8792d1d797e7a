"""Runs of capitalised words: all that a name in English can be, and much that is none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.entities.mentions import Mention


class Word(NamedTuple):
    """A word of a run as written, with the full stop of an abbreviation; also "of", "for", "the", "&" inside a run."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΑ-ΩА-ЯЁ"
_GAP = r"[ \n\u00a0]{1,3}"
_ABBREVIATION = "(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|St|Lt|Col|Capt|Rev|Maj|Sgt|Adm|Jr|Sr|Inc|Corp|Co|Ltd|Cos|Bros|Mt)"
_WORD = rf"""(?:[{_CAPITAL}]\.(?:[{_CAPITAL}]\.){{1,6}}
    | [{_CAPITAL}]\.(?=[ \n][{_CAPITAL}])
    | {_ABBREVIATION}\.
    | [{_CAPITAL}]\w*(?:['’‐‑-](?![sS]\b)\w+){{0,6}}
    | [a-z]{{1,2}}[{_CAPITAL}]\w+
    | [0-9]{{1,4}}[{_CAPITAL}]\w+
    | (?:al|el)-[{_CAPITAL}]\w+)"""
_BETWEEN = rf"""(?:(?:of|for){_GAP}(?:the{_GAP})?
    | d(?:e|el|ella|i|a|os|as|u){_GAP}(?:la{_GAP}|los{_GAP})?
    | v[ao]n{_GAP}(?:de[mnr]?{_GAP})? | (?:bin|ibn|al|el|la|le|ter|ten|zu|y){_GAP} | al- | el- | &{_GAP})"""
_RUN = re.compile(rf"(?<![\w@#/.-]){_WORD}(?:(?:{_GAP}{_BETWEEN}?|&){_WORD}){{0,11}}", re.X)
_PIECE = re.compile(r"[^ \n\u00a0&]+|&")
_UNUSUAL_GAP = re.compile(r"\n|[ \u00a0]{2}")
_LONGEST_WORD = 40
_SHORTEST_LINE, _LONGEST_LINE = 45, 200


def runs(text: str, taken: Sequence[Mention]) -> Iterator[list[Word]]:
    """Runs in text order, none of them touching the spans that are `taken` (sorted, not overlapping)."""
    next_taken = 0
    for match in _RUN.finditer(text):
        start, end = match.span()
        run = match[0]
        if " " not in run and "\n" not in run and "&" not in run and "\u00a0" not in run:
            words = [Word(start, run)]
        else:
            words = [Word(start + piece.start(), piece[0]) for piece in _PIECE.finditer(run)]
        while next_taken < len(taken) and taken[next_taken].end <= start:
            next_taken += 1
        parts = [words]
        if next_taken < len(taken) and taken[next_taken].start < end:
            parts = _around(words, taken, next_taken)
        if _UNUSUAL_GAP.search(run):
            parts = [piece for part in parts for piece in _at_gaps(text, part)]
        for part in parts:
            if len(run) <= _LONGEST_WORD or max(len(word.text) for word in part) <= _LONGEST_WORD:
                yield part


def _around(words: list[Word], taken: Sequence[Mention], index: int) -> list[list[Word]]:
    """The words before, between and after taken spans."""
    parts: list[list[Word]] = [[]]
    for word in words:
        while index < len(taken) and taken[index].end <= word.start:
            index += 1
        if index < len(taken) and taken[index].start < word.end:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _at_gaps(text: str, words: list[Word]) -> list[list[Word]]:
    """Split at columns, blank lines, and line breaks that no wrapping explains."""
    parts = [[words[0]]]
    for before, word in pairwise(words):
        gap = text[before.end : word.start]
        if len(gap) > 2 or gap.count("\n") > 1 or ("\n" in gap and not _is_wrapped(text, word)):
            parts.append([])
        parts[-1].append(word)
    return parts


def _is_wrapped(text: str, word: Word) -> bool:
    """Whether the line break before `word` is there only because the word had no room on the line above.

    It had none if with it the line above would be longer than the line below; both must have the length of prose.
    """
    line_break = text.rfind("\n", 0, word.start)
    above = line_break - (text.rfind("\n", max(0, line_break - _LONGEST_LINE), line_break) + 1)
    below_end = text.find("\n", word.start, word.start + _LONGEST_LINE)
    below = (min(len(text), word.start + _LONGEST_LINE) if below_end < 0 else below_end) - line_break
    return _SHORTEST_LINE <= above < _LONGEST_LINE and above + 1 + len(word.text) >= below - 1
