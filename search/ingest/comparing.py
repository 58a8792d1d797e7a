"""A scan against what is known: which files to read, which are gone, which only moved.

Deciding costs no reading: equal stamps mean the same content. A changed or new file is read at most to its digest
when that digest is known, so a touched or renamed file is never extracted again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.extract.extracted import Status
from search.ingest.preparing import Request
from search.ingest.scanning import ScannedFile
from search.memory.records import KnownFile


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one source asks for. `vanished` are known files that the scan did not meet, by digest in hexadecimal."""

    files: int
    bytes: int
    unchanged: int
    requests: tuple[Request, ...]
    obstacles: tuple[ScannedFile, ...]
    vanished: Mapping[str, list[KnownFile]]


def compare(scanned: Iterable[ScannedFile], known: Mapping[bytes, KnownFile]) -> Comparison:
    """Hold a scan of a source against its known files by path."""
    files = total = unchanged = 0
    changed: list[ScannedFile] = []
    obstacles: list[ScannedFile] = []
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
        if before is not None and before.stamp == file.stamp and _same_kind(before, file):
            unchanged += 1
        elif file.obstacle is None:
            changed.append(file)
        else:
            obstacles.append(file)
    vanished: dict[str, list[KnownFile]] = {}
    sizes: dict[int, set[str]] = {}
    for path, before in known.items():
        if path not in met and not path.startswith(tuple(unlistable)):
            vanished.setdefault(before.digest.hex(), []).append(before)
            if before.digest:
                sizes.setdefault(before.stamp.size, set()).add(before.digest.hex())
    requests = tuple(
        Request(file.path, file.stamp.size, _stops(known.get(file.path), sizes.get(file.stamp.size, set())))
        for file in changed
    )
    return Comparison(files, total, unchanged, requests, tuple(obstacles), vanished)


def _same_kind(before: KnownFile, file: ScannedFile) -> bool:
    """Whether the file can, or cannot, be opened as before: a pipe may take the place of a file."""
    return (before.status is Status.SKIPPED) == (file.obstacle is not None and not file.unlistable)


def _stops(before: KnownFile | None, vanished: set[str]) -> frozenset[str]:
    """Digests at which reading can stop: the file's own last one, or one of a vanished file of its size when it is
    new.
    """
    if before is None:
        return frozenset(vanished)
    return frozenset({before.digest.hex()}) if before.digest else frozenset()
