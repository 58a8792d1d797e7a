"""What is being read, written down: whoever finds a journal that is not empty knows where everything stopped.

A line for each file, a JSON object `{"path": …}`.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress


class Journal:
    """The file at `path`; None keeps no journal, and neither does a file that cannot be written: reading goes on."""

    def __init__(self, path: str | None) -> None:
        self._file: int | None = None
        if path is not None:
            with suppress(OSError):
                self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        self._only: str | None = None
        self.clear()

    @property
    def is_narrow(self) -> bool:
        """Whether it names one file of several, because that one takes long."""
        return self._only is not None

    def note(self, paths: Iterable[str]) -> None:
        """These are being read now, and nothing else."""
        self._only = None
        self._write("".join(json.dumps({"path": path}) + "\n" for path in dict.fromkeys(paths)))

    def insist(self, path: str) -> None:
        """This one takes a while: its name must outlast the machine."""
        if self._only == path or self._file is None:
            return
        self._write(json.dumps({"path": path}) + "\n")
        with suppress(OSError):
            os.fsync(self._file)
        self._only = path

    def clear(self) -> None:
        """Nothing is being read."""
        self._only = None
        self._write("")

    def _write(self, lines: str) -> None:
        if self._file is None:
            return
        data = lines.encode()
        with suppress(OSError):
            if data:
                os.pwrite(self._file, data, 0)
            os.ftruncate(self._file, len(data))
