"""What to try when nothing was found: words that no document holds, how they may be spelled, who is named alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from search.cancel import CancelToken
from search.entities.lookup.directory import Directory
from search.explore.names import Suggestions
from search.explore.naming import shown_match
from search.index.engine import Engine

SPELLINGS = 4
NAMES = 5
LIKENESS_FLOOR = 70.0


def suggest(
    query: str,
    words: tuple[str, ...],
    engine: Engine,
    directory: Directory,
    finds: Callable[[str], bool],
    cancel: CancelToken,
) -> Suggestions:
    """Suggestions for `query`, whose folded plain words are `words`. `finds` tells whether a query has hits."""
    missing = tuple(dict.fromkeys(word for word in words if not engine.frequency(word)))
    spellings = []
    for word in missing:
        cancel.check()
        spellings.append(engine.similar(word, SPELLINGS) or [word])
    instead = dict.fromkeys(_respelled(query, missing, spellings))
    text = " ".join(words)
    alike = directory.find(text, limit=NAMES, cancel=cancel).matches if text else []
    return Suggestions(
        missing=missing,
        instead=tuple(other for other in instead if other != query and finds(other)),
        entities=tuple(shown_match(match) for match in alike if (match.score or 0.0) >= LIKENESS_FLOOR),
    )


def _respelled(query: str, missing: tuple[str, ...], spellings: list[list[str]]) -> Iterator[str]:
    """`query` with every missing word in its best spelling, then in its second best, and so on."""
    for row in zip_longest(*spellings):
        changed = query
        for word, spelling, known in zip(missing, row, spellings, strict=True):
            changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", spelling or known[0], changed, flags=re.IGNORECASE)
        yield changed
