"""What a builder process is asked to do: build one segment, out of texts or out of segments. A job is told in a line of
JSON, and so is what came of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from search.extract.isolation.frames import receive, write
from search.index.building import Builder, Built
from search.index.cache import PostingCache
from search.index.engine import IndexDocument
from search.index.manifest import SegmentRecord
from search.index.merging import join
from search.index.pages import FileRecord
from search.index.snapshot import NOTHING, open_latest

TEXTS = "texts"
"""The file in the folder of a job that has its documents."""


@dataclass(frozen=True, slots=True)
class TextJob:
    """Build a segment in `folder` of the documents that were put there."""

    folder: Path

    def run(self) -> Built:
        """Do it."""
        builder = Builder(self.folder)
        with open(self.folder / TEXTS, "rb") as texts:
            while (frame := receive(texts)) is not None:
                version, title = json.loads(frame[0])
                builder.add(IndexDocument(version, title, frame[1].decode("utf-8", "surrogatepass")))
        (self.folder / TEXTS).unlink()
        return builder.build()


@dataclass(frozen=True, slots=True)
class JoinJob:
    """Build a segment in `folder` that stands for those with the ids `segments` in the index of `memory`."""

    folder: Path
    index: Path
    memory: str
    segments: tuple[str, ...]

    def run(self) -> Built | None:
        """Do it; None when one of them is no longer there. Raises IndexDamaged, Torn."""
        snapshot = open_latest(self.index, self.memory, NOTHING, PostingCache())
        chosen = [segment for segment in snapshot.segments if segment.id in self.segments]
        return join(self.folder, chosen) if len(chosen) == len(self.segments) else None


Job = TextJob | JoinJob


def put_texts(folder: Path, documents: Iterable[IndexDocument]) -> int:
    """Put documents in the folder of a job to come; how many code points they have."""
    size = 0
    with open(folder / TEXTS, "wb") as texts:
        for document in documents:
            size += len(document.text)
            write(texts, [document.version, document.title], document.text.encode("utf-8", "surrogatepass"))
    return size


def encode_job(job: Job) -> str:
    """A job as a line."""
    if isinstance(job, TextJob):
        return json.dumps({"folder": str(job.folder)})
    said = {"folder": str(job.folder), "index": str(job.index), "memory": job.memory}
    return json.dumps(said | {"segments": job.segments})


def decode_job(line: str) -> Job:
    """The job that a line tells."""
    said = json.loads(line)
    folder = Path(said["folder"])
    if "segments" not in said:
        return TextJob(folder)
    return JoinJob(folder, Path(said["index"]), said["memory"], tuple(said["segments"]))


def encode_built(built: Built) -> str:
    """What was built, as a line."""
    return json.dumps({"record": built.record, "files": built.files})


def decode_built(line: str, folder: Path) -> Built:
    """What was built in `folder`. Raises ValueError, LookupError, TypeError when the line does not say."""
    said = json.loads(line)
    id_, documents, lengths, _ = said["record"]
    record = SegmentRecord(str(id_), int(documents), {str(field): int(length) for field, length in lengths.items()})
    files = {str(name): FileRecord(int(size), str(digest)) for name, (size, digest) in said["files"].items()}
    return Built(record, folder, files)
