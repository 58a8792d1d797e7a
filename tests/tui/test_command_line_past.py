"""The command line over time: histories, differences, moments; and what looks after a memory."""

import os
import time
from pathlib import Path

import pytest

from search.memory.memory import Memory
from tests.tui import shape
from tests.tui.test_command_line import answer, run

VERSION = {
    "version": str,
    "number": int,
    "seen_from": str,
    "seen_to": shape.TEXT_OR_NULL,
    "recorded": str,
    "origin": str,
    "status": str,
    "reason": shape.TEXT_OR_NULL,
    "title": str,
    "document_date": shape.TEXT_OR_NULL,
    "date_origin": shape.TEXT_OR_NULL,
    "date_certainty": (float, shape.NULL),
    "modified": str,
    "size": int,
    "characters": int,
    "inserted": (int, shape.NULL),
    "deleted": (int, shape.NULL),
}
HISTORY = {
    "schema": int,
    "document": str,
    "path": str,
    "gone": shape.TEXT_OR_NULL,
    "stays": [{"path": str, "since": str, "until": shape.TEXT_OR_NULL}],
    "versions": [VERSION],
}
SIDE = {"version": str, "number": int, "seen_from": str, "seen_to": shape.TEXT_OR_NULL}
WORDS = {"start": int, "end": int, "text": str, "unit": shape.TEXT_OR_NULL}
DIFF = {
    "schema": int,
    "document": str,
    "path": str,
    "before": SIDE,
    "after": SIDE,
    "changes": [{"before": WORDS, "after": WORDS}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("docs")


@pytest.fixture(scope="module")
def memory(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in two versions, and a note."""
    made = tmp_path_factory.mktemp("m") / "memory"
    (folder / "report.txt").write_text("Page one\n\nThe old harbour belongs to Alice Smith.\n\x1b[31mThe end.\n")
    (folder / "note.txt").write_text("A note on the harbour.\n")
    run("add", str(folder), memory=made, check=True)
    time.sleep(1.1)
    (folder / "report.txt").write_text("Page one\n\nThe new harbour belongs to Carol Jones.\n\x1b[31mThe end.\n")
    run("sync", memory=made, check=True)
    return made


def test_a_history_has_its_shape_and_is_told(memory: Path, folder: Path) -> None:
    report = str(folder / "report.txt")
    found = answer("history", report, memory=memory)
    shape.assert_shape(found, HISTORY)
    assert [(line["number"], line["inserted"], line["deleted"]) for line in found["versions"]] == [
        (1, None, None),
        (2, 3, 3),
    ]
    told = run("history", report, memory=memory).stdout
    assert report in told
    assert "+3 -3 words" in told
    assert run("history", "d99", memory=memory).returncode == 1


def test_a_difference_has_its_shape_and_is_told(memory: Path, folder: Path) -> None:
    report = str(folder / "report.txt")
    found = answer("diff", report, memory=memory)
    shape.assert_shape(found, DIFF)
    assert [(change["before"]["text"], change["after"]["text"]) for change in found["changes"]] == [
        ("old", "new"),
        ("Alice Smith", "Carol Jones"),
    ]
    told = run("diff", report, "1", "2", memory=memory)
    assert "The [-old-]{+new+} harbour belongs to [-Alice Smith-]{+Carol Jones+}." in told.stdout
    assert "\x1b" not in told.stdout
    assert told.returncode == 0
    assert run("diff", report, "2", "2", memory=memory).returncode == 1
    assert run("diff", report, "1", memory=memory).returncode == 2
    assert run("diff", str(folder / "note.txt"), memory=memory).returncode == 1


def test_moments(memory: Path, folder: Path) -> None:
    then = answer("history", str(folder / "report.txt"), memory=memory)["versions"][0]["seen_from"]
    assert answer("search", "alice", "--as-of", then, memory=memory)["total"] == 1
    assert answer("search", "alice", memory=memory)["total"] == 0
    assert answer("entities", "alice", "--as-of", then, memory=memory)["entities"][0]["name"] == "Alice Smith"
    assert answer("entity", "Alice Smith", "--as-of", then, memory=memory)["entity"]["documents"] == 1
    shape.assert_shape(answer("status", "--as-of", then, memory=memory), shape.STATUS)
    assert answer("status", "--as-of", then, memory=memory)["versions"] == 2
    assert f"as of {then}" in run("search", "harbour", "--as-of", then, memory=memory).stdout
    assert "version 1 of 2, until" in run("search", "alice versions:all", memory=memory).stdout
    assert run("status", "--as-of", "one day", memory=memory).returncode == 2
    assert answer("search", "harbour", "--sort", "seen", memory=memory)["hits"][0]["title"] == "Page one"


def test_a_sound_memory_is_verified_and_a_forged_one_is_not(memory: Path, tmp_path: Path) -> None:
    assert run("verify", memory=memory).returncode == 0
    assert answer("verify", memory=memory) == {"schema": 1, "sound": True, "problems": []}
    copy = tmp_path / "kept.cristal"
    run("backup", str(copy), memory=memory, check=True)
    other = tmp_path / "other"
    run("restore", str(copy), memory=other, check=True)
    assert run("verify", memory=other).returncode == 0
    data = bytearray((other / "memory.db").read_bytes())
    data[data.index(b"Page one")] ^= 1
    (other / "memory.db").write_bytes(data)
    done = run("verify", memory=other)
    assert done.returncode == 3
    assert "does not say what it was told" in done.stdout
    assert run("search", "harbour", memory=other).returncode == 3
    assert run("backup", str(tmp_path / "forged.cristal"), memory=other).returncode == 3


def test_a_backup_is_restored_over_a_damaged_memory(memory: Path, tmp_path: Path) -> None:
    copy, other = tmp_path / "kept.cristal", tmp_path / "other"
    run("backup", str(copy), memory=memory, check=True)
    other.mkdir()
    (other / "memory.db").write_bytes(b"not a database" * 1000)
    assert run("search", "harbour", memory=other).returncode == 3
    run("restore", str(copy), memory=other, check=True)
    assert answer("search", "harbour", memory=other)["total"] == 2
    assert [path.name for path in other.glob("memory.db.replaced-*")]
    assert run("restore", str(tmp_path / "nothing"), memory=other).returncode == 2


def test_a_source_is_removed_and_its_memory_kept(tmp_path: Path) -> None:
    memory, docs = tmp_path / "memory", tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text("harbour")
    run("add", str(docs), memory=memory, check=True)
    assert run("remove", str(tmp_path), memory=memory).returncode == 1
    assert answer("remove", str(docs), memory=memory) == {
        "schema": 1,
        "source": os.path.realpath(docs),
        "documents": 1,
        "gone": 0,
    }
    assert answer("search", "harbour gone:no", memory=memory)["total"] == 1
    run("add", str(docs), memory=memory, check=True)
    assert answer("status", memory=memory)["documents"] == 1
    run("remove", str(docs), "--gone", memory=memory, check=True)
    assert answer("search", "harbour gone:only", memory=memory)["total"] == 1
    assert answer("status", memory=memory)["sources"] == []


def test_forgetting_asks_and_then_forgets(tmp_path: Path) -> None:
    memory, docs = tmp_path / "memory", tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text("harbour")
    run("add", str(docs), memory=memory, check=True)
    asked = run("forget", "d1", memory=memory)
    assert asked.returncode == 2
    assert "--yes" in asked.stderr
    assert answer("search", "harbour", memory=memory)["total"] == 1
    done = run("forget", "d1", "--yes", memory=memory)
    assert done.returncode == 0
    assert "still there" in done.stderr
    assert answer("search", "harbour versions:all", memory=memory)["total"] == 0
    assert run("forget", "d1", "--yes", memory=memory).returncode == 1
    assert run("verify", memory=memory).returncode == 0


def test_what_an_interrupted_purge_left_is_finished(tmp_path: Path) -> None:
    memory, docs = tmp_path / "memory", tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text("harbour")
    run("add", str(docs), memory=memory, check=True)
    opened = Memory.open(memory)
    with opened.write() as write:
        write.purge(1)
    assert opened.pending_purge()
    assert run("forget", "d1", "--yes", memory=memory).returncode == 1
    assert not opened.pending_purge()
    assert run("verify", memory=memory).returncode == 0
