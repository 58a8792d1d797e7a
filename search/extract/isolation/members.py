"""What is inside a container, as its child gives it out: bytes become jobs, as far as there is room for them."""

import hashlib
import os
from collections import Counter
from typing import Any

from search.extract.extracted import Status
from search.extract.isolation.found import Found, remark
from search.extract.isolation.job import Job
from search.extract.isolation.opening import DIGEST_BYTES
from search.extract.isolation.spool import spool
from search.extract.isolation.ward import Ward
from search.extract.pieces import Remark
from search.extract.sniff import sniff

JOINT = "!/"
"""Stands between the path of a container and the path of a member inside it."""

_LONGEST_PATH = 4096
_UNNAMED = b"unnamed"


class Names:
    """The paths within one container: each is given once."""

    def __init__(self) -> None:
        self._given: Counter[bytes] = Counter()

    def distinct(self, path: bytes) -> bytes:
        """`path`, or what it is to be called as others have it already: "a (2).txt"."""
        path = path.replace(JOINT.encode(), b"! /").strip(b"/")[:_LONGEST_PATH] or _UNNAMED
        folder, slash, name = path.rpartition(b"/")
        stem, dot, ending = name.rpartition(b".")
        if not stem:
            stem, dot, ending = name, b"", b""
        given = path
        while given in self._given:
            self._given[path] += 1
            given = b"%s%s%s (%d)%s%s" % (folder, slash, stem, self._given[path], dot, ending)
        self._given[given] = 1
        return given


def receive_member(header: dict[str, Any], ward: Ward, found: Found, names: Names) -> Job:
    """The member that `header` announces, its bytes taken over; where they are too much for the file, without them.

    Exceptions of any kind when the child says what no reader says.
    """
    holder, room = found.job, found.job.room
    path = names.distinct(header["member"].encode("latin-1"))
    modified = header["modified"]
    if not isinstance(modified, str | None):
        raise ValueError("a time that is none")
    file = spool()
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    size = 0
    while "chunk" in (told := ward.frame())[0]:
        size += len(told[1])
        room.bytes -= len(told[1])
        if size > found.caps.member_bytes:
            raise ValueError("a member that is too large")
        if room.bytes >= 0:
            file.write(told[1])
            digest.update(told[1])
    trouble = remark(*told[0]["done"]) if told[0]["done"] is not None else None
    room.members -= 1
    if room.bytes < 0 or room.members < 0 or holder.level >= found.caps.depth:
        trouble = trouble or Remark(Status.TOO_LARGE, "there is too much in the file that holds it")
    file.flush()
    place = path.decode("latin-1") if holder.place is None else holder.place + JOINT + path.decode("latin-1")
    name = os.fsdecode(path.rpartition(b"/")[2])
    about = {"member": place, "name": name, "digest": digest.hexdigest(), "size": size, "modified": modified}
    return Job(
        file=file,
        kind=sniff(file, name),
        name=name,
        size=size,
        path=holder.path,
        about=about,
        ocr=holder.ocr,
        room=room,
        place=place,
        level=holder.level + 1,
        trouble=trouble,
    )
