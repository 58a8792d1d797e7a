"""The bytes that a document was read from: its file, or what a container has in its place, in a private folder."""

import os
import subprocess
from pathlib import Path

from search.errors import NotFound
from search.extract.caps import Caps
from search.extract.isolation import taking
from search.memory.paths import parted, shown
from search.memory.records import VersionFacts

LONGEST_NAME = 60
"""Code points: in UTF-8 no more than a file system takes."""


def original(row: VersionFacts, folder: Path, caps: Caps) -> Path:
    """The file of a version; a member is written into `folder`, which nobody else can look into.

    It is what the file holds now, not what the version was read from. NotFound: it cannot be had, and why.
    """
    file, member = parted(row.path)
    path = Path(os.fsdecode(file))
    if not path.is_file():
        raise NotFound(f"the file is not there any more: {shown(file)}")
    if not member:
        return path
    written = folder / _harmless(member.rpartition(b"/")[2])
    with written.open("xb") as copy:
        order = taking.order(file, member, caps)
        taken = subprocess.run(taking.COMMAND, input=order, stdout=copy, stderr=subprocess.PIPE, check=False)
    if taken.returncode != 0:
        written.unlink()
        said = taken.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise NotFound(f"{shown(member)} cannot be taken out of {shown(file)}: {said}")
    written.chmod(0o400)
    return written


def _harmless(name: bytes) -> str:
    """A name that no program takes for an option, a folder or a hidden file, with the ending that it had."""
    written = "".join(character if character.isprintable() else "_" for character in shown(name))
    return written[-LONGEST_NAME:].lstrip(".-") or "unnamed"
