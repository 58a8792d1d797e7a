"""The index survives kills, forgeries and company."""

import multiprocessing
import os
import pickle
import random
import signal
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as wq

from search.cancel import NEVER, CancelToken
from search.errors import Cancelled, MemoryBusy, MemoryDamaged
from search.index import snapshot
from search.index.committing import publish
from search.index.engine import Engine, IndexDocument
from search.index.manifest import Manifest, read_manifest
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import discard, open_writable
from search.query.nodes import ANY

fork = multiprocessing.get_context("fork")
OLD = [IndexDocument(version, "old", f"common word{version}") for version in range(1, 4)]
NEW = [IndexDocument(version, "new", f"common word{version}") for version in range(4, 7)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "memory" / "index"


def found(engine: Engine, word: str) -> set[int]:
    scope, order = bytearray(b"\1" * 10_000), array("q", range(10_000))
    ranking = engine.search(wq.Term(ANY, word), scope, order, limit=10_000, cancel=NEVER)
    return {ranked.version for ranked in ranking.top}


def in_child(work: Callable[..., None], *arguments: Any) -> int | None:
    child = fork.Process(target=work, args=arguments)
    child.start()
    child.join()
    return child.exitcode


def die_at(step: int, folder: Path) -> None:
    """Add NEW, and die without a word just before the given system call that changes or syncs the folder."""
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
    engine.add(NEW)
    os._exit(0)


def test_a_writer_killed_at_any_step_leaves_the_old_or_the_new_index(folder: Path) -> None:
    open_writable(folder).add(OLD)
    outcomes = []
    for step in range(100):
        ended = in_child(die_at, step, folder)
        committed = open_engine(folder).versions()
        outcomes.append(committed)
        assert committed in ({1, 2, 3}, {1, 2, 3, 4, 5, 6})
        engine = open_writable(folder)
        engine.add(NEW)
        assert found(engine, "common") == {1, 2, 3, 4, 5, 6}
        assert engine.stats().documents == 6
        assert os.listdir(folder / "building") == []
        if ended == 0:
            break
        discard(folder)
        open_writable(folder).add(OLD)
    assert step > 15
    assert outcomes == sorted(outcomes, key=len), "once committed, a later step cannot lose it"
    assert len(outcomes[0]) == 3
    assert len(outcomes[-1]) == 6


def test_everything_is_on_disk_before_anything_points_to_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_writable(folder)
    engine.add(OLD)
    steps = []
    sync, move, remove = os.fsync, os.replace, os.unlink

    def note_sync(descriptor: int) -> None:
        steps.append(("sync", os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}"))))
        sync(descriptor)

    def note_move(source: str, target: str) -> None:
        steps.append(("move", os.path.basename(source)))
        move(source, target)

    def note_removal(path: str, *arguments: Any, **options: Any) -> None:
        steps.append(("remove", os.path.basename(path)))
        remove(path, *arguments, **options)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_move)
    monkeypatch.setattr(os, "unlink", note_removal)
    engine.add(NEW)
    moved = [name for what, name in steps if what == "move"]
    assert moved[-1] == "_MAIN_2.toc"
    assert any(name.endswith(".pst") for name in moved)
    for name in moved:
        assert steps.index(("sync", name)) < steps.index(("move", name))
    table = steps.index(("move", "_MAIN_2.toc"))
    assert ("sync", folder.name) in steps[steps.index(("move", moved[-2])) : table]
    assert steps[table + 1] == ("sync", folder.name)
    assert ("remove", "_MAIN_1.toc") in steps[table + 2 :]
    assert not any(what == "remove" and name.startswith(("MAIN", "_MAIN")) for what, name in steps[:table])


def write_forever(folder: Path) -> None:
    engine = open_writable(folder)
    start = max(engine.versions(), default=0) + 1
    for version in range(start, start + 1000):
        engine.add([IndexDocument(version, "", f"common word{version}")])
        engine.merge()


def test_writers_killed_at_random(folder: Path) -> None:
    known: set[int] = set()
    for _ in range(6):
        child = fork.Process(target=write_forever, args=(folder,))
        child.start()
        time.sleep(random.uniform(0.05, 0.3))
        child.kill()
        child.join()
        engine = open_engine(folder)
        assert engine.versions() >= known
        known = engine.versions()
        assert found(engine, "common") == known == set(range(1, len(known) + 1))


def commit_thirty_times(folder: Path) -> None:
    engine = open_writable(folder)
    for version in range(1, 31):
        engine.add([IndexDocument(version, "", f"common word{version}")])
        engine.merge()


def test_a_reader_sees_whole_generations_while_another_process_commits(folder: Path) -> None:
    engine = open_engine(folder)
    assert engine.versions() == set()
    child = fork.Process(target=commit_thirty_times, args=(folder,))
    child.start()
    seen = 0
    while child.is_alive() or engine.refresh():
        engine.refresh()
        versions = engine.versions()
        assert found(engine, "common") == versions == set(range(1, len(versions) + 1))
        assert len(versions) >= seen
        seen = len(versions)
    assert child.exitcode == 0
    assert seen == 30
    assert engine.stats().segments <= 10
    assert not engine.refresh()


def test_a_search_keeps_its_files_when_a_merge_deletes_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.merging.MANY", 2)
    writer = open_writable(folder)
    for document in OLD:
        writer.add([document])
    reader = open_engine(folder)
    before = set(os.listdir(folder))
    assert writer.merge()
    assert before - set(os.listdir(folder))
    assert found(reader, "word2") == {2}
    assert reader.refresh()
    assert found(reader, "word2") == {2}


def test_a_merge_between_reading_the_table_and_the_segments_is_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.merging.MANY", 1)
    writer = open_writable(folder)
    writer.add(OLD)
    read = read_manifest

    def read_and_be_overtaken(folder: Path, generation: int, memory: str) -> Manifest:
        found = read(folder, generation, memory)
        monkeypatch.setattr(snapshot, "read_manifest", read)
        writer.add(NEW)
        assert writer.merge()
        return found

    monkeypatch.setattr(snapshot, "read_manifest", read_and_be_overtaken)
    assert open_engine(folder).versions() == {1, 2, 3, 4, 5, 6}


def test_adding_again_changes_nothing(folder: Path) -> None:
    engine = open_writable(folder)
    engine.add(OLD)
    before = sorted(os.listdir(folder))
    engine.add([*OLD, *OLD])
    engine.add([])
    assert sorted(os.listdir(folder)) == before
    engine.add([*OLD, NEW[0], NEW[0]])
    assert engine.stats().documents == 4


def test_an_error_in_the_documents_commits_nothing(folder: Path) -> None:
    def documents() -> Iterator[IndexDocument]:
        yield NEW[0]
        raise RuntimeError("no text")

    engine = open_writable(folder)
    engine.add(OLD)
    with pytest.raises(RuntimeError):
        engine.add(documents())
    assert open_engine(folder).versions() == {1, 2, 3}
    engine.add(NEW)
    assert engine.versions() == {1, 2, 3, 4, 5, 6}


def test_what_others_left_unfinished_is_swept(folder: Path) -> None:
    engine = open_writable(folder)
    left = folder / "building" / "4194999"
    left.mkdir()
    (left / "MAIN_x.trm").touch()
    (folder / "MAIN_left.pst").touch()
    engine.add(OLD)
    assert not left.exists()
    assert not (folder / "MAIN_left.pst").exists()


def test_two_writers_do_not_meet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.committing.LOCK_SECONDS", 0.05)
    engine = open_writable(folder)

    def documents() -> Iterator[IndexDocument]:
        with pytest.raises(MemoryBusy):
            open_writable(folder).add(OLD)
        yield NEW[0]

    engine.add(documents())
    assert engine.versions() == {4}


def test_folders_are_private_and_reading_makes_none(folder: Path) -> None:
    open_engine(folder)
    assert not folder.exists()
    open_writable(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def table(folder: Path) -> Path:
    return next(folder.glob("_MAIN_*.toc"))


@pytest.mark.parametrize("size", [0, 1, 20, -1])
def test_a_torn_table_of_contents_is_damage(folder: Path, size: int) -> None:
    open_writable(folder).add(OLD)
    content = table(folder).read_bytes()
    table(folder).write_bytes(content[:size])
    for opening in (open_engine, open_writable):
        with pytest.raises(MemoryDamaged, match="cristal rebuild"):
            opening(folder)
    discard(folder)
    engine = open_writable(folder)
    engine.add(OLD)
    assert engine.versions() == {1, 2, 3}


class Forged:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (self.path,))


def test_a_forged_table_of_contents_runs_nothing(folder: Path, tmp_path: Path) -> None:
    open_writable(folder).add(OLD)
    content = table(folder).read_bytes()
    forged = pickle.dumps(Forged(str(tmp_path / "owned")), 2)
    for number in (-111, -110):
        version = number.to_bytes(4, "big", signed=True)
        start = content.index((-12345).to_bytes(4, "big", signed=True)) + 4
        body = content[start + 4 :]
        # After the version: the release, the schema as a string (skipped), the generation, a spare, the segments.
        head = body[:3] + bytes([len(forged)]) + forged + (1).to_bytes(4, "big") + bytes(4)
        table(folder).write_bytes(content[:start] + version + head + forged)
        with pytest.raises(MemoryDamaged):
            open_engine(folder)
        assert not (tmp_path / "owned").exists()


def test_a_segment_elsewhere_is_refused(folder: Path, tmp_path: Path) -> None:
    engine = open_writable(folder)
    engine.add(OLD)
    manifest = read_manifest(folder, 1, "")
    elsewhere = manifest.segments[0]._replace(id="MAIN_../../elsewhere")
    publish(folder, (elsewhere,), (), manifest, folder / "building")
    with pytest.raises(MemoryDamaged):
        engine.refresh()


def test_missing_files_are_damage(folder: Path) -> None:
    open_writable(folder).add(OLD)
    next(folder.glob("*.trm")).unlink()
    with pytest.raises(MemoryDamaged, match=r"\.trm is missing"):
        open_engine(folder)


def search_while_files_are_cut(size: int, warm: bool, folder: Path) -> None:
    engine = open_engine(folder)
    if warm:
        assert found(engine, "common")
    for path in folder.glob("MAIN_*.*"):
        os.truncate(path, min(size, path.stat().st_size))
    try:
        found(engine, "common")
    except MemoryDamaged:
        os._exit(0)
    os._exit(1)


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("size", [0, 100, 20_000])
def test_a_file_that_is_cut_while_it_is_open_kills_nobody(folder: Path, size: int, warm: bool) -> None:
    open_writable(folder).add(IndexDocument(version, "", f"common {'word ' * version}") for version in range(1, 300))
    assert in_child(search_while_files_are_cut, size, warm, folder) == 0


def test_segments_without_a_table_are_damage(folder: Path) -> None:
    open_writable(folder).add(OLD)
    table(folder).unlink()
    with pytest.raises(MemoryDamaged):
        open_engine(folder)
    discard(folder)
    assert not folder.exists()


def test_a_truncated_dictionary_is_damage(folder: Path) -> None:
    open_writable(folder).add(OLD)
    dictionary = next(folder.glob("*.trm"))
    dictionary.write_bytes(dictionary.read_bytes()[:-40])
    with pytest.raises(MemoryDamaged):
        open_engine(folder)


def test_damaged_postings_are_damage(folder: Path) -> None:
    engine = open_writable(folder)
    engine.add(IndexDocument(version, "", "common") for version in range(1, 50))
    postings = next(folder.glob("*.pst"))
    postings.write_bytes(bytes(postings.stat().st_size))
    with pytest.raises(MemoryDamaged, match="cristal rebuild"):
        found(open_engine(folder), "common")


def test_the_index_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_writable(folder).add(OLD)
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(folder).st_uid + 1)
    with pytest.raises(MemoryDamaged, match="another user"):
        open_engine(folder)


def test_discarding_leaves_what_is_not_ours(folder: Path) -> None:
    open_writable(folder).add(OLD)
    (folder / "notes.txt").write_text("mine")
    discard(folder)
    assert os.listdir(folder) == ["notes.txt"]
    discard(folder / "absent")


class Impatient(CancelToken):
    def __init__(self, checks: int) -> None:
        super().__init__()
        self.left = checks

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize(
    "query", [wq.Term(ANY, "common"), wq.Wildcard(ANY, "w*1*"), wq.FuzzyTerm(ANY, "word"), wq.Every()], ids=repr
)
def test_a_search_is_given_up_when_asked(folder: Path, query: Any) -> None:
    engine = open_writable(folder)
    engine.add(OLD)
    scope, order = bytearray(b"\1" * 4), array("q", range(4))
    with pytest.raises(Cancelled):
        engine.search(query, scope, order, cancel=Impatient(0))
    if not isinstance(query, wq.Every):
        with pytest.raises(Cancelled):
            engine.search(query, scope, order, cancel=Impatient(1))
    assert engine.search(query, scope, order, cancel=NEVER).total == (1 if isinstance(query, wq.Wildcard) else 3)
