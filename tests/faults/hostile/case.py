"""One hostile file as data: what it is called, what is in it, and what must come of reading it."""

import random
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from search.extract.extracted import Status

OK, PARTIAL, EMPTY = Status.OK, Status.PARTIAL, Status.EMPTY
NEEDS_OCR, ENCRYPTED, TOO_LARGE = Status.NEEDS_OCR, Status.ENCRYPTED, Status.TOO_LARGE
UNSUPPORTED, FAILED, SKIPPED = Status.UNSUPPORTED, Status.FAILED, Status.SKIPPED

WORD = "kestrel"
"""What most files say, where a case says nothing else."""
SECRET = "ostrich-behind-the-curtain"
"""What the file says that no reader may open."""


class Sparse(NamedTuple):
    """`head`, and zeros that take no room on the disk up to `size` bytes."""

    head: bytes
    size: int


class Link(NamedTuple):
    """A symbolic link."""

    target: str


class Special(Enum):
    """What looks like a file and must never be opened as one."""

    PIPE = "named pipe"
    SOCKET = "socket"


class Scale(NamedTuple):
    """How large the files are, and where the file with `SECRET` in it is."""

    big: bool
    secret: Path

    def of(self, small: int, big: int) -> int:
        """The first of a quick run, the second of a long one."""
        return big if self.big else small


Content: TypeAlias = bytes | Sparse | Link | Special


class Case(NamedTuple):
    """`name` is the path in the folder, `status` what the file must come to (None: a scan does not list it), and `note`
    says what it is and why. `words` must be found in its text or in that of its members. `inside` gives the status of
    members by their path.
    """

    name: str
    status: Status | None
    note: str
    content: Content | Callable[[Scale], Content]
    words: tuple[str, ...] = (WORD,)
    inside: Mapping[str, Status] = MappingProxyType({})


def cut(content: bytes, percent: int) -> bytes:
    """The first part of a file, as a broken download leaves it."""
    return content[: len(content) * percent // 100]


def noise(size: int) -> bytes:
    """The same random bytes each time."""
    return random.Random(size).randbytes(size)
