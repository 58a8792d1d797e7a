"""Entities that may be one: pairs of names that look so much alike that somebody should look at them.

Only ever suggestions: of pairs that are alike by a letter, a third are two people. Names are compared within small
blocks (the same beginning, the same words, the same initials), so that a million take seconds; a block that would hold
too many says nothing and is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.cancel import NEVER, CancelToken
from search.entities.keys import LEGAL_FORMS, initials
from search.entities.mentions import EntityType, Key

LARGEST_BLOCK = 60
"""Names compared with each other; the bound is that of nomenklatura's blocking index."""

_ONE_EDIT, _TWO_EDITS = 6, 12
"""Letters from which on one, or two, wrong ones are likely to be a slip."""

_CHUNK = 5_000


class Why(StrEnum):
    """What is alike about two names."""

    SPELLING = "spelled nearly alike"
    ORDER = "the same words in another order"
    INITIAL = "an initial for a first name"
    MIDDLE = "the same but for middle names"
    LEGAL_FORM = "the same but for the legal form"
    ACRONYM = "the initials of the other"
    SURNAME = "the surname of the other, with another type"
    TYPE = "the same name with another type"


_LIKELINESS = {
    Why.LEGAL_FORM: 92.0,
    Why.ORDER: 90.0,
    Why.MIDDLE: 84.0,
    Why.INITIAL: 78.0,
    Why.ACRONYM: 74.0,
    Why.SURNAME: 72.0,
    Why.TYPE: 70.0,
}


class Alike(NamedTuple):
    """Two keys that may be one, each given as its place in what was compared; `likeness` is 0 to 100."""

    one: int
    other: int
    likeness: float
    why: Why


def alike(keys: Sequence[Key], cancel: CancelToken = NEVER) -> list[Alike]:
    """The pairs of `keys` that look alike, the likeliest first. Cancelled."""
    best: dict[tuple[int, int], Alike] = {}
    for number, block in enumerate(_blocks(keys, cancel)):
        if number % _CHUNK == 0:
            cancel.check()
        for at, one in enumerate(block):
            for other in block[at + 1 :]:
                pair = (min(one, other), max(one, other))
                if pair not in best and (found := _compared(keys[pair[0]], keys[pair[1]])) is not None:
                    best[pair] = Alike(*pair, *found)
    return sorted(best.values(), key=lambda pair: (-pair.likeness, pair.one, pair.other))


def _blocks(keys: Sequence[Key], cancel: CancelToken) -> Iterator[list[int]]:
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if number % _CHUNK == 0:
            cancel.check()
        for name in _names_of_blocks(key):
            blocks[name].append(number)
    return (block for block in blocks.values() if 1 < len(block) <= LARGEST_BLOCK)


def _names_of_blocks(key: Key) -> set[tuple[str, ...]]:
    words = key.norm.split()
    if not words:
        return set()
    names = {("name", key.norm), (key.type, "words", *sorted(words))}
    if len(words) > 1 and key.type is EntityType.PERSON:
        names.add(("name", words[-1]))
    if len(words) > 1:
        names.add((key.type, "begins", words[0][:3], words[-1][:1], str(len(words))))
        names.add((key.type, "ends", words[0][:1], words[-1], str(len(words))))
        names.add((key.type, "around", words[0][:1], words[-1]))
    if key.type is not EntityType.PERSON:
        bare = _without_legal_form(words)
        names.add((key.type, "bare", *bare))
        letters = initials(bare) if len(bare) > 2 else bare[0] if len(bare) == 1 else ""
        if len(letters) > 2:
            names.add((key.type, "letters", letters))
    return names


def _compared(one: Key, other: Key) -> tuple[float, Why] | None:
    if one.type != other.type:
        why = Why.TYPE if one.norm == other.norm else _surname(one, other) or _surname(other, one)
        return (_LIKELINESS[why], why) if why is not None else None
    first, second = one.norm.split(), other.norm.split()
    why = _reason(first, second, person=one.type is EntityType.PERSON)
    if why is not None:
        return _LIKELINESS[why], why
    return _spelled(one.norm, other.norm) if len(first) == len(second) > 1 else None


def _surname(alone: Key, full: Key) -> Why | None:
    """Only of what was taken for an organisation: places are called like people everywhere."""
    borne = full.type is EntityType.PERSON and full.norm.endswith(f" {alone.norm}")
    return Why.SURNAME if borne and alone.type is EntityType.ORGANISATION and " " not in alone.norm else None


def _reason(first: list[str], second: list[str], *, person: bool) -> Why | None:
    if sorted(first) == sorted(second):
        return Why.ORDER
    if person:
        if min(len(first), len(second)) < 2 or first[-1] != second[-1]:
            return None
        if first[0] == second[0] and len(first) != len(second):
            return Why.MIDDLE
        short, long = sorted((first[0], second[0]), key=len)
        return Why.INITIAL if len(short) == 1 < len(long) and long.startswith(short) else None
    if _without_legal_form(first) == _without_legal_form(second):
        return Why.LEGAL_FORM
    short_words, long_words = sorted((first, second), key=len)
    if len(short_words) == 1 and len(long_words) > 2 and initials(_without_legal_form(long_words)) == short_words[0]:
        return Why.ACRONYM
    return None


def _spelled(one: str, other: str) -> tuple[float, Why] | None:
    """One letter apart, or two of long names; numbers tell names apart, and so does how they begin."""
    shortest = min(len(one), len(other))
    allowed = 0 if shortest < _ONE_EDIT else 1 if shortest < _TWO_EDITS else 2
    if not allowed or one[0] != other[0] or any(map(str.isdigit, one + other)):
        return None
    edits = OSA.distance(one, other, score_cutoff=allowed)
    if edits > allowed:
        return None
    return round(100.0 * (1 - edits / max(len(one), len(other))) - 2.0 * edits, 1), Why.SPELLING


def _without_legal_form(words: Iterable[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        del kept[-1]
    return kept
