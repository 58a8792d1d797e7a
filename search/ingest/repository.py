"""A git repository, read with git's plumbing: its mainline, what each commit on it changed, and the content of files.

Terms: the *mainline* is the chain of first parents from HEAD back; a *change* is what a commit did to one regular file.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple, cast

from search.errors import BadInput
from search.ingest.git import Git

RENAME_LIMIT = 1_000
"""Files that came and went in one commit among which renames of changed files are looked for."""

_PIECE = 1 << 20
_REGULAR = b"100"


class Change(NamedTuple):
    """One file in one commit: `former` is where it was before, `path` where it is now, either None for nowhere. Paths
    are relative to the work tree; `blob` names the content.
    """

    former: bytes | None
    path: bytes | None
    blob: str


class Commit(NamedTuple):
    """What a commit changed since its first parent; `at` is the committer's date in seconds after 1970."""

    at: int
    changes: tuple[Change, ...]


class Repository:
    """The repository of the work tree whose top is the folder `top`, an absolute path without links.

    Raises BadInput, in one sentence, when there is no past to be had: no git, none of the user's own, bare, cut short,
    damaged, or without a commit. So do all methods when git cannot go on.
    """

    def __init__(self, top: bytes) -> None:
        self.top = top
        self._git = Git(top)
        bare, shallow = self._git.answer("rev-parse", "--is-bare-repository", "--is-shallow-repository").split()
        if bare == b"true":
            raise self._git.unfit("is a bare repository, which has no files of its own; give the path of a work tree")
        if shallow == b"true":
            raise self._git.unfit(
                "is a shallow clone, whose past is cut short; complete it with: git fetch --unshallow"
            )
        if self._git.affirms("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"):
            raise self._git.unfit("is a partial clone, whose past is elsewhere; make a full one with: git clone")
        if os.path.realpath(self._git.answer("rev-parse", "--show-toplevel").removesuffix(b"\n")) != top:
            raise self._git.unfit("is a repository whose files are elsewhere (core.worktree); give the path of those")
        if not self._git.affirms("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
            raise self._git.unfit("is a git work tree without a commit; its past begins with the first one")

    def commits(self, below: bytes) -> Iterator[Commit]:
        """The mainline, the oldest first; with changes of regular files at or below `below` only, a path relative to
        the top, empty for everything. A file that moved and still is at least half of what it was is a change from its
        former path.
        """
        chain = self._mainline()
        dates = {names[0]: at for at, *names in chain}
        with tempfile.TemporaryFile() as asked:
            # A parent named beside a commit is the only one that it is compared with.
            asked.writelines(b" ".join(names[:2]) + b"\n" for _, *names in chain)
            asked.seek(0)
            arguments = [
                "diff-tree",
                "--stdin",
                "-r",
                "-M",
                f"-l{RENAME_LIMIT}",
                "--root",
                "-z",
                "--raw",
                "--no-abbrev",
            ]
            with self._git.running([*arguments, "--", *([below] if below else [])], asked) as told:
                changed = _grouped(_split(told))
                commit, changes = next(changed, (b"", ()))
                for name, at in dates.items():
                    if name == commit:
                        yield Commit(int(at), changes)
                        commit, changes = next(changed, (b"", ()))
                    else:
                        yield Commit(int(at), ())

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """The size of each of `blobs` in bytes."""
        with tempfile.TemporaryFile() as asked:
            asked.writelines(blob.encode() + b"\n" for blob in blobs)
            asked.seek(0)
            found = {}
            with self._git.running(["cat-file", "--batch-check", "--buffer"], asked) as told:
                for line in told:
                    name, *rest = line.split()
                    if len(rest) != 2 or rest[0] != b"blob":
                        raise self._git.unfit(f"is damaged: {name.decode()} is missing in it; git fsck says more")
                    found[name.decode()] = int(rest[1])
        return found

    @contextmanager
    def contents(self) -> Iterator["Contents"]:
        """The door to the content of blobs, open inside the block."""
        process = self._git.start(["cat-file", "--batch"], subprocess.PIPE, subprocess.DEVNULL)
        try:
            yield Contents(process, self._git)
        finally:
            process.kill()
            process.communicate()

    def _mainline(self) -> list[list[bytes]]:
        """For each commit, the oldest first: its date, its name, and those of its parents."""
        with self._git.running(["rev-list", "--first-parent", "--parents", "--timestamp", "HEAD", "--"], None) as told:
            chain = [line.split() for line in told]
        return chain[::-1]


class Contents:
    """The content of blobs, one after another; of `Repository.contents`."""

    def __init__(self, process: "subprocess.Popen[bytes]", git: Git) -> None:
        self._asked, self._told = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
        self._git = git

    def read(self, blob: str) -> Iterator[bytes]:
        """The content of `blob` in pieces, which are to be taken to the end. BadInput when it cannot be read."""
        try:
            self._asked.write(blob.encode() + b"\n")
            self._asked.flush()
        except BrokenPipeError:
            raise self._damaged(blob) from None
        header = self._told.readline().split()
        if len(header) != 3:
            raise self._damaged(blob)
        left = int(header[2])
        while left:
            piece = self._told.read(min(left, _PIECE))
            if not piece:
                raise self._damaged(blob)
            left -= len(piece)
            yield piece
        self._told.read(1)

    def _damaged(self, blob: str) -> BadInput:
        return self._git.unfit(f"is damaged: git cannot read {blob} in it; git fsck says more")


def _split(told: BinaryIO) -> Iterator[bytes]:
    """The parts that end with NUL."""
    rest = b""
    while piece := told.read(_PIECE):
        *parts, rest = (rest + piece).split(b"\0")
        yield from parts


def _grouped(parts: Iterator[bytes]) -> Iterator[tuple[bytes, tuple[Change, ...]]]:
    """Commits with their changes, out of git's raw format for differences."""
    commit, changes = b"", list[Change]()
    for part in parts:
        if not part.startswith(b":"):
            if commit:
                yield commit, tuple(changes)
            commit, changes = part, []
            continue
        was, became, _, blob, kind = part[1:].split(b" ")
        former: bytes | None = next(parts)
        path: bytes | None = next(parts) if kind[:1] in b"RC" else former
        former = former if was.startswith(_REGULAR) else None
        path = path if became.startswith(_REGULAR) else None
        if former is not None or path is not None:
            changes.append(Change(former, path, blob.decode()))
    if commit:
        yield commit, tuple(changes)
