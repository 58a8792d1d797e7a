"""Names in messages without a capital: only those that lists or the rest of the document know."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.entities.gazetteer.load import Gazetteer, gazetteer
from search.entities.mentions import EntityType, Mention
from search.entities.sighting.decide import Decided

_MESSAGE = re.compile(r"(?:(?<=\n)|(?<!.))[^\W\dA-Z@#$€£][^\nA-ZÀ-ÖØ-Þ]{12,2000}(?=\n|\Z)")
"""A line that begins with a letter and has no capital."""
_ENDS = ".!?…:;\"”’')]"
_WORD = re.compile(r"(?<![\w@#/.-])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@/])")
_LOOK_BACK = 100
_LONGEST = 4
_SHORTEST_ALONE = 4
_NAMED_BY_LISTS = (EntityType.ORGANISATION, EntityType.PLACE, EntityType.EVENT, EntityType.GROUP, EntityType.PRODUCT)


def small(text: str, decided: Iterable[Decided], taken: Sequence[Mention]) -> Iterator[Decided]:
    """Names in lines without a capital, in text order, none touching `taken` (sorted, not overlapping). `decided` are
    those of the rest of the document: what it writes with capitals it may write without them.
    """
    messages = [match for match in _MESSAGE.finditer(text) if _is_message(text, match.start())]
    if not messages:
        return
    known = gazetteer()
    starts = [mention.start for mention in taken]
    here = {" ".join(text[one.start : one.end].split()).casefold(): one.type for one in decided}
    here = {name: kind for name, kind in here.items() if " " in name}
    for message in messages:
        words = [(word.start() + message.start(), word[0]) for word in _WORD.finditer(message[0])]
        at = 0
        while at < len(words):
            count, kind = _named(text, words, at, here, known)
            start, last = words[at][0], words[at + count - 1]
            end = last[0] + len(last[1].removesuffix("'s").removesuffix("’s"))
            at += count
            if kind is not None:
                index = bisect_left(starts, end)
                if not index or taken[index - 1].end <= start:
                    yield Decided(start, end, kind)


def _is_message(text: str, start: int) -> bool:
    """Whether the line at `start` is none of a wrapped paragraph, which would begin with a capital somewhere above."""
    above = text[max(0, start - _LOOK_BACK) : start]
    return start == 0 or above.endswith("\n\n") or above.rstrip()[-1:] in _ENDS


def _named(
    text: str, words: Sequence[tuple[int, str]], at: int, here: Mapping[str, EntityType], known: Gazetteer
) -> tuple[int, EntityType | None]:
    """How many words from `at` on are one name and of what type; one of none when they are no name."""
    for count in range(min(_LONGEST, len(words) - at), 0, -1):
        first, last = words[at], words[at + count - 1]
        name = text[first[0] : last[0] + len(last[1])].removesuffix("'s").removesuffix("’s")
        if name.count(" ") != count - 1:
            continue
        kind = here.get(name) if count > 1 else None
        kind = kind or _listed(name, count, known)
        if kind is not None:
            return count, kind
    return 1, None


def _listed(name: str, count: int, known: Gazetteer) -> EntityType | None:
    parts = name.split(" ")
    written = " ".join(part.capitalize() for part in parts)
    if count == 1 and (len(name) < _SHORTEST_ALONE or name in known.common_words or name in known.lexicon):
        return None
    lists = (known.organisations, known.places, known.events, known.groups, known.products)
    for kind, names in zip(_NAMED_BY_LISTS, lists, strict=True):
        if written in names:
            return kind
    if count == 2:
        first, last = (part.capitalize() for part in parts)
        if first in known.first_names and last in known.surnames and parts[0] not in known.lexicon:
            return EntityType.PERSON
    return None
