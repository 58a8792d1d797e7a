"""The power is cut at any moment of a commit: what the disk holds then is the old index or the new one, whole.

The model: a file holds what it held when it was last synced; before that, nothing, or rubbish. A folder holds what it
held when it was last synced; of what was moved or deleted in it since then, the disk may hold everything, nothing, or
any part.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from search.index.engine import IndexDocument, WritableEngine
from search.index.writable_engine import open_writable
from tests.search.test_index_commits import NEW, OLD, found

SYNCED, NOTHING, RUBBISH = "synced", "nothing", "rubbish"


class Change(NamedTuple):
    """A name in the folder that came to stand for another file, or for none."""

    name: str
    inode: int | None


class Disk:
    """What is known to be on the disk of one folder, noted while a commit is under way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries = {path.name: path.stat().st_ino for path in folder.iterdir() if path.is_file()}
        self.pending: list[Change] = []
        self.synced = {path.stat().st_ino: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.lengths: dict[int, int] = {}
        self.cuts: list[list[dict[str, bytes]]] = []

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Note every call that changes or syncs the folder, and what a power cut just before it may leave."""
        sync, move, remove = os.fsync, os.replace, os.unlink

        def note_sync(descriptor: int) -> None:
            self.cut()
            sync(descriptor)
            place = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
            if place == self.folder:
                self._settle(self.entries, self.pending)
                self.pending = []
            elif place.is_file():
                self.synced[place.stat().st_ino] = place.read_bytes()

        def note_move(source: Any, target: Any) -> None:
            self.cut()
            inode, size = os.stat(source).st_ino, os.stat(source).st_size
            move(source, target)
            if Path(target).parent == self.folder:
                self.lengths[inode] = size
                self.pending.append(Change(Path(target).name, inode))

        def note_removal(path: Any, *arguments: Any, **options: Any) -> None:
            self.cut()
            remove(path, *arguments, **options)
            if Path(path).parent == self.folder:
                self.pending.append(Change(Path(path).name, None))

        patch.setattr(os, "fsync", note_sync)
        patch.setattr(os, "replace", note_move)
        patch.setattr(os, "unlink", note_removal)

    def cut(self) -> None:
        """Note what the folder may hold when the power is cut now."""
        chance = random.Random(len(self.cuts))
        parts = [[], self.pending, self.pending[: len(self.pending) // 2]]
        parts += [[change for change in self.pending if chance.random() < 0.5] for _ in range(3)]
        left = []
        for part, unsynced in zip(parts, [NOTHING, NOTHING, RUBBISH, NOTHING, RUBBISH, RUBBISH], strict=True):
            entries = dict(self.entries)
            self._settle(entries, part)
            left.append({name: self._content(inode, unsynced, chance) for name, inode in entries.items()})
        self.cuts.append(left)

    def _content(self, inode: int, unsynced: str, chance: random.Random) -> bytes:
        known = self.synced.get(inode)
        if known is not None:
            return known
        return chance.randbytes(self.lengths[inode]) if unsynced == RUBBISH else b""

    @staticmethod
    def _settle(entries: dict[str, int], changes: list[Change]) -> None:
        for name, inode in changes:
            if inode is None:
                entries.pop(name, None)
            else:
                entries[name] = inode


def adds(engine: WritableEngine) -> None:
    engine.add(NEW)


def merges(engine: WritableEngine) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.index.merging.MANY", 2)
        assert engine.merge()


def purges(engine: WritableEngine) -> None:
    assert engine.purge([1, 3])


@pytest.mark.parametrize(
    ("act", "outcomes"),
    [
        (adds, [{1, 2, 3}, {1, 2, 3, 4, 5, 6}]),
        (merges, [{1, 2, 3}]),
        (purges, [{1, 2, 3}, {2, 3}, {2}]),
    ],
)
def test_a_power_cut_leaves_the_old_or_the_new(
    act: Callable[[WritableEngine], None], outcomes: list[set[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    engine = open_writable(folder)
    for document in OLD:
        engine.add([document])
    disk = Disk(folder)
    with monkeypatch.context() as patch:
        disk.watch(patch)
        act(engine)
        disk.cut()
    seen, tried = [], set()
    for number, left in enumerate(disk.cuts):
        for variant, files in enumerate(left):
            held = frozenset(files.items())
            if held in tried:
                continue
            tried.add(held)
            after = tmp_path / f"{number}-{variant}"
            after.mkdir()
            for name, content in files.items():
                (after / name).write_bytes(content)
            opened = open_writable(after)
            versions = opened.versions()
            assert versions in outcomes, (number, variant)
            assert found(opened, "common") == versions
            assert not list(opened.verify())
            seen.append(versions)
            if variant == number % len(left):
                opened.add([IndexDocument(7, "", "common")])
                assert found(opened, "common") == {*versions, 7}
    assert len(disk.cuts) > 15
    assert [outcome for outcome in outcomes if outcome not in seen] == []
    assert seen[0] == outcomes[0]
    assert seen[-1] == outcomes[-1]
