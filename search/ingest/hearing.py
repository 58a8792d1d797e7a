"""The frames that a worker sends about one file, understood as replies.

The frames are those of `search.extract.isolation.parent`, with what `search.ingest.worker` makes of each text.
"""

import json
from dataclasses import replace
from typing import Any

from search.extract.extracted import Extracted, Status, Unit
from search.ingest.replies import Closed, Lost, Prepared, Reply, Request, Same, Unread
from search.ingest.wire import PackedMentions, metadata_of
from search.memory.instants import nanoseconds
from search.memory.paths import JOINT
from search.memory.records import Stamp


class Hearing:
    """What has been heard so far about the file of `request`."""

    def __init__(self, request: Request) -> None:
        self._path = request.path
        self._holder: Stamp | None = None

    def reply(self, frame: tuple[bytes, bytes]) -> tuple[Reply, bool]:
        """What the next frame says, and whether it is the last one about the file."""
        header, body = json.loads(frame[0]), frame[1]
        if self._holder is not None:
            return self._inside(self._holder, header, body)
        if "vanished" in header:
            return Lost(self._path), True
        stamp = Stamp(*header["stamp"]) if header["stamp"] is not None else None
        if "unread" in header:
            return Unread(self._path, stamp, Status(header["status"]), header["unread"]), True
        assert stamp is not None
        if "same" in header:
            return Same(self._path, header["digest"], stamp), True
        if header["container"]:
            self._holder = stamp
        return _prepared(self._path, stamp, header, body), not header["container"]

    def _inside(self, holder: Stamp, header: dict[str, Any], body: bytes) -> tuple[Reply, bool]:
        if "closed" not in header:
            return _member(self._path, holder, header, body), False
        member = header["member"]
        path = self._path if member is None else self._path + JOINT + member.encode("latin-1")
        return Closed(path, Status(header["status"]), header["reason"]), member is None


def _member(path: bytes, stamp: Stamp, header: dict[str, Any], body: bytes) -> Prepared:
    place = header["member"].encode("latin-1")
    holder, joint, name = place.rpartition(JOINT)
    modified = header["modified"]
    mtime = nanoseconds(modified) if modified is not None else stamp.mtime_ns
    own = Stamp(header["size"], mtime, 0, 0)
    read = _prepared(path + JOINT + place, own, header, body)
    return replace(read, parent=path + joint + holder if joint else path, member=name)


def _prepared(path: bytes, stamp: Stamp, header: dict[str, Any], body: bytes) -> Prepared:
    parts = memoryview(body)
    end = header["text_bytes"]
    extracted = Extracted(
        type=header["type"],
        reader=header["reader"],
        status=Status(header["status"]),
        text=str(parts[:end], "utf-8"),
        units=tuple(Unit(*unit) for unit in header["units"]),
        metadata=metadata_of(header["metadata"]),
        reason=header["reason"],
    )
    return Prepared(
        path=path,
        digest=header["digest"],
        stamp=stamp,
        extracted=extracted,
        mentions=PackedMentions(header["forms"], parts[end:]),
        title=header["title"],
        document_date=header["date"],
        date_origin=header["date_origin"],
        container=header["container"],
    )
