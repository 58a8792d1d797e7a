"""Recognising the text in a picture by Tesseract, once: what it said of a picture can be kept under its digest.

`CRISTAL_OCR_LANGUAGES` names the languages to look for beside English ("deu+fra"); `CRISTAL_OCR_CACHE` is a folder for
what was said, so that what was interrupted goes on where it was. Without it nothing is kept.
"""

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from search.extract import kinds
from search.extract.extracted import Status
from search.extract.programs.registry import TESSERACT, path_of
from search.extract.programs.running import run
from search.extract.trouble import Unreadable

LANGUAGES, CACHE = "CRISTAL_OCR_LANGUAGES", "CRISTAL_OCR_CACHE"

PAGE_BREAK = "\f"

_ENGLISH = "eng"
_SECONDS = 120.0
_MOST_TEXT = 16 << 20
_PIECE = 1 << 20
_DATA = "TESSDATA_PREFIX"


class Tesseract:
    """Tesseract as it is here. Unreadable: it is not, or knows none of the languages."""

    def __init__(self, folder: str) -> None:
        path = path_of(TESSERACT, kinds.IMAGE)
        if path is None:
            raise Unreadable(Status.NEEDS_OCR, f"install {TESSERACT.name} to read the text in pictures")
        self._path, self._folder = path, folder
        languages = wanted_languages()
        known = set(b"".join(self._run(["--list-langs"])).decode("utf-8", "replace").split("\n")[1:])
        self._languages = "+".join(language for language in languages if language in known)
        if not self._languages:
            raise Unreadable(Status.NEEDS_OCR, f"Tesseract has no data for {'+'.join(languages)}")
        self._cache = Path(os.environ[CACHE]) if os.environ.get(CACHE) else None

    def text_in(self, picture: BinaryIO) -> str:
        """The text of a picture, given as a file with a descriptor; of one with pages, with form feeds after each.

        Unreadable as for `run`.
        """
        kept = self._cache / self._digest(picture) if self._cache is not None else None
        if kept is not None and kept.is_file():
            return kept.read_text("utf-8")
        text = b"".join(self._run(["stdin", "stdout", "-l", self._languages], picture)).decode("utf-8", "replace")
        if kept is not None:
            unfinished = kept.with_suffix(f".{os.getpid()}")
            unfinished.write_text(text, "utf-8")
            unfinished.replace(kept)
        return text

    def _run(self, arguments: list[str], picture: BinaryIO | None = None) -> Iterator[bytes]:
        # More threads gain little here, and would take the cores from everything else.
        settings = {"OMP_THREAD_LIMIT": "1"} | {name: os.environ[name] for name in (_DATA,) if name in os.environ}
        command = [self._path, *arguments]
        return run(command, self._folder, stdin=picture, seconds=_SECONDS, limit=_MOST_TEXT, settings=settings)

    def _digest(self, picture: BinaryIO) -> str:
        digest = blake2b(self._languages.encode(), digest_size=20)
        picture.seek(0)
        while piece := picture.read(_PIECE):
            digest.update(piece)
        return digest.hexdigest()


def wanted_languages() -> list[str]:
    """English, and those that the environment names."""
    return list(dict.fromkeys([_ENGLISH, *filter(None, os.environ.get(LANGUAGES, "").split("+"))]))
