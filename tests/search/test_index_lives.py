"""However an index came about, what it holds answers as a plain evaluator does, and is sound."""

import tempfile
from array import array
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq

from search.cancel import NEVER
from search.index.engine import IndexDocument, WritableEngine
from search.index.writable_engine import open_writable
from search.query.nodes import TEXT
from tests.search.cutting import delete, join_some, segments_of
from tests.search.plainly import Plain, analysed
from tests.search.test_index_answers import queries, texts
from tests.search.test_index_scores import stock

MOST = 14
STEPS = ("add", "add", "add", "delete", "join", "join", "join without", "purge", "merge", "settle")


class Life:
    """An index, and what is known of it."""

    def __init__(self, folder: Path, data: st.DataObject) -> None:
        self.folder = folder
        self.engine: WritableEngine = open_writable(folder)
        self.documents: dict[int, IndexDocument] = {}
        self.deleted: set[int] = set()
        self._data = data
        self._next = 1

    def step(self, what: str) -> None:
        """Something happens to it."""
        draw = self._data.draw
        held = sorted(self.documents)
        some = st.sets(st.sampled_from(held), max_size=4) if held else st.just(set[int]())
        match what:
            case "add":
                added = draw(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
                fresh = [IndexDocument(self._next + place, *fields) for place, fields in enumerate(added)]
                self._next += len(fresh)
                self.engine.add(fresh)
                self.documents |= {document.version: document for document in fresh}
            case "delete":
                doomed = draw(some)
                delete(self.folder, doomed)
                self.deleted |= doomed
            case "join" | "join without":
                count = len(segments_of(self.folder))
                places = draw(st.permutations(range(count)))[: draw(st.integers(0, count))]
                if places:
                    joined = [segments_of(self.folder)[place] for place in places]
                    inside = {version for segment in joined for version in segment.files.versions.tolist()}
                    doomed = draw(some) & inside if what == "join without" else set()
                    join_some(self.folder, places, doomed)
                    self.deleted |= doomed
                    assert not self._on_disk() & self.deleted & inside
            case "purge":
                doomed = draw(some)
                self.engine.purge(doomed)
                self.deleted |= doomed
                assert not self._on_disk() & doomed
            case "merge":
                self.engine.merge()
            case "settle":
                self.engine.settle()
        self.engine.refresh()
        # Whatever was rewritten is without what was deleted from it.
        for version in self.deleted - self._on_disk():
            del self.documents[version]
            self.deleted.discard(version)

    def _on_disk(self) -> set[int]:
        return {version for segment in segments_of(self.folder) for version in segment.files.versions.tolist()}

    def check(self, asked: list[Any]) -> None:
        """It is what it is known to be."""
        assert self.engine.versions() == self.documents.keys() - self.deleted
        assert list(self.engine.verify()) == []
        plain = Plain(analysed(list(self.documents.values())), frozenset(self.deleted))
        scope = set(range(1, self._next + 1))
        mask, order = (
            bytearray(version in scope for version in range(self._next + 1)),
            array("q", range(self._next + 9)),
        )
        for query in asked:
            found = self.engine.search(query, mask, order, limit=1_000, cancel=NEVER)
            answer = plain.answer(query, scope)
            assert found.total == len(answer)
            assert dict(found.top) == pytest.approx(answer, rel=1e-9, abs=1e-9)
        for query in (wq.Term(TEXT, "a"), wq.Or([wq.Term(TEXT, "ab"), wq.Term(TEXT, "b")])) if self.documents else ():
            answer = plain.answer(query, scope)
            assert stock(self.folder, query) == pytest.approx(answer, rel=1e-6)


def lives(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as scratch:
        patch.setattr("os.fsync", lambda descriptor: None)
        for name, values in (
            ("search.index.segment.SPARSE", [0, 1, 16]),
            ("search.index.matches.FAR", [0, 1, 16]),
            ("search.index.codec.inversion.WINDOW", [1, 5, 1000]),
            ("search.index.codec.joining.WINDOW", [1, 5, 1000]),
            ("search.index.codec.postings.MANY", [2, 255]),
            ("search.index.codec.starts.CROWD", [1, 4, 1 << 14]),
            ("search.index.codec.starts.GAIN", [1, 2]),
            ("search.index.merging.MANY", [2, 4]),
        ):
            patch.setattr(name, data.draw(st.sampled_from(values)))
        life = Life(Path(scratch, "index"), data)
        life.step("add")
        for step in data.draw(st.lists(st.sampled_from(STEPS), max_size=MOST)):
            life.step(step)
        life.check(data.draw(st.lists(queries, min_size=2, max_size=4)))
        life.engine.close()


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_life_of_an_index(data: st.DataObject) -> None:
    lives(data)


@pytest.mark.long
@pytest.mark.timeout(7200)
@given(st.data())
@settings(max_examples=3_000, deadline=None)
def test_very_many_lives(data: st.DataObject) -> None:
    lives(data)
