"""Whoosh's table of contents: which segments make up the index. Reading it trusts nothing.

A folder holds `_MAIN_<generation>.toc` and the files of the segments, `MAIN_<id>.*`. The table is a pickle, so it is
read with two classes allowed, from a folder that the user owns, and what comes out is checked.
"""

import os
import re
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.structfile import StructFile

from search.errors import MemoryDamaged
from search.index.codec import Codec
from search.index.pickles import PlainUnpickler
from search.index.schema import WORD_FIELDS

NAME = "MAIN"
NO_INDEX = -1

_TOC = re.compile(rf"_{NAME}_([0-9]+)\.toc")
_SEGMENT_FILE = re.compile(rf"({NAME}_[0-9a-z]+)\.[A-Za-z0-9_.]+")
_SEGMENT_ID = re.compile(r"[0-9a-z]+")
_FORMAT = -111
_CHECK = -12345


class Toc(NamedTuple):
    """The segments (`W3Segment`) of a generation."""

    generation: int
    segments: list[Any]


def toc_name(generation: int) -> str:
    """The file name of a table of contents."""
    return f"_{NAME}_{generation}.toc"


def segment_of(name: str) -> str | None:
    """The id ("MAIN_x") of the segment that the file `name` belongs to."""
    match = _SEGMENT_FILE.fullmatch(name)
    return match[1] if match else None


def generation_of(name: str) -> int | None:
    """The generation that the table of contents in the file `name` describes."""
    match = _TOC.fullmatch(name)
    return int(match[1]) if match else None


def damaged(folder: Path, why: object) -> MemoryDamaged:
    """The error for an index that cannot be read, with what to do about it."""
    return MemoryDamaged(f"The index in {folder} cannot be read ({why}). Run `cristal rebuild` to make it again.")


def latest_generation(folder: Path) -> int:
    """The newest generation, or NO_INDEX. Raises MemoryDamaged when there are segments that no table lists."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except FileNotFoundError:
        return NO_INDEX
    except NotADirectoryError as error:
        raise damaged(folder, error.strerror) from error
    latest = max((found for name in names if (found := generation_of(name)) is not None), default=NO_INDEX)
    if latest == NO_INDEX and any(map(segment_of, names)):
        raise damaged(folder, "its table of contents is missing")
    return latest


def read_toc(folder: Path, generation: int) -> Toc:
    """The table of contents of `generation`. Raises FileNotFoundError when a newer one replaced it."""
    if os.stat(folder).st_uid != os.geteuid():
        raise MemoryDamaged(f"The index in {folder} belongs to another user. Use a memory of your own.")
    with open(folder / toc_name(generation), "rb") as file:
        try:
            segments = _read(StructFile(file), generation)
        except Exception as error:  # a forged or torn pickle can raise anything
            raise damaged(folder, f"bad table of contents: {error}") from error
    return Toc(generation, segments)


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
        isinstance(segment, W3Segment)
        and isinstance(segment.codec(), Codec)
        and segment.indexname == NAME
        and isinstance(segment.segid, str)
        and _SEGMENT_ID.fullmatch(segment.segid) is not None
        and isinstance(segment.doc_count_all(), int)
        and isinstance(segment._deleted, set | None)
        and isinstance(segment._fieldlengths, dict)
        and all(isinstance(segment._fieldlengths.get(field, 0), int) for field in WORD_FIELDS)
    )


class _Unpickler(PlainUnpickler):
    def find_class(self, module: str, name: str) -> Any:
        for allowed in (W3Segment, Codec):
            if (module, name) == (allowed.__module__, allowed.__qualname__):
                return allowed
        return super().find_class(module, name)
