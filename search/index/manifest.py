"""The manifest of a generation: whose index it is, and what its files are. Nothing else in the folder is believed until
the manifest was read and agrees.

`_MAIN_<generation>.json` lists the table of contents and every file of its segments, and ends with a digest of itself.
The table is a pickle: no byte of it is looked at before its digest fits.
"""

import json
import os
import stat
from pathlib import Path
from typing import NamedTuple

from search.index.pages import FileRecord, Torn, digest_of, open_plain, read_recorded
from search.index.toc import Toc, manifest_name, parse_toc, segment_of, toc_name

FORMAT = 1
NOT_OURS = "its folder belongs to another user"
_MOST = 64 << 20
"""Bytes of a manifest or a table of contents: a hundred thousand segments need less."""


class Manifest(NamedTuple):
    """`memory` is the id of the memory that the index is of; `files` are by name."""

    memory: str
    generation: int
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
        "files": {name: list(manifest.files[name]) for name in sorted(manifest.files)},
    }
    digest = digest_of(json.dumps(stated).encode())
    return json.dumps(stated | {"digest": digest}, indent=1).encode() + b"\n"


def read_manifest(folder: Path, generation: int, memory: str) -> tuple[Toc, Manifest]:
    """The table of contents of `generation` and its manifest, once both are sound, of this memory, and every file is
    there in its size. Raises Torn, and FileNotFoundError when a newer generation replaced this one.
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
    content = read_recorded(folder / toc_name(generation), table)
    try:
        toc = parse_toc(content, generation)
    except Exception as error:  # a forged pickle can raise anything
        raise Torn(f"bad table of contents: {error}") from error
    return toc, manifest


def _decode(content: bytes, name: str) -> Manifest:
    try:
        stated = json.loads(content)
        files = {str(name): FileRecord(int(size), str(digest)) for name, (size, digest) in stated["files"].items()}
        manifest = Manifest(str(stated["memory"]), int(stated["generation"]), files)
        sound = encode(manifest) == content and all(map(segment_of, files.keys() - {toc_name(manifest.generation)}))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        sound = False
    if not sound or toc_name(manifest.generation) not in manifest.files:
        raise Torn("its manifest is not as it was written")
    return manifest
