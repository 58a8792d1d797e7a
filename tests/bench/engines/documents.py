"""The documents of a corpus, and the file that keeps them: one JSON array [title, text] a line."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

BATCH_CODE_POINTS = 6_000_000
"""What is handed to a peer at a time, and what ours commits in one step; the ingest does the same."""

FILES_A_FOLDER = 500


class Document(NamedTuple):
    """`number` counts from 0."""

    number: int
    title: str
    text: str


def write(file: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Keep (title, text) pairs; the file is there when all of them are in it."""
    unfinished = file.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8") as out:
        for title, text in texts:
            out.write(json.dumps([title, text]) + "\n")
    unfinished.replace(file)


def read(file: Path) -> Iterator[Document]:
    """The documents in order."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            title, text = json.loads(line)
            yield Document(number, title, text)


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """`documents` in runs of about `BATCH_CODE_POINTS`."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH_CODE_POINTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def file_of(folder: Path, number: int) -> Path:
    """Where `lay` puts the document with that number."""
    return folder / f"{number // FILES_A_FOLDER:04d}" / f"{number:07d}.txt"


def lay(documents: Iterable[Document], folder: Path) -> None:
    """Write each document to a file of its own, for peers that read files."""
    for document in documents:
        file = file_of(folder, document.number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.text, encoding="utf-8")
