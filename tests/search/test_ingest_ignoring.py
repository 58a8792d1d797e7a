"""Ignore rules, with git itself as the judge."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.ingest.ignoring import Rules, parse
from search.ingest.scanning import scan

NAMES = ["a", "b", "ab", "a.log", "b.txt", "build", "doc"]
PATTERNS = [
    "*.log",
    "!a.log",
    "build/",
    "/build",
    "doc/*.txt",
    "**/b",
    "a/**",
    "a/**/b",
    "?b",
    "[ab]",
    "[!a]",
    "!build/",
    "# comment",
    "",
    "doc",
    "\\#a",
    "a\\b",
    "b.txt  ",
    "/*",
    "!/doc",
]


def ignored_by_us(rules: Rules, names: tuple[str, ...]) -> bool:
    folders = any(rules.ignored(names[:depth], True) for depth in range(1, len(names)))
    return folders or rules.ignored(names, False)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=4))
def test_git_agrees(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("tree")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text("\n".join(lines) + "\n")
    paths = [(a, b, c) for a in ("a", "build", "doc") for b in NAMES[:3] for c in NAMES] + [(name,) for name in NAMES]
    asked = "\n".join("/".join(path) for path in paths)
    answer = subprocess.run(
        ["git", "-C", str(root), "-c", "core.quotepath=off", "check-ignore", "--no-index", "--stdin"],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    rules = Rules(((0, parse(lines)),))
    ours = {"/".join(path) for path in paths if ignored_by_us(rules, path)}
    assert ours == set(answer.stdout.split())


def listed(root: Path) -> set[str]:
    return {file.path.decode()[len(str(root)) + 1 :] for file in scan(str(root).encode())}


def test_hidden_and_system_folders_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    for name in (".git/config", ".notes/diary.txt", "node_modules/x.js", "kept.txt", "sub/.cache/y"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert listed(tmp_path) == {"kept.txt"}
    (tmp_path / ".cristalignore").write_text("!.notes/\n")
    assert listed(tmp_path) == {"kept.txt", ".notes/diary.txt"}


def test_a_deeper_rule_wins_and_cristalignore_comes_after_gitignore(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.log", "deep/a.log", "deep/b.log"):
        (tmp_path / name).write_text("x")
    (tmp_path / ".gitignore").write_text("*.log\n")
    (tmp_path / "deep/.gitignore").write_text("!a.log\n")
    assert listed(tmp_path) == {"deep/a.log"}
    (tmp_path / ".cristalignore").write_text("!a.log\n")
    assert listed(tmp_path) == {"a.log", "deep/a.log"}
