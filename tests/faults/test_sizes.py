"""Files and folders of sizes that nobody expects: they end with a status, and take nothing else with them."""

import os
import random
from pathlib import Path

import pytest

from tests.collection import sentences
from tests.house import House, counts

TWO_GIGABYTES = 2 << 30


@pytest.mark.parametrize("size", [200 << 20, pytest.param(TWO_GIGABYTES, marks=pytest.mark.long)])
def test_a_file_that_is_one_large_hole(size: int, tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "the harbour")
    house.write("hole.txt", "")
    os.truncate(house.files / "hole.txt", size)
    assert counts(house.add())["added"] == 2
    assert house.texts()["a.txt"] == "the harbour"
    assert house.statuses()["hole.txt"] in ("unsupported", "partial", "too-large", "failed")
    assert house.current()["hole.txt"].reason
    assert counts(house.sync()) == {"unchanged": 2}


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_two_gigabytes_of_text(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "the harbour")
    block = ("\n".join(sentences(random.Random(1), 5_000)) + "\n").encode()
    with (house.files / "large.txt").open("wb") as file:
        while file.tell() < TWO_GIGABYTES:
            file.write(block)
    try:
        assert counts(house.add())["added"] == 2
    finally:
        (house.files / "large.txt").unlink()
    assert house.texts()["a.txt"] == "the harbour"
    row = house.current()["large.txt"]
    assert row.status.value in ("partial", "too-large", "failed")
    assert row.reason
