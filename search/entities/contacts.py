"""E-mail and web addresses."""

import re
from collections.abc import Iterator

from search.text.spans import Span

_LOCAL_PART = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\Z")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}\b")
_WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"“”‘’«»\[\]{}|\\^`]{3,2000}")
_PUNCTUATION = ".,;:!?'*_…"


def contacts(text: str) -> Iterator[Span]:
    """Spans of web addresses, then of mail addresses, each in text order."""
    for match in _WEB.finditer(text):
        start, end = match.span()
        if start and (text[start - 1].isalnum() or text[start - 1] in "@.-"):
            continue
        yield Span(start, _end_of_address(text, start, end))
    at = text.find("@")
    while at >= 0:
        domain = _DOMAIN.match(text, at + 1)
        local = _LOCAL_PART.search(text, max(0, at - 65), at) if domain else None
        if domain and local and (kept := local[0].lstrip(".-+")):
            yield Span(at - len(kept), domain.end())
        at = text.find("@", at + 1)


def _end_of_address(text: str, start: int, end: int) -> int:
    """Without the punctuation of the sentence around it, and without a bracket that was opened before it."""
    while True:
        last = text[end - 1]
        if last in _PUNCTUATION or (last == ")" and text.count("(", start, end) < text.count(")", start, end)):
            end -= 1
        else:
            return end
