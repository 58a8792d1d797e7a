"""A scan against what is known: which files to read, which are gone, which only moved.

Deciding costs no reading: equal stamps mean the same content. A changed or new file is read at most to its digest
when that digest is known, so a touched or renamed file is never extracted again.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from search.extract.extracted import Status
from search.ingest.replies import Request
from search.ingest.scanning import ScannedFile
from search.memory.records import UNFINISHED, KnownFile, Stamp

_LOOKED_AT = 32
"""Files of one digest and name among which the nearest is looked for: a thousand empty ones are as good as any."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one source asks for. `obstacles` come with how they were known; `vanished` the scan did not meet."""

    files: int
    bytes: int
    unchanged: int
    requests: tuple[Request, ...]
    obstacles: tuple[tuple[ScannedFile, KnownFile | None], ...]
    vanished: tuple[KnownFile, ...]


def compare(
    source: int,
    scanned: Iterable[ScannedFile],
    known: Mapping[bytes, KnownFile],
    again: Callable[[KnownFile], bool] = lambda _: False,
) -> Comparison:
    """Hold a scan of a source against its known files by path. `again` says which are read though nothing changed."""
    files = total = unchanged = 0
    requests: list[Request] = []
    obstacles: list[tuple[ScannedFile, KnownFile | None]] = []
    unlistable: list[bytes] = []
    met: set[bytes] = set()
    for file in scanned:
        met.add(file.path)
        if file.unlistable:
            unlistable.append(file.path + b"/")
        before = known.get(file.path)
        if file.obstacle is None:
            files += 1
            total += file.stamp.size
        if before is not None and _as_before(file, before):
            if file.obstacle is None and again(before):
                requests.append(Request(source, file.path, file.stamp.size, before, again=True))
            else:
                unchanged += 1
        elif file.obstacle is None:
            unfinished = before is not None and before.stamp == UNFINISHED
            requests.append(Request(source, file.path, file.stamp.size, before, again=unfinished))
        else:
            obstacles.append((file, before))
    hidden = tuple(unlistable)
    vanished = tuple(file for path, file in known.items() if path not in met and not path.startswith(hidden))
    return Comparison(files, total, unchanged, tuple(requests), tuple(obstacles), vanished)


def _as_before(file: ScannedFile, before: KnownFile) -> bool:
    """Whether there is nothing to do about a known file.

    A pipe may have taken its place; of a file that could not even be looked at nothing new is known.
    """
    if file.obstacle is not None and file.stamp == Stamp(0, 0, 0, 0):
        return True
    return before.stamp == file.stamp and (before.status is Status.SKIPPED) == (file.obstacle is not None)


class Vanished:
    """Files that are no longer where they were; those that turn up elsewhere have moved, the rest is gone."""

    def __init__(self) -> None:
        self._files: dict[str, dict[bytes, list[KnownFile]]] = {}

    def add(self, file: KnownFile) -> None:
        """Note `file` as missing."""
        named = self._files.setdefault(file.digest.hex(), {})
        named.setdefault(os.path.basename(file.path), []).append(file)

    def take(self, digest: str, path: bytes) -> KnownFile | None:
        """The missing file with `digest` that most likely moved to `path`: of its name, from folders named alike."""
        named = self._files.get(digest)
        if not named:
            return None
        name = os.path.basename(path)
        name = name if name in named else next(iter(named))
        files = named[name]
        chosen = max(range(min(len(files), _LOOKED_AT)), key=lambda at: _common_end(files[at].path, path))
        files[chosen], files[-1] = files[-1], files[chosen]
        found = files.pop()
        if not files:
            del named[name]
        return found

    def forgive(self, source: bytes) -> None:
        """What is missing at or below `source` has not vanished after all."""
        below = source.rstrip(b"/") + b"/"
        left = [file for file in self.files() if file.path != source and not file.path.startswith(below)]
        self._files = {}
        for file in left:
            self.add(file)

    def digests(self) -> list[str]:
        """The digest of each file that has one."""
        return [digest for digest, named in self._files.items() if digest for files in named.values() for _ in files]

    def files(self) -> list[KnownFile]:
        """What is left, in the order of their paths."""
        left = [file for named in self._files.values() for files in named.values() for file in files]
        return sorted(left, key=lambda file: file.path)


def _common_end(one: bytes, other: bytes) -> int:
    """How many names at the end of two paths are the same."""
    names = zip(reversed(one.split(b"/")), reversed(other.split(b"/")), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], names))
