"""Reading every bit of an index: files against their digests, posting lists against what the dictionary says of them.

Each sentence names one thing that is not as it was written. A sound index yields none.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search.errors import IndexDamaged
from search.index.codec.postings import Run
from search.index.codec.starts import pooled
from search.index.manifest import Manifest, read_manifest
from search.index.pages import Torn, measure
from search.index.segment import DELETED, Segment
from search.index.snapshot import Snapshot
from search.index.spelling import WORD_FIELDS, term
from search.index.toc import NO_TABLE, latest_table
from search.text.tokens import JOIN

_JOIN = term(JOIN)


def verify(folder: Path, snapshot: Snapshot, memory: str) -> Iterator[str]:
    """A sentence for each thing that is wrong with the index in `folder`, of which `snapshot` is open."""
    try:
        if latest_table(folder) != snapshot.table:
            yield "the index was changed while it was being read"
            return
        if snapshot.table == NO_TABLE:
            return
        manifest = read_manifest(folder, snapshot.table.generation, memory)
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
            if measure(folder / name) != record:
                yield f"{name} is not as it was written"
        except (Torn, OSError) as error:
            yield f"{name} cannot be read: {error}"


def _segment(segment: Segment) -> Iterator[str]:
    for field in WORD_FIELDS:
        lexicon, postings = segment.files.lexicons[field], segment.files.postings[field]
        place = 0
        before = b""
        lengths = np.zeros(segment.count, np.int64)
        try:
            for spelled in lexicon.terms():
                if not before < spelled or lexicon.find(spelled) != place:
                    yield f"{segment.id}: {spelled.decode()!r} cannot be found in the dictionary of {field}"
                run = postings.run(place, place + 1, [spelled])
                if not _holds_together(run, segment.count):
                    yield f"{segment.id}: bad posting list of {spelled.decode()!r} in {field}"
                if spelled != _JOIN:
                    lengths[run.documents] += run.frequencies
                before = spelled
                place += 1
            if (lengths != segment.files.lengths(field)).any():
                yield f"{segment.id}: documents are of other lengths than is said of them in {field}"
            yield from _starts(segment, field)
        except Torn as error:
            yield f"{segment.id}: the dictionary of {field} ends after {place:,} words: {error}"


def _starts(segment: Segment, field: str) -> Iterator[str]:
    """Lists of what words begin with, against the words."""
    files = segment.files
    postings, starts = files.postings[field], files.starts[field]
    for start in starts.starts():
        listed = starts.find(start)
        places = postings.places(*files.lexicons[field].starting(start))
        expected = pooled(postings.documents(places), postings.frequencies(places), segment.count)
        if listed is None or not all(map(np.array_equal, listed, expected)):
            yield f"{segment.id}: bad list of the words that begin with {start.decode()!r} in {field}"


def _holds_together(run: Run, documents_in_all: int) -> bool:
    documents = run.documents.astype(np.int64)
    ascending = bool((np.diff(documents) > 0).all()) and documents[-1] < documents_in_all
    if not (ascending and run.frequencies.min() > 0 and len(run.positions) == run.frequencies.sum(dtype=np.int64)):
        return False
    keys = np.repeat(documents << 32, run.frequencies) | run.positions
    return bool((np.diff(keys) > 0).all())


def _versions(snapshot: Snapshot) -> Iterator[str]:
    held = [version for segment in snapshot.segments for version in segment.versions.tolist() if version != DELETED]
    if len(held) != len(set(held)):
        yield f"{len(held) - len(set(held)):,} versions are in the index more than once"
