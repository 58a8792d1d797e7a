"""What a source holds at this moment: every file that ignore rules leave in, without opening one.

Symbolic links are never followed: what they point to inside the source is listed as itself, what lies outside is not
the source's. A link out of the source, a pipe, a socket, a device and a folder that cannot be listed are reported, so
that they can be counted.
"""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.ingest.ignoring import Rules, default_rules
from search.memory.records import Stamp


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file of a source. `obstacle` says why it must not be opened, None for regular files.

    `unlistable` marks a folder whose content is unknown: nothing below it may be taken for gone.
    """

    path: bytes
    stamp: Stamp
    obstacle: str | None = None
    unlistable: bool = False


def scan(source: bytes, nested: frozenset[bytes] = frozenset()) -> Iterator[ScannedFile]:
    """Files of `source` (an absolute path of a folder or a file) in the order of their paths.

    `nested` are folders that are sources of their own and left to them. Raises OSError when the source itself cannot be
    listed, or is something else than a folder or a file by now.
    """
    status = os.lstat(source)
    if stat.S_ISREG(status.st_mode):
        yield _file(source, status, source)
        return
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), source)
    with os.scandir(source):
        pass
    yield from _folder(source, source, (), default_rules(), nested)


def lists(source: bytes, path: bytes) -> bool:
    """Whether a scan of `source` enters or lists `path`: it is the source, or below it with no rule against it."""
    if path == source:
        return True
    below = source.rstrip(b"/") + b"/"
    if not path.startswith(below):
        return False
    names = tuple(os.fsdecode(path[len(below) :]).split("/"))
    folder, rules = Path(os.fsdecode(source)), default_rules()
    for depth, name in enumerate(names):
        rules = rules.entering(folder, depth)
        folder /= name
        if rules.ignored(names[: depth + 1], folder.is_dir()):
            return False
    return True


def stamp_of(status: os.stat_result) -> Stamp:
    """The part of a file's status that changes when the file does."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _folder(
    source: bytes, folder: bytes, names: tuple[str, ...], rules: Rules, nested: frozenset[bytes]
) -> Iterator[ScannedFile]:
    stack: list[tuple[bytes, tuple[str, ...], Rules]] = [(folder, names, rules)]
    while stack:
        folder, names, rules = stack.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            reason = f"folder cannot be listed: {(error.strerror or 'unknown error').lower()}"
            yield ScannedFile(folder, Stamp(0, 0, 0, 0), reason, unlistable=True)
            continue
        rules = rules.entering(Path(os.fsdecode(folder)), len(names))
        below: list[tuple[bytes, tuple[str, ...], Rules]] = []
        for entry in entries:
            path = entry.path
            here = (*names, os.fsdecode(entry.name))
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
                if path in nested or rules.ignored(here, is_folder):
                    continue
                if is_folder:
                    below.append((path, here, rules))
                    continue
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield ScannedFile(path, Stamp(0, 0, 0, 0), (error.strerror or "unknown error").lower())
                continue
            if stat.S_ISLNK(status.st_mode) and _stays_inside(path, source):
                continue
            yield _file(path, status, source)
        stack.extend(reversed(below))


def _file(path: bytes, status: os.stat_result, source: bytes) -> ScannedFile:
    mode = status.st_mode
    obstacle = None
    if stat.S_ISLNK(mode):
        obstacle = "symbolic link out of the source" if os.path.exists(path) else "symbolic link to nothing"
    elif stat.S_ISFIFO(mode):
        obstacle = "named pipe"
    elif stat.S_ISSOCK(mode):
        obstacle = "socket"
    elif stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        obstacle = "device"
    return ScannedFile(path, stamp_of(status), obstacle)


def _stays_inside(link: bytes, source: bytes) -> bool:
    """Whether `link` leads to something that the scan lists as itself (or in a circle within the source)."""
    target = os.path.realpath(link)
    root = os.path.realpath(source)
    return os.path.exists(target) and (target == root or target.startswith(root + b"/"))
