"""Segments made by an enemy, checksums and all: whatever is asked of them, there is an answer or a sentence that the
index is damaged; nothing crashes, waits or takes gigabytes.
"""

import os
import random
import resource
import shutil
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query as wq
from whoosh.query import spans as ws

from search.cancel import NEVER
from search.errors import IndexDamaged
from search.index.codec.files import KINDS
from search.index.engine import Engine, IndexDocument
from search.index.manifest import Manifest
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from search.query.nodes import ANY, TEXT, TITLE, Near, VersionSet
from tests.search.forging import Arrays, Forgery

MEMORY = 1 << 30
"""Bytes that an attack may make us take."""

FORGERIES, ALL_FORGERIES = 60, 12_060

QUERIES: list[Any] = [
    wq.Term(ANY, "common"),
    wq.Term(TEXT, "word7", boost=2.0),
    wq.And([wq.Term(ANY, "common"), wq.Term(TEXT, "alpha"), wq.Not(wq.Term(TEXT, "word3"))]),
    wq.Or([wq.Term(TEXT, "alpha"), wq.Phrase(TEXT, ["alpha", "beta"])]),
    wq.And([wq.Phrase(TEXT, ["alpha", "beta"]), wq.Phrase(ANY, ["common", "alpha"]), wq.Term(TITLE, "title")]),
    Near(ANY, ("beta", "common"), 5),
    wq.Prefix(ANY, "w"),
    wq.Prefix(TEXT, "al"),
    wq.Wildcard(ANY, "*o*"),
    wq.FuzzyTerm(ANY, "comon", maxdist=2, prefixlength=0),
    wq.Regex(ANY, "w.*[37]"),
    wq.Phrase(TEXT, ["alpha", "common"], slop=3),
    wq.TermRange(TEXT, "a", "x"),
    wq.DisjunctionMax([wq.Term(TEXT, "alpha"), wq.Term(TEXT, "common")]),
    ws.SpanNear(wq.Term(TEXT, "common"), wq.Term(TEXT, "beta"), slop=4),
    wq.Variations(TEXT, "common"),
    wq.Every(TEXT),
    wq.And([VersionSet("path", frozenset(range(30))), wq.Not(wq.Prefix(ANY, "c"))]),
]


def documents(first: int, last: int) -> list[IndexDocument]:
    return [
        IndexDocument(
            version,
            f"title {version}",
            f"common word{version} alpha beta re-\ncord common " + "many " * (300 if version == 5 else version % 4),
        )
        for version in range(first, last)
    ]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments, with lists for beginnings of words and frequencies and positions of every kind."""
    folder = tmp_path_factory.mktemp("sound") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.index.codec.starts.CROWD", 8)
        patch.setattr("search.index.codec.starts.GAIN", 1)
        engine = open_writable(folder)
        engine.add(documents(1, 40))
        engine.add([*documents(40, 60), IndexDocument(60, "", "many " * 70_000 + "alpha beta")])
    assert engine.stats().segments == 2
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to be forged."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    shutil.copytree(sound, tmp_path / "index")
    return tmp_path / "index"


@contextmanager
def little_memory() -> Iterator[None]:
    with open("/proc/self/statm") as statm:
        taken = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def acts(folder: Path) -> list[Callable[[], Any]]:
    """Whatever can be done with an index."""
    mask, order = bytearray(b"\1" * 100), array("q", range(100))

    def ask(engine: Engine, query: Any) -> Any:
        return engine.search(query, mask, order, limit=100, cancel=NEVER)

    def ask_for_all() -> None:
        engine = open_engine(folder)
        refusals = []
        for query in QUERIES:
            try:
                ask(engine, query)
            except IndexDamaged as error:
                refusals.append(error)
        if refusals:
            raise refusals[0]

    def join() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("search.index.merging.MANY", 2)
            patch.setattr("search.index.merging.GROWTH", 1_000)
            open_writable(folder).settle()

    return [
        ask_for_all,
        lambda: open_engine(folder).frequency("common"),
        lambda: open_engine(folder).holds("alpha"),
        lambda: open_engine(folder).similar("comon"),
        lambda: open_engine(folder).versions(),
        lambda: list(open_engine(folder).verify()),
        lambda: open_writable(folder).add(documents(70, 72)),
        lambda: open_writable(folder).purge([3, 41]),
        join,
        ask_for_all,
    ]


def try_everything(folder: Path) -> int:
    """How often it was refused. A note of damage is taken away, so that everything is tried."""
    refused = 0
    with little_memory():
        for act in acts(folder):
            try:
                act()
            except IndexDamaged:
                refused += 1
            (folder / "DAMAGED").unlink(missing_ok=True)
    return refused


def test_what_is_sound_is_never_refused(folder: Path) -> None:
    assert list(open_engine(folder).verify()) == []
    assert try_everything(folder) == 0


def test_what_was_only_written_anew_is_sound(folder: Path) -> None:
    forgery = Forgery(folder)
    for kind in KINDS:
        for path in forgery.files(kind):
            forgery.write(path, forgery.arrays(path))
            forgery.write_table(path, lambda table: table)
    forgery.finish()
    assert list(open_engine(folder).verify()) == []
    assert try_everything(folder) == 0


def every(name: str, value: int, of: str = "") -> Callable[[Arrays], None]:
    def change(arrays: Arrays) -> None:
        arrays[name] = np.full(len(arrays[name]), value, of or arrays[name].dtype)

    return change


def without(name: str) -> Callable[[Arrays], None]:
    def change(arrays: Arrays) -> None:
        del arrays[name]

    return change


def backwards(name: str) -> Callable[[Arrays], None]:
    def change(arrays: Arrays) -> None:
        arrays[name] = arrays[name][::-1].copy()

    return change


def shorter(name: str) -> Callable[[Arrays], None]:
    def change(arrays: Arrays) -> None:
        arrays[name] = arrays[name][: len(arrays[name]) // 2]

    return change


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (".doc", every("version", 0xFFFFFFFF, "<u4")),
        (".doc", without("version")),
        (".doc", shorter("text.lengths")),
        (".trm", every("text.shared", 255)),
        (".trm", every("text.sizes", 0)),
        (".trm", every("text.sizes", 0xFFFFFFFF, "<u4")),
        (".trm", every("text.heads", 0xFFFFFFFF, "<u4")),
        (".trm", every("text.suffixes", 0xFF)),
        (".trm", backwards("text.suffixes")),
        (".trm", without("text.suffixes")),
        (".trm", without("text.heads")),
        (".trm", shorter("text.shared")),
        (".trm", every("text.postings", 0)),
        (".trm", backwards("text.postings")),
        (".trm", every("text.postings", 0xFFFFFFFF)),
        (".trm", without("text.postings")),
        (".trm", every("text.widths", 7)),
        (".trm", every("text.widths", 0)),
        (".trm", every("text.positions", 0xFFFFFFFF)),
        (".trm", shorter("text.starts.postings")),
        (".trm", backwards("text.starts.postings")),
        (".pst", every("text.documents", 200)),
        (".pst", every("text.documents", 0xFFFFFFFF, "<u4")),
        (".pst", backwards("text.documents")),
        (".pst", every("text.documents", 0)),
        (".pst", shorter("text.documents")),
        (".pst", every("text.frequencies", 0)),
        (".pst", every("text.frequencies", 0xFFFFFFFF, "<u4")),
        (".pst", every("text.many_frequencies", 0xFFFFFFFF)),
        (".pst", without("text.many_frequencies")),
        (".pst", without("text.frequencies")),
        (".pst", every("text.many", 0xFFFFFFFF)),
        (".pst", every("text.starts.documents", 0xFFFFFFFF, "<u4")),
        (".pst", every("text.starts.documents", 0)),
        (".pst", every("text.starts.frequencies", 0)),
        (".pst", shorter("text.starts.frequencies")),
        (".pos", every("text.positions1", 0)),
        (".pos", shorter("text.positions1")),
        (".pos", without("text.positions1")),
    ],
)
def test_arrays_that_cannot_be_are_refused(kind: str, change: Callable[[Arrays], None], folder: Path) -> None:
    forgery = Forgery(folder)
    for path in forgery.files(kind):
        arrays = forgery.arrays(path)
        change(arrays)
        forgery.write(path, arrays)
    forgery.finish()
    assert try_everything(folder) > 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text.starts.frequencies", 3),
        ("text.lengths", 3),
        ("text.positions", 0),
        ("text.many_frequencies", 300),
    ],
)
def test_verify_tells_what_could_be_and_is_not(name: str, value: int, folder: Path) -> None:
    forgery = Forgery(folder)
    for path in (path for kind in KINDS for path in forgery.files(kind)):
        arrays = forgery.arrays(path)
        if name in arrays and len(arrays[name]):
            arrays[name][-1] += value or 1
            forgery.write(path, arrays)
    forgery.finish()
    assert list(open_engine(folder).verify())


def array_said(*said: Any) -> Callable[[Any], Any]:
    return lambda table: {**table, "arrays": {**table["arrays"], "text.lengths": list(said)}}


@pytest.mark.parametrize(
    "change",
    [
        b"",
        b"null",
        b"[]",
        b"3",
        b"\xff\xfe",
        b"{" * 100_000,
        b"[" * 1_000_000,
        b'{"kind": ".doc"}',
        b'{"kind": ".doc", "arrays": [], "sums": [8, 0]}',
        lambda table: {**table, "sums": [-1, 0]},
        lambda table: {**table, "sums": [1 << 70, 0]},
        lambda table: {**table, "sums": ["0", "0"]},
        lambda table: {**table, "sums": [table["sums"][0] - 8, table["sums"][1]]},
        lambda table: {**table, "sums": [table["sums"][0]]},
        lambda table: {**table, "sums": {"a": 1, "b": 2}},
        lambda table: {**table, "kind": [".doc"]},
        lambda table: {**table, "arrays": {}},
        lambda table: {**table, "arrays": {name: [name] for name in table["arrays"]}},
        lambda table: {**table, "arrays": 7},
        array_said("<u8", 8, 1),
        array_said("|O", 8, 1),
        array_said("<f8", 8, 1),
        array_said(["<u1"], 8, 1),
        array_said({}, 8, 1),
        array_said("<u1", -8, 39),
        array_said("<u1", 8, -1),
        array_said("<u1", 8, 1 << 62),
        array_said("<u4", 8, 1 << 62),
        array_said("<u1", 1 << 70, 39),
        array_said("<u1", 8.0, 39),
        array_said("<u1", 8, 39.5),
        array_said("<u1", 8, float("inf")),
        array_said("<u1", float("nan"), 39),
        array_said("<u1", True, True),
        array_said("<u1", None, None),
        array_said("<u1", 8),
        array_said("<u1", 8, 39, 0),
    ],
    ids=lambda value: repr(value)[:30] if isinstance(value, bytes) else "changed",
)
def test_tables_that_cannot_be_are_refused(change: Any, folder: Path) -> None:
    forgery = Forgery(folder)
    forgery.write_table(forgery.files(".doc")[0], change)
    forgery.finish()
    with pytest.raises(IndexDamaged):
        open_engine(folder)
    assert try_everything(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"documents": 0},
        {"documents": -1},
        {"documents": 38},
        {"documents": 1 << 27},
        {"documents": 1 << 70},
        {"lengths": {TEXT: -1, TITLE: 3}},
        {"lengths": {TEXT: 10**400, TITLE: 3}},
        {"lengths": {TEXT: 3}},
        {"lengths": {}},
        {"deleted": (39,)},
        {"deleted": (-1,)},
        {"deleted": (3, 3)},
        {"deleted": (4, 3)},
        {"id": "MAIN_../x"},
        {"id": "MAIN_other"},
    ],
    ids=repr,
)
def test_manifests_that_cannot_be_are_refused(change: dict[str, Any], folder: Path) -> None:
    def changed(manifest: Manifest) -> Manifest:
        first, *others = manifest.segments
        return manifest._replace(segments=(first._replace(**change), *others))

    Forgery(folder).finish(changed)
    with pytest.raises(IndexDamaged):
        open_engine(folder)
    assert try_everything(folder)


def harm(arrays: Arrays, chance: random.Random) -> None:
    """Change one array in one way."""
    name = chance.choice([name for name, values in arrays.items() if len(values) or chance.random() < 0.1])
    values = arrays[name]
    top = {1: 0xFF, 2: 0xFFFF, 4: 0xFFFFFFFF}[values.itemsize]
    place = chance.randrange(max(len(values), 1))
    part = slice(place, place + chance.choice([1, 2, 10, 1_000_000]))
    match chance.randrange(11):
        case 0:
            values[part] = chance.choice([0, 1, top, top // 2, chance.randint(0, top)])
        case 1:
            values[part] = np.random.default_rng(chance.randrange(1 << 30)).integers(0, top, len(values[part]))
        case 2:
            values[part] += np.array(chance.choice([1, 2, top]), values.dtype)
        case 3:
            values[part] = values[part][::-1].copy()
        case 4:
            np.random.default_rng(chance.randrange(1 << 30)).shuffle(values[part])
        case 5:
            values = values[:place]
        case 6:
            values = np.concatenate((values, values[part], values[:3]))
        case 7:
            values = arrays[chance.choice(list(arrays))]
        case 8:
            values = values.astype(chance.choice(["<u1", "<u2", "<u4"]))
        case 9:
            values = np.delete(values, np.s_[part])
        case 10:
            del arrays[name]
            return
    arrays[name] = values


def forge(folder: Path, chance: random.Random) -> None:
    forgery = Forgery(folder)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        path = chance.choice(forgery.files(chance.choice(KINDS)))
        arrays = forgery.arrays(path)
        if arrays:
            harm(arrays, chance)
            forgery.write(path, arrays)
    forgery.finish()


@pytest.mark.parametrize("first", range(0, FORGERIES, 20))
def test_any_forged_arrays(first: int, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forge_some(range(first, first + 20), sound, tmp_path, monkeypatch)


@pytest.mark.long
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("first", range(FORGERIES, ALL_FORGERIES, 600))
def test_very_many_forged_arrays(first: int, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forge_some(range(first, first + 600), sound, tmp_path, monkeypatch)


def forge_some(seeds: range, sound: Path, scratch: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("os.fsync", lambda descriptor: None)
    refused = []
    for seed in seeds:
        folder = scratch / "index"
        shutil.copytree(sound, folder)
        forge(folder, random.Random(seed))
        try:
            refused.append(try_everything(folder))
        except BaseException as error:
            error.add_note(f"forged with {seed}")
            raise
        shutil.rmtree(folder)
    assert sum(map(bool, refused)) > len(seeds) // 3
