"""An index cut up, joined and thinned out in ways that the engine has no need of."""

from collections.abc import Collection, Sequence
from pathlib import Path

from search.index.cache import PostingCache
from search.index.committing import publish, writing
from search.index.manifest import read_manifest
from search.index.merging import join
from search.index.segment import Segment
from search.index.snapshot import NOTHING, open_latest
from search.index.toc import latest_table


def segments_of(folder: Path) -> list[Segment]:
    """The segments of the index in `folder`, open."""
    return open_latest(folder, "", NOTHING, PostingCache()).segments


def delete(folder: Path, versions: Collection[int]) -> None:
    """Delete documents as Whoosh does: their postings stay until the segment is rewritten."""
    manifest = read_manifest(folder, latest_table(folder).generation, "")
    kept = tuple(
        segment.record._replace(
            deleted=tuple(
                number
                for number, version in enumerate(segment.files.versions.tolist())
                if version in versions or number in segment.record.deleted
            )
        )
        for segment in segments_of(folder)
    )
    publish(folder, kept, (), manifest, folder / "building")


def join_some(folder: Path, places: Sequence[int], without: Collection[int] = ()) -> None:
    """Join the segments at these places, in this order, into one."""
    segments = segments_of(folder)
    chosen = [segments[place] for place in places]
    with writing(folder, "") as commit:
        assert commit.publish([join(commit.building, chosen, without)], chosen)
