"""What of a run of capitalised words may be a name.

Terms: a *candidate* is a run without the titles before it and without the words that only the start of a sentence made
capital; it is *titled* when a title stood before it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import takewhile
from typing import NamedTuple

from search.entities.gazetteer.load import Gazetteer
from search.entities.mentions import Mention
from search.entities.sighting.runs import Word, runs
from search.entities.values.dates import MONTHS, SHORT_MONTHS, WEEKDAYS


class Kind(Enum):
    """What makes a candidate one."""

    NAME = 1
    """Its capitals."""
    WORD = 2
    """Its capital, but it is a common word: a name only if the document shows it ("Son" after "Masayoshi Son")."""
    HEADING = 3
    """Nothing of itself: everything around it is in capitals too."""
    TITLE = 4
    """The quotation marks around it, and that it is written like the title of a work."""


class Candidate(NamedTuple):
    """`words` are without the full stops of abbreviations; `opens`: the first of them starts a sentence."""

    start: int
    end: int
    words: list[str]
    kind: Kind
    titled: bool
    opens: bool


_CALENDAR = frozenset((*MONTHS, *SHORT_MONTHS, *WEEKDAYS))
_BRIDGES = frozenset({"of", "for", "the", "&", "and", "upon", "es", "am", "sur"})
_NAME_OPENINGS = "Abu Al Ben Bin Da De Del Della Di Dos El Ibn La Le Los St St. Van Von"
_PARTICLES = frozenset(_NAME_OPENINGS.split())
_NAMESAKES = "children farmers king kings ladies men people peoples queen teachers women workers writers"
_OWNERS = frozenset(_NAMESAKES.split())
"""Who institutions and places are named after with a possessive: "People's Party", "King's Cross"."""
_COMPOUND = re.compile(
    r"(.{2,30})[-‐](?:backed|based|born|bound|controlled|educated|flagged|funded|held|led|listed|made|occupied|owned"
    r"|registered|ruled|run|speaking|style|supported|trained)"
)
"""A name with what makes an adjective of it: "London-based"."""
_AFFILIATION = re.compile(r"[DRI]-[A-Z][a-z]+")
"""The party and state of an American politician: "D-Mass."."""
_GENERATIONS = frozenset({"Jr", "Sr"})
_COURTESIES = frozenset({"Mr", "Mrs", "Ms", "Dr"})
_SENTENCE_START = re.compile(r"(?:^|[\n.!?:;•\"“”‘(\[*|]\s*|--\s*)\Z")
_WRAPPED = re.compile(r"[^\n]{20}[a-z,]\n\Z")
_SMALL_LETTER = re.compile(r"[a-zß-öø-ÿ]")
_LONGEST_ABBREVIATION = 4
_CONTEXT = 25
_LINE = 100


def without_stop(word: str) -> str:
    """`word` without the full stop of an abbreviation; "U.S." keeps both of its own, and so does an initial."""
    return word[:-1] if word[-1] == "." and len(word) > 2 and word.count(".") == 1 else word


def candidates(text: str, taken: Sequence[Mention], known: Gazetteer) -> Iterator[Candidate]:
    """Candidates in text order, none of them touching the spans that are `taken` (sorted, not overlapping)."""
    never = known.stop_words - known.word_surnames
    for run in runs(text, taken):
        if len(run) == 1 and run[0].text in never:
            continue
        if _is_heading(text, run, known):
            yield from _heading(run, known)
        elif len(run) == 1 and "-" not in run[0].text:
            yield from _trimmed(text, run, known)
        else:
            for part in _licensed_parts(run, known):
                for piece in _at_titles(part, known):
                    for name in _before_country(text, piece, known):
                        yield from _trimmed(text, name, known)


def _candidate(words: list[Word], kind: Kind, known: Gazetteer, titled: bool = False, opens: bool = False) -> Candidate:
    plain = [without_stop(word.text).replace("’", "'") for word in words]
    keeps_stop = plain[-1] in known.organisation_ends or plain[-1] in _GENERATIONS
    end = words[-1].end if keeps_stop else words[-1].start + len(plain[-1])
    return Candidate(words[0].start, end, plain, kind, titled, opens)


def _is_heading(text: str, run: list[Word], known: Gazetteer) -> bool:
    """Several words in capitals that are no abbreviations: they are long, or no small letter is on their line."""
    if len(run) < 2 or not all(word.text.isupper() or word.text == "&" for word in run):
        return False
    if _known_from(run, 0, known) == len(run) or all(len(word.text) > _LONGEST_ABBREVIATION for word in run):
        return True
    start, end = run[0].start, run[-1].end
    before = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    after = text[end : end + _LINE].partition("\n")[0]
    return not _SMALL_LETTER.search(before + after)


def _heading(words: list[Word], known: Gazetteer) -> Iterator[Candidate]:
    """Each known name in it, and each run of words in capitals that are no English words."""
    run: list[Word] = []
    first = 0
    while first < len(words):
        count = _known_from(words, first, known)
        word = words[first]
        written = without_stop(word.text).capitalize()
        is_word = written.lower() in known.lexicon or written in known.stop_words or not word.text[0].isalpha()
        if (count or is_word) and run:
            yield _candidate(run, Kind.HEADING, known)
            run = []
        if count:
            yield _candidate(words[first : first + count], Kind.HEADING, known)
        elif not is_word and (run or written not in known.titles | known.roles):
            run.append(word)
        first += count or 1
    if run:
        yield _candidate(run, Kind.HEADING, known)


def _known_from(words: list[Word], first: int, known: Gazetteer) -> int:
    """How many words from here on are a known name of several words, in capitals."""
    for count in range(min(4, len(words) - first), 1, -1):
        if _is_listed(" ".join(without_stop(word.text).capitalize() for word in words[first : first + count]), known):
            return count
    return 0


def _licensed_parts(words: list[Word], known: Gazetteer) -> Iterator[list[Word]]:
    """Split at "of", "for" and "and" ("Bank of Japan" may have them, "Obama of Illinois" not), after possessives, and
    where a new sentence begins after an abbreviation.
    """
    part: list[Word] = []
    for index, word in enumerate(words):
        owner = word.text.rstrip("s").rstrip("'’") if word.text.rstrip("s")[-1:] in ("'", "’") else ""
        if word.text in ("of", "for", "the", "and"):
            if part and _joins(word.text, part, words[index + 1 :], known):
                part.append(word)
                continue
            if part:
                yield part
            part = []
        elif compound := _COMPOUND.fullmatch(word.text):
            yield [*part, Word(word.start, compound[1])]
            part = []
        elif owner and not _belongs(word.text, owner, part, words[index + 1 :], known):
            yield [*part, Word(word.start, owner)]
            part = []
        elif part and word.text in known.stop_words and part[-1].text[-1] == "." and len(part[-1].text) > 2:
            yield part
            part = [word]
        else:
            part.append(word)
    if part:
        yield part


def _belongs(possessive: str, owner: str, before: list[Word], after: list[Word], known: Gazetteer) -> bool:
    """Whether a possessive is inside a name: "King's Cross", "St. Mary's Stadium", "Teachers' Union"."""
    if owner.lower() in _OWNERS or possessive.replace("’", "'") in known.organisations:
        return True
    if before and before[-1].text in ("St.", "St"):
        return True
    rest = list(takewhile(lambda word: word.text not in _BRIDGES, after))
    nouns = (*(word.text for word in before), owner)
    is_noun = all(noun.lower() in known.lexicon and noun not in known.titles for noun in nouns)
    return is_noun and bool(rest) and rest[-1].text in known.organisation_ends


def _joins(bridge: str, before: list[Word], after: list[Word], known: Gazetteer) -> bool:
    last = before[-1].text
    has_head = any(word.text in known.organisation_heads for word in before)
    if bridge == "the":
        return last in ("of", "for")
    if bridge != "and":
        return has_head or (bridge == "of" and last in known.place_heads)
    if not after or last.lower() not in known.lexicon or after[0].text.lower() not in known.lexicon:
        return False
    rest = list(takewhile(lambda word: word.text not in _BRIDGES, after))
    ends = any(word.text.rstrip(".") in known.organisation_ends for word in rest[1:])
    return last not in known.organisation_ends and (ends or (has_head and any(w.text in ("of", "for") for w in before)))


def _at_titles(words: list[Word], known: Gazetteer) -> Iterator[list[Word]]:
    """Split before the last title inside: "SoftBank Chairman Masayoshi Son" holds an organisation and a person.

    What stands before it is no name if it is made of English words: "Public Works Minister".
    """
    cut = 0
    if words[-1].text not in known.organisation_ends:
        for i in range(1, len(words) - 1):
            if without_stop(words[i].text) in known.titles and words[i + 1].text[0].isupper():
                cut = i
    office = " ".join(word.text for word in words[:cut])
    if cut and (_is_listed(office, known) or any(word.text.lower() not in known.lexicon for word in words[:cut])):
        yield words[:cut]
    yield words[cut:]


def _before_country(text: str, words: list[Word], known: Gazetteer) -> Iterator[list[Word]]:
    """Split a name and the country behind it in the line of a table: "Sisay Lemma Ethiopia 2:03:11"."""
    if len(words) > 2 and words[-1].text in known.places and text[words[-1].end + 1 : words[-1].end + 2].isdecimal():
        yield words[:-1]
        yield words[-1:]
    else:
        yield words


def _trimmed(text: str, words: list[Word], known: Gazetteer) -> Iterator[Candidate]:
    """The name in a piece; before it, the nationality that it starts with ("Japanese Prime Minister Ishiba")."""
    if words[0].text[0].isdecimal() and words[0].text[-1].islower() and not _is_numbered(words, known):
        words = words[1:]
        if not words:
            return
    first = words[0]
    if len(words) > 1 and (_is_listed(" ".join(word.text for word in words), known) or _is_company(words, known)):
        yield _candidate(words, Kind.NAME, known)
        return
    before = max(0, first.start - _CONTEXT)
    opens = _SENTENCE_START.search(text, before, first.start) is not None
    opens = opens and not _WRAPPED.search(text, before, first.start)
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
    if len(words) > 2 and f"{words[0].text} {words[1].text}" in known.groups and words[2].text not in _BRIDGES:
        yield _candidate(words[:2], Kind.NAME, known, opens=opens and words[0] is first)
        words, titled = _after_titles(words[2:], known)
    elif len(words) > 1 and words[-1].text in known.groups and words[0].text in known.places:
        yield _candidate(words[:-1], Kind.NAME, known, opens=opens and words[0] is first)
        words = words[-1:]
    elif len(words) > 1 and words[0].text in known.groups and not _is_named_after_a_group(words, known):
        yield _candidate(words[:1], Kind.NAME, known, opens=opens and words[0] is first)
        words, titled = _after_titles(words[1:], known)
    if not words:
        return
    opens = opens and words[0] is first
    kind = Kind.NAME
    if len(words) == 1:
        plain = without_stop(words[0].text)
        if len(plain) < 2 or plain in known.not_names or _AFFILIATION.fullmatch(plain):
            return
        if plain.lower() in known.common_words and not titled and not _is_listed(plain, known):
            kind = Kind.WORD
    yield _candidate(words, kind, known, titled, opens)


def _is_numbered(words: list[Word], known: Gazetteer) -> bool:
    """Whether an ordinal belongs to the name: "93rd Brigade", "125th Street"."""
    last = words[-1].text
    if not words[0].text.endswith(("st", "nd", "rd", "th")):
        return True
    return len(words) > 1 and (last in known.organisation_ends or last in known.place_ends)


def _after_titles(words: list[Word], known: Gazetteer) -> tuple[list[Word], bool]:
    """The words after titles, roles and words that belong to no name, and whether a title was right before them.

    A title that an institution is named after stays: "Justice Department", "King of Spain".
    """
    titled = False
    first = 0
    names_institution = without_stop(words[-1].text) in known.organisation_ends or any(
        word.text == "of" for word in words
    )
    while first < len(words):
        plain = without_stop(words[first].text)
        if plain in known.titles or plain in known.roles:
            if names_institution and len(words) - first > 1 and plain not in _COURTESIES and plain != "President":
                break
            if len(words) - first == 1 and plain not in _COURTESIES:
                return [], False
            titled = titled or plain in known.titles
        elif _is_role(words, first, known):
            titled = True
        elif words[first].text in _BRIDGES or _is_no_part(words[first].text, known):
            titled = False
        else:
            break
        first += 1
    return words[first:], titled


def _is_role(words: list[Word], index: int, known: Gazetteer) -> bool:
    """Whether a noun for persons stands before a name: "Landlady Moira Tulloch"."""
    if index + 1 == len(words):
        return False
    word, following = words[index].text, without_stop(words[index + 1].text)
    return (
        "p" in known.nouns.get(word.lower(), "")
        and word not in known.surnames
        and word not in known.first_names
        and following.lower() not in known.lexicon
        and following not in known.places
        and words[-1].text not in known.organisation_ends
    )


def _is_no_part(word: str, known: Gazetteer) -> bool:
    return word in known.stop_words or word in _CALENDAR


def _only_opens(words: list[Word], known: Gazetteer) -> bool:
    """Whether the first word is capital only because a sentence starts with it."""
    first = words[0].text
    if len(words) > 1 and first in _PARTICLES:
        return False
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
    if words[1].text in known.organisation_heads and any(word.text in ("of", "for") for word in words):
        return True
    return f"{words[0].text} {words[1].text}" in known.groups or _is_listed(" ".join(w.text for w in words), known)


def _is_company(words: list[Word], known: Gazetteer) -> bool:
    """Whether it is a known name with a legal form or the like: "Time Warner Inc."."""
    name = " ".join(word.text for word in words[:-1])
    return without_stop(words[-1].text) in known.organisation_ends and name in known.organisations


def _is_listed(name: str, known: Gazetteer) -> bool:
    return (
        name in known.organisations
        or name in known.places
        or name in known.groups
        or name in known.events
        or name in known.products
    )
