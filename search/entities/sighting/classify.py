"""The type of a candidate by what is known of its words and what stands around it.

Terms: *certainty* says how far to trust a type: `CERTAIN` stands against the rest of the document, `LIKELY` and
`POSSIBLE` vote and can be outvoted, a `GUESS` has no vote.
"""

import re
from enum import IntEnum
from typing import NamedTuple

from search.entities.gazetteer.load import Gazetteer
from search.entities.mentions import EntityType
from search.entities.sighting.candidates import Candidate, Kind

PERSON, ORGANISATION, PLACE, GROUP, PRODUCT, WORK, EVENT = (
    EntityType.PERSON,
    EntityType.ORGANISATION,
    EntityType.PLACE,
    EntityType.GROUP,
    EntityType.PRODUCT,
    EntityType.WORK,
    EntityType.EVENT,
)


class Certainty(IntEnum):
    """How far to trust a type."""

    GUESS = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


class Verdict(NamedTuple):
    """`type` is None when only the rest of the document can tell."""

    type: EntityType | None
    certainty: Certainty


_UNKNOWN = Verdict(None, Certainty.GUESS)
_INITIALS = re.compile(r"[A-Z]\.?(?:[A-Z]\.)*")
_CAMEL = re.compile(r"[^\W\d_]*[a-z][A-Z]|.*[^\W\d_].*\d")
_STORMS = frozenset({"Cyclone", "Hurricane", "Operation", "Tropical", "Typhoon"})
_BUSINESS = re.compile(
    r"[A-Z][^\W\d_]{1,14}(?:bank|com|corp|gas|gaz|media|neft|net|pharma|soft|tech|tel|telecom|works)"
)
_PAPERS = frozenset({"Daily", "Evening"})
_MODEL = re.compile(r"[A-Z]{1,5}-?[0-9]{1,4}[A-Za-z]?(?:-[0-9]{1,4})?")
_ACTS = re.compile(
    r"\s(?:said|says|told|added|noted|wrote|argued|explained|joked|recalled|scored|won|beat|who|resigned|was\sborn|died)\b"
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|outside|across|throughout|towards?|around|into)\s"
    r"(?:the\s|northern\s|southern\s|eastern\s|western\s|central\s|nearby\s|downtown\s)?\Z"
)
_DATELINE = re.compile(
    r"(?:,[ ][A-Z][\w. ]{1,20})?(?:,?[ ](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?[ ][0-9]{1,2}\b"
    r"|[ ][0-9]{4}-[0-9]{2}-[0-9]{2}|[ ]\((?:[A-Z]{2,5}|Reuters|Kyodo|Xinhua|dpa)\)|[ ](?:--|[–—])[ ])"
)
_SCORE = re.compile(r"[ ]{1,12}[0-9]{1,3}(?=[ ,;.\n(]|\Z)")
_SCORED = re.compile(r"[0-9][,;.]?[ ]\Z")
_TEAM_AHEAD = re.compile(
    r"[ ](?:manager|coach|striker|midfielder|goalkeeper|defender|captain|winger|goalie|quarterback|pitcher|fans"
    r"|beat|lost[ ]to|drew[ ](?:[0-9]|with)|defeated|edged|thrashed|trounced|won[ ][0-9]|scored|clinched"
    r"|[0-9]{1,2}-[0-9]{1,2}\b)"
)
_TEAM_BEHIND = re.compile(
    r"\b(?:beat|beating|defeated|defeating|edged|thrashed|trounced|lost[ ]to|losing[ ]to|drew[ ](?:with|at)"
    r"|[0-9]{1,2}-[0-9]{1,2}[ ](?:to|over|against|at|with|by)|win[ ]over|victory[ ]over|defeat[ ](?:by|to))[ ]\Z"
)
_DATELINE_AHEAD = 44
_BEHIND, _AHEAD = 25, 14


def classify(text: str, candidate: Candidate, known: Gazetteer) -> Verdict:
    """The verdict on one candidate by itself."""
    if candidate.kind is Kind.WORD:
        return _UNKNOWN
    words = candidate.words
    if candidate.kind is Kind.TITLE:
        return Verdict(WORK, Certainty.POSSIBLE)
    if candidate.kind is Kind.HEADING:
        if _is_dateline(text, candidate):
            return Verdict(PLACE, Certainty.CERTAIN)
        return _heading(words, known)
    return (
        _listed(text, candidate, known)
        or (_several(words, known) if len(words) > 1 else None)
        or _by_context(text, candidate, known)
    )


def _heading(words: list[str], known: Gazetteer) -> Verdict:
    """Only what lists hold: in capitals, everything looks like a name."""
    written = [word.capitalize() for word in words]
    name = " ".join(written)
    if name in known.events:
        return Verdict(EVENT, Certainty.LIKELY)
    if name in known.groups:
        return Verdict(GROUP, Certainty.LIKELY)
    if name in known.places or " ".join(words) in known.places:
        return Verdict(PLACE, Certainty.LIKELY)
    if name in known.organisations or " ".join(words) in known.organisations:
        return Verdict(ORGANISATION, Certainty.LIKELY)
    if len(words) > 1 and written[0] in known.first_names and written[-1] in known.surnames:
        return Verdict(PERSON, Certainty.LIKELY)
    return _UNKNOWN


def _listed(text: str, candidate: Candidate, known: Gazetteer) -> Verdict | None:
    words = candidate.words
    name = words[0] if len(words) == 1 else " ".join(words)
    last = words[-1]
    if name in known.groups:
        return Verdict(GROUP, Certainty.CERTAIN)
    if name in known.organisations:
        return Verdict(ORGANISATION, Certainty.CERTAIN)
    if name in known.products:
        return Verdict(PRODUCT, Certainty.CERTAIN)
    if name in known.events:
        return Verdict(EVENT, Certainty.CERTAIN)
    named_by_end = len(words) > 1 and last in known.organisation_ends
    if candidate.titled and not named_by_end:
        return Verdict(PERSON, Certainty.CERTAIN)
    if named_by_end or (len(words) > 1 and ("&" in words or _has_head(words, known))):
        return Verdict(ORGANISATION, Certainty.CERTAIN)
    if _is_dateline(text, candidate):
        return Verdict(PLACE, Certainty.CERTAIN)
    if name in known.places:
        if name not in known.countries and _plays(text, candidate):
            return Verdict(ORGANISATION, Certainty.CERTAIN)
        if name not in known.name_places:
            return Verdict(PLACE, Certainty.CERTAIN)
        if len(words) > 1 or not _ACTS.match(text, candidate.end, candidate.end + _AHEAD):
            return Verdict(PLACE, Certainty.LIKELY)
    if len(words) == 1 and len(name) > 3 and name.isupper() and name.capitalize() in known.places:
        team = name.capitalize() not in known.countries and _plays(text, candidate)
        return Verdict(ORGANISATION if team else PLACE, Certainty.CERTAIN)
    return None


def _is_dateline(text: str, candidate: Candidate) -> bool:
    """Whether a place is what agencies begin a text with: "HOBART, Feb. 3 (Reuters) -"."""
    start = candidate.start
    if start and text[start - 1] != "\n":
        return False
    return _DATELINE.match(text, candidate.end, candidate.end + _DATELINE_AHEAD) is not None


def _plays(text: str, candidate: Candidate) -> bool:
    """Whether a place means its team: in a line of scores, or beside what only teams do and have."""
    start, end = candidate.start, candidate.end
    if _SCORE.match(text, end, end + _AHEAD) and (
        not start or text[start - 1] == "\n" or _SCORED.search(text, max(0, start - 4), start)
    ):
        return True
    if _TEAM_AHEAD.match(text, end, end + _BEHIND) is not None:
        return True
    return _TEAM_BEHIND.search(text, max(0, start - _BEHIND), start) is not None


def _has_head(words: list[str], known: Gazetteer) -> bool:
    return words[0] in known.organisation_heads and ("of" in words or "for" in words)


def _several(words: list[str], known: Gazetteer) -> Verdict | None:
    """A name of several words by the words it is made of."""
    first, last = words[0], words[-1]
    if last in known.place_ends:
        return Verdict(PLACE, Certainty.CERTAIN)
    if first in _STORMS:
        return Verdict(EVENT, Certainty.CERTAIN)
    if last in known.event_ends and first not in known.first_names:
        return Verdict(EVENT, Certainty.LIKELY)
    if first in _PAPERS or any(word in known.organisation_ends for word in words[1:]):
        return Verdict(ORGANISATION, Certainty.LIKELY)
    if first in known.place_heads and first not in known.first_names:
        return Verdict(PLACE, Certainty.LIKELY)
    if len(words) <= 4 and first.lower() not in known.common_words and not last.isupper():
        if first in known.first_names:
            return Verdict(PERSON, Certainty.CERTAIN)
        if _INITIALS.fullmatch(first) and len(last) > 2:
            return Verdict(PERSON, Certainty.LIKELY)
        if last in known.surnames and not first.isupper():
            return Verdict(PERSON, Certainty.LIKELY)
    return None


def _by_context(text: str, candidate: Candidate, known: Gazetteer) -> Verdict:
    words, start, end = candidate.words, candidate.start, candidate.end
    count, last = len(words), words[-1]
    if count <= 2 and _SCORE.match(text, end, end + _AHEAD) and _plays(text, candidate):
        return Verdict(ORGANISATION, Certainty.LIKELY)
    if count == 1 and last.isupper() and 2 <= len(last) <= 6:
        return Verdict(ORGANISATION, Certainty.LIKELY)
    if _MODEL.fullmatch(last):
        return Verdict(PRODUCT, Certainty.POSSIBLE)
    if count == 1 and _BUSINESS.fullmatch(last) and last not in known.surnames:
        return Verdict(ORGANISATION, Certainty.LIKELY)
    if count == 1 and _CAMEL.match(last):
        return Verdict(ORGANISATION, Certainty.POSSIBLE)
    if _ACTS.match(text, end, end + _AHEAD):
        return Verdict(PERSON, Certainty.POSSIBLE)
    if count <= 2 and _PLACED.search(text, max(0, start - _BEHIND), start):
        return Verdict(PLACE, Certainty.POSSIBLE)
    if count == 1:
        if last in known.surnames or last in known.first_names:
            return Verdict(PERSON, Certainty.POSSIBLE)
        return _UNKNOWN
    if any(word in known.groups for word in words):
        return _UNKNOWN
    common = [word.lower() in known.common_words for word in words]
    if (
        count <= 3
        and all(map(str.isalpha, words))
        and not any(common[:-1])
        and (not common[-1] or last in known.word_surnames)
    ):
        return Verdict(PERSON, Certainty.POSSIBLE)
    return Verdict(ORGANISATION, Certainty.GUESS)
