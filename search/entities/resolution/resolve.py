"""Names to entities across the collection: which are one, and what it is called.

Terms: a *group* is the keys that are one entity; a *merge* is a key that joined another, with the reason. Names that
only look alike are never merged: two people whose names differ by a letter are two people. What people judged stands
before every rule. A *block* holds all names that a rule could bring together, so that what is new is resolved with
its blocks alone, to the same outcome as with everything.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from search.entities.keys import initials, normal_form
from search.entities.mentions import EntityType, Key
from search.entities.resolution.grouping import Grouping
from search.entities.resolution.judging import APART, NONE, Verdicts

_MOST_PERCENT = 90
"""Share of the mentions of a short name that one person must have to be meant by it where nobody is named in full."""


class FormCount(NamedTuple):
    """A distinct (type, surface, norm) of the collection with its number of mentions."""

    type: EntityType
    surface: str
    norm: str
    mentions: int


class Reason(StrEnum):
    """Why a name is taken for another."""

    MIDDLE_INITIAL = "middle initial"
    SURNAME = "surname"
    LINKED = "linked within documents"
    JUDGED = "judged the same"
    RETYPED = "judged to be of another type"


class Merge(NamedTuple):
    """`key` is meant to be `same_as`."""

    key: Key
    same_as: Key
    reason: Reason


@dataclass(frozen=True, slots=True)
class Group:
    """One entity. `root` is the key that it has its type, number and name from. `keys` are all of its keys, sorted, one
    with a type given by people too; `merges` says why there is more than one. A `rejected` one is none.
    """

    root: Key
    name: str
    keys: tuple[Key, ...]
    mentions: int
    merges: tuple[Merge, ...]
    rejected: bool = False


def block_of(key: Key, surface: str) -> str | None:
    """The block of a name that is written `surface` somewhere. None: as far as that shows, no rule makes it one of any.

    The blocks of all surfaces of a name are one, as far as there are any: its last word for a person, the abbreviation
    that it has or is for an organisation or a place.
    """
    words = key.norm.split()
    if not words or APART in words[-1]:
        return None
    if key.type is EntityType.PERSON:
        return f"{key.type} {words[-1]}"
    if key.type in (EntityType.ORGANISATION, EntityType.PLACE):
        short = words[0] if len(words) == 1 else initials(words)
        return f"{key.type} {short}" if normal_form(surface, key.type) == short else None
    return None


def resolve(forms: Iterable[FormCount], verdicts: Verdicts = NONE) -> tuple[Group, ...]:
    """Group the names of a collection, or of whole blocks of it with those that judgements bring together with them;
    every key in exactly one group, sorted by type, name and keys. Pure, and the same for any order of the forms.
    """
    rows = sorted(forms)
    of_key: dict[Key, list[FormCount]] = defaultdict(list)
    retyped: dict[Key, Key] = {}
    rejected: dict[Key, list[FormCount]] = defaultdict(list)
    for row in rows:
        key = Key(row.type, row.norm)
        meant = verdicts.meant(key)
        if key in verdicts.rejected or meant in verdicts.rejected:
            rejected[key].append(row)
            continue
        of_key[meant].append(row._replace(type=meant.type, norm=meant.norm))
        if meant != key:
            retyped[key] = meant
    mass = Counter({key: sum(row.mentions for row in of_key[key]) for key in sorted(of_key)})
    grouping = Grouping(mass)
    reasons = _judged(grouping, verdicts)
    for rule in (_middle_initials, _linked, _surnames):
        for merge in rule(of_key, mass, grouping):
            if grouping.join(merge.key, merge.same_as):
                reasons[merge.key] = merge
    reasons |= {key: Merge(key, meant, Reason.RETYPED) for key, meant in retyped.items() if key not in mass}
    members: dict[Key, list[Key]] = defaultdict(list)
    for key in (*mass, *(key for key in retyped if key not in mass)):
        members[grouping.root(verdicts.meant(key) if key not in mass else key)].append(key)
    groups = [_group(root, sorted(keys), of_key, reasons, verdicts) for root, keys in members.items()]
    groups += [_rejected(key, forms) for key, forms in rejected.items()]
    return tuple(sorted(groups, key=lambda group: (group.root.type, group.name, group.keys)))


def _judged(grouping: Grouping, verdicts: Verdicts) -> dict[Key, Merge]:
    """Bring together and keep apart what people did, the latest first."""
    reasons = {}
    for same, subject, object_ in verdicts.edges:
        key, other = verdicts.meant(subject), verdicts.meant(object_)
        if key not in grouping or other not in grouping:
            continue
        if not same:
            grouping.part(key, other)
        elif grouping.join(key, other, lasting=True):
            reasons[key] = Merge(key, other, Reason.JUDGED)
    return reasons


def _middle_initials(of_key: Mapping[Key, list[FormCount]], mass: Counter[Key], grouping: Grouping) -> list[Merge]:
    """ "donald j trump" is "donald trump", unless another "donald x trump" is known too."""
    with_initial: dict[str, list[Key]] = defaultdict(list)
    for key in mass:
        words = key.norm.split()
        if key.type is EntityType.PERSON and len(words) == 3 and len(words[1]) == 1:
            with_initial[f"{words[0]} {words[2]}"].append(key)
    return [
        Merge(full[0], plain, Reason.MIDDLE_INITIAL)
        for name, full in with_initial.items()
        if len(full) == 1 and (plain := Key(EntityType.PERSON, name)) in mass
    ]


def _linked(of_key: Mapping[Key, list[FormCount]], mass: Counter[Key], grouping: Grouping) -> list[Merge]:
    """An abbreviation or a name with middle names, to what nearly all documents that explain it linked it to."""
    linked: dict[Key, Counter[Key]] = defaultdict(Counter)
    for meant, rows in of_key.items():
        for row in rows:
            key = Key(row.type, normal_form(row.surface, row.type))
            if key in mass and grouping.root(key) == key and _explains(key, row):
                linked[key][grouping.root(meant)] += row.mentions
    found = []
    for key in sorted(linked):
        meant_by_most = _dominant(linked[key])
        if meant_by_most is not None:
            found.append(Merge(key, meant_by_most, Reason.LINKED))
    return found


def _explains(key: Key, row: FormCount) -> bool:
    """Whether the norm of `row` may be the full name for an abbreviation, or the usual name of a person for one with
    middle names. A first name is neither: elsewhere it is somebody else's; nor is what people said of one mention.
    """
    block = block_of(Key(row.type, row.norm), row.surface)
    if block is None or key.norm == row.norm or block != block_of(key, row.surface):
        return False
    return key.type is not EntityType.PERSON or len(key.norm.split()) > len(row.norm.split()) > 1


def _surnames(of_key: Mapping[Key, list[FormCount]], mass: Counter[Key], grouping: Grouping) -> list[Merge]:
    """A surname alone, to the one person whom nearly all mentions of people of that name are about."""
    bearers: dict[str, Counter[Key]] = defaultdict(Counter)
    for key, mentions in mass.items():
        if key.type is EntityType.PERSON and " " in key.norm:
            bearers[key.norm.rpartition(" ")[2]][grouping.root(key)] += mentions
    found = []
    for key in mass:
        if key.type is EntityType.PERSON and key.norm in bearers and grouping.root(key) == key:
            meant = _dominant(bearers[key.norm])
            if meant is not None and meant != key:
                found.append(Merge(key, meant, Reason.SURNAME))
    return found


def _dominant(mass: Counter[Key]) -> Key | None:
    best = max(sorted(mass), key=mass.__getitem__)
    return best if 100 * mass[best] >= _MOST_PERCENT * mass.total() else None


def _group(
    root: Key,
    keys: list[Key],
    of_key: Mapping[Key, list[FormCount]],
    reasons: Mapping[Key, Merge],
    verdicts: Verdicts,
) -> Group:
    rows = [row for key in keys for row in of_key.get(key, ())]
    given = max((verdicts.names[key] for key in keys if key in verdicts.names), default=None)
    return Group(
        root=root,
        name=_display_name(of_key[root], root.norm) if given is None else given.name,
        keys=tuple(keys),
        mentions=sum(row.mentions for row in rows),
        merges=tuple(reasons[key] for key in keys if key in reasons),
    )


def _rejected(key: Key, rows: list[FormCount]) -> Group:
    return Group(key, _display_name(rows, key.norm), (key,), sum(row.mentions for row in rows), (), rejected=True)


def _display_name(rows: list[FormCount], norm: str) -> str:
    """The most frequent of the surfaces with as many words as the group's norm, or of all if there is none."""
    mentions: Counter[str] = Counter()
    for row in rows:
        mentions[row.surface] += row.mentions
    full = [surface for surface in mentions if len(surface.split()) == len(norm.split())] or list(mentions)
    return min(full, key=lambda surface: (-mentions[surface], -len(surface), surface))
