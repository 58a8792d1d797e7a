"""Forms to entities across the collection: which norms are one, and under what name.

Terms: a *group* is the norms that are one entity; a *merge* is a norm that joined another, with the reason. Names that
only look alike are never merged: two people whose names differ by a letter are two people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from search.entities.keys import normal_form, with_legal_form
from search.entities.mentions import EntityType

Key = tuple[EntityType, str]
"""A type and a norm: what documents already hold to be one."""

_MOST_PERCENT = 90
"""Share of the mentions of a short name that one person must have to be meant by it where nobody is named in full."""


class FormCount(NamedTuple):
    """A distinct (type, surface, norm) of the collection with its number of mentions. `form` is the caller's id."""

    form: int
    type: EntityType
    surface: str
    norm: str
    mentions: int


class Reason(StrEnum):
    """Why a norm is taken for another."""

    MIDDLE_INITIAL = "middle initial"
    SURNAME = "surname"
    LINKED = "linked within documents"


class Merge(NamedTuple):
    """`norm` is meant to be `same_as`."""

    norm: str
    same_as: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Group:
    """One entity. `forms` and `norms` are sorted; `merges` says why there is more than one norm."""

    type: EntityType
    name: str
    norms: tuple[str, ...]
    forms: tuple[int, ...]
    mentions: int
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Every form in exactly one group; groups are sorted by type and name."""

    groups: tuple[Group, ...]
    group_of: Mapping[int, int]
    """Form to index in `groups`."""


def resolve(forms: Iterable[tuple[int, EntityType, str, str, int]]) -> Resolution:
    """Group the forms of a collection. Pure, and the same for any order of the forms.

    `forms` are rows of the shape of `FormCount`.
    """
    rows = sorted(map(FormCount._make, forms))
    mass: Counter[Key] = Counter()
    for row in rows:
        mass[row.type, row.norm] += row.mentions
    merges = _merges(rows, mass)
    members: dict[Key, list[Key]] = defaultdict(list)
    for key in sorted(mass):
        members[_root(key, merges)].append(key)
    by_key: dict[Key, list[FormCount]] = defaultdict(list)
    for row in rows:
        by_key[row.type, row.norm].append(row)
    groups = sorted(
        (_group(root, keys, by_key, mass, merges) for root, keys in members.items()),
        key=lambda group: (group.type, group.name, group.norms),
    )
    return Resolution(tuple(groups), {form: index for index, group in enumerate(groups) for form in group.forms})


def _merges(rows: list[FormCount], mass: Counter[Key]) -> dict[Key, Merge]:
    """At most one merge out of each norm.

    Following them never leads in a circle: single words go to names of several, and those only to shorter ones of
    several.
    """
    merges = _middle_initials(mass)
    merges = _linked(rows, mass, merges) | merges
    return _surnames(mass, merges) | merges


def _middle_initials(mass: Counter[Key]) -> dict[Key, Merge]:
    """ "donald j trump" is "donald trump", unless another "donald x trump" is known too."""
    with_initial: dict[str, list[str]] = defaultdict(list)
    for kind, norm in sorted(mass):
        words = norm.split()
        if kind is EntityType.PERSON and len(words) == 3 and len(words[1]) == 1:
            with_initial[f"{words[0]} {words[2]}"].append(norm)
    return {
        (EntityType.PERSON, full[0]): Merge(full[0], plain, Reason.MIDDLE_INITIAL)
        for plain, full in with_initial.items()
        if len(full) == 1 and (EntityType.PERSON, plain) in mass
    }


def _linked(rows: list[FormCount], mass: Counter[Key], merges: dict[Key, Merge]) -> dict[Key, Merge]:
    """An abbreviation or a name with middle names, to what nearly all documents that explain it linked it to."""
    linked: dict[Key, Counter[Key]] = defaultdict(Counter)
    for row in rows:
        key = row.type, normal_form(row.surface, row.type)
        if key in mass and key not in merges and _explains(key, row.norm) and row.norm != with_legal_form(row.surface):
            linked[key][_root((row.type, row.norm), merges)] += row.mentions
    found = {}
    for key in sorted(linked):
        meant = _dominant(linked[key])
        if meant is not None:
            found[key] = Merge(key[1], meant[1], Reason.LINKED)
    return found


def _explains(key: Key, norm: str) -> bool:
    """Whether `norm` may be the full name for an abbreviation, or the usual name of a person for one with middle names.

    A first name is neither: elsewhere it is somebody else's.
    """
    words = len(key[1].split())
    if key[0] is EntityType.PERSON:
        return words > len(norm.split()) > 1
    return words == 1 and " " in norm


def _surnames(mass: Counter[Key], merges: dict[Key, Merge]) -> dict[Key, Merge]:
    """A surname alone, to the one person whom nearly all mentions of people of that name are about."""
    bearers: dict[str, Counter[Key]] = defaultdict(Counter)
    for key, mentions in mass.items():
        if key[0] is EntityType.PERSON and " " in key[1]:
            bearers[key[1].rpartition(" ")[2]][_root(key, merges)] += mentions
    found = {}
    for key in sorted(mass):
        if key[0] is EntityType.PERSON and key[1] in bearers:
            meant = _dominant(bearers[key[1]])
            if meant is not None:
                found[key] = Merge(key[1], meant[1], Reason.SURNAME)
    return found


def _dominant(mass: Counter[Key]) -> Key | None:
    if not mass:
        return None
    best = max(sorted(mass), key=mass.__getitem__)
    return best if 100 * mass[best] >= _MOST_PERCENT * mass.total() else None


def _root(key: Key, merges: dict[Key, Merge]) -> Key:
    while key in merges:
        key = (key[0], merges[key].same_as)
    return key


def _group(
    root: Key, keys: list[Key], by_key: dict[Key, list[FormCount]], mass: Counter[Key], merges: dict[Key, Merge]
) -> Group:
    rows = [row for key in keys for row in by_key[key]]
    return Group(
        type=root[0],
        name=_display_name(rows, root[1]),
        norms=tuple(sorted(norm for _, norm in keys)),
        forms=tuple(sorted(row.form for row in rows)),
        mentions=sum(mass[key] for key in keys),
        merges=tuple(merges[key] for key in keys if key in merges),
    )


def _display_name(rows: list[FormCount], norm: str) -> str:
    """The most frequent of the surfaces with as many words as the group's norm, or of all if there is none."""
    mentions: Counter[str] = Counter()
    for row in rows:
        mentions[row.surface] += row.mentions
    full = [surface for surface in mentions if len(surface.split()) == len(norm.split())] or list(mentions)
    return min(full, key=lambda surface: (-mentions[surface], -len(surface), surface))
