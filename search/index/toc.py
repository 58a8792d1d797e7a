"""The files of an index by name, and which generation of it is the newest.

A folder holds `_MAIN_<generation>.toc`, Whoosh's table of contents, with its manifest, `_MAIN_<generation>.json`, and
the files of the segments, `MAIN_<id>.*`. The table is a pickle, for Whoosh's own tools: here it only counts that it is
there, as it was written. What it says is read from the manifest.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple

from search.errors import IndexDamaged
from search.index.pages import Torn, open_plain

NAME = "MAIN"
NO_INDEX = -1
DAMAGE_NOTE = "DAMAGED"
"""A file that says why the index cannot be trusted, left by whoever found out, for those who could not know."""

_TOC = re.compile(rf"_{NAME}_(0|[1-9][0-9]{{0,8}})\.toc")
_MANIFEST = re.compile(rf"_{NAME}_(0|[1-9][0-9]{{0,8}})\.json")
_SEGMENT_FILE = re.compile(rf"({NAME}_[0-9a-z]+)\.[A-Za-z0-9_.]+")
_NOTE_MOST = 300


class Table(NamedTuple):
    """The newest generation in a folder. `file` tells its table from one of the same number in an index made anew."""

    generation: int
    file: tuple[int, int] | None


NO_TABLE = Table(NO_INDEX, None)


def toc_name(generation: int) -> str:
    """The file name of a table of contents."""
    return f"_{NAME}_{generation}.toc"


def manifest_name(generation: int) -> str:
    """The file name of a manifest."""
    return f"_{NAME}_{generation}.json"


def segment_of(name: str) -> str | None:
    """The id ("MAIN_x") of the segment that the file `name` belongs to."""
    match = _SEGMENT_FILE.fullmatch(name)
    return match[1] if match else None


def is_segment(id_: str) -> bool:
    """Whether this can be the id of a segment ("MAIN_x")."""
    return segment_of(f"{id_}.x") == id_


def generation_of(name: str) -> int | None:
    """The generation that the file `name` is the table of contents or the manifest of."""
    match = _TOC.fullmatch(name) or _MANIFEST.fullmatch(name)
    return int(match[1]) if match else None


def latest_table(folder: Path) -> Table:
    """The newest generation, or NO_TABLE. Raises IndexDamaged when there are segments that no table lists, and when
    somebody noted damage.
    """
    while True:
        names = _names(folder)
        if DAMAGE_NOTE in names:
            raise IndexDamaged(folder, _note(folder))
        latest = max((int(match[1]) for name in names if (match := _TOC.fullmatch(name))), default=NO_INDEX)
        if latest == NO_INDEX and any(map(segment_of, names)):
            raise IndexDamaged(folder, "its table of contents is missing")
        if latest == NO_INDEX:
            return NO_TABLE
        try:
            found = os.lstat(folder / toc_name(latest))
        except FileNotFoundError:
            continue
        return Table(latest, (found.st_ino, found.st_mtime_ns))


def note_damage(folder: Path, why: str) -> None:
    """Leave a note that the index in `folder` cannot be trusted, for whoever opens it next and could not know."""
    try:
        descriptor = os.open(folder / DAMAGE_NOTE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(why)


def _note(folder: Path) -> str:
    try:
        with open_plain(folder / DAMAGE_NOTE) as file:
            return file.read(_NOTE_MOST).decode("utf-8", "replace") or "it was found to be damaged"
    except (OSError, Torn):
        return "it was found to be damaged"


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise IndexDamaged(folder, error.strerror) from error
