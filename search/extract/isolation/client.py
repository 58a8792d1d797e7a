"""One parent and its answers, for who wants nothing but to read some files: tests, and figures."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self, cast

from search.extract.caps import DEFAULT, Caps
from search.extract.isolation.frames import receive

PARENT = (sys.executable, "-P", "-m", "search.extract.isolation.parent")


class Frame(NamedTuple):
    """`header` as `search.extract.isolation.parent` describes it, and the text."""

    header: dict[str, Any]
    text: str


class Isolated:
    """A running parent; a context manager that ends it. EOFError when it ends by itself."""

    def __init__(
        self,
        caps: Caps = DEFAULT,
        journal: Path | None = None,
        moved: Sequence[str] = (),
        command: Sequence[str] = PARENT,
    ) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._asked = cast(BinaryIO, self._process.stdin)
        self._told = cast(BinaryIO, self._process.stdout)
        self.frame()
        self._line({"moved": list(moved), "caps": asdict(caps), "journal": None if journal is None else str(journal)})

    @property
    def pid(self) -> int:
        """The process id of the parent."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._asked.close()
        self._process.terminate()
        self._told.close()
        self._process.wait()

    def ask(self, path: Path, known: str | None = None, *, ocr: bool = False) -> None:
        """Ask for a file. Answers come in order; who asks for thousands of files draws some in between."""
        self._line({"path": os.fspath(path), "known": known, "ocr": ocr})

    def answer(self) -> list[Frame]:
        """The frames of the next answer."""
        frames = [self.frame()]
        if frames[0].header.get("container"):
            while "closed" not in (last := frames[-1].header) or last["member"] is not None:
                frames.append(self.frame())
        return frames

    def read(self, path: Path, *, ocr: bool = False) -> list[Frame]:
        """The answer for one file."""
        self.ask(path, ocr=ocr)
        return self.answer()

    def frame(self) -> Frame:
        """The next frame."""
        if (frame := receive(self._told)) is None:
            raise EOFError("the parent has ended")
        return Frame(json.loads(frame[0]), frame[1].decode("utf-8"))

    def _line(self, fields: dict[str, Any]) -> None:
        self._asked.write(json.dumps(fields).encode() + b"\n")
        self._asked.flush()
