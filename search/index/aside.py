"""Folders where segments are built before they belong to the index.

Each is locked for as long as whoever builds there lives; a folder that nobody holds was left by the dead.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

BUILDING = "building"


class Aside:
    """A folder of one's own, in the index in `folder`. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        (folder / BUILDING).mkdir(mode=0o700, exist_ok=True)
        while True:
            self.path = Path(mkdtemp(prefix=f"{os.getpid()}.", dir=folder / BUILDING))
            lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._lock: int | None = lock
            if os.fstat(lock).st_nlink:
                return
            # It was taken for one that nobody holds, before it was locked.
            os.close(lock)

    def close(self) -> None:
        """Remove it with all that is still in it. It may be closed again."""
        if self._lock is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def sweep(folder: Path) -> None:
    """Remove what the dead left in the index in `folder`, and whatever else is in the place of what is built."""
    place = folder / BUILDING
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        place.unlink()
    for path in place.iterdir() if place.exists() else ():
        if path.is_dir() and not path.is_symlink():
            if not _is_held(path):
                shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_held(path: Path) -> bool:
    try:
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False
