"""Candidates with what the rules say of them, and what the rules say of the document's names as a whole.

"Son" alone is a common word, "Stargate" alone is nothing; after "Masayoshi Son" and "Stargate Project" they are names.
Terms: every sure sighting *votes* for the type of its name; the *poll* is the count of the votes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.entities.gazetteer.load import Gazetteer
from search.entities.keys import initials
from search.entities.mentions import EntityType
from search.entities.sighting.candidates import Kind
from search.entities.sighting.classify import Certainty

_PART_OF_A_NAME = 6
"""Votes of a full name for its surname, and of an organisation for its name without the last word."""
_BEGINNING = 4000
"""Characters that show how a text is written."""
_CARELESS = re.compile(
    r"(?:^|[.!?]\s)[a-z]|(?<![\w.])i\b(?!\.)|(?<!\w)[@#]\w|!!|\?\?|\b(?:lol|omg|u|ur|im|dont|gonna)\b", re.M
)
_SENTENCE = re.compile(r"[.!?](?:\s|$)|\n")
_MOST_CARELESS = 0.3
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "dos", "ibn", "la", "le", "ten", "ter", "van", "von"}
)


class Sighting(NamedTuple):
    """A candidate with the verdict on it, kept small: a document holds hundreds of thousands. `name` is its words."""

    start: int
    end: int
    name: str
    kind: Kind
    opens: bool
    titled: bool
    type: EntityType | None
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Poll:
    """What the document shows of its names.

    `winners`: the type that the sure sightings give a name; `shown`: single words that a longer name shows to be
    names; `inside`: common words that are capital inside a sentence; `initials` of the names of several words;
    `counts`: how often a name is seen; `folded`: names without case to a winner, for headings; `casual`: the text is
    written as people chat, so that capitals mean less.
    """

    winners: Mapping[str, EntityType]
    shown: frozenset[str]
    inside: frozenset[str]
    initials: frozenset[str]
    counts: Mapping[str, int]
    folded: Mapping[str, EntityType]
    casual: bool


def poll(text: str, sightings: Sequence[Sighting], known: Gazetteer) -> Poll:
    """The count of all votes, and how the text is written."""
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    shown: set[str] = set()
    counts = Counter(one.name for one in sightings)
    for one in sightings:
        if one.type is None or not one.certainty:
            continue
        votes[one.name][one.type] += one.certainty * one.certainty
        first, _, last = one.name.rpartition(" ")
        if one.type is EntityType.PERSON and (first or one.titled):
            shown.add(last)
            if first and one.certainty >= Certainty.LIKELY:
                votes[last][EntityType.PERSON] += _PART_OF_A_NAME
                for part in _other_parts(first, last, known):
                    shown.add(part)
                    votes[part][EntityType.PERSON] += _PART_OF_A_NAME // 2
        elif one.type is EntityType.ORGANISATION and last in known.organisation_ends and _is_own(first, known):
            shown.add(first)
            if one.certainty >= Certainty.LIKELY:
                votes[first][EntityType.ORGANISATION] += _PART_OF_A_NAME
    winners = {name: max(sorted(types), key=types.__getitem__) for name, types in votes.items()}
    return Poll(
        winners,
        frozenset(shown),
        frozenset(one.name for one in sightings if one.kind is Kind.WORD and not one.opens),
        frozenset(_initials(counts)),
        counts,
        {name.casefold(): winner for name, winner in winners.items()},
        _is_casual(text[:_BEGINNING]),
    )


def _is_own(name: str, known: Gazetteer) -> bool:
    """Whether an organisation without its last word is still itself: "Stargate", but not "New York" of an orchestra."""
    return bool(name) and name not in known.places and name not in known.groups


def _other_parts(first: str, last: str, known: Gazetteer) -> Iterator[str]:
    """What else a person may be called: "De Ruyter" after "Andre de Ruyter", "Xi" after "Xi Jinping"."""
    *_, before = first.split(" ")
    if before in _PARTICLES:
        yield f"{before} {last}"
        yield f"{before.capitalize()} {last}"
    if " " not in first and first not in known.first_names and len(first) > 1 and first[-1] != ".":
        yield first


def _is_casual(text: str) -> bool:
    """Whether there is a careless place in more than three of ten sentences."""
    return len(_CARELESS.findall(text)) > _MOST_CARELESS * (len(_SENTENCE.findall(text)) + 1)


def is_shown(one: Sighting, poll: Poll, known: Gazetteer) -> bool:
    """Whether a common word may be a name here: it is part of a longer name, or known and capital inside a sentence."""
    return one.name in poll.shown or (one.name in poll.inside and one.name in known.organisations)


def _initials(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        if " " in name:
            letters = initials(name.split())
            if len(letters) > 1:
                yield letters
