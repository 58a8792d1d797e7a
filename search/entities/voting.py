"""What a document as a whole says about the types of its names: each sure mention votes for the unsure ones.

"Son" alone is a common word, "Stargate" alone is nothing; after "Masayoshi Son" and "Stargate Project" they are names.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.entities.candidates import Kind
from search.entities.classify import ORGANISATION, PERSON, Certainty
from search.entities.gazetteer.load import Gazetteer
from search.entities.mentions import EntityType

_PART_OF_A_NAME = 6
"""Votes of a full name for its surname, and of an organisation for its name without the last word."""


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


class Decided(NamedTuple):
    """A span that names something of this type."""

    start: int
    end: int
    type: EntityType


def decide(sightings: Sequence[Sighting], known: Gazetteer) -> Iterator[Decided]:
    """The sightings that name something, in their order, with the types that the document gives them."""
    votes, shown = _votes(sightings, known)
    winners = {name: max(sorted(types), key=types.__getitem__) for name, types in votes.items()}
    inside_sentences = {one.name for one in sightings if one.kind is Kind.WORD and not one.opens}
    folded: dict[str, EntityType] | None = None
    for one in sightings:
        kind = one.type
        if one.kind is Kind.WORD:
            if one.name not in inside_sentences or not (one.name in shown or one.name in known.organisations):
                continue
            kind = winners.get(one.name, ORGANISATION)
        elif one.kind is Kind.HEADING:
            if folded is None:
                folded = {name.casefold(): winner for name, winner in winners.items()}
            kind = folded.get(one.name.casefold(), kind)
        elif one.certainty < Certainty.CERTAIN:
            kind = winners.get(one.name, kind)
        if kind is not None:
            yield Decided(one.start, one.end, kind)


def _votes(sightings: Sequence[Sighting], known: Gazetteer) -> tuple[dict[str, Counter[EntityType]], set[str]]:
    """Votes by name, and the single words that a longer name shows to be names."""
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    shown: set[str] = set()
    for one in sightings:
        if one.type is None or not one.certainty:
            continue
        votes[one.name][one.type] += one.certainty * one.certainty
        first, _, last = one.name.rpartition(" ")
        if one.type is PERSON and (first or one.titled):
            shown.add(last)
            if first and one.certainty >= Certainty.LIKELY:
                votes[last][PERSON] += _PART_OF_A_NAME
        elif one.type is ORGANISATION and first and last in known.organisation_ends:
            shown.add(first)
            if one.certainty >= Certainty.LIKELY:
                votes[first][ORGANISATION] += _PART_OF_A_NAME
    return votes, shown
