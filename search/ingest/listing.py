"""Which paths of the past a scan would list today: by the sources that there are, and their ignore rules."""

import os
from collections.abc import Sequence
from pathlib import Path

from search.ingest.adding import inside
from search.ingest.ignoring import Rules, default_rules
from search.memory.records import Source


class Listing:
    """Says of a path which of `sources` would list it. Rules are read once a folder; one that is no more has none.

    Nothing in `own`, the memory's folder, is listed.
    """

    def __init__(self, sources: Sequence[Source], own: bytes) -> None:
        self._sources = {source.path: source for source in sources}
        self._own = own
        self._rules: dict[bytes, tuple[int, Rules] | None] = {}

    def source_of(self, path: bytes) -> Source | None:
        """The source that would list the file at `path`, None when there is none. The innermost one decides."""
        if path in self._sources:
            return self._sources[path]
        folder, name = os.path.split(path)
        if inside(path, self._own) or (found := self._rules_in(folder)) is None:
            return None
        depth, rules = found
        names = _names(folder, depth)
        if rules.ignored((*names, os.fsdecode(name)), is_folder=False):
            return None
        return self._sources[_parent(folder, depth)]

    def _rules_in(self, folder: bytes) -> tuple[int, Rules] | None:
        """How many names `folder` is below its source, and the rules that hold in it; None when it is left out."""
        if folder not in self._rules:
            self._rules[folder] = self._found(folder)
        return self._rules[folder]

    def _found(self, folder: bytes) -> tuple[int, Rules] | None:
        depth, rules = 0, default_rules()
        if folder not in self._sources:
            above = os.path.dirname(folder)
            outer = self._rules_in(above) if above != folder else None
            if outer is None:
                return None
            depth, rules = outer[0] + 1, outer[1]
            if rules.ignored(_names(folder, depth), is_folder=True):
                return None
        return depth, rules.entering(Path(os.fsdecode(folder)), depth)


def _names(path: bytes, count: int) -> tuple[str, ...]:
    """The last `count` names of a path."""
    return tuple(os.fsdecode(path).split("/")[-count:]) if count else ()


def _parent(path: bytes, steps: int) -> bytes:
    for _ in range(steps):
        path = os.path.dirname(path)
    return path
