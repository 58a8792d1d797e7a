"""The past of git work trees: at every instant the memory says what the commit of that instant held."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from search.errors import BadInput
from search.explore.explorer import Explorer
from search.extract.caps import DEFAULT as DEFAULT_CAPS
from search.index.writable_engine import open_writable
from search.ingest import batch, preparing, recalling
from search.ingest.adding import add_sources
from search.ingest.events import Finished, Pastless, Progress
from search.ingest.history import sync_with_history
from search.ingest.replies import Request
from search.ingest.settings import DEFAULT, Settings
from search.ingest.worktrees import find_worktrees
from search.memory.checking import check
from search.memory.memory import Memory
from search.memory.records import VersionFacts
from search.memory.sealing import broken_documents, broken_versions
from tests.house import House, counts
from tests.search.test_memory_deltas import article
from tests.worktree import DAY, FIRST, GitWorktree, at

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PROSE = "The harbour board met on the quay and agreed to dredge the basin before the winter storms came.\n" * 6


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def tree(house: House) -> GitWorktree:
    return GitWorktree(house.files)


def add(house: House, *paths: Path, settings: Settings = DEFAULT) -> Finished:
    """`cristal add --history`, which opens the index itself."""
    house.events = []
    worktrees = find_worktrees(paths or [house.files])
    sources = add_sources(house.memory, paths or [house.files])
    house.engine.close()
    try:
        return sync_with_history(house.memory, house.events.append, sources, worktrees, settings=settings)
    finally:
        house.engine = open_writable(house.memory.index_folder, memory=house.memory.id())


def versions(memory: Memory) -> dict[int, list[VersionFacts]]:
    found: dict[int, list[VersionFacts]] = defaultdict(list)
    for facts in memory.facts():
        found[facts.document].append(facts)
    for rows in found.values():
        rows.sort(key=lambda row: (row.seen_from, row.seen_to or "~", row.version))
    return found


def state(memory: Memory, instant: str) -> dict[bytes, str]:
    """What was where at an instant, as the memory has it."""
    said: dict[bytes, str] = {}
    for document, rows in versions(memory).items():
        row = next((row for row in rows if row.seen_from <= instant < (row.seen_to or "~")), None)
        places = [place.path for place in memory.locations(document) if place.since <= instant < (place.until or "~")]
        assert len(places) == (row is not None), (document, rows, memory.locations(document))
        if row is not None:
            assert places[0] not in said
            said[places[0]] = memory.text(row.text) if row.text is not None else row.status.value
    return said


def named(house: House, instant: str) -> dict[str, str]:
    return {
        os.path.relpath(os.fsdecode(path), house.files): text for path, text in state(house.memory, instant).items()
    }


def assert_whole(memory: Memory) -> None:
    """Histories do not overlap, of documents nor of paths, and one version is open unless the document is gone."""
    at_path: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for document, rows in versions(memory).items():
        assert all(row.seen_from <= (row.seen_to or "~") for row in rows)
        assert all((before.seen_to or "~") <= after.seen_from for before, after in pairwise(rows))
        assert [row.seen_to is None for row in rows] == [False] * (len(rows) - 1) + [rows[-1].gone is None]
        places = memory.locations(document)
        assert places[-1].path == rows[-1].path
        assert min(place.since for place in places) == rows[0].seen_from
        for place in places:
            if place.since != place.until:
                at_path[place.path].append((place.since, place.until or "~"))
    for times in at_path.values():
        assert all(end <= start for (_, end), (start, _) in pairwise(sorted(times)))
    assert memory.pending() == []
    with memory.reading() as connection:
        assert not broken_versions(connection)
        assert not broken_documents(connection)


def dump(memory: Memory) -> list[tuple[list[tuple[object, ...]], list[tuple[bytes, str]]]]:
    """All that does not differ between two runs: no numbers, and no instants of the present."""
    recently = at(3_000)
    return sorted(
        (
            [
                (
                    "now" if row.seen_from > recently else row.seen_from,
                    "now" if (row.seen_to or "") > recently else row.seen_to,
                    row.title,
                    row.status,
                    memory.text(row.text) if row.text is not None else None,
                    row.indexed,
                )
                for row in rows
            ],
            [(place.path, place.since) for place in memory.locations(document)],
        )
        for document, rows in versions(memory).items()
    )


def test_a_long_past_is_stored_as_deltas(house: House, tree: GitWorktree) -> None:
    texts = [f"{''.join(article(60))}Version {number}.\n" for number in range(4)]
    for text in texts:
        tree.write("a.txt", text)
        tree.commit()
    add(house)
    with house.memory.reading() as connection:
        stored = connection.execute(
            "SELECT base IS NOT NULL, (SELECT SUM(length(data)) FROM chunk WHERE text = text.id) FROM text ORDER BY id"
        ).fetchall()
    assert [is_delta for is_delta, _ in stored] == [0, 1, 1, 1]
    assert all(size * 10 < stored[0][1] for _, size in stored[1:])
    assert [named(house, at(day))["a.txt"] for day in range(1, 5)] == texts
    assert list(check(house.memory)) == []


def test_every_edit_is_a_version_of_its_day(house: House, tree: GitWorktree) -> None:
    for text in ("first words", "second words", "third words"):
        tree.write("notes/a.txt", text)
        tree.commit()
    assert counts(finished := add(house)) == {"added": 1}
    assert finished.past == 3
    assert [named(house, at(day)) for day in range(4)] == [
        {},
        {"notes/a.txt": "first words"},
        {"notes/a.txt": "second words"},
        {"notes/a.txt": "third words"},
    ]
    (rows,) = versions(house.memory).values()
    assert [row.seen_from for row in rows] == [at(1), at(2), at(3)]
    assert [row.modified for row in rows[:2]] == [at(1), at(2)]
    assert [row.title for row in rows] == ["a"] * 3
    assert_whole(house.memory)


def test_the_past_is_found_as_of_its_day_and_not_today(house: House, tree: GitWorktree) -> None:
    tree.write("plan.md", "# Plan\n\nThe lighthouse stays.\n")
    tree.write("gone.md", "# Gone\n\nThe lighthouse in a lost file.\n")
    tree.commit()
    tree.write("plan.md", "# Plan\n\nThe tower goes.\n")
    (house.files / "gone.md").unlink()
    tree.commit()
    add(house)
    explorer = Explorer.open(house.memory.folder)
    try:
        assert explorer.search("lighthouse").total == 1  # what is gone
        assert explorer.search("lighthouse gone:no").total == 0
        assert explorer.search("lighthouse", as_of=at(1)).total == 2
        assert explorer.search("tower", as_of=at(1)).total == 0
        assert explorer.search("tower").total == 1
        path = str(house.files / "plan.md")
        assert "lighthouse" in explorer.document(path, as_of=at(1)).text
        assert "tower" in explorer.document(path).text
        assert explorer.status().documents == 2
        assert explorer.status().gone == 1
    finally:
        explorer.close()


def test_a_second_run_and_a_later_sync_write_nothing(house: House, tree: GitWorktree) -> None:
    tree.write("a.txt", "one")
    tree.write("b.bin", b"\0\1\2")
    tree.commit()
    tree.write("a.txt", "two")
    tree.write("lost.txt", "lost")
    tree.commit()
    tree.write("a.txt", "three")  # within the same second
    tree.commit(tree.day)
    (house.files / "lost.txt").unlink()
    tree.commit()
    tree.write("future.txt", "from a clock that runs fast")
    tree.commit(30_000)
    (house.files / "future.txt").unlink()
    tree.commit(30_001)
    add(house)
    generation = house.memory.generation()
    assert counts(finished := add(house)) == {"unchanged": 2}
    assert finished.past == 0
    assert counts(house.sync()) == {"unchanged": 2}
    assert house.memory.generation() == generation
    assert_whole(house.memory)


def test_a_renamed_and_edited_file_is_one_document(house: House, tree: GitWorktree) -> None:
    tree.write("old name.txt", PROSE)
    tree.commit()
    (house.files / "old name.txt").unlink()
    tree.write("sub/new name.txt", PROSE + "One more line.\n")
    tree.commit()
    os.rename(house.files / "sub/new name.txt", house.files / "last.txt")
    tree.commit()
    add(house)
    (document,) = versions(house.memory)
    places = [(os.path.basename(place.path), place.since) for place in house.memory.locations(document)]
    assert places == [(b"old name.txt", at(1)), (b"new name.txt", at(2)), (b"last.txt", at(3))]
    assert len(house.memory.facts()) == 2  # a rename alone is no version
    assert named(house, at(1)) == {"old name.txt": PROSE}
    assert named(house, at(2)) == {"sub/new name.txt": PROSE + "One more line.\n"}
    assert_whole(house.memory)


def test_names_that_are_swapped_in_one_commit(house: House, tree: GitWorktree) -> None:
    tree.write("a.txt", PROSE)
    tree.write("b.txt", "entirely different\n" * 9)
    tree.commit()
    os.rename(house.files / "a.txt", house.files / "c.txt")
    os.rename(house.files / "b.txt", house.files / "a.txt")
    os.rename(house.files / "c.txt", house.files / "b.txt")
    tree.commit()
    add(house)
    assert named(house, at(1))["a.txt"] == PROSE
    assert named(house, at(2))["b.txt"] == PROSE
    assert_whole(house.memory)


def test_a_deleted_file_is_gone_and_one_that_comes_back_is_the_same(house: House, tree: GitWorktree) -> None:
    tree.write("comes.txt", "comes back")
    tree.write("goes.txt", "goes for good")
    tree.commit()
    (house.files / "comes.txt").unlink()
    (house.files / "goes.txt").unlink()
    tree.commit()
    tree.write("comes.txt", "is back")
    tree.commit()
    add(house)
    assert set(named(house, at(1))) == {"comes.txt", "goes.txt"}
    assert named(house, at(2)) == {}
    assert named(house, at(3)) == {"comes.txt": "is back"}
    by_path = {os.path.basename(rows[-1].path): rows for rows in versions(house.memory).values()}
    assert [row.seen_to for row in by_path[b"comes.txt"]] == [at(2), None]
    assert [(row.seen_from, row.seen_to, row.gone) for row in by_path[b"goes.txt"]] == [(at(1), at(2), at(2))]
    document = by_path[b"goes.txt"][0].document
    tree.write("goes.txt", "after all")
    house.sync()
    assert house.documents()["goes.txt"] == document
    assert_whole(house.memory)


def test_of_a_merge_only_the_mainline_counts(house: House, tree: GitWorktree) -> None:
    tree.write("a.txt", "main")
    tree.commit(1)
    tree.git("checkout", "--quiet", "-b", "side")
    tree.write("b.txt", "draft on the side")
    tree.commit(2)
    tree.write("b.txt", "final on the side")
    tree.commit(3)
    tree.git("checkout", "--quiet", "main")
    tree.write("a.txt", "main, later")
    tree.commit(4)
    tree.git("merge", "--quiet", "--no-ff", "--message=x", "side", seconds=FIRST + 5 * DAY)
    add(house)
    assert named(house, at(4)) == {"a.txt": "main, later"}
    assert named(house, at(5)) == {"a.txt": "main, later", "b.txt": "final on the side"}
    assert sum(map(len, versions(house.memory).values())) == 3


def test_a_clock_that_goes_back_does_not_turn_the_order(house: House, tree: GitWorktree) -> None:
    for day, text in ((5, "one"), (2, "two"), (1, "three"), (9, "four")):
        tree.write("a.txt", text)
        tree.commit(day)
    add(house)
    assert named(house, at(4)) == {}
    assert named(house, at(5)) == named(house, at(8)) == {"a.txt": "three"}
    assert named(house, at(9)) == {"a.txt": "four"}
    assert sorted(house.memory.text(row.text or 0) for row in house.memory.facts()) == ["four", "one", "three", "two"]
    assert_whole(house.memory)


NAMES = ["with space.txt", "new\nline.txt", 'tab\tand"quote.txt', "-option.txt", ":(top)magic.txt", "*.txt", "é/ü.txt"]


def test_unusual_names_keep_their_titles_and_suffixes(house: House, tree: GitWorktree) -> None:
    names = [os.fsencode(name) for name in NAMES] + [b"not-\xff-utf8.txt"]
    for name in names:
        tree.write(name, f"about {name!r}")
    first = tree.commit()
    for name in names:
        tree.write(name, "12345 changed")
    tree.commit()
    add(house)
    root = os.fsencode(house.files) + b"/"
    assert state(house.memory, at(1)) == {root + name: content.decode() for name, content in tree.tree(first).items()}
    for rows in versions(house.memory).values():
        assert {row.type for row in rows} == {"text"}
        assert rows[0].path.startswith(root)
    assert_whole(house.memory)


def test_ignored_files_links_and_submodules_are_left_out(house: House, tree: GitWorktree, tmp_path: Path) -> None:
    tree.write("kept.txt", "kept")
    tree.write("build/made.txt", "made")
    tree.write(".hidden/secret.txt", "hidden")
    tree.write("sub/a.log", "a log")
    os.symlink("kept.txt", house.files / "link.txt")
    inner = GitWorktree(tmp_path / "inner")
    inner.write("inside.txt", "inside")
    commit = inner.commit()
    tree.git("update-index", "--add", "--cacheinfo", f"160000,{commit},module")
    tree.git("add", "--force", "--all", ".")
    tree.git("update-index", "--add", "--cacheinfo", f"160000,{commit},module")
    tree.git("commit", "--quiet", "--message=x")
    tree.write(".cristalignore", "build/\n")
    tree.write("sub/.gitignore", "*.log\n")
    shutil.rmtree(house.files / "build")
    tree.commit()
    add(house)
    assert {os.path.basename(row.path) for row in house.memory.facts()} == {b"kept.txt"}


def test_binary_files_have_a_past_without_text(house: House, tree: GitWorktree) -> None:
    for content in (b"\0\1\2", b"\0\1\2\3", b"\0"):
        tree.write("blob.bin", content)
        tree.commit()
    tree.write("was.bin", b"\0\1")
    tree.commit()
    tree.write("was.bin", "a text after all")
    tree.commit()
    add(house)
    rows = versions(house.memory)[house.memory.locate(os.fsencode(house.files / "blob.bin")) or 0]
    assert [(row.size, row.status.value, row.text) for row in rows] == [
        (3, "unsupported", None), (4, "unsupported", None), (1, "unsupported", None),
    ]  # fmt: skip
    assert house.memory.totals().by_status == {"unsupported": 1, "ok": 1}


def test_a_folder_or_a_file_inside_a_work_tree(house: House, tree: GitWorktree) -> None:
    tree.write("docs/a.txt", "a one")
    tree.write("docs/b.txt", "b one")
    tree.write("docs2/c.txt", "c one")
    tree.commit()
    tree.write("docs/a.txt", "a two")
    tree.write("docs/b.txt", "b two")
    tree.write("docs2/c.txt", "c two")
    tree.commit()
    add(house, house.files / "docs" / "a.txt")
    assert named(house, at(1)) == {"docs/a.txt": "a one"}
    add(house, house.files / "docs")
    assert named(house, at(1)) == {"docs/a.txt": "a one", "docs/b.txt": "b one"}
    assert_whole(house.memory)


def test_work_trees_below_a_folder_and_those_without_a_past(house: House, tmp_path: Path) -> None:
    for name in ("one", "deep/two", "empty", "deep/two/nested"):
        repository = GitWorktree(house.files / name)
        repository.write("a.txt", f"{name}: first")
        if name != "empty":
            repository.git("add", "a.txt")
            repository.git("commit", "--quiet", "--message=x", seconds=FIRST + DAY)
            repository.write("a.txt", f"{name}: second")
    finished = add(house)
    assert named(house, at(1)) == {f"{name}/a.txt": f"{name}: first" for name in ("one", "deep/two", "deep/two/nested")}
    assert finished.past == 3
    (pastless,) = [event for event in house.events if isinstance(event, Pastless)]
    assert pastless.path.endswith("/empty")
    assert "without a commit" in pastless.reason


def test_what_the_memory_knew_stays_and_only_the_time_before_is_filled(house: House, tree: GitWorktree) -> None:
    tree.write("same.txt", "the same since the first day")
    tree.write("dirty.txt", "committed")
    tree.write("moved.txt", PROSE)
    tree.commit()
    tree.write("dirty.txt", "changed and not committed")
    house.add()
    before = {row.version: row for row in house.memory.facts()}
    tree.git("mv", "moved.txt", "renamed.txt")
    house.sync()
    tree.git("commit", "--quiet", "--message=x", seconds=FIRST + 2 * DAY)
    finished = add(house)
    after = {row.version: row for row in house.memory.facts()}
    assert finished.past == 3
    for version, row in before.items():
        now = after[version]
        if b"dirty" in row.path:
            assert now == row
        else:
            assert now.seen_from == at(1)
            assert (now.recorded, now.seen_to, now.text) == (row.recorded, None, row.text)
    (new,) = after.keys() - before.keys()
    assert (after[new].seen_from, after[new].recorded > after[new].seen_from) == (at(1), True)
    dirty = next(row for row in before.values() if b"dirty" in row.path)
    assert (after[new].document, after[new].seen_to) == (dirty.document, dirty.seen_from)
    assert named(house, at(1)) == {
        "same.txt": "the same since the first day",
        "dirty.txt": "committed",
        "moved.txt": PROSE,
    }
    assert_whole(house.memory)


def test_what_came_after_the_first_reading_is_left_to_scans(house: House, tree: GitWorktree) -> None:
    tree.write("a.txt", "one")
    tree.commit()
    add(house)
    tree.write("a.txt", "two")
    tree.write("passing.txt", "between two scans")
    tree.commit(3_000_000 // DAY)
    (house.files / "passing.txt").unlink()
    tree.commit()
    known = {row.version for row in house.memory.facts()}
    assert add(house).past == 1
    (new,) = [row for row in house.memory.facts() if row.version not in known and row.gone]
    assert os.path.basename(new.path) == b"passing.txt"
    assert_whole(house.memory)


def test_a_path_that_others_held_stays_theirs(house: House, tree: GitWorktree) -> None:
    """Seen at one path, then renamed and edited, which for a scan is another document, and for git the same."""
    tree.write("a.txt", PROSE)
    tree.commit()
    tree.write("a.txt", PROSE + "seen\n")
    tree.commit()
    house.add()
    (house.files / "a.txt").unlink()
    tree.write("b.txt", PROSE + "seen\nand renamed\n")
    house.sync()
    tree.commit()
    add(house)
    assert named(house, at(1)) == {"a.txt": PROSE}
    assert named(house, at(2)) == {"a.txt": PROSE + "seen\n"}
    assert_whole(house.memory)


def test_an_untracked_file_continues_the_deleted_one(house: House, tree: GitWorktree) -> None:
    tree.write("a.txt", "tracked")
    tree.commit()
    tree.git("rm", "--quiet", "a.txt")
    tree.commit()
    tree.write("a.txt", "untracked")
    add(house)
    (rows,) = versions(house.memory).values()
    assert (rows[0].seen_from, rows[0].seen_to) == (at(1), at(2))
    assert len(rows) == 2
    assert add(house).past == 0
    assert_whole(house.memory)


def test_what_a_mail_says_is_read_and_not_what_is_attached(house: House, tree: GitWorktree) -> None:
    mail = (
        "From: a@example.org\nTo: b@example.org\nSubject: The basin {0}\nDate: Mon, 02 Mar 2020 10:00:00 +0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nbody {0}\n'
        '--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="inside.txt"\n\nattached {0}\n--x--\n'
    )
    for number in (1, 2):
        tree.write("letter.eml", mail.format(number))
        tree.commit()
    add(house)
    rows = versions(house.memory)[house.memory.locate(os.fsencode(house.files / "letter.eml")) or 0]
    assert [(row.subject, row.document_date, row.status.value) for row in rows] == [
        ("The basin 1", "2020-03-02", "ok"), ("The basin 2", "2020-03-02", "ok"),
    ]  # fmt: skip
    assert sum(b"inside.txt" in row.path for row in house.memory.facts()) == 1


def test_nothing_that_a_repository_configures_is_run(house: House, tree: GitWorktree, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$@" >> {marker}\ncat\n')
    program.chmod(0o755)
    tree.write(".gitattributes", "* diff=evil filter=evil\n")
    tree.write("a.txt", PROSE)
    tree.commit()
    tree.git("mv", "a.txt", "b.txt")
    tree.write("b.txt", PROSE + "more\n")
    tree.commit()
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        shutil.copy(program, hooks / hook)
    for name in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "core.gitProxy",
        "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "filter.evil.clean",
        "filter.evil.process", "gpg.program", "pager.diff-tree", "pager.rev-list", "pager.cat-file",
        "credential.helper", "core.alternateRefsCommand", "uploadpack.packObjectsHook", "remote.origin.uploadpack",
    ):  # fmt: skip
        tree.git("config", name, str(program))
    tree.git("config", "core.hooksPath", str(hooks))
    tree.git("config", "remote.origin.url", f"ext::{program}")
    tree.git("config", "log.showSignature", "true")
    before = files_below(house.files / ".git")
    assert add(house).past == 2
    assert not marker.exists()
    assert files_below(house.files / ".git") == before


def files_below(folder: Path) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in folder.rglob("*")}


def test_a_repository_that_needs_the_network_is_refused_before_it_is_asked(
    house: House, tree: GitWorktree, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    tree.write("a.txt", "one")
    tree.commit()
    tree.git("config", "extensions.partialClone", "origin")
    tree.git("config", "core.repositoryFormatVersion", "1")
    tree.git("config", "remote.origin.url", f"ext::sh -c 'touch {marker}'")
    with pytest.raises(BadInput, match="partial clone"):
        add(house)
    assert not marker.exists()


def test_each_unfit_repository_is_named_in_one_sentence(house: House, tmp_path: Path) -> None:
    origin = GitWorktree(tmp_path / "origin")
    origin.write("a.txt", "one")
    origin.commit()
    origin.write("a.txt", "two")
    origin.commit()

    def refused(path: Path, words: str) -> None:
        with pytest.raises(BadInput, match=words) as caught:
            add(house, path)
        assert "\n" not in str(caught.value)
        assert str(caught.value).count("; ") >= 1
        assert caught.value.exit_code == 2

    origin.git("clone", "--quiet", "--depth=1", f"file://{origin.root}", tmp_path / "shallow")
    refused(tmp_path / "shallow", "shallow clone")
    plain = tmp_path / "plain"
    plain.mkdir()
    refused(plain, "no git work tree")
    refused(GitWorktree(tmp_path / "empty").root, "without a commit")
    bare = GitWorktree(tmp_path / "bare")
    bare.git("config", "core.bare", "true")
    refused(bare.root, "bare repository")
    elsewhere = GitWorktree(tmp_path / "elsewhere")
    elsewhere.commit()
    elsewhere.git("config", "core.worktree", "/")
    refused(elsewhere.root, "elsewhere")
    blob = origin.git("rev-parse", "HEAD~:a.txt").decode().strip()
    file = origin.root / ".git/objects" / blob[:2] / blob[2:]
    file.unlink()
    refused(origin.root, "damaged")
    shutil.rmtree(origin.root / ".git/objects")
    (origin.root / ".git/objects").mkdir()
    refused(origin.root, "cannot read|without a commit")
    (origin.root / ".git/config").write_text("[broken")
    refused(origin.root, "cannot read")


def test_without_git_it_says_so(
    house: House, tree: GitWorktree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tree.commit()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match="needs git"):
        add(house)


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a folder to someone else needs root")
def test_a_repository_of_someone_else_is_refused(
    house: House, tree: GitWorktree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.commit()
    for path in (house.files, house.files / ".git"):
        os.chown(path, 65_534, 65_534)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with pytest.raises(BadInput, match="belongs to someone else"):
        add(house)


def test_progress_is_told_and_copies_are_removed(
    house: House, tree: GitWorktree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalling, "PROGRESS_SECONDS", 0.0)
    for number in range(5):
        tree.write("a.txt", f"text {number}")
        tree.commit()
    add(house)
    told = [event for event in house.events if isinstance(event, Progress) and event.of_files == 5]
    assert [event.files for event in told] == [1, 2, 3, 4, 5]
    assert [type(event) for event in house.events].count(Finished) == 1
    assert not (house.memory.folder / "past").exists()


def test_one_content_is_read_once(house: House, tree: GitWorktree, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("one", "two", "one", "two", "one", "three"):
        tree.write("a.txt", text)
        tree.write("folder/a.txt", text)
        tree.commit()
    asked: list[Request] = []

    def noted(requests: Iterable[Request]) -> Iterable[Request]:
        for request in requests:
            asked.append(request)
            yield request

    monkeypatch.setattr(recalling, "prepare", lambda requests, *rest: preparing.prepare(noted(requests), *rest))
    assert add(house).past == 12
    assert len(asked) == 2
    for day, text in enumerate(("one", "two", "one", "two", "one", "three"), 1):
        assert named(house, at(day)) == {"a.txt": text, "folder/a.txt": text}


def random_history(tree: GitWorktree, seed: int, commits: int) -> list[tuple[str, str]]:
    """Commit at random; for each commit its instant and its name."""
    chance = random.Random(seed)
    names = ["a.txt", "b.txt", "c/a.txt", "c/d.md", "e e.txt"]
    made: list[tuple[str, str]] = []
    for day in range(1, commits + 1):
        for _ in range(chance.randint(1, 3)):
            name = chance.choice(names)
            file = tree.root / name
            kind = chance.random()
            if not file.exists() or kind < 0.4:
                lines = file.read_text().split("\n") if file.exists() else [str(chance.random()) for _ in range(8)]
                lines[chance.randrange(len(lines))] = f"{seed} {day} {chance.random()}"
                tree.write(name, "\n".join(lines))
            elif kind < 0.6:
                file.unlink()
            elif not (other := tree.root / chance.choice(names)).exists():
                other.parent.mkdir(exist_ok=True)
                file.rename(other)
                if chance.random() < 0.5:
                    other.write_text(other.read_text() + "\nrenamed")
        if chance.random() < 0.2 and made:
            day -= 1
        made.append((at(day), tree.commit(day)))
    return made


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 30))])
def test_at_every_instant_the_memory_is_the_commit(seed: int, house: House, tree: GitWorktree) -> None:
    """Scans in between, or none, change nothing of what came before the first of them."""
    made = random_history(tree, seed, 25)
    add(house)
    root = os.fsencode(house.files) + b"/"
    last = dict(made)
    for instant, commit in last.items():
        held = {root + name: content.decode() for name, content in tree.tree(commit).items()}
        assert state(house.memory, instant) == held
    assert_whole(house.memory)
    generation = house.memory.generation()
    assert add(house).past == 0
    assert house.memory.generation() == generation


class Stopped(Exception):
    pass


@pytest.mark.parametrize("seed", [5, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(6, 20))])
def test_stopped_after_any_transaction_it_carries_on(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("1", "2"):
        (tmp_path / name).mkdir()
    undisturbed, stopped = House(tmp_path / "1"), House(tmp_path / "2")
    tree = GitWorktree(undisturbed.files)
    random_history(tree, seed, 15)
    stopped.files = undisturbed.files
    add(undisturbed)
    monkeypatch.setattr(recalling, "BATCH_FILES", 1)
    left = 0

    def write_some(*all_: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Stopped
        batch.write_each(*all_)

    monkeypatch.setattr(recalling, "write_each", write_some)
    runs = 0
    while True:
        left = 3
        runs += 1
        try:
            add(stopped)
            break
        except Stopped:
            assert not (stopped.memory.folder / "past").exists()
    assert runs > 2
    assert dump(stopped.memory) == dump(undisturbed.memory)
    assert_whole(stopped.memory)


def test_killed_at_any_moment_it_carries_on(tmp_path: Path) -> None:
    files = tmp_path / "files"
    random_history(GitWorktree(files), 77, 30)

    def command(memory: Path) -> list[str]:
        return [sys.executable, "-m", "tui", "add", "--history", str(files), "--memory", str(memory), "--quiet"]

    started = time.monotonic()
    subprocess.run(command(tmp_path / "undisturbed"), check=True)
    seconds = time.monotonic() - started
    chance = random.Random(9)
    for _ in range(2):
        child = subprocess.Popen(command(tmp_path / "memory"))
        time.sleep(chance.uniform(0.3, 0.95) * seconds)
        child.send_signal(signal.SIGKILL)
        child.wait()
    subprocess.run(command(tmp_path / "memory"), check=True)
    memories = [Memory.open(tmp_path / name) for name in ("memory", "undisturbed")]
    assert dump(memories[0]) == dump(memories[1])
    assert_whole(memories[0])
    assert not (tmp_path / "memory" / "past").exists()
    for memory in memories:
        memory.close()


def test_names_that_no_file_can_have_reach_nothing(house: House, tree: GitWorktree) -> None:
    tree.write("a.txt", "as usual")
    tree.commit()
    blob = tree.git("hash-object", "-w", "a.txt").decode().strip()
    inner = tree.made(f"100644 blob {blob}\tescaped.txt")
    long = "long" * 100 + ".txt"
    for name in ("..", ".git", "."):
        made = tree.made(f"040000 tree {inner}\t{name}", f"100644 blob {blob}\t{long}", f"100644 blob {blob}\ta.txt")
        commit = tree.git("commit-tree", "-p", "HEAD", "-m", "x", made, seconds=FIRST + 2 * DAY).decode().strip()
        tree.git("update-ref", "HEAD", commit)
    add(house)
    found = {os.path.basename(row.path): row.status.value for row in house.memory.facts()}
    assert found == {b"a.txt": "ok", long.encode(): "failed"}
    assert add(house).past == 0
    assert_whole(house.memory)


def test_what_is_too_large_is_not_even_copied(house: House, tree: GitWorktree) -> None:
    for size in (3_000, 2_000, 10):
        tree.write("a.txt", "a" * size)
        tree.commit()
    settings = Settings(caps=replace(DEFAULT_CAPS, file_bytes=1_000))
    assert [add(house, settings=settings).past for _ in range(2)] == [3, 0]
    (rows,) = versions(house.memory).values()
    assert [(row.status.value, row.size) for row in rows] == [("too-large", 3_000), ("too-large", 2_000), ("ok", 10)]
