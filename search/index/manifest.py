"""The manifest of a generation: whose index it is, and what its files are. Nothing else in the folder is believed until
the manifest was read and agrees.

`_MAIN_<generation>.json` lists the segments, every file of them and Whoosh's table of contents, and ends with a digest
of itself.
"""

import json
import os
import stat
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from search.index.pages import FileRecord, Torn, digest_of, open_plain, read_recorded
from search.index.spelling import WORD_FIELDS
from search.index.toc import is_segment, manifest_name, segment_of, toc_name

FORMAT = 2
NOT_OURS = "its folder belongs to another user"
_DOCUMENTS_MOST = 1 << 28
_LENGTH_MOST = 1 << 48
_MOST = 64 << 20
"""Bytes of a manifest or a table of contents: a hundred thousand segments need less."""


class SegmentRecord(NamedTuple):
    """A segment with the id "MAIN_x": how many `documents` it has, which of them are `deleted`, ascending, and the
    length of each field in all of them together.
    """

    id: str
    documents: int
    lengths: dict[str, int]
    deleted: tuple[int, ...] = ()


class Manifest(NamedTuple):
    """`memory` is the id of the memory that the index is of; `files` are by name."""

    memory: str
    generation: int
    segments: tuple[SegmentRecord, ...]
    files: dict[str, FileRecord]

    def of_segment(self, segment: str) -> dict[str, FileRecord]:
        """The files of the segment with that id ("MAIN_x")."""
        return {name: record for name, record in self.files.items() if segment_of(name) == segment}


def is_ours(folder: Path) -> bool:
    """Whether the folder belongs to the user: only such a one is read."""
    return os.stat(folder).st_uid == os.geteuid()


def encode(manifest: Manifest) -> bytes:
    """The one way to write a manifest down."""
    stated = {
        "format": FORMAT,
        "memory": manifest.memory,
        "generation": manifest.generation,
        "segments": list(map(list, manifest.segments)),
        "files": {name: list(manifest.files[name]) for name in sorted(manifest.files)},
    }
    digest = digest_of(json.dumps(stated).encode())
    return json.dumps(stated | {"digest": digest}, indent=1).encode() + b"\n"


def read_manifest(folder: Path, generation: int, memory: str) -> Manifest:
    """The manifest of `generation`, once it is sound, of this memory, and every file is there in its size. Raises Torn,
    and FileNotFoundError when a newer generation replaced this one.
    """
    if not is_ours(folder):
        raise Torn(NOT_OURS)
    with open_plain(folder / manifest_name(generation)) as file:
        manifest = _decode(file.read(_MOST), file.name)
    if manifest.generation != generation:
        raise Torn("its manifest is of another generation")
    if manifest.memory != memory:
        raise Torn("it is the index of another memory")
    for name, record in manifest.files.items():
        found = os.lstat(folder / name)
        if not stat.S_ISREG(found.st_mode) or found.st_size != record.size:
            raise Torn(f"{name} has another size than it was written with")
    table = manifest.files[toc_name(generation)]
    if table.size > _MOST:
        raise Torn("its table of contents is too large")
    read_recorded(folder / toc_name(generation), table)
    return manifest


def _decode(content: bytes, name: str) -> Manifest:
    try:
        stated = json.loads(content)
        files = {str(name): FileRecord(int(size), str(digest)) for name, (size, digest) in stated["files"].items()}
        segments = tuple(map(_segment, stated["segments"]))
        manifest = Manifest(str(stated["memory"]), int(stated["generation"]), segments, files)
        named = {segment_of(name) for name in files.keys() - {toc_name(manifest.generation)}}
        sound = encode(manifest) == content and named == {segment.id for segment in segments}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError):
        sound = False
    if not sound or toc_name(manifest.generation) not in manifest.files:
        raise Torn("its manifest is not as it was written")
    return manifest


def _segment(stated: list[Any]) -> SegmentRecord:
    id_, documents, lengths, deleted = stated
    whole = {str(field): int(length) for field, length in lengths.items()}
    record = SegmentRecord(str(id_), int(documents), whole, tuple(map(int, deleted)))
    sound = is_segment(record.id) and 0 < record.documents <= _DOCUMENTS_MOST
    ascending = all(before < after for before, after in pairwise((-1, *record.deleted, record.documents)))
    bounded = all(0 <= length <= _LENGTH_MOST for length in whole.values())
    if not (sound and ascending and bounded and whole.keys() == set(WORD_FIELDS)):
        raise ValueError("a segment that cannot be")
    return record
