"""Versions purged from the index: nothing of them is left on disk, and the rest answers as if they had never been."""

import os
import random
import signal
import zlib
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as wq

from search.cancel import NEVER
from search.index.engine import Engine, IndexDocument, WritableEngine
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from search.query.nodes import ANY, TEXT
from tests.collection import sentences
from tests.search.cutting import delete
from tests.search.test_index_commits import in_child

SECRETS = {3: "zanzibarium", 17: "quixotrope", 18: "quixotrope", 44: "vexillomancy"}
"""Words that only these versions hold; each stands often enough to be in compressed blocks."""


def documents(count: int, without: frozenset[int] = frozenset()) -> list[IndexDocument]:
    """Documents with many words in common, and as many of their own that begin alike."""
    made = []
    for version in range(1, count + 1):
        chance = random.Random(version)
        lines = sentences(chance, 12)
        secret = SECRETS.get(version)
        if secret is not None:
            lines += [f"{secret} {secret}{number:03d} told" for number in range(150)]
        made.append(IndexDocument(version, f"Report {version} {secret or ''}", " ".join(lines)))
    return [document for document in made if document.version not in without]


def indexed(folder: Path, documents: list[IndexDocument], cuts: tuple[int, ...]) -> WritableEngine:
    """An index of one segment for the versions up to each cut."""
    engine = open_writable(folder)
    start = 0
    for cut in cuts:
        engine.add(document for document in documents if start < document.version <= cut)
        start = cut
    return engine


QUERIES: list[Any] = [
    wq.Term(ANY, "harbour"),
    wq.Term(TEXT, "committee"),
    wq.Prefix(ANY, "qu"),
    wq.Prefix(ANY, "a"),
    wq.Wildcard(ANY, "*o?"),
    wq.Phrase(ANY, ["of", "kestrel", "bank"]),
    wq.FuzzyTerm(ANY, "railwey", maxdist=1),
    wq.Not(wq.Term(ANY, "budget")),
]


def answers(engine: Engine) -> list[list[tuple[int, Any]]]:
    scope, order = bytearray(b"\1" * 1_000), array("q", range(1_000))
    rankings = [engine.search(query, scope, order, limit=1_000, cancel=NEVER) for query in QUERIES]
    return [[(ranked.version, pytest.approx(ranked.score, abs=1e-9)) for ranked in found.top] for found in rankings]


def on_disk(folder: Path) -> bytes:
    """Everything in the folder, with whatever zlib streams inflate to."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found.append(content)
            for start in (place for place in range(len(content)) if content[place : place + 1] == b"\x78"):
                try:
                    found.append(zlib.decompressobj().decompress(content[start:]))
                except zlib.error:
                    continue
    return b"\n".join(found)


def test_the_rest_answers_as_if_they_had_never_been(tmp_path: Path) -> None:
    cuts = (10, 30, 60)
    engine = indexed(tmp_path / "index", documents(60), cuts)
    fresh = indexed(tmp_path / "fresh", documents(60, frozenset(SECRETS)), cuts)
    assert engine.purge(SECRETS.keys())
    assert engine.versions() == set(range(1, 61)) - SECRETS.keys()
    assert answers(engine) == answers(fresh)
    assert not list(engine.verify())
    again = open_engine(tmp_path / "index")
    assert answers(again) == answers(fresh)
    assert again.stats() == fresh.stats()
    assert [again.similar("quixotropo"), again.frequency("zanzibarium")] == [[], 0]


def test_nothing_of_them_is_left_on_disk(tmp_path: Path) -> None:
    engine = indexed(tmp_path / "index", documents(60), (10, 30, 60))
    secrets = {secret.encode() for secret in SECRETS.values()}
    starts = {secret[:9] for secret in secrets}
    assert all(secret in on_disk(tmp_path / "index") for secret in secrets | starts)
    engine.purge(SECRETS.keys())
    left = on_disk(tmp_path / "index")
    assert not [start for start in starts if start in left]


def test_nothing_is_left_of_what_was_only_marked_as_deleted(tmp_path: Path) -> None:
    engine = indexed(tmp_path / "index", documents(60), (10, 30, 60))
    delete(tmp_path / "index", {3, 17})
    assert engine.purge([3])
    assert engine.versions() == set(range(1, 61)) - {3, 17}
    left = on_disk(tmp_path / "index")
    assert b"zanzibar" not in left
    assert b"quixotrope" in left


def test_an_empty_segment_goes_away(tmp_path: Path) -> None:
    engine = indexed(tmp_path / "index", documents(60), (2, 3, 60))
    assert engine.stats().segments == 3
    assert engine.purge([3])
    assert engine.stats().segments == 2
    assert engine.purge(range(1, 61))
    assert (engine.stats().segments, engine.versions()) == (0, set())
    assert not [name for name in os.listdir(tmp_path / "index") if name.startswith("MAIN_") and "." in name]
    engine.add(documents(5))
    assert engine.versions() == {1, 2, 3, 4, 5}


def test_what_is_not_there_is_ignored(tmp_path: Path) -> None:
    engine = indexed(tmp_path / "index", documents(5), (5,))
    before = sorted(os.listdir(tmp_path / "index"))
    assert not engine.purge([0, 6, 1_000_000])
    assert not engine.purge([])
    assert sorted(os.listdir(tmp_path / "index")) == before


def die_at(step: int, folder: Path) -> None:
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def count(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return call(*arguments, **options)

        return count

    engine = open_writable(folder)
    for name in ("fsync", "replace", "unlink", "rmdir"):
        setattr(os, name, counted(getattr(os, name)))
    engine.purge(SECRETS.keys())
    os._exit(0)


def test_killed_anywhere_the_next_purge_finishes_it(tmp_path: Path) -> None:
    ended: int | None = -signal.SIGKILL
    step = 0
    while ended != 0:
        folder = tmp_path / str(step)
        indexed(folder, documents(20), (10, 20))
        ended = in_child(die_at, step, folder)
        engine = open_writable(folder)
        assert engine.versions() >= set(range(1, 21)) - SECRETS.keys()
        engine.purge(SECRETS.keys())
        assert engine.versions() == set(range(1, 21)) - SECRETS.keys()
        assert b"quixotr" not in on_disk(folder)
        step += 5
    assert step > 30
