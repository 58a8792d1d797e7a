"""Text to mentions: who, what, where, when and how much, by rules, word lists, a vote within the document, and a linear
classifier that weighs them.

Built for English news, reports and speeches; takes any text, in time and space linear in its length.
"""

from collections.abc import Sequence
from heapq import merge
from itertools import chain
from operator import attrgetter

from search.entities.gazetteer.load import gazetteer
from search.entities.link import link
from search.entities.mentions import Mention
from search.entities.pipeline import further
from search.entities.sighting.candidates import candidates
from search.entities.sighting.classify import classify
from search.entities.sighting.decide import Decided, decide
from search.entities.sighting.letters import whole_letters
from search.entities.sighting.sightings import Sighting
from search.entities.sighting.small import small
from search.entities.sighting.titles import titles
from search.entities.sighting.versions import with_versions
from search.entities.spans.model import Model, model
from search.entities.values.values import values


def recognise(text: str, by: Model | None = None) -> list[Mention]:
    """The mentions in a text, sorted by start, not overlapping, linked within it.

    Titles ("Mr") and possessive endings are outside the spans. `by`: another model than the installed one.
    """
    amounts = values(text)
    decided = list(with_versions(text, decide(text, sight(text, amounts), by or model()), amounts))
    if written_small := list(small(text, decided, amounts)):
        decided = sorted(decided + written_small)
    if seen := further(text, chain(decided, amounts)):
        decided = sorted(decided + [Decided(*one) for one in seen])
    names: dict[str, str] = {}
    surfaces = [" ".join(text[one.start : one.end].split()) for one in decided]
    surfaces = [names.setdefault(surface, surface) for surface in surfaces]
    norms = link(
        [(surface, one.type) for surface, one in zip(surfaces, decided, strict=True)],
        lambda one, other: text[decided[one].end : decided[other].start],
    )
    mentions = [Mention(*one, surface, norm) for one, surface, norm in zip(decided, surfaces, norms, strict=True)]
    return sorted(whole_letters(text, amounts + mentions))


def sight(text: str, taken: Sequence[Mention]) -> list[Sighting]:
    """The candidates outside the spans that are `taken` (sorted, not overlapping), with the rules' verdicts."""
    known = gazetteer()
    names: dict[str, str] = {}
    sightings = []
    for candidate in merge(titles(text, taken), candidates(text, taken, known), key=attrgetter("start")):
        name = candidate.words[0] if len(candidate.words) == 1 else " ".join(candidate.words)
        sightings.append(
            Sighting(
                candidate.start,
                candidate.end,
                names.setdefault(name, name),
                candidate.kind,
                candidate.opens,
                candidate.titled,
                *classify(text, candidate, known),
            )
        )
    return sightings
