"""The indexing child killed at random moments: the next sync ends where an undisturbed run does."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from search.explore.explorer import Explorer
from tests.collection import queries, write_collection
from tui.shapes import search_shape, status_shape

FILES = 1_000
UNSTABLE = {"document", "version", "seen_from", "took_ms", "entity"}
"""Ids and times: what may differ between two runs over the same files."""


def command(memory: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "tui", *words, "--memory", str(memory), "--quiet"]


def without_ids_and_times(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {key: without_ids_and_times(value) for key, value in shape.items() if key not in UNSTABLE}
    if isinstance(shape, list):
        return [without_ids_and_times(item) for item in shape]
    return shape


def answers(memory: Path) -> list[Any]:
    explorer = Explorer.open(memory)
    try:
        found = [without_ids_and_times(search_shape(explorer.search(query, limit=100))) for query in queries(50)]
        counts = status_shape(explorer.status())
    finally:
        explorer.close()
    for key in ("memory", "generation", "index"):
        del counts[key]
    return [*found, counts]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    write_collection(made, FILES)
    return made


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], float]:
    memory = tmp_path_factory.mktemp("undisturbed") / "memory"
    started = time.monotonic()
    subprocess.run(command(memory, "add", str(folder)), check=True)
    return answers(memory), time.monotonic() - started


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.long)])
@pytest.mark.timeout(1800)
def test_killed_at_random_moments(
    kills: int, folder: Path, undisturbed: tuple[list[Any], float], tmp_path: Path
) -> None:
    expected, seconds = undisturbed
    chance = random.Random(kills)
    memory = tmp_path / "memory"
    for _ in range(kills):
        child = subprocess.Popen(command(memory, "add", str(folder)))
        time.sleep(chance.uniform(0.05, seconds * 0.9))
        child.send_signal(signal.SIGKILL)
        child.wait()
    subprocess.run(command(memory, "add", str(folder)), check=True)
    subprocess.run(command(memory, "sync"), check=True)
    assert json.dumps(answers(memory), indent=1) == json.dumps(expected, indent=1)


def test_interrupted_politely(folder: Path, undisturbed: tuple[list[Any], float], tmp_path: Path) -> None:
    expected, seconds = undisturbed
    memory = tmp_path / "memory"
    child = subprocess.Popen(command(memory, "add", str(folder)))
    time.sleep(seconds * 0.5)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=30) in (0, 130)
    subprocess.run(command(memory, "add", str(folder)), check=True)
    assert answers(memory) == expected
