"""A judgement that is killed at any moment is made whole, with all that follows from it, or not at all."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.explore.explorer import Explorer
from search.memory.checking import check
from search.memory.memory import Memory
from tests.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    for number in range(30):
        house.write(f"{number}.txt", f"Alice Smith met Alise Smith in Lisbon. Smith and Bob Stone left, said {number}.")
    house.add()
    return house


@pytest.mark.parametrize("kills", [8, pytest.param(100, marks=pytest.mark.long)])
@pytest.mark.timeout(1800)
def test_killed_at_random_moments(kills: int, house: House) -> None:
    chance = random.Random(kills)
    folder = house.memory.folder
    command = [sys.executable, "-m", "tui", "judge", "same", "Alise Smith", "Alice Smith", "--memory", str(folder)]
    begun = time.monotonic()
    made = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    takes = time.monotonic() - begun
    assert '"kind": "same"' in made.stdout
    survived = 0
    for _ in range(kills):
        explorer = Explorer.open(folder)
        for line in explorer.judgements():
            if line.kind == "same" and line.undone_by is None:
                explorer.undo(line.judgement)
        explorer.close()
        judging = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=os.getcwd())
        time.sleep(chance.uniform(0.5, 1.1) * takes)
        judging.kill()
        judging.wait()
        memory = Memory.open(folder)
        assert list(check(memory)) == []
        memory.close()
        explorer = Explorer.open(folder)
        standing = [line for line in explorer.judgements() if line.kind == "same" and line.undone_by is None]
        names = {entity.name for entity in explorer.entities("", limit=50).entities}
        explorer.close()
        assert len(standing) <= 1
        assert ("Alise Smith" in names) == (not standing)
        survived += bool(standing)
    assert survived < kills, "some were killed before they were done"
