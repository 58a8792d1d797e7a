"""What to try when nothing was found: words that no document holds, how they may be spelled, who is named alike."""

from __future__ import annotations

import re

from search.cancel import CancelToken
from search.entities.directory import Directory
from search.explore.naming import shown_entity
from search.explore.planning import Plan
from search.explore.results import Suggestions
from search.index.engine import Engine

SPELLINGS = 3
NAMES = 5
LIKENESS_FLOOR = 70.0


def suggest(query: str, ready: Plan, engine: Engine, directory: Directory, cancel: CancelToken) -> Suggestions:
    """Suggestions for `query`. Every query in `instead` replaces one missing word by one that documents hold."""
    missing = tuple(dict.fromkeys(word for word in ready.parsed.words if not engine.frequency(word)))
    instead: list[str] = []
    for word in missing:
        cancel.check()
        for spelling in engine.similar(word, SPELLINGS):
            changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", spelling, query, flags=re.IGNORECASE)
            if changed != query:
                instead.append(changed)
    text = " ".join(ready.parsed.words)
    alike = directory.find(text, limit=NAMES, cancel=cancel).matches if text else []
    return Suggestions(
        missing=missing,
        instead=tuple(dict.fromkeys(instead)),
        entities=tuple(
            shown_entity(match.entry, match.score) for match in alike if (match.score or 0.0) >= LIKENESS_FLOOR
        ),
    )
