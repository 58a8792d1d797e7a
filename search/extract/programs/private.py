"""A stranger's file as programs can open it."""

import os
import shutil
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.trouble import Unreadable
from search.extract.whole import megabytes

DESCRIPTOR_PATH = "/dev/fd/0"
"""A path by which a program opens what it was given as standard input, and can move about in it."""


def with_descriptor(file: BinaryIO, folder: str, caps: Caps) -> BinaryIO:
    """`file`, or a copy of it in `folder` when the system has no descriptor for it. Unreadable as for `copied`."""
    try:
        file.fileno()
    except OSError:
        return open(copied(file, os.path.join(folder, "file"), caps), "rb")
    return file


def copied(file: BinaryIO, path: str, caps: Caps) -> str:
    """`path`, where a copy of `file` now is. Unreadable: it is larger than `caps.whole`."""
    if file.seek(0, os.SEEK_END) > caps.whole:
        raise Unreadable(Status.TOO_LARGE, f"larger than {megabytes(caps.whole)}")
    file.seek(0)
    with open(path, "xb") as copy:
        shutil.copyfileobj(file, copy)
    return path
