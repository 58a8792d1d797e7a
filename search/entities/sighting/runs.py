"""Runs of capitalised words: all that a name in English can be, and much that is none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.entities.gazetteer.load import gazetteer
from search.entities.mentions import Mention


class Word(NamedTuple):
    """A word of a run as written, with the full stop of an abbreviation; also "of", "and", "&" inside a run, a nickname
    in its quotes, and the possessive before another word.
    """

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


_CAPITAL = "A-Z" + "".join(
    letter
    for first, end in ((0xC0, 0x590), (0x1E00, 0x2000))
    for letter in map(chr, range(first, end))
    if letter.isupper()
)
_LETTER = r"[\w\u0300-\u036f]"
"""With the marks that a decomposed letter is written with."""
_GAP = r"[ \n\u00a0]{1,3}"
_ABBREVIATION = "(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|St|Lt|Col|Capt|Rev|Maj|Sgt|Adm|Jr|Sr|Inc|Corp|Co|Ltd|Cos|Bros|Mt)"
_SHOPS = "(?:Christie|Domino|Kohl|Levi|Lloyd|Macy|McDonald|Moody|Sainsbury|Sotheby|Wendy)"
"""Whose possessive is the name."""
_WORD = rf"""(?:{_SHOPS}['’]s\b
    | [0-9]{{1,3}}(?:st|nd|rd|th)(?=[ ][{_CAPITAL}])
    | [{_CAPITAL}]\.(?:[{_CAPITAL}]\.){{1,6}}
    | [{_CAPITAL}]\.(?=[ \n][“"]?[{_CAPITAL}])
    | {_ABBREVIATION}\.
    | [{_CAPITAL}]{_LETTER}*(?:['’‐‑-](?![sS]\b){_LETTER}+){{0,6}}(?:['’]s?(?=[ \n][{_CAPITAL}]))?
    | [a-z]{{1,2}}[{_CAPITAL}]{_LETTER}+
    | [0-9]{{1,4}}[{_CAPITAL}]{_LETTER}+
    | (?:al|el)-[{_CAPITAL}]{_LETTER}+)"""
_BETWEEN = rf"""(?:(?:of|for){_GAP}(?:the{_GAP})? | and{_GAP}
    | d(?:e|el|er|en|ella|i|a|os|as|u){_GAP}(?:la{_GAP}|los{_GAP})?
    | v[ao]n{_GAP}(?:de[mnr]?{_GAP})? | (?:bin|ibn|al|el|la|le|ter|ten|zu|y|upon|es|am|sur){_GAP} | al- | el- | &{_GAP}
    | [“"][{_CAPITAL}][^\W\d_]{{1,14}}[”"]{_GAP})"""
_RUN = re.compile(
    rf"(?<![\w\u0300-\u036f@#/.-]){_WORD}(?:(?:{_GAP}{_BETWEEN}?|&){_WORD}){{0,14}}(?:{_GAP}(?:plc|gmbh|oyj?)\b)?",
    re.X,
)
_PIECE = re.compile(r"[^ \n\u00a0&]+|&")
_UNUSUAL_GAP = re.compile(r"\n|[ \u00a0]{2}")
_LONGEST_WORD = 40
_SHORTEST_LINE, _LONGEST_LINE = 25, 200
_LINES_AROUND = 400
_SMALL_WORD = re.compile(r"(?<!\w)[a-zß-öø-ÿ]{2,}")
_PROSE = re.compile(r"[a-zß-öø-ÿ]{2,}[ ,;]+(?:[^ \n]+ +){0,20}[a-zß-öø-ÿ]{2}")


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
        if len(gap) > 2 or gap.count("\n") > 1 or ("\n" in gap and not _is_wrapped(text, before, word)):
            parts.append([])
        parts[-1].append(word)
    return parts


def _is_wrapped(text: str, before: Word, word: Word) -> bool:
    """Whether the line break before `word` is there only because the word had no room on the line above.

    It had none if with it the line above would be as long as any line of the paragraph; and the lines must be prose.
    Where lines are ragged, the two words must look like parts of one name.
    """
    line_break = text.rfind("\n", 0, word.start)
    above = text[max(0, line_break - _LINES_AROUND) : line_break].rpartition("\n\n")[2].split("\n")[-4:]
    below = text[line_break + 1 : line_break + _LINES_AROUND].partition("\n\n")[0].split("\n")[:4]
    last = above[-1]
    if before.text.isupper() and word.text.isupper():
        return False
    if _SMALL_WORD.search(last) and _are_parts(before.text, word.text):
        return True
    if not _SHORTEST_LINE <= len(last) < _LONGEST_LINE or not (_PROSE.search(last) or _PROSE.search(below[0])):
        return False
    return len(last) + 1 + len(word.text) >= max(map(len, (*above[:-1], *below)))


def _are_parts(first: str, second: str) -> bool:
    known = gazetteer()
    return (
        first.islower()
        or first in known.first_names
        or first in known.place_heads
        or second.rstrip(".") in known.organisation_ends
        or second in known.place_ends
        or f"{first} {second}" in known.places
        or f"{first} {second}" in known.organisations
    )
