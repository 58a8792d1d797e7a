"""Whether a folder lies on a network file system, where neither locks nor shared memory can be relied upon."""

import os
import re
from pathlib import Path

from search.errors import BadInput
from search.memory.paths import shown

_NETWORK = frozenset(
    ("9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs", "nfs", "nfs4", "smb2", "smb3", "smbfs")
)
_ESCAPE = re.compile(rb"\\([0-7]{3})")


def refuse_network(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> None:
    """Raise BadInput when `folder` is on a network file system by the table `mounts` (see proc(5)); without such a
    table every folder is accepted. `folder` need not exist.
    """
    try:
        table = mounts.read_bytes()
    except OSError:
        return
    kind = _type_at(os.fsencode(folder.resolve()), table)
    if kind in _NETWORK:
        raise BadInput(
            f"{shown(os.fsencode(folder))} is on a network file system ({kind}), where a memory would be damaged; "
            "choose a folder on a local disk with --memory"
        )


def _type_at(path: bytes, table: bytes) -> str:
    """The type of the file system that holds `path`: the longest mount point above it, the last line among equals."""
    longest, kind = b"", ""
    for line in table.split(b"\n"):
        fields = line.split(b" ")
        if len(fields) < 3:
            continue
        point = _ESCAPE.sub(lambda octal: bytes([int(octal[1], 8) & 0xFF]), fields[1])
        inside = path == point or path.startswith(point.rstrip(b"/") + b"/")
        if inside and len(point) >= len(longest):
            longest, kind = point, fields[2].decode("ascii", "replace")
    return kind
