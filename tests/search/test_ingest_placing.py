"""Wherever reading a past stops, and whatever scans saw meanwhile, the memory ends with the same whole history."""

import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from search.extract.extracted import Extracted, Status
from search.ingest.lives import kept, lives
from search.ingest.placing import Episode, episodes
from search.ingest.repository import Change, Commit
from search.memory.instants import instant
from search.memory.memory import Memory
from search.memory.past import Past
from search.memory.records import NewVersion, Stamp, VersionFacts

PATHS = [b"/p/a", b"/p/b", b"/p/c", b"/p/d"]
NOW = instant(99 * 10**9)


class Scan(NamedTuple):
    """What the work tree holds at an instant, by path; renames that the scan notices are from a path to another."""

    at: int
    files: dict[bytes, str]
    renamed: dict[bytes, bytes]


Moment = Commit | Scan


def moments(seed: int, scans: bool) -> list[Moment]:
    """Commits, and between them scans of the tree, which may be dirty."""
    chance = random.Random(seed)
    tree: dict[bytes, str] = {}
    made: list[Moment] = []
    at = 1
    seen: set[bytes] = set()
    for number in range(chance.randint(3, 14)):
        at += chance.choice([0, 0, 1, 2])
        if scans and chance.random() < 0.3:
            files = dict(tree)
            for path in PATHS:
                if chance.random() < 0.15:
                    files.pop(path, None)
                if chance.random() < 0.15:
                    files[path] = f"dirty {number}"
            made.append(Scan(at, files, _noticed(chance, seen, set(files))))
            seen = set(files)
        else:
            made.append(Commit(at, tuple(_changes(chance, tree, number))))
    if scans:
        made.append(Scan(98, dict(tree), _noticed(chance, seen, set(tree))))
    return made


def _noticed(chance: random.Random, seen: set[bytes], files: set[bytes]) -> dict[bytes, bytes]:
    vanished, came = sorted(seen - files), sorted(files - seen)
    return dict(zip(vanished, came, strict=False)) if chance.random() < 0.5 else {}


def _changes(chance: random.Random, tree: dict[bytes, str], number: int) -> Iterable[Change]:
    before = dict(tree)
    for path in PATHS:
        kind = chance.random()
        if path in before and tree.get(path) == before[path]:
            free = [other for other in PATHS if other not in before and other not in tree]
            if kind < 0.15:
                del tree[path]
                yield Change(path, None, "")
            elif kind < 0.3 and free:
                other = chance.choice(free)
                blob = tree.pop(path) if chance.random() < 0.5 else f"blob {number}"
                tree.pop(path, None)
                tree[other] = blob
                yield Change(path, other, blob)
            elif kind < 0.5:
                tree[path] = chance.choice([f"blob {number}", "blob x", "blob y"])
                yield Change(path, path, tree[path])
        elif path not in before and path not in tree and kind < 0.4:
            tree[path] = chance.choice([f"blob {number}", "blob x"])
            yield Change(None, path, tree[path])


class Remembering:
    """A memory that is told what a scan sees, and the past that commits make."""

    def __init__(self, folder: Path) -> None:
        self.memory = Memory.create(folder)
        with self.memory.write() as write:
            self.source = write.add_source(b"/p")
        self.documents: dict[int, int] = {}

    def scan(self, scan: Scan) -> None:
        known = self.memory.known_files(self.source)
        at = instant(scan.at * 10**9)
        with self.memory.write() as write:
            moved = {
                target: known[former].document
                for former, target in scan.renamed.items()
                if former in known and known[former].digest == scan.files[target].encode()
            }
            for target, document in moved.items():
                write.rename(document, target, at, Stamp(1, 1, 1, 1))
            for path, content in sorted(scan.files.items()):
                if path in moved:
                    continue
                there = known.get(path) if path not in scan.renamed else None
                write.remember(self.new(there.document if there else None, path, content, at, "scan"))
            for path, file in known.items():
                if path not in scan.files and file.document not in moved.values():
                    write.gone(file.document, at)

    def new(self, document: int | None, path: bytes, content: str, at: str, origin: str) -> NewVersion:
        return NewVersion(
            self.source, document, path, Stamp(len(content), 1, 1, 1), content.encode(),
            Extracted("text", "text/1", Status.OK, content), (), "title", None, None, at, at, origin,
        )  # fmt: skip

    def plan(self, commits: list[Commit]) -> list[Episode]:
        self.documents.clear()
        return list(episodes(kept(lives(commits, NOW), lambda _: True), self.memory.places(b"/p"), NOW))

    def tell(self, episode: Episode) -> None:
        """As reading a past does with each episode."""
        document, digest = episode.document, episode.blob.encode()
        if document is None:
            document = self.documents.get(episode.made)
        elif episode.doubtful and digest in self.memory.first_version(document).digests:
            return
        past = Past(self.source, document, episode.since, episode.until, episode.places, NOW, "git")
        with self.memory.write() as write:
            if episode.adjoins and document is not None:
                first = self.memory.first_version(document)
                if (first.seen_from, first.digest) == (episode.until, digest):
                    write.extend_past(past)
                    return
            new = self.new(document, episode.path, episode.blob, episode.since, "git")
            self.documents[episode.made], _ = write.remember_past(past, new)

    def versions(self) -> dict[int, list[VersionFacts]]:
        found: dict[int, list[VersionFacts]] = defaultdict(list)
        for facts in self.memory.facts():
            found[facts.document].append(facts)
        for rows in found.values():
            rows.sort(key=lambda row: (row.seen_from, row.seen_to or "~", row.version))
        return found

    def dump(self) -> list[str]:
        """Everything but numbers; contents of one second in no order."""
        return sorted(
            str((
                sorted((row.seen_from, row.seen_to or "~", self.memory.text(row.text or 0)) for row in rows),
                sorted((place.since, place.until or "~", place.path) for place in self.memory.locations(document)),
                rows[-1].path,
                rows[-1].gone,
            ))
            for document, rows in self.versions().items()
        )  # fmt: skip

    def held(self, at: str) -> dict[bytes, str]:
        found = {}
        for document, rows in self.versions().items():
            for row in rows:
                if row.seen_from <= at < (row.seen_to or "~"):
                    (path,) = [
                        place.path
                        for place in self.memory.locations(document)
                        if place.since <= at < (place.until or "~")
                    ]
                    assert path not in found
                    found[path] = self.memory.text(row.text or 0)
        return found

    def assert_whole(self) -> None:
        at_path: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
        for document, rows in self.versions().items():
            assert all((before.seen_to or "~") <= after.seen_from for before, after in pairwise(rows))
            assert [row.seen_to is None for row in rows] == [False] * (len(rows) - 1) + [rows[-1].gone is None]
            for place in self.memory.locations(document):
                if place.since != place.until:
                    at_path[place.path].append((place.since, place.until or "~"))
        for times in at_path.values():
            assert all(end <= start for (_, end), (start, _) in pairwise(sorted(times)))


def remembered(folder: str, name: str, made: list[Moment]) -> Remembering:
    remembering = Remembering(Path(folder) / name)
    for moment in made:
        if isinstance(moment, Scan):
            remembering.scan(moment)
    return remembering


def fuzz(seed: int, scans: bool) -> None:
    chance = random.Random(seed + 1)
    made = moments(seed, scans)
    commits = [moment for moment in made if isinstance(moment, Commit)]
    with tempfile.TemporaryDirectory() as folder:
        whole = remembered(folder, "whole", made)
        known = {row.version: row for row in whole.memory.facts()}
        plan = whole.plan(commits)
        for episode in plan:
            whole.tell(episode)
            whole.assert_whole()
        for version, row in known.items():
            after = next(each for each in whole.memory.facts() if each.version == version)
            assert after._replace(seen_from=row.seen_from, origin=row.origin) == row
            assert after.seen_from <= row.seen_from
        before = whole.dump()
        for episode in whole.plan(commits):
            whole.tell(episode)
        assert whole.dump() == before
        first = min((moment.at for moment in made if isinstance(moment, Scan)), default=99)
        tree: dict[bytes, str] = {}
        for number, commit in enumerate(commits):
            for change in commit.changes:
                if change.former is not None:
                    tree.pop(change.former, None)
            for change in commit.changes:
                if change.path is not None:
                    tree[change.path] = change.blob
            last = number + 1 == len(commits) or commits[number + 1].at > commit.at
            if last and commit.at < first:
                assert whole.held(instant(commit.at * 10**9)) == tree
        parted = remembered(folder, "parted", made)
        for run in range(8):
            plan = parted.plan(commits)
            for episode in plan[: chance.randint(0, len(plan)) if run < 7 else len(plan)]:
                parted.tell(episode)
        assert parted.dump() == before
        whole.memory.close()
        parted.memory.close()


@pytest.mark.parametrize("scans", [False, True])
@pytest.mark.parametrize("seeds", [range(15), pytest.param(range(15, 500), marks=pytest.mark.long)])
def test_stopped_anywhere_it_ends_the_same(seeds: range, scans: bool) -> None:
    for seed in seeds:
        fuzz(seed, scans)
