"""Files of a segment made by an enemy: whatever is in them, every checksum, digest and size is right."""

import json
from collections.abc import Callable
from pathlib import Path
from struct import Struct
from typing import Any
from zlib import crc32

import numpy as np

from search.index.codec.arrays import MAGIC, Array, ArrayWriter
from search.index.manifest import Manifest, encode, read_manifest
from search.index.pages import measure
from search.index.toc import latest_table, manifest_name, segment_of

_FOOTER = Struct("<QQII8s")

Arrays = dict[str, Array]


class Forgery:
    """An index that is sound until its files are written anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest = read_manifest(folder, latest_table(folder).generation, "")

    def files(self, kind: str) -> list[Path]:
        """The files of that kind, one for each segment."""
        return [self.folder / name for name in self._manifest.files if segment_of(name) and name.endswith(kind)]

    def arrays(self, path: Path) -> Arrays:
        """All arrays of a file."""
        content = path.read_bytes()
        stated = json.loads(_table(content))["arrays"]
        return {
            name: np.frombuffer(content, of, count, start).astype(of) for name, (of, start, count) in stated.items()
        }

    def write(self, path: Path, arrays: Arrays) -> None:
        """Make a file of these arrays, each with the type that it has."""
        path.unlink()
        with ArrayWriter(path, path.suffix) as writer:
            for name, values in arrays.items():
                writer.stream(name, values.dtype.str.replace("|", "<"), [values])
            writer.close()

    def write_table(self, path: Path, change: Callable[[Any], Any] | bytes) -> None:
        """Change what the table of a file says, or put something else in its place."""
        content = path.read_bytes()
        _, offset, length, *_ = _FOOTER.unpack(content[-_FOOTER.size :])
        stated = json.loads(content[offset : offset + length])
        table = change if isinstance(change, bytes) else json.dumps(change(stated)).encode()
        size = offset + len(table) + _FOOTER.size
        path.write_bytes(content[:offset] + table + _FOOTER.pack(size, offset, len(table), crc32(table), MAGIC))

    def finish(
        self, change: Callable[[Manifest], Manifest] = lambda manifest: manifest, *, measured: bool = True
    ) -> None:
        """Write the manifest anew: with the files as they are now, if they are `measured`, and after a change."""
        files = {name: measure(self.folder / name) for name in self._manifest.files} if measured else {}
        files = self._manifest.files | files
        path = self.folder / manifest_name(self._manifest.generation)
        path.write_bytes(encode(change(self._manifest._replace(files=files))))


def _table(content: bytes) -> bytes:
    _, offset, length, *_ = _FOOTER.unpack(content[-_FOOTER.size :])
    return content[offset : offset + length]
