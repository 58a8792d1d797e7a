"""The bytes of one member, out of the file that holds it: only what is on the way is opened, by limited readers.

    python -P -m search.extract.isolation.taking

is told `{"path", "member", "caps"}` in JSON on stdin and writes the bytes to stdout, or a reason to stderr and ends
with 1. It is started with nothing but its pipes, as `search.extract.isolation.parent` is, and for the same reason.
"""

import json
import os
import shutil
import signal
import sys
from collections import Counter
from dataclasses import asdict

from search.extract.caps import Caps
from search.extract.isolation import linux
from search.extract.isolation.found import begin, for_another_reader
from search.extract.isolation.job import Job
from search.extract.isolation.members import JOINT, Names, receive_member
from search.extract.isolation.opening import Request, open_file
from search.extract.isolation.ward import Stopped, Ward

COMMAND = (sys.executable, "-P", "-m", "search.extract.isolation.taking")

MISSING = "it is not in the file any more"


class NotTaken(Exception):
    """The member cannot be had; the message is why."""


def order(path: bytes, member: bytes, caps: Caps) -> bytes:
    """What to write to the process: the file, and the path of the member inside it."""
    return json.dumps({"path": os.fsdecode(path), "member": member.decode("latin-1"), "caps": asdict(caps)}).encode()


def main() -> None:
    """Take what stdin asks for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        linux.end_with_parent(signal.SIGTERM)
        linux.adopt_orphans()
        linux.leave_network()
    asked = json.load(sys.stdin.buffer)
    caps = Caps(**asked["caps"])
    job = open_file(Request(asked["path"], None, False), Counter(), caps)
    try:
        if not isinstance(job, Job):
            raise NotTaken(job.get("unread", "the file is not there any more"))
        taken = _taken(job, asked["member"], caps)
        taken.file.seek(0)
        shutil.copyfileobj(taken.file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except NotTaken as reason:
        sys.exit(str(reason))


def _taken(holder: Job, place: str, caps: Caps) -> Job:
    """The member at `place`, which is in `holder` or in something that is inside it."""
    found = begin(holder, caps)
    if holder.trouble is not None or holder.reader is None:
        raise NotTaken(holder.trouble.reason if holder.trouble is not None else MISSING)
    try:
        with Ward([holder], caps, lambda _: None, sys.stdout.fileno()) as ward:
            ward.begin(holder)
            names = Names()
            while True:
                header, body = ward.frame()
                found.take(header, body)
                if "member" in header:
                    found.assembly.members += 1
                    member = receive_member(header, ward, found, names)
                    if member.place == place and member.trouble is None:
                        return member
                    if member.place == place or place.startswith(f"{member.place}{JOINT}"):
                        return _taken(member, place, caps)
                    member.file.close()
                if "end" in header:
                    break
    except Stopped as stopped:
        raise NotTaken(stopped.reason) from stopped
    if (other := for_another_reader(found)) is not None:
        return _taken(other, place, caps)
    raise NotTaken(found.assembly.remarks[0].reason if found.assembly.remarks else MISSING)


if __name__ == "__main__":
    main()
