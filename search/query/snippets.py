"""The pieces of a text that show best why it was found.

A snippet is a verbatim slice of the text, cut between words where that is possible and never inside a grapheme.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from search.text.characters import CJK, IGNORABLE, KANA_VOICING, MARKS
from search.text.late import late
from search.text.spans import Span, Spans

_SEARCHED = 2_000
"""Matches that are looked at: enough to find good company, and a bound for a text full of them."""

_COMPARED = 40
_MARGIN = 10_000
_SLACK = 24
_IN_WORD = late(rf"[\w{KANA_VOICING}{MARKS}{IGNORABLE}]")
_ASCII_IN_WORD = re.compile("[A-Za-z0-9_]{2}")
_CJK = late(f"[{CJK}]")
_EXTENDS = late(
    rf"[{KANA_VOICING}{MARKS}{IGNORABLE}\u1160-\u11ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"  # of what is before
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_JOINER = "\u200d"


class Piece(NamedTuple):
    """`text[start:end]`, and the matches in it relative to `start`."""

    start: int
    end: int
    matches: tuple[Span, ...]


def pick(text: str, spans: Spans, count: int = 3, width: int = 160) -> list[Piece]:
    """At most `count` pieces of about `width` code points, in text order, that do not overlap.

    The pieces with the most different matches come first into the choice, then those with most matches, then early
    ones. Without matches: the beginning of the text, without the white space before it.
    """
    if not len(spans):
        start = next((place for place in range(min(len(text), _MARGIN)) if not text[place].isspace()), -1)
        if start < 0:
            return []
        end = _late_cut(text, start + 1, min(len(text), start + width))
        return [Piece(start, end, ())]
    chosen: list[tuple[int, int]] = []
    for first, last in _groups(text, spans, width):
        start, end = spans.starts[first], min(spans.ends[last], spans.starts[first] + width)
        if all(end <= low or start >= high for low, high in chosen):
            chosen.append(_whole(spans, start, end, *_widened(text, start, end, width, chosen)))
            if len(chosen) == count:
                break
    return [Piece(start, end, _inside(spans, start, end)) for start, end in sorted(chosen)]


def _groups(text: str, spans: Spans, width: int) -> list[tuple[int, int]]:
    """For each match, it and those after it that fit in `width` with it, as first and last index; best first."""
    words = [text[start : min(end, start + _COMPARED)].casefold() for start, end in _first(spans)]
    held: Counter[str] = Counter()
    ranked = []
    last = 0
    for first in range(len(words)):
        while last < len(words) and (last == first or spans.ends[last] - spans.starts[first] <= width):
            held[words[last]] += 1
            last += 1
        ranked.append((-len(held), first - last, first, last - 1))
        held[words[first]] -= 1
        if not held[words[first]]:
            del held[words[first]]
    return [(first, last) for _, _, first, last in sorted(ranked)]


def _first(spans: Spans) -> Iterator[tuple[int, int]]:
    return zip(spans.starts[:_SEARCHED], spans.ends[:_SEARCHED], strict=True)


def _widened(text: str, start: int, end: int, width: int, chosen: list[tuple[int, int]]) -> tuple[int, int]:
    """`start` to `end` with text around it, cut between words, clear of what was chosen before."""
    low = max((high for _, high in chosen if high <= start), default=0)
    high = min((low for low, _ in chosen if low >= end), default=len(text))
    room = max(width - (end - start), 0)
    early = max(low, start - max(room // 2, room - (high - end)))
    late = min(high, early + max(width, end - early))
    return _early_cut(text, early, start), _late_cut(text, end, max(late, end))


def _whole(spans: Spans, start: int, end: int, early: int, late: int) -> tuple[int, int]:
    """The piece from `early` to `late` around the matches from `start` to `end`, without halves of other matches."""
    first = bisect_right(spans.ends, early)
    if spans.starts[first] < early and spans.ends[first] <= start:
        early = spans.ends[first]
    last = bisect_left(spans.starts, late) - 1
    if spans.ends[last] > late and spans.starts[last] >= end:
        late = spans.starts[last]
    return early, late


def _early_cut(text: str, early: int, start: int) -> int:
    """The first place from `early` on, `start` at the latest, where no word is split; else where no grapheme is."""
    for place in range(early, min(start, early + _SLACK) + 1):
        if not _splits_word(text, place):
            while place < start and text[place].isspace():
                place += 1
            return place
    return next((place for place in range(early, start) if not _splits_grapheme(text, place)), start)


def _late_cut(text: str, end: int, late: int) -> int:
    """The last place up to `late`, `end` at the earliest, where no word is split; else where no grapheme is."""
    for place in range(late, max(end, late - _SLACK) - 1, -1):
        if not _splits_word(text, place):
            while place > end and text[place - 1].isspace():
                place -= 1
            return place
    return next((place for place in range(late, end, -1) if not _splits_grapheme(text, place)), end)


def _splits_grapheme(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after.isascii():
        return before == _JOINER
    flags = _FLAG.match(before) and _FLAG.match(after)
    return bool(_EXTENDS.match(after) or before == _JOINER or flags)


def _splits_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    beside = text[at - 1 : at + 1]
    if beside.isascii():
        return _ASCII_IN_WORD.fullmatch(beside) is not None
    if _splits_grapheme(text, at):
        return True
    if _CJK.match(text, at - 1) or _CJK.match(text, at):
        return False
    return bool(_IN_WORD.match(text, at - 1) and _IN_WORD.match(text, at))


def _inside(spans: Spans, start: int, end: int) -> tuple[Span, ...]:
    """The matches in the piece, relative to it; one that is longer than the piece is cut at its end."""
    first = bisect_right(spans.ends, start)
    inside = []
    for index in range(first, len(spans)):
        if spans.starts[index] >= end:
            break
        inside.append(Span(max(spans.starts[index], start) - start, min(spans.ends[index], end) - start))
    return tuple(inside)
