"""Reading every bit of an index: files against their digests, posting lists against what the dictionary says of them.

Each sentence names one thing that is not as it was written. A sound index yields none.
"""

from collections.abc import Iterator
from operator import lt
from pathlib import Path

from search.errors import IndexDamaged
from search.index.blocks import PostingList, frequency_of
from search.index.manifest import Manifest, read_manifest
from search.index.pages import Torn, measure
from search.index.positions import count
from search.index.schema import STARTS, WORD_FIELDS
from search.index.segment import DELETED, Segment
from search.index.snapshot import Snapshot
from search.index.toc import NO_TABLE, latest_table


def verify(folder: Path, snapshot: Snapshot, memory: str) -> Iterator[str]:
    """A sentence for each thing that is wrong with the index in `folder`, of which `snapshot` is open."""
    try:
        if latest_table(folder) != snapshot.table:
            yield "the index was changed while it was being read"
            return
        if snapshot.table == NO_TABLE:
            return
        _, manifest = read_manifest(folder, snapshot.table.generation, memory)
    except (IndexDamaged, Torn, FileNotFoundError) as error:
        yield str(error)
        return
    files_are_sound = True
    for sentence in _files(folder, manifest):
        files_are_sound = False
        yield sentence
    if files_are_sound:
        for segment in snapshot.segments:
            yield from _segment(segment)
        yield from _versions(snapshot)


def _files(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, record in manifest.files.items():
        try:
            if measure(folder / name)[0] != record:
                yield f"{name} is not as it was written"
        except (Torn, OSError) as error:
            yield f"{name} cannot be read: {error}"


def _segment(segment: Segment) -> Iterator[str]:
    for field in (*WORD_FIELDS, *STARTS.values()):
        words = 0
        before = b""
        try:
            for word, entry in segment.items(field):
                words += 1
                sorted_up = before < word
                before = word
                if not (sorted_up and segment.entry(field, word) == entry):
                    yield f"{segment.id}: {word.decode()!r} cannot be found in the dictionary of {field}"
                found = segment.read(entry)
                if len(found.documents) != frequency_of(entry) or not _holds_together(found, segment.count):
                    yield f"{segment.id}: bad posting list of {word.decode()!r} in {field}"
        except Exception as error:  # a well-made forgery can fail in many ways
            yield f"{segment.id}: the dictionary of {field} ends after {words:,} words: {error}"


def _holds_together(found: PostingList, documents_in_all: int) -> bool:
    documents, weights, values = found
    ascending = all(map(lt, documents, documents[1:]))
    counted = not any(values) or list(map(count, values)) == list(weights)
    return ascending and documents[0] >= 0 and documents[-1] < documents_in_all and min(weights) > 0 and counted


def _versions(snapshot: Snapshot) -> Iterator[str]:
    held = [version for segment in snapshot.segments for version in segment.versions if version != DELETED]
    if len(held) != len(set(held)):
        yield f"{len(held) - len(set(held)):,} versions are in the index more than once"
