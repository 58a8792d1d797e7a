"""Three corpora: long documents, sections, and very many short documents. Each is made once, and kept."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.bench.engines import packages
from tests.bench.engines.documents import lay, read, write
from tests.bench.engines.invented import invent
from tests.bench.engines.queries import Questions, draw

LONG, SECTIONS, SHORT = "10k", "90k", "1m"
SIZES = {LONG: 10_000, SECTIONS: 90_000, SHORT: 1_000_000}
WORDS = {LONG: 1_350, SECTIONS: 150, SHORT: 60}
"""Of a document, where they have to be made up."""

SECTION, LEAST_SECTION = 1_000, 200
"""Code points."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """`file` holds the documents; `characters` and `bytes` (UTF-8) are those of all texts."""

    name: str
    file: Path
    origin: str
    documents: int
    characters: int
    bytes: int
    questions: Questions

    @property
    def files(self) -> Path:
        """The folder where each document is a file of its own, once `lay_out` was called."""
        return self.file.with_name(f"{self.name}-files")

    def lay_out(self) -> None:
        """Write the files, unless they are there."""
        if not self.files.is_dir():
            unfinished = self.files.with_suffix(".part")
            lay(read(self.file), unfinished)
            unfinished.rename(self.files)


def corpus(name: str, cache: Path, documentation: Path | None) -> Corpus:
    """The corpus of that name; made from the unpacked `documentation`, or made up without one, unless it is kept in
    `cache`.
    """
    real = documentation is not None and name != SHORT
    return kept(name, cache, "of packages" if real else "made up", lambda: _texts(name, documentation))


def kept(name: str, cache: Path, origin: str, texts: Callable[[], Iterable[tuple[str, str]]]) -> Corpus:
    """The corpus of that name in `cache`; made of the (title, text) pairs if it is not there."""
    file = cache / f"{name}.jsonl"
    about = file.with_suffix(".json")
    if not (file.exists() and about.exists()):
        cache.mkdir(parents=True, exist_ok=True)
        write(file, texts())
        about.write_text(json.dumps(_described(file, origin)))
    return Corpus(name, file, **json.loads(about.read_text()))


def _texts(name: str, documentation: Path | None) -> Iterable[tuple[str, str]]:
    if documentation is None or name == SHORT:
        return invent(SIZES[name], WORDS[name], seed=5)
    found = packages.texts([documentation, *packages.INSTALLED])
    return islice(found, SIZES[LONG]) if name == LONG else _mixed(list(islice(found, SIZES[LONG])))


def _mixed(texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    sections = [section for text in texts for section in _sections(*text)]
    random.Random(7).shuffle(sections)
    return sections[: SIZES[SECTIONS]]


def _sections(title: str, text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs of `text` together until they make a section."""
    held = ""
    for paragraph in re.split(r"\n\s*\n", text):
        held += paragraph + "\n\n"
        while len(held) >= SECTION:
            yield title, held[:SECTION]
            held = held[SECTION:]
    if len(held) >= LEAST_SECTION:
        yield title, held


def _described(file: Path, origin: str) -> dict[str, object]:
    count = characters = size = 0
    for document in read(file):
        count += 1
        characters += len(document.text)
        size += len(document.text.encode("utf-8", "replace"))
    return {
        "origin": origin,
        "documents": count,
        "characters": characters,
        "bytes": size,
        "questions": draw(lambda: read(file)),
    }
