"""The sentence around a span, for quoting: found in a window of the text, so that its cost does not grow with the text.

A sentence ends at a full stop, question or exclamation mark before a space and no small letter (a CJK mark ends it
alone), or at an empty line. A full stop after an initial or a common abbreviation ends nothing.
"""

import re
from collections.abc import Iterator

from search.text.characters import CJK, IGNORABLE, KANA_VOICING, MARKS
from search.text.late import late
from search.text.spans import Span

_END = late(
    r"(?P<mark>[.!?…]{1,8})[\"'”’»›)\]]{0,4}(?=\s{1,80}(?P<next>\S))"
    r"|[。！？｡][」』”’）]{0,4}"
    r"|(?=\n[ \t]{0,80}\n)"
)
_ABBREVIATION = late(
    r"\b(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]"
    r"|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Col|Sgt|Capt|Lt|Gov|Sen|Rep|St|Mt|Jr|Sr|Messrs|Inc|Ltd|Co|Corp|Bros|vs|cf|al|etc"
    r"|No|Nos|Art|Sec|Fig|Vol|pp|ed|eds|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Hr|Fr|Nr|bzw|usw|Mme|Mlle|Sra?|Dra?)\Z"
)
_LONGEST_ABBREVIATION = 12

_IN_WORD = late(rf"[\w{KANA_VOICING}{MARKS}{IGNORABLE}]")
_EXTENDS = late(rf"[{KANA_VOICING}{MARKS}{IGNORABLE}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_CJK = late(f"[{CJK}]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_JOINER = "\u200d"


def sentence_around(text: str, span: Span, limit: int = 400) -> Span:
    """The sentence that holds `span`, without the spaces around it, in at most `limit` code points.

    A longer sentence is cut beside the span, between words; a longer span is cut at its end. A word or grapheme is
    split only when it alone is longer than `limit`. Time is linear in `limit`, whatever the length of the text.
    """
    first, last = span
    if last - first >= limit:
        return Span(first, _cut(text, first + limit, first))
    low, high = max(0, first - limit), min(len(text), last + limit)
    start, end = low, high
    for boundary in _ends(text, low, high):
        if boundary <= first:
            start = boundary
        elif boundary >= last:
            end = boundary
            break
    start, end = _trimmed(text, start, end, span)
    if end - start > limit:
        room = limit - (last - first)
        start = max(start, first - max(room // 2, room - (end - last)))
        end = min(end, start + limit)
        while start < first and not _separable(text, start):
            start += 1
        while end > last and not _separable(text, end):
            end -= 1
        start, end = _trimmed(text, start, end, span)
    return Span(start, end)


def _ends(text: str, low: int, high: int) -> Iterator[int]:
    for match in _END.finditer(text, low, high):
        if match["mark"] is not None:
            if match["next"].islower():
                continue
            before = text[max(low, match.start() - _LONGEST_ABBREVIATION) : match.start()]
            if match["mark"] == "." and _ABBREVIATION.search(before):
                continue
        yield match.end()


def _trimmed(text: str, start: int, end: int, span: Span) -> tuple[int, int]:
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, end: int, start: int) -> int:
    """The last place up to `end` where the text after `start` can be cut."""
    whole = end
    while whole > start and not _separable(text, whole):
        whole -= 1
    if whole > start:
        return whole
    grapheme = end
    while grapheme > start and _EXTENDS.match(text, grapheme):
        grapheme -= 1
    return grapheme if grapheme > start else end


def _separable(text: str, at: int) -> bool:
    """Whether a cut at `at` splits neither a word nor a grapheme. CJK can be cut between any two characters."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if _EXTENDS.match(after) or before == _JOINER or (_FLAG.match(before) and _FLAG.match(after)):
        return False
    return not (_IN_WORD.match(before) and _IN_WORD.match(after)) or bool(_CJK.match(after) or _CJK.match(before))
