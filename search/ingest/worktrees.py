"""Which git work trees hold the past of a path: the one around it, and those below it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search.errors import BadInput
from search.ingest.adding import inside, real_path
from search.ingest.events import Pastless
from search.ingest.repository import Repository
from search.ingest.scanning import scan
from search.memory.paths import shown


@dataclass(frozen=True, slots=True)
class Worktree:
    """The files of `repository` at or below `below`, an absolute path."""

    repository: Repository
    below: bytes

    @property
    def prefix(self) -> bytes:
        """`below`, relative to the top of the work tree; empty for all of it."""
        return self.below[len(self.repository.top) :].lstrip(b"/")

    def path(self, name: bytes) -> bytes:
        """The absolute path of what git calls `name`."""
        return self.repository.top.rstrip(b"/") + b"/" + name


@dataclass(frozen=True, slots=True)
class Worktrees:
    """The work trees whose past can be read, and those of which it cannot."""

    trees: tuple[Worktree, ...]
    pastless: tuple[Pastless, ...]


def find_worktrees(paths: Sequence[Path]) -> Worktrees:
    """The work trees around and below each of `paths`. BadInput for a path that has none whose past can be read."""
    trees: dict[tuple[bytes, bytes], Worktree] = {}
    pastless: dict[bytes, Pastless] = {}
    for path in paths:
        real = real_path(path)
        tops = _tops(real)
        found = False
        reason = f"{shown(real)} is in no git work tree, and has no past to be read; remember it without --history"
        for top in tops:
            try:
                tree = Worktree(Repository(top), real if inside(real, top) else top)
            except BadInput as error:
                reason = str(error)
                pastless[top] = Pastless(shown(top), reason)
                continue
            trees[top, tree.below] = tree
            found = True
        if not found:
            raise BadInput(reason)
    return Worktrees(tuple(trees.values()), tuple(pastless.values()))


def _tops(path: bytes) -> list[bytes]:
    """The top of the innermost work tree around `path`, and of those below it."""
    around = path
    while not _is_top(around) and around != os.path.dirname(around):
        around = os.path.dirname(around)
    tops = {around} if _is_top(around) else set()
    folders: set[bytes] = set()
    for file in scan(path):
        folder = os.path.dirname(file.path)
        while folder not in folders and folder != path and inside(folder, path):
            folders.add(folder)
            folder = os.path.dirname(folder)
    return sorted(tops | {folder for folder in folders if _is_top(folder)})


def _is_top(folder: bytes) -> bool:
    return os.path.exists(os.path.join(folder, b".git"))
