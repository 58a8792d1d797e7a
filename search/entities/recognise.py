"""Text to mentions: who, what, where, when and how much, by rules, word lists and a vote within the document.

Built for English news, reports and speeches; takes any text, in time and space linear in its length.
"""

from itertools import chain

from search.entities.candidates import candidates
from search.entities.classify import classify
from search.entities.gazetteer.load import gazetteer
from search.entities.link import link
from search.entities.mentions import Mention
from search.entities.pipeline import further
from search.entities.values import values
from search.entities.voting import Decided, Sighting, decide


def recognise(text: str) -> list[Mention]:
    """The mentions in a text, sorted by start, not overlapping, linked within it.

    Titles ("Mr") and possessive endings are outside the spans.
    """
    known = gazetteer()
    amounts = values(text)
    sightings = []
    names: dict[str, str] = {}
    for candidate in candidates(text, amounts, known):
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
    decided = list(decide(sightings, known))
    del sightings
    if seen := further(text, chain(decided, amounts)):
        decided = sorted(decided + [Decided(*one) for one in seen])
    surfaces = [" ".join(text[one.start : one.end].split()) for one in decided]
    surfaces = [names.setdefault(surface, surface) for surface in surfaces]
    norms = link([(surface, one.type) for surface, one in zip(surfaces, decided, strict=True)])
    mentions = [Mention(*one, surface, norm) for one, surface, norm in zip(decided, surfaces, norms, strict=True)]
    return sorted(amounts + mentions)
