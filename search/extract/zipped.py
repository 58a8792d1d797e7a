"""A zip file opened safely: no member is written anywhere, and what is inflated is bounded."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.trouble import Unreadable

CHUNK = 1 << 16
_ENCRYPTED = 1


class Zipped:
    """The members of a zip file by name. All that is read through one of these counts against `caps.inflated`."""

    def __init__(self, file: BinaryIO, caps: Caps) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise Unreadable(Status.FAILED, f"damaged zip file: {error}") from error
        self._left = caps.inflated
        self._limit = caps.inflated
        self._members = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of the members, in the order of the directory, without folders."""
        return list(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """What the directory says that member has in bytes; a lie is possible."""
        return self._members[name].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member. Unreadable: encrypted, damaged, or more than may be inflated."""
        info = self._members[name]
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable(Status.ENCRYPTED, "password needed")
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise Unreadable(Status.TOO_LARGE, f"unpacks to more than {self._limit >> 20} MB")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise Unreadable(Status.FAILED, f"damaged zip member {name[:100]}: {error}") from error

    def read(self, name: str, limit: int | None = None) -> bytes:
        """A member's bytes, whole or its first `limit`."""
        data = io.BytesIO()
        for chunk in self.chunks(name):
            data.write(chunk)
            if limit is not None and data.tell() >= limit:
                break
        return data.getvalue()[:limit]
