"""What people decided about names, and what follows from it.

Terms: a *judgement* is one dated decision, never changed: that two names are the same or are different, that a name is
none, is of another type, is to be called otherwise or is watched, or that an earlier judgement is undone. Its *anchor*
is a `Key` (a type and a normal form, for every mention of a name) or a `Place` (one mention in one text, told by its
quote and what stands around it, as the W3C's Web Annotation Data Model does with its text quote selector). The later
judgement wins, by its instant. *Verdicts* are what the judgements in force say about names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from search.entities.keys import normal_form
from search.entities.mentions import EntityType, Key, Mention


class Kind(StrEnum):
    """What a judgement says of its subject."""

    SAME = "same"
    """It is its object, under whose name it goes from now on."""
    DIFFERENT = "different"
    """It is not its object."""
    REJECT = "reject"
    """It names nothing."""
    RETYPE = "retype"
    """It is of the type that is its object."""
    RENAME = "rename"
    """It is to be called by its object."""
    WATCH = "watch"
    """It is to be marked wherever it is listed."""
    UNDO = "undo"
    """The judgement that it names does not count."""


class Place(NamedTuple):
    """One mention. `text` is the text's digest in hexadecimal, `start` and `end` its offsets there, `quote` what stands
    between them, `prefix` and `suffix` up to `CONTEXT` code points around it. `type` and `norm` are as recognised, None
    when nothing was recognised there.
    """

    text: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    type: EntityType | None
    norm: str | None


CONTEXT = 32
_LEAST_CONTEXT = 5

APART = "#"
"""Begins the last word of a norm that belongs to one text; no name has it in its normal form."""

Anchor = Key | Place


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. `id` is 32 hexadecimal digits drawn when it was made, `at` its instant to the microsecond.

    `object` is the other anchor of same and different, the type of retype, the name of rename, else None. `undoes` is
    the id of the judgement that an undo takes back; its subject is that judgement's.
    """

    id: str
    at: str
    kind: Kind
    subject: Anchor
    object: Anchor | str | None = None
    reason: str | None = None
    undoes: str | None = None


class Edge(NamedTuple):
    """That two names are the same, or are not."""

    same: bool
    subject: Key
    object: Key


class Given(NamedTuple):
    """A name that was given at an instant."""

    at: str
    name: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is in force about names. `edges` come latest first, one for each two names. `retyped` leads from what was
    recognised to what it is. `names` are what to call them; `rejected` name nothing.
    """

    edges: tuple[Edge, ...] = ()
    retyped: Mapping[Key, Key] = field(default_factory=dict)
    rejected: frozenset[Key] = frozenset()
    names: Mapping[Key, Given] = field(default_factory=dict)
    watched: frozenset[Key] = frozenset()

    def meant(self, key: Key) -> Key:
        """What a name is that was recognised as `key`."""
        return self.retyped.get(key, key)


NONE = Verdicts()


def in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those that nobody undid, without the undoings; in the order of their instants. An undoing may be undone."""
    undone: set[str] = set()
    kept = []
    for judgement in sorted(judgements, key=_when, reverse=True):
        if judgement.id in undone:
            continue
        if judgement.undoes is not None:
            undone.add(judgement.undoes)
        else:
            kept.append(judgement)
    return kept[::-1]


def verdicts(judgements: Iterable[Judgement]) -> Verdicts:
    """What judgements say about names, when those in force are replayed in the order of their instants."""
    edges: dict[frozenset[Key], Edge] = {}
    retyped: dict[Key, Key] = {}
    rejected: set[Key] = set()
    names: dict[Key, Given] = {}
    watched: set[Key] = set()
    for judgement in in_force(judgements):
        key, other = judgement.subject, judgement.object
        if not isinstance(key, Key):
            continue
        if judgement.kind is Kind.REJECT:
            rejected.add(key)
        elif judgement.kind is Kind.WATCH:
            watched.add(key)
        elif judgement.kind is Kind.RENAME and isinstance(other, str):
            names[key] = Given(judgement.at, other)
        elif judgement.kind is Kind.RETYPE and isinstance(other, str):
            _retype(retyped, key, Key(EntityType(other), key.norm))
        elif isinstance(other, Key) and other != key:
            pair = frozenset((key, other))
            edges.pop(pair, None)
            edges[pair] = Edge(judgement.kind is Kind.SAME, key, other)
    return Verdicts(tuple(reversed(edges.values())), retyped, frozenset(rejected), names, frozenset(watched))


def _retype(retyped: dict[Key, Key], key: Key, to: Key) -> None:
    for before, now in list(retyped.items()):
        if now == key:
            retyped[before] = to
    retyped[key] = to


def restored(mentions: Iterable[Mention], judgements: Iterable[Judgement]) -> list[Mention]:
    """The mentions of a text as they were recognised, before any of these judgements about places in it."""
    first: dict[tuple[int, int], Place] = {}
    for judgement in sorted(judgements, key=_when):
        if isinstance(judgement.subject, Place):
            first.setdefault((judgement.subject.start, judgement.subject.end), judgement.subject)
    kept = [one for one in mentions if (one.start, one.end) not in first]
    for place in first.values():
        if place.type is not None and place.norm is not None:
            kept.append(Mention(place.start, place.end, place.type, " ".join(place.quote.split()), place.norm))
    return sorted(kept)


def corrected(mentions: Sequence[Mention], judgements: Iterable[Judgement]) -> list[Mention]:
    """The mentions of a text, recognised, as judgements about places in it want them."""
    found = list(mentions)
    for judgement in in_force(judgements):
        if isinstance(judgement.subject, Place):
            found = _corrected(found, judgement, judgement.subject)
    return sorted(found)


def _corrected(mentions: list[Mention], judgement: Judgement, place: Place) -> list[Mention]:
    there = next((one for one in mentions if (one.start, one.end) == (place.start, place.end)), None)
    others = [one for one in mentions if one.end <= place.start or place.end <= one.start]
    if judgement.kind is Kind.REJECT:
        return others
    surface = " ".join(place.quote.split())
    kind = there.type if there is not None else place.type
    wanted = judgement.object
    if isinstance(wanted, Key):
        if judgement.kind is Kind.SAME:
            return [*others, Mention(place.start, place.end, wanted.type, surface, wanted.norm)]
        kind = kind or wanted.type
        return [*others, Mention(place.start, place.end, kind, surface, apart(surface, kind, place.text))]
    if judgement.kind is Kind.RETYPE and isinstance(wanted, str):
        kind = EntityType(wanted)
        return [*others, Mention(place.start, place.end, kind, surface, normal_form(surface, kind))]
    return mentions


def apart(surface: str, kind: EntityType, text: str) -> str:
    """The norm of a name that stands, in one text, for none of those who bear it elsewhere."""
    return f"{normal_form(surface, kind)} {APART}{text[:8]}"


def located(place: Place, text: str, digest: str) -> Place | None:
    """The place in another text that says the same there: of those with its quote, the one with most of the same around
    it, and with at least a word of it on one side; None when there is none.
    """
    best, most = None, _LEAST_CONTEXT - 1
    at = text.find(place.quote)
    while at >= 0:
        end = at + len(place.quote)
        alike = _shared(text[max(0, at - CONTEXT) : at][::-1], place.prefix[::-1])
        alike += _shared(text[end : end + CONTEXT], place.suffix)
        if alike > most:
            best, most = place._replace(text=digest, start=at, end=end), alike
        at = text.find(place.quote, at + 1)
    return best


def _shared(one: str, other: str) -> int:
    """How many code points both begin with; all of them when neither has more, being at the end of a text."""
    count = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return CONTEXT if count == len(one) == len(other) else count


def _when(judgement: Judgement) -> tuple[str, str]:
    return judgement.at, judgement.id
