"""Spans that split no letter: the marks that follow a letter belong to it."""

from collections.abc import Iterable, Iterator
from unicodedata import category

from search.entities.mentions import Mention

_LAST_WITHOUT_MARKS = "\u02ff"
_JOINER = "\u200d"


def whole_letters(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, longer by the marks that follow them, and without those that begin with a mark."""
    for mention in mentions:
        end = mention.end
        while end < len(text) and _is_mark(text[end]):
            end += 1
        if _is_mark(text[mention.start]):
            continue
        if end != mention.end:
            yield mention._replace(end=end, surface=" ".join(text[mention.start : end].split()))
        else:
            yield mention


def _is_mark(character: str) -> bool:
    return character > _LAST_WITHOUT_MARKS and (character == _JOINER or category(character)[0] == "M")
