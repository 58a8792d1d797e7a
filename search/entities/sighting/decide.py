"""The type of each sighting, from its own scores and those of the other sightings of its name."""

from collections.abc import Iterator, Sequence
from math import sqrt
from operator import add
from typing import NamedTuple

from search.entities.gazetteer.load import gazetteer
from search.entities.mentions import EntityType
from search.entities.sighting.candidates import Kind
from search.entities.sighting.sightings import Sighting, is_shown, poll
from search.entities.spans.features import view
from search.entities.spans.labels import LABELS
from search.entities.spans.model import Model, Scores

_BOLDNESS = 0.25
"""Taken from the score of naming nothing: the texts of the learning name less than news does."""


class Decided(NamedTuple):
    """A span that names something of this type."""

    start: int
    end: int
    type: EntityType


def decide(text: str, sightings: Sequence[Sighting], by: Model) -> Iterator[Decided]:
    """The sightings that name something, in their order, with their types.

    Of n sightings of one name, each weighs its own scores, and the difference of all the others by 1 / sqrt(n).
    """
    known = gazetteer()
    end = 0
    counted = poll(text, sightings, known)
    kept = []
    scores: list[Scores] = []
    sums: dict[str, tuple[int, Scores]] = {}
    for index, one in enumerate(sightings):
        if one.kind is Kind.WORD and not is_shown(one, counted, known):
            continue
        own = by(view(text, sightings, index, counted))
        kept.append(one)
        scores.append(own)
        before = sums.get(one.name)
        sums[one.name] = (1, own) if before is None else (before[0] + 1, tuple(map(add, before[1], own)))
    for one, own in zip(kept, scores, strict=True):
        number, total = sums[one.name]
        if number > 1:
            weight = 1 / sqrt(number)
            own = tuple(mine + (all_ - mine) * weight for mine, all_ in zip(own, total, strict=True))
        own = (own[0] - _BOLDNESS, *own[1:])
        kind = LABELS[own.index(max(own))]
        if one.start < end or (one.kind is Kind.TITLE and kind is not EntityType.WORK):
            continue
        if kind is not None:
            yield Decided(one.start, one.end, kind)
            end = one.end
