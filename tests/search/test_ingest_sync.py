"""A sync brings the memory level with its sources, and what it says is what happened."""

import json
import os
import subprocess
import sys
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

import pytest

from search.errors import BadInput
from search.index.whoosh_engine import open_engine
from search.ingest import attending, batch, resolving
from search.ingest import sync as syncing
from search.ingest.events import Committed, Failed, Finished, Progress, Scanned, decode, encode
from search.ingest.rebuilding import rebuild
from search.memory.memory import Memory
from search.memory.writing import Write
from tests.collection import PEOPLE, write_collection
from tests.house import House, counts


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_the_second_sync_writes_nothing(house: House) -> None:
    for name in ("a.txt", "b/c.txt", "b/d.md"):
        house.write(name, f"what {name} says about Aiko Tanaka")
    os.symlink("/dev/null", house.files / "device")
    os.mkfifo(house.files / "pipe")
    house.write("broken.pdf", b"%PDF-1.7 nothing")
    assert counts(house.add()) == {"added": 6, "failures": 1}
    generation = house.memory.generation()
    assert counts(house.sync()) == {"unchanged": 6}
    assert counts(house.add()) == {"unchanged": 6}
    assert house.memory.generation() == generation


NOT_TWICE = '''
import sys
from search.ingest import worker
worker.READING = (sys.executable, "-c", """
from search.extract.isolation import job, parent
def pieces_of(file, kind, caps):
    raise AssertionError("read again")
job.pieces_of = pieces_of
parent.main()
""")
worker.main()
'''


def test_a_change_is_a_version_and_a_touch_is_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    file = house.write("a.txt", "first")
    house.add()
    document = house.documents()["a.txt"]
    os.utime(file, (1, 1))
    with monkeypatch.context() as patch:
        patch.setattr(attending, "COMMAND", (sys.executable, "-c", NOT_TWICE))
        assert counts(house.sync()) == {"unchanged": 1}
    assert len(house.memory.facts()) == 1
    generation = house.memory.generation()
    house.sync()
    assert house.memory.generation() == generation
    house.write("a.txt", "second")
    assert counts(house.sync()) == {"changed": 1}
    assert house.documents() == {"a.txt": document}
    assert house.texts() == {"a.txt": "second"}
    assert len(house.memory.facts()) == 2


def test_versions_within_one_second_and_a_clock_set_back_stay_in_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    instants = iter(["2026-05-05T10:00:00Z", "2026-05-05T10:00:00Z", "2020-01-01T00:00:00Z", "2026-05-05T10:00:09Z"])
    present = next(instants)
    monkeypatch.setattr(syncing, "now", lambda: present)
    house.write("a.txt", "text 1")
    house.add()
    for number in (2, 3, 4):
        present = next(instants)
        house.write("a.txt", f"text {number}")
        house.sync()
    rows = sorted(house.memory.facts(), key=lambda row: row.version)
    assert [house.memory.text(row.text or 0) for row in rows] == [f"text {number}" for number in (1, 2, 3, 4)]
    assert all(row.seen_from <= (row.seen_to or "9") for row in rows)
    assert all(before.seen_to == after.seen_from for before, after in pairwise(rows))
    assert rows[-1].seen_from == "2026-05-05T10:00:09Z"
    assert house.texts() == {"a.txt": "text 4"}


def test_a_renamed_file_is_the_same_document_and_is_not_read_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.write("a.txt", "the harbour budget")
    house.add()
    monkeypatch.setattr(attending, "COMMAND", (sys.executable, "-c", NOT_TWICE))
    before = house.documents()["a.txt"]
    os.rename(house.files / "a.txt", house.files / "b.txt")
    assert counts(house.sync()) == {"renamed": 1}
    assert house.documents() == {"b.txt": before}
    assert len(house.memory.facts()) == 1
    assert [os.path.basename(place.path) for place in house.memory.locations(before)] == [b"a.txt", b"b.txt"]


def test_renamed_and_changed_at_once_is_another_document(house: House) -> None:
    house.write("a.txt", "the harbour budget")
    house.add()
    before = house.documents()["a.txt"]
    (house.files / "a.txt").unlink()
    house.write("b.txt", "the harbour budget, amended")
    assert counts(house.sync()) == {"added": 1, "gone": 1}
    assert house.documents()["b.txt"] != before


def test_names_swapped_are_two_changes(house: House) -> None:
    house.write("a.txt", "alpha")
    house.write("b.txt", "beta")
    house.add()
    before = house.documents()
    os.rename(house.files / "a.txt", house.files / "c")
    os.rename(house.files / "b.txt", house.files / "a.txt")
    os.rename(house.files / "c", house.files / "b.txt")
    assert counts(house.sync()) == {"changed": 2}
    assert house.documents() == before
    assert house.texts() == {"a.txt": "beta", "b.txt": "alpha"}


def test_a_renamed_folder_keeps_every_document_also_where_files_are_equal(house: House) -> None:
    for number in range(50):
        house.write(f"old/part-{number}/text.txt", f"text {number % 5}")
        house.write(f"old/part-{number}/__init__.py", "")
    house.add()
    before = house.documents()
    os.rename(house.files / "old", house.files / "new")
    assert counts(house.sync()) == {"renamed": 100}
    assert house.documents() == {name.replace("old", "new", 1): number for name, number in before.items()}


def test_moved_between_sources_is_the_same_document(house: House, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "stays.txt").write_text("stays")
    house.write("a.txt", "the harbour budget")
    house.write("b.txt", "stays too")
    house.add(house.files, other)
    before = house.documents()["a.txt"]
    for origin, target in ((house.files, other), (other, house.files)):
        os.rename(origin / "a.txt", target / "a.txt")
        assert counts(house.sync()) == {"renamed": 1, "unchanged": 2}
        assert house.documents()[os.path.relpath(target / "a.txt", house.files)] == before
        assert counts(house.sync()) == {"unchanged": 3}


def test_copies_are_documents_of_their_own(house: House) -> None:
    for name in ("a.txt", "b.txt"):
        house.write(name, "the same words")
    assert counts(house.add()) == {"added": 2}
    assert len({row.text for row in house.memory.facts()}) == 1
    assert len(set(house.documents().values())) == 2


def test_one_file_moved_to_two_places_is_a_rename_and_a_copy(house: House) -> None:
    house.write("a.txt", "the same words")
    house.add()
    os.unlink(house.files / "a.txt")
    for name in ("b.txt", "c.txt"):
        house.write(name, "the same words")
    assert counts(house.sync()) == {"renamed": 1, "added": 1}
    assert set(house.texts()) == {"b.txt", "c.txt"}


def test_a_file_that_becomes_a_folder_and_back(house: House) -> None:
    house.write("keep.txt", "stays")
    house.write("a.txt", "as a file")
    house.add()
    document = house.documents()["a.txt"]
    os.unlink(house.files / "a.txt")
    house.write("a.txt/inside.txt", "in the folder")
    assert counts(house.sync()) == {"added": 1, "gone": 1, "unchanged": 1}
    os.unlink(house.files / "a.txt/inside.txt")
    os.rmdir(house.files / "a.txt")
    house.write("a.txt", "as a file again")
    assert counts(house.sync()) == {"added": 1, "gone": 1, "unchanged": 1}
    assert house.documents()["a.txt"] == document
    assert house.texts() == {"keep.txt": "stays", "a.txt": "as a file again"}


def test_gone_keeps_the_last_version_and_the_same_path_brings_it_back(house: House) -> None:
    house.write("keep.txt", "stays")
    house.write("a.txt", "once")
    house.add()
    document = house.documents()["a.txt"]
    os.unlink(house.files / "a.txt")
    assert counts(house.sync()) == {"gone": 1, "unchanged": 1}
    (gone,) = [row for row in house.memory.facts() if row.gone]
    assert (gone.document, house.memory.text(gone.text or 0)) == (document, "once")
    house.write("a.txt", "again")
    assert counts(house.sync()) == {"added": 1, "unchanged": 1}
    assert house.documents()["a.txt"] == document
    os.unlink(house.files / "a.txt")
    house.sync()
    house.write("b.txt", "once")
    assert counts(house.sync()) == {"added": 1, "unchanged": 1}
    assert house.documents()["b.txt"] != document


@pytest.mark.parametrize("first", ["inner", "outer"])
def test_a_source_in_a_source_holds_no_document_twice(first: str, house: House) -> None:
    house.write("inner/a.txt", "alpha")
    house.write("b.txt", "beta")
    inner = house.files / "inner"
    house.add(*((inner,) if first == "inner" else (house.files,)))
    house.add(*((house.files,) if first == "inner" else (inner,)))
    sources = {name: row.source for name, row in house.current().items()}
    assert set(sources) == {"inner/a.txt", "b.txt"}
    generation = house.memory.generation()
    for _ in range(2):
        assert counts(house.sync()) == {"unchanged": 2}
    assert {name: row.source for name, row in house.current().items()} == sources
    assert house.memory.generation() == generation
    house.write("inner/a.txt", "alpha, amended")
    assert counts(house.add()) == {"changed": 1, "unchanged": 1}


def test_a_worker_that_is_ended_before_it_notes_that_it_is_done_makes_no_file_suspect(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = attending.Worker.end

    def end_early(worker: attending.Worker) -> None:
        end(worker)
        house.memory.journal.write_text(json.dumps({"path": str(house.files / "a.txt")}) + "\n")

    monkeypatch.setattr(attending.Worker, "end", end_early)
    house.write("a.txt", "alpha")
    house.add()
    generation = house.memory.generation()
    house.sync()
    assert (house.memory.suspects(), house.memory.generation()) == ([], generation)


def test_the_same_place_by_other_names_is_one_source(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write("inner/a.txt", "alpha")
    link = house.files.parent / "link"
    link.symlink_to(house.files)
    monkeypatch.chdir(house.files / "inner")
    assert counts(house.add(Path(".."), Path("."), link, link / "inner", house.files / "inner/a.txt")) == {"added": 1}
    assert [source.path for source in house.memory.sources()] == [os.fsencode(os.path.realpath(house.files))]
    assert counts(house.add(Path("a.txt"))) == {"unchanged": 1}


def test_adding_looks_at_what_was_named_and_nothing_else(house: House) -> None:
    inner = house.write("inner/a.txt", "alpha").parent
    house.write("b.txt", "beta")
    house.add(inner)
    house.add()
    house.write("b.txt", "beta, amended")
    assert counts(house.add(inner)) == {"unchanged": 1}
    generation = house.memory.generation()
    assert counts(house.add(inner / "a.txt")) == {"unchanged": 1}
    assert house.memory.generation() == generation


def test_a_file_as_a_source(house: House) -> None:
    file = house.write("a.txt", "alpha")
    house.write("b.txt", "beta")
    assert counts(house.add(file)) == {"added": 1}
    house.write("a.txt", "alpha, amended")
    assert counts(house.sync()) == {"changed": 1}
    file.unlink()
    assert counts(house.sync()) == {"gone": 1}
    assert not house.memory.sources()[0].away
    assert counts(house.add()) == {"added": 1}
    assert set(house.texts()) == {"b.txt"}


def test_what_ignore_rules_leave_out_can_be_added_by_name(house: House) -> None:
    house.write("a.txt", "alpha")
    house.write(".notes/b.txt", "beta")
    house.add()
    assert set(house.texts()) == {"a.txt"}
    assert counts(house.add(house.files / ".notes")) == {"added": 1}
    assert counts(house.sync()) == {"unchanged": 2}


def test_the_memory_does_not_remember_itself(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "alpha")
    assert counts(house.add(tmp_path)) == {"added": 1}
    assert counts(house.sync()) == {"unchanged": 1}
    with pytest.raises(BadInput, match="belongs to the memory itself"):
        house.add(house.memory.folder / "index")


@pytest.mark.parametrize("how", ["missing", "empty", "hidden only", "a link", "a pipe"])
def test_a_source_that_is_away_loses_nothing_and_comes_back(how: str, house: House) -> None:
    house.write("a.txt", "alpha")
    house.write("b/c.txt", "gamma")
    house.add()
    before = house.documents()
    aside = house.files.with_name("aside")
    os.rename(house.files, aside)
    if how in ("empty", "hidden only"):
        house.files.mkdir()
    if how == "hidden only":
        (house.files / "lost+found").mkdir()
    if how == "a link":
        house.files.symlink_to(aside)
    if how == "a pipe":
        os.mkfifo(house.files)
    assert counts(house.sync()) == {}
    (scanned,) = (event for event in house.events if isinstance(event, Scanned))
    assert scanned.away
    assert house.memory.sources()[0].away
    generation = house.memory.generation()
    house.sync()
    assert house.memory.generation() == generation
    assert house.documents() == before
    if house.files.is_dir() and not house.files.is_symlink():
        for folder in house.files.iterdir():
            folder.rmdir()
        house.files.rmdir()
    else:
        house.files.unlink(missing_ok=True)
    os.rename(aside, house.files)
    assert counts(house.sync()) == {"unchanged": 2}
    assert not house.memory.sources()[0].away
    assert house.documents() == before


def test_progress_only_grows_and_ends_where_reality_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "PROGRESS_SECONDS", 0.0)
    write_collection(house.files, 60)
    house.write("broken.pdf", b"%PDF-1.7 nothing")
    house.write("empty.txt", "")
    finished = house.add()
    steps = [event for event in house.events if isinstance(event, Progress)]
    assert [step.files for step in steps] == list(range(1, 63))
    assert {step.of_files for step in steps} == {62}
    assert all(one.bytes <= other.bytes and one.failures <= other.failures for one, other in pairwise(steps))
    total = sum(file.stat().st_size for file in house.files.rglob("*") if file.is_file())
    assert steps[-1].bytes == steps[-1].of_bytes == total
    assert all(step.eta is None or step.eta >= 0 for step in steps)
    assert steps[-1].eta == 0
    assert counts(finished) == {"added": 62, "failures": 1}
    assert [event.reason for event in house.events if isinstance(event, Failed)]
    committed = [event for event in house.events if isinstance(event, Committed)]
    assert sum(event.documents for event in committed) == 62
    assert committed[-1].generation <= house.memory.generation()
    assert house.events[-1] == finished
    assert [decode(encode(event)) for event in house.events] == house.events


def test_events_of_the_command_line_decode(house: House) -> None:
    write_collection(house.files, 20)
    command = [sys.executable, "-m", "tui", "add", str(house.files), "--memory", str(house.memory.folder), "--events"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")
    events = [decode(line) for line in lines if line]
    assert isinstance(events[0], Scanned)
    assert isinstance(events[-1], Finished)
    assert counts(events[-1]) == {"added": 20}


def test_a_batch_of_many_transactions_is_one_segment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "TRANSACTION_SECONDS", 0.0)
    monkeypatch.setattr(syncing, "FIRST_BATCH_SECONDS", 1_000.0)
    write_collection(house.files, 40)
    house.add()
    assert house.engine.stats().segments == 1
    assert house.memory.generation() > 40
    assert house.engine.versions() == {row.version for row in house.memory.facts()}
    assert counts(house.sync()) == {"unchanged": 40}


class Killed(BaseException):
    """Stands for the end of the process."""


def stop_at(monkeypatch: pytest.MonkeyPatch, place: object, name: str) -> None:
    def die(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(place, name, die)


def entities(memory: Memory) -> list[tuple[str, str, str, bool]]:
    return sorted((row.type, row.norm, row.name, row.merged_into is None) for row in memory.entity_rows())


def test_stopped_before_entities_were_resolved_the_next_sync_resolves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    left, right = House(tmp_path / "a"), House(tmp_path / "b")
    for house in (left, right):
        house.write("a.txt", "Donald J. Trump spoke. Donald Trump left. Trump Organization Inc. grew.")
        house.write("b.txt", "Mr Trump of the Securities and Exchange Commission (SEC). The SEC said so.")
    left.add()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        stop_at(patch, syncing, "resolve_new_texts")
        right.add()
    assert entities(right.memory) != entities(left.memory)
    assert counts(right.sync()) == {"unchanged": 2}
    assert entities(right.memory) == entities(left.memory)
    generation = right.memory.generation()
    right.sync()
    assert right.memory.generation() == generation


def test_entities_are_not_resolved_again_when_no_text_came(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write("a.txt", "Aiko Tanaka")
    house.write("b.txt", "Carla Mendes")
    house.add()
    stop_at(monkeypatch, resolving, "_resolve")
    os.unlink(house.files / "a.txt")
    assert counts(house.sync()) == {"gone": 1, "unchanged": 1}


def test_resolving_in_many_transactions_stopped_half_way_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    left, right = House(tmp_path / "a"), House(tmp_path / "b")
    for house in (left, right):
        for first, last in (name.split() for name in PEOPLE):
            house.write(f"{last}.txt", f"{first} K. {last} met nobody.")
            house.write(f"{last}-again.txt", f"{first} {last} left. {first} {last} stayed.")
    left.add()
    monkeypatch.setattr(batch, "TRANSACTION_SECONDS", 0.0)
    monkeypatch.setattr(resolving, "SEEDS", 4)
    taken = 0

    def regroup_some(write: Write, entities: Collection[int]) -> set[int]:
        nonlocal taken
        taken += 1
        if taken in (2, 4, 6):
            raise Killed
        return original(write, entities)

    original = Write.regroup
    with monkeypatch.context() as patch:
        patch.setattr(Write, "regroup", regroup_some)
        for _ in range(3):
            with pytest.raises(Killed):
                right.add()
    right.sync()
    assert taken >= 6
    assert entities(right.memory) == entities(left.memory)


def test_a_rebuilt_index_answers_the_same(house: House) -> None:
    write_collection(house.files, 30)
    house.add()
    versions = house.engine.versions()
    house.engine.close()
    assert rebuild(house.memory, house.events.append) == 30
    assert open_engine(house.memory.index_folder, memory=house.memory.id()).versions() == versions


def test_batches_get_smaller_towards_the_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "FIRST_BATCH_SECONDS", 1_000.0)
    monkeypatch.setattr(syncing, "ENDING_CODE_POINTS", 1)
    for number in range(16):
        house.write(f"{number:02}.txt", f"text {number:02}")
    house.add()
    assert [event.documents for event in house.events if isinstance(event, Committed)] == [8, 4, 2, 1, 1]
    monkeypatch.setattr(syncing, "ENDING_CODE_POINTS", 1_000)
    for number in range(16):
        house.write(f"{number:02}.txt", f"changed {number:02}")
    house.sync()
    assert [event.documents for event in house.events if isinstance(event, Committed)] == [16]
