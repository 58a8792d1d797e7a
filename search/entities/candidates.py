"""What of a run of capitalised words may be a name.

Terms: a *candidate* is a run without the titles before it and without the words that only the start of a sentence made
capital; it is *titled* when a title stood before it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from search.entities.dates import MONTHS, SHORT_MONTHS, WEEKDAYS
from search.entities.gazetteer.load import Gazetteer
from search.entities.mentions import Mention
from search.entities.runs import Word, runs


class Kind(Enum):
    """What makes a candidate one."""

    NAME = 1
    """Its capitals."""
    WORD = 2
    """Its capital, but it is a common word: a name only if the document shows it ("Son" after "Masayoshi Son")."""
    HEADING = 3
    """Nothing of itself: everything around it is in capitals too."""


class Candidate(NamedTuple):
    """`words` are without the full stops of abbreviations; `opens`: the first of them starts a sentence."""

    start: int
    end: int
    words: list[str]
    kind: Kind
    titled: bool
    opens: bool


_CALENDAR = frozenset((*MONTHS, *SHORT_MONTHS, *WEEKDAYS))
_BRIDGES = frozenset({"of", "for", "the", "&"})
_COURTESIES = frozenset({"Mr", "Mrs", "Ms", "Dr"})
_SENTENCE_START = re.compile(r"(?:^|[\n.!?:;•\"“”‘(\[*|]\s*|--\s*)\Z")
_SMALL_LETTER = re.compile(r"[a-zß-öø-ÿ]")
_LONGEST_ABBREVIATION = 4
_CONTEXT = 25
_LINE = 100


def without_stop(word: str) -> str:
    """`word` without the full stop of an abbreviation; "U.S." keeps both of its own, and so does an initial."""
    return word[:-1] if word[-1] == "." and len(word) > 2 and word.count(".") == 1 else word


def candidates(text: str, taken: Sequence[Mention], known: Gazetteer) -> Iterator[Candidate]:
    """Candidates in text order, none of them touching the spans that are `taken` (sorted, not overlapping)."""
    for run in runs(text, taken):
        if _is_heading(text, run):
            yield from _heading(run, known)
        elif len(run) == 1:
            yield from _trimmed(text, run, known)
        else:
            for part in _licensed_parts(run, known):
                for piece in _at_titles(part, known):
                    yield from _trimmed(text, piece, known)


def _candidate(words: list[Word], kind: Kind, known: Gazetteer, titled: bool = False, opens: bool = False) -> Candidate:
    plain = [without_stop(word.text) for word in words]
    end = words[-1].end if plain[-1] in known.organisation_ends else words[-1].start + len(plain[-1])
    return Candidate(words[0].start, end, plain, kind, titled, opens)


def _is_heading(text: str, run: list[Word]) -> bool:
    """Several words in capitals that are no abbreviations: they are long, or no small letter is on their line."""
    if len(run) < 2 or not all(word.text.isupper() or word.text == "&" for word in run):
        return False
    if all(len(word.text) > _LONGEST_ABBREVIATION for word in run):
        return True
    start, end = run[0].start, run[-1].end
    before = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    after = text[end : end + _LINE].partition("\n")[0]
    return not _SMALL_LETTER.search(before + after)


def _heading(words: list[Word], known: Gazetteer) -> Iterator[Candidate]:
    """Each run of words in capitals that are no common words."""
    run: list[Word] = []
    for word in (*words, None):
        if word is not None:
            written = without_stop(word.text).capitalize()
            if word.text != "&" and written.lower() not in known.common_words and written not in known.stop_words:
                if run or written not in known.titles | known.roles:
                    run.append(word)
                continue
        if run:
            yield _candidate(run, Kind.HEADING, known)
        run = []


def _licensed_parts(words: list[Word], known: Gazetteer) -> Iterator[list[Word]]:
    """Split at "of" and "for" ("Bank of Japan" may have them, "Obama of Illinois" not) and where a new sentence begins
    after an abbreviation.
    """
    part: list[Word] = []
    for word in words:
        if word.text in ("of", "for", "the"):
            licensed = part and (
                part[-1].text in known.organisation_heads
                or part[0].text in known.organisation_heads
                or (word.text == "of" and part[-1].text in known.place_heads)
                or (word.text == "the" and part[-1].text in ("of", "for"))
            )
            if licensed:
                part.append(word)
                continue
            if part:
                yield part
            part = []
        elif part and word.text in known.stop_words and part[-1].text[-1] == "." and len(part[-1].text) > 2:
            yield part
            part = [word]
        else:
            part.append(word)
    if part:
        yield part


def _at_titles(words: list[Word], known: Gazetteer) -> Iterator[list[Word]]:
    """Split before the last title inside: "SoftBank Chairman Masayoshi Son" holds an organisation and a person."""
    cut = 0
    if words[-1].text not in known.organisation_ends:
        for i in range(1, len(words) - 1):
            if without_stop(words[i].text) in known.titles and words[i + 1].text[0].isupper():
                cut = i
    if cut:
        yield words[:cut]
    yield words[cut:]


def _trimmed(text: str, words: list[Word], known: Gazetteer) -> Iterator[Candidate]:
    """The name in a piece; before it, the nationality that it starts with ("Japanese Prime Minister Ishiba")."""
    first = words[0]
    if len(words) > 1 and _is_listed(" ".join(word.text for word in words), known):
        yield _candidate(words, Kind.NAME, known)
        return
    opens = _SENTENCE_START.search(text, max(0, first.start - _CONTEXT), first.start) is not None
    words, titled = _after_titles(words, known)
    if not words:
        if without_stop(first.text) in known.word_surnames:
            yield _candidate([first], Kind.WORD, known, opens=opens)
        return
    if opens and words[0] is first and _only_opens(words, known):
        if len(words) == 1:
            yield _candidate(words, Kind.WORD, known, opens=True)
        words = words[1:]
    while words and (words[-1].text in _BRIDGES or _is_no_part(words[-1].text, known)):
        if len(words) == 2 and words[1].text in known.word_surnames and words[0].text in known.first_names:
            break
        words = words[:-1]
    if len(words) > 1 and words[0].text in known.groups and not _is_named_after_a_group(words, known):
        yield _candidate(words[:1], Kind.NAME, known, opens=opens and words[0] is first)
        words, titled = _after_titles(words[1:], known)
    if not words:
        return
    opens = opens and words[0] is first
    kind = Kind.NAME
    if len(words) == 1:
        plain = without_stop(words[0].text)
        if len(plain) < 2 or plain in known.not_names:
            return
        if plain.lower() in known.common_words and not titled and not _is_listed(plain, known):
            kind = Kind.WORD
    yield _candidate(words, kind, known, titled, opens)


def _after_titles(words: list[Word], known: Gazetteer) -> tuple[list[Word], bool]:
    """The words after titles, roles and words that belong to no name, and whether a title was right before them.

    A title that an institution is named after stays: "Justice Department", "King of Spain".
    """
    titled = False
    first = 0
    names_institution = words[-1].text in known.organisation_ends or any(word.text == "of" for word in words)
    while first < len(words):
        plain = without_stop(words[first].text)
        if plain in known.titles or plain in known.roles:
            if names_institution and len(words) - first > 1 and plain not in _COURTESIES and plain != "President":
                break
            if len(words) - first == 1 and plain not in _COURTESIES:
                return [], False
            titled = titled or plain in known.titles
        elif words[first].text in _BRIDGES or _is_no_part(words[first].text, known):
            titled = False
        else:
            break
        first += 1
    return words[first:], titled


def _is_no_part(word: str, known: Gazetteer) -> bool:
    return word in known.stop_words or word in _CALENDAR


def _only_opens(words: list[Word], known: Gazetteer) -> bool:
    """Whether the first word is capital only because a sentence starts with it."""
    first = words[0].text
    if first.lower() not in known.common_words or first in known.places or first in known.groups:
        return False
    if first in known.organisations:
        return len(words) == 1
    named = words[-1].text in known.organisation_ends or first in known.organisation_heads or first in known.first_names
    return not (len(words) > 1 and named)


def _is_named_after_a_group(words: list[Word], known: Gazetteer) -> bool:
    last = words[-1].text
    if last in known.organisation_ends or last in known.place_ends or last in known.event_ends:
        return True
    return f"{words[0].text} {words[1].text}" in known.groups or _is_listed(" ".join(w.text for w in words), known)


def _is_listed(name: str, known: Gazetteer) -> bool:
    return name in known.places or name in known.organisations or name in known.groups or name in known.events
