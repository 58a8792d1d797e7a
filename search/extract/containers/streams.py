"""Bytes read forward only: of a file, of what is unpacked from one, of what a program says."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from search.extract.trouble import Unreadable


class Stream(Protocol):
    """A stream ends at trouble too, which is then kept in `trouble`."""

    trouble: Unreadable | None

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end. Meant for small pieces."""

    def skip(self, size: int) -> None:
        """Go on behind the next `size` bytes."""


class FileStream:
    """A seekable file from its start; others may read it in between."""

    trouble: Unreadable | None = None

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._place = 0

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end."""
        self._file.seek(self._place)
        data = self._file.read(size)
        self._place += len(data)
        return data

    def skip(self, size: int) -> None:
        """Go on behind the next `size` bytes, even if they are not there."""
        self._place += size


class ChunkStream:
    """What `chunks` give."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.trouble: Unreadable | None = None
        self._chunks = chunks
        self._chunk = memoryview(b"")

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end."""
        pieces: list[memoryview] = []
        while size > 0 and self._fill():
            pieces.append(self._chunk[:size])
            self._chunk = self._chunk[len(pieces[-1]) :]
            size -= len(pieces[-1])
        return b"".join(pieces)

    def skip(self, size: int) -> None:
        """Go on behind the next `size` bytes."""
        while size > 0 and self._fill():
            passed = min(size, len(self._chunk))
            self._chunk = self._chunk[passed:]
            size -= passed

    def _fill(self) -> bool:
        """Whether there is something to read."""
        while not self._chunk:
            try:
                chunk = next(self._chunks, None)
            except Unreadable as trouble:
                self.trouble = trouble
                return False
            if chunk is None:
                return False
            self._chunk = memoryview(chunk)
        return True
