"""Whether a source stands where it was remembered: then what is missing in it is gone. If not it is away, and nothing
is.

The *ground* of a source is the folder where its files are looked for: itself or, of a single file, the one around it.
"""

import os
import stat
from collections.abc import Collection

Ground = tuple[int, int]
"""Device and inode: another file system mounted at the same path is another ground."""


def is_single(source: bytes, known: Collection[bytes]) -> bool:
    """Whether `source`, in which files are `known`, is a single file, present or missing."""
    return set(known) == {source} if known else not os.path.isdir(source)


def ground_of(source: bytes, *, single: bool) -> Ground | None:
    """The ground of `source`; None when it is away: missing, something else than a folder, or (around a single file)
    with nothing in it, as the place of an unmounted disk is.
    """
    folder = os.path.dirname(source) if single else source
    try:
        status = os.lstat(folder)
        if not stat.S_ISDIR(status.st_mode):
            return None
        with os.scandir(folder) as entries:
            if single and next(entries, None) is None:
                return None
    except OSError:
        return None
    return status.st_dev, status.st_ino
