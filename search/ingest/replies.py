"""What is asked of those who read files, and what they reply.

A file gets one reply, a container one for itself, one for each thing inside it, and then a `Closed`.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.entities.mentions import Mention
from search.extract.extracted import Extracted, Status
from search.memory.records import KnownFile, Stamp


class Request(NamedTuple):
    """A file to prepare, of a source. `before` is how it was known, None when it is new.

    `again`: it is read even if its content is the one that was read before. `ocr`: pictures of text are read too.
    """

    source: int
    path: bytes
    size: int
    before: KnownFile | None
    again: bool = False
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file, read, or a member of one. `stamp` is None when the worker did not come back from it.

    `container`: its members follow, each like this one, and after them a `Closed`. `parent` is the path of what a
    member is in, and `member` its path there.
    """

    path: bytes
    digest: str
    stamp: Stamp | None
    extracted: Extracted
    mentions: Sequence[Mention]
    title: str
    document_date: str | None
    date_origin: str | None
    container: bool = False
    parent: bytes | None = None
    member: bytes | None = None


class Closed(NamedTuple):
    """The container at `path` has no further members; `status` and `reason` are its own after all."""

    path: bytes
    status: Status
    reason: str | None


class Same(NamedTuple):
    """A file with content that is remembered already: its own of before, or that of a vanished file if it is new."""

    path: bytes
    digest: str
    stamp: Stamp


class Unread(NamedTuple):
    """A file whose content could not be had this time. `stamp` is None when it could not even be opened."""

    path: bytes
    stamp: Stamp | None
    status: Status
    reason: str


class Lost(NamedTuple):
    """A file that was there when its folder was listed and is no longer."""

    path: bytes


Reply = Prepared | Closed | Same | Unread | Lost


def unreadable(path: bytes, stamp: Stamp | None, extracted: Extracted) -> Prepared:
    """What is to be remembered of a file that has no text to be had."""
    title = os.path.basename(path).decode("utf-8", "backslashreplace")
    return Prepared(path, "", stamp, extracted, (), title, None, None)


def failed(request: Request, reason: str) -> Prepared:
    """What is to be remembered of a file that took down what was to read it."""
    return unreadable(request.path, None, Extracted("unknown", "none", Status.FAILED, reason=reason))
