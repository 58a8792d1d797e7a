"""The command line as a user and a program meet it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tui import shape
from tests.worktree import GitWorktree, at

LETTER = """Letter on the harbour

Lisbon, 3 February 2025

Aiko Tanaka of Kestrel Bank told the committee that the harbour needs $12 million.
Tanaka said that work starts in March.
"""


def run(*words: str, memory: Path, check: bool = False, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *words, "--memory", str(memory)],
        capture_output=True,
        text=True,
        check=check,
        stdin=subprocess.DEVNULL,
        timeout=120,
        **options,
    )


def answer(*words: str, memory: Path) -> Any:
    done = run(*words, "--json", memory=memory)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("docs")
    (made / "letter.txt").write_text(LETTER)
    (made / "page.html").write_text("<title>Fleet</title><p>The fleet left Osaka. Aiko Tanaka stayed.</p>")
    (made / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (made / os.fsdecode(b"bad\xff\n\x1b[31mname.txt")).write_text("harbour with a bad name")
    os.mkfifo(made / "pipe")
    return made


@pytest.fixture(scope="module")
def memory(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("m") / "memory"
    run("add", str(folder), memory=made, check=True)
    return made


def test_search_has_the_documented_shape(memory: Path) -> None:
    found = answer("search", "harbour tanaka", memory=memory)
    shape.assert_shape(found, shape.SEARCH)
    (hit,) = found["hits"]
    assert hit["title"] == "Letter on the harbour"
    assert hit["document_date"] == "2025-02-03"
    for snippet in hit["snippets"]:
        assert LETTER[snippet["start"] :].startswith(snippet["text"])
        for start, end in snippet["matches"]:
            assert snippet["text"][start:end].lower() in ("harbour", "tanaka")
    assert {tag["name"] for tag in hit["entities"]} >= {"Aiko Tanaka", "Kestrel Bank"}


def test_coverage_counts_what_cannot_be_searched(memory: Path) -> None:
    coverage = answer("search", "harbour", memory=memory)["coverage"]
    assert coverage == {"documents": 5, "searchable": 3, "unsearchable": {"needs-ocr": 1, "skipped": 1}}


def test_the_other_shapes(memory: Path) -> None:
    shape.assert_shape(answer("entities", memory=memory), shape.ENTITIES)
    shape.assert_shape(answer("entities", "aiko tanka", memory=memory), shape.ENTITIES)
    shape.assert_shape(answer("entity", "Aiko Tanaka", memory=memory), shape.DOSSIER)
    shape.assert_shape(answer("show", "d1", memory=memory), shape.SHOW)
    shape.assert_shape(answer("status", memory=memory), shape.STATUS)


def test_a_misspelt_name_is_found(memory: Path) -> None:
    listed = answer("entities", "Ayko Tanakka", memory=memory)
    assert listed["entities"][0]["name"] == "Aiko Tanaka"
    assert listed["entities"][0]["documents"] == 2
    dossier = answer("entity", "tanaka", memory=memory)
    assert {found["text"] for found in dossier["found_in"]} == {"Aiko Tanaka", "Tanaka"}


def test_a_dossier_in_words(memory: Path, folder: Path) -> None:
    lines = run("entity", "tanaka", memory=memory, check=True).stdout.split("\n")
    assert lines[0].startswith("Aiko Tanaka  person") and "3 mentions in 2 documents" in lines[0]
    assert lines[1:4] == [
        "dated 2025-02-03, 1 document undated",
        "over time, by month",
        f"  2025-02  {'█' * 40} 2",
    ]
    at = lines.index("found in")
    assert lines[at + 1].startswith(f"  {folder}/letter.txt, 2025-02-03: Aiko Tanaka of Kestrel Bank told")
    together = lines[lines.index("together with") + 1 :]
    assert any(line.startswith("  Kestrel Bank (organisation), 1 document: Aiko Tanaka of") for line in together)
    assert f"  2025-02-03  2 mentions  {folder}/letter.txt" in lines


def test_show_prints_the_text_and_nothing_else(memory: Path, folder: Path) -> None:
    done = run("show", str(folder / "letter.txt"), memory=memory)
    assert done.stdout == LETTER


def test_exit_codes(memory: Path, tmp_path: Path) -> None:
    assert run("search", "harbour", memory=memory).returncode == 0
    assert run("search", "zebrafish", memory=memory).returncode == 1
    assert run("entities", "qqqqqqqq", "--type", "person", memory=memory).returncode == 1
    assert run("search", '"harbour', memory=memory).returncode == 2
    assert run("entities", "--type", "planet", memory=memory).returncode == 2
    assert run("add", str(tmp_path / "nothing"), memory=memory).returncode == 2
    assert run("show", "d999", memory=memory).returncode == 1
    assert run("status", memory=tmp_path / "none").returncode == 1
    assert run(memory=memory).returncode == 2
    assert run("search", memory=memory).returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ("search", '"harbour'),
        ("search", "x" * 10_001),
        ("search", "as-of:yesterdayish harbour"),
        ("search", "harbour", "--as-of", "soon"),
        ("search", "date:whenever"),
        ("add", "/nothing/here"),
        ("add", "/dev/null"),
        ("show", "no such file"),
        ("entity", "qqqqqqqqqq"),
        ("search", "harbour", "--limit", "-1"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], memory: Path) -> None:
    done = run(*words, memory=memory)
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert done.stderr.startswith("cristal: ")
    assert "Traceback" not in done.stderr


def test_a_query_error_points_at_its_place(memory: Path) -> None:
    lines = run("search", 'harbour "open', memory=memory).stderr.split("\n")
    assert lines[2].index("^") - 2 == len("harbour ")


def test_no_control_character_of_a_document_or_a_name_reaches_the_terminal(memory: Path) -> None:
    for words in (("search", "harbour"), ("search", "harbour", "--json"), ("status",), ("entities",)):
        done = run(*words, memory=memory)
        assert not set(done.stdout + done.stderr) & {"\x1b", "\x07", "\x9b", "\r"}


def test_a_closed_pipe_ends_quietly(memory: Path) -> None:
    command = f"{sys.executable} -m tui search 'harbour OR fleet' --memory {memory} | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""


def test_not_a_memory(tmp_path: Path) -> None:
    (tmp_path / "memory.db").write_text("this is no database, only a text that lies about its name\n" * 100)
    done = run("status", memory=tmp_path)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_busy_memory_names_its_holder(memory: Path, folder: Path) -> None:
    from search.memory.memory import Memory

    opened = Memory.open(memory)
    with opened.lock(1):
        code = (
            "import sys, tui.cli; tui.cli.LOCK_SECONDS = 0.2;"
            f"sys.exit(tui.cli.main(['sync', '--memory', {str(memory)!r}]))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    opened.close()
    assert done.returncode == 3
    assert str(os.getpid()) in done.stderr


def test_empty_folder_and_empty_query(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    memory = tmp_path / "memory"
    assert run("add", str(tmp_path / "empty"), memory=memory).returncode == 0
    found = answer("search", "", memory=memory)
    assert found["total"] == 0
    assert found["coverage"]["documents"] == 0


def test_rebuild_needs_no_originals(tmp_path: Path) -> None:
    docs, memory = tmp_path / "docs", tmp_path / "memory"
    docs.mkdir()
    (docs / "a.txt").write_text("the harbour opens")
    run("add", str(docs), memory=memory, check=True)
    before = answer("search", "harbour", memory=memory)["hits"]
    (docs / "a.txt").unlink()
    run("rebuild", memory=memory, check=True)
    assert answer("search", "harbour", memory=memory)["hits"] == before


def test_a_damaged_index_is_told_and_made_again_by_the_next_sync(tmp_path: Path) -> None:
    docs, memory = tmp_path / "docs", tmp_path / "memory"
    docs.mkdir()
    (docs / "a.txt").write_text("the harbour opens")
    run("add", str(docs), memory=memory, check=True)
    before = answer("search", "harbour", memory=memory)["hits"]
    next((memory / "index").glob("*.trm")).write_bytes(b"nothing of the kind")
    refused = run("search", "harbour", memory=memory)
    assert refused.returncode == 3
    assert refused.stderr.count("\n") == 1
    assert "cristal rebuild" in refused.stderr
    assert run("show", "d1", memory=memory).stdout == "the harbour opens\n"
    assert "cannot be trusted" in run("status", memory=memory).stdout
    healed = run("sync", memory=memory, check=True)
    assert [line for line in healed.stderr.split("\n") if "is made again from the memory" in line]
    assert answer("search", "harbour", memory=memory)["hits"] == before
    assert "made again" not in run("sync", memory=memory, check=True).stderr


def test_sync_sees_changes_renames_losses_and_returns(tmp_path: Path) -> None:
    docs, memory = tmp_path / "docs", tmp_path / "memory"
    docs.mkdir()
    for name in ("keep", "change", "move", "lose"):
        (docs / f"{name}.txt").write_text(f"the {name} harbour document, with a text of its own")
    run("add", str(docs), memory=memory, check=True)
    moved = answer("search", "move", memory=memory)["hits"][0]["document"]
    lost = answer("search", "lose", memory=memory)["hits"][0]["document"]
    (docs / "change.txt").write_text("the altered harbour document")
    (docs / "move.txt").rename(docs / "moved.txt")
    (docs / "lose.txt").unlink()
    finished = answer("sync", memory=memory)
    assert {key: finished[key] for key in ("added", "changed", "renamed", "gone", "unchanged")} == {
        "added": 0,
        "changed": 1,
        "renamed": 1,
        "gone": 1,
        "unchanged": 1,
    }
    hit = answer("search", "move", memory=memory)["hits"][0]
    assert (hit["document"], Path(hit["path"]).name) == (moved, "moved.txt")
    hit = answer("search", "lose", memory=memory)["hits"][0]
    assert hit["document"] == lost
    assert hit["gone"]
    assert answer("search", "altered", memory=memory)["total"] == 1
    assert answer("search", '"change harbour"', memory=memory)["total"] == 0
    assert answer("search", '"change harbour" versions:all', memory=memory)["total"] == 1
    (docs / "lose.txt").write_text("the lose harbour document, with a text of its own")
    answer("sync", memory=memory)
    hit = answer("search", "lose", memory=memory)["hits"][0]
    assert (hit["document"], hit["gone"]) == (lost, None)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_past_of_a_work_tree_is_read_when_asked_for(tmp_path: Path) -> None:
    tree, memory = GitWorktree(tmp_path / "tree"), tmp_path / "memory"
    for text in ("the harbour opens", "the railway opens"):
        tree.write("a.txt", text)
        tree.commit()
    (tmp_path / "plain").mkdir()
    refused = run("add", "--history", str(tmp_path / "plain"), memory=memory)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "no git work tree" in refused.stderr
    assert not memory.exists()
    finished = answer("add", "--history", str(tree.root), memory=memory)
    assert (finished["added"], finished["past"]) == (1, 2)
    assert answer("search", "harbour", memory=memory)["total"] == 0
    assert answer("search", "harbour", "--as-of", at(1), memory=memory)["total"] == 1


def test_an_away_source_loses_nothing(tmp_path: Path) -> None:
    docs, memory = tmp_path / "docs", tmp_path / "memory"
    docs.mkdir()
    (docs / "a.txt").write_text("the harbour opens")
    run("add", str(docs), memory=memory, check=True)
    docs.rename(tmp_path / "unplugged")
    assert run("sync", memory=memory).returncode == 0
    status = answer("status", memory=memory)
    assert status["gone"] == 0
    assert status["sources"][0]["away"]
    (tmp_path / "unplugged").rename(docs)
    run("sync", memory=memory, check=True)
    assert not answer("status", memory=memory)["sources"][0]["away"]


def test_interrupted_exits_130(tmp_path: Path) -> None:
    from tests.collection import write_collection

    write_collection(tmp_path / "docs", 3_000)
    child = subprocess.Popen(
        [sys.executable, "-m", "tui", "add", str(tmp_path / "docs"), "--events", "--memory", str(tmp_path / "m")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert '"event": "Scanned"' in child.stdout.readline()
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=30)
    assert child.returncode == 130


def test_help_teaches_by_example() -> None:
    for words in ((), ("search",), ("add",), ("entities",)):
        done = subprocess.run(
            [sys.executable, "-m", "tui", *words, "--help"], capture_output=True, text=True, check=True
        )
        assert "examples" in done.stdout
