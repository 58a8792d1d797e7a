"""Private copies of what a repository holds, for the processes that read files."""

import errno
import hashlib
import os
import shutil
from contextlib import suppress

from search.errors import CristalError
from search.ingest.repository import Contents
from search.memory.paths import shown

COPIES = "past"
"""The folder, in that of the memory, of what is being read."""

DIGEST_BYTES = 20
_NO_NAME = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)
"""What systems say of names that they cannot give a file."""


class NoSuchName(Exception):
    """No file here can have that name."""


class Copies:
    """Copies in `folder`, which only its owner may enter: it is made anew, and is to be removed with `clear`."""

    def __init__(self, folder: bytes, contents: Contents) -> None:
        self._folder, self._contents = folder, contents
        clear(folder)
        os.mkdir(folder, 0o700)

    def path(self, blob: str, name: bytes) -> bytes:
        """Where the copy of `blob` is, or would be, under the name `name`: the same at every run."""
        return os.path.join(self._folder, blob.encode(), name)

    def digest(self, blob: str) -> bytes:
        """The digest of `blob`, without a copy."""
        digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
        for piece in self._contents.read(blob):
            digest.update(piece)
        return digest.digest()

    def make(self, blob: str, name: bytes) -> bytes:
        """Copy `blob`; its digest. NoSuchName; CristalError when there is no room for it."""
        path = self.path(blob, name)
        try:
            with suppress(FileExistsError):
                os.mkdir(os.path.dirname(path), 0o700)
            digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in self._contents.read(blob):
                    file.write(piece)
                    digest.update(piece)
        except OSError as error:
            if error.errno in _NO_NAME:
                raise NoSuchName from error
            raise CristalError(f"{shown(path)} cannot be written ({error.strerror}): make room, try again") from error
        return digest.digest()

    def drop(self, path: bytes) -> None:
        """Remove the copy at `path`."""
        os.unlink(path)
        with suppress(OSError):
            os.rmdir(os.path.dirname(path))


def clear(folder: bytes) -> None:
    """Remove `folder` with all copies."""
    shutil.rmtree(folder, ignore_errors=True)
