"""Whoosh's table of contents: which segments make up the index. Reading it trusts nothing.

A folder holds `_MAIN_<generation>.toc` with its manifest, `_MAIN_<generation>.json`, and the files of the segments,
`MAIN_<id>.*`. The table is a pickle, so it is read with one class allowed, and what comes out is checked.
"""

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.filedb.structfile import StructFile

from search.errors import IndexDamaged
from search.index.codec.segment import Segment
from search.index.pages import Torn, open_plain
from search.index.pickles import PlainUnpickler
from search.index.schema import WORD_FIELDS

NAME = "MAIN"
NO_INDEX = -1
DAMAGE_NOTE = "DAMAGED"
"""A file that says why the index cannot be trusted, left by whoever found out, for those who could not know."""

_TOC = re.compile(rf"_{NAME}_(0|[1-9][0-9]{{0,8}})\.toc")
_MANIFEST = re.compile(rf"_{NAME}_(0|[1-9][0-9]{{0,8}})\.json")
_SEGMENT_FILE = re.compile(rf"({NAME}_[0-9a-z]+)\.[A-Za-z0-9_.]+")
_SEGMENT_ID = re.compile(r"[0-9a-z]+")
_FORMAT = -111
_CHECK = -12345
_NOTE_MOST = 300
_DOCUMENTS_MOST = 1 << 28
_LENGTH_MOST = 1 << 48


class Toc(NamedTuple):
    """The segments of a generation."""

    generation: int
    segments: list[Any]


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


def parse_toc(content: bytes, generation: int) -> Toc:
    """The table of contents in `content`. Raises anything when it is not one."""
    return Toc(generation, _read(StructFile(BytesIO(content)), generation))


def _read(file: Any, generation: int) -> list[Any]:
    for _ in range(3):
        file.read_varint()
    _expect(file.read_int() == _CHECK and file.read_int() == _FORMAT, "not in the format of Whoosh 2.7.4")
    for _ in range(3):
        file.read_varint()
    file.skip_string()
    _expect(file.read_int() == generation, "a generation that is not its own")
    file.read_int()
    segments = _Unpickler(file.raw_file()).load()
    _expect(isinstance(segments, list) and all(map(_is_sound, segments)), "a segment that is not one")
    return list(segments)


def _expect(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)


def _is_sound(segment: Any) -> bool:
    return (
        isinstance(segment, Segment)
        and vars(segment).keys() == vars(Segment(NAME)).keys()
        and segment.indexname == NAME
        and segment.compound is False
        and isinstance(segment.segid, str)
        and _SEGMENT_ID.fullmatch(segment.segid) is not None
        and isinstance(segment.documents, int)
        and 0 <= segment.documents <= _DOCUMENTS_MOST
        and isinstance(segment.deleted, set)
        and all(isinstance(document, int) and 0 <= document < segment.documents for document in segment.deleted)
        and isinstance(segment.total_lengths, dict)
        and all(_is_length(segment.total_lengths.get(field, 0)) for field in WORD_FIELDS)
    )


def _is_length(total: Any) -> bool:
    return isinstance(total, int) and 0 <= total <= _LENGTH_MOST


class _Unpickler(PlainUnpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (Segment.__module__, Segment.__qualname__):
            return Segment
        return super().find_class(module, name)
