"""Older texts as deltas on newer ones: exact, small, and readable however long the history is."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.memory.deltas import apply, compose, delta_between, pack_delta, unpack_delta
from search.memory.memory import Memory
from tests.house import House

TEXTS = st.text("ab \n.é\U0001f600", max_size=80)


@given(TEXTS, TEXTS, TEXTS)
def test_a_delta_gives_the_text_back_also_through_another(first: str, second: str, third: str) -> None:
    on_second, on_third = delta_between(first, second), delta_between(second, third)
    assert apply(on_second, second) == first
    assert unpack_delta(pack_delta(on_second)) == on_second
    assert apply(compose(on_second, on_third), third) == first


@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_damaged_delta_is_noticed(noise: bytes, place: int) -> None:
    packed = bytearray(pack_delta(delta_between("the old words\n" * 20, "the new words\n" * 21)))
    with pytest.raises(ValueError):
        unpack_delta(noise)
    packed[place % len(packed)] ^= 1
    try:
        assert apply(unpack_delta(bytes(packed)), "the new words\n" * 21) == "the old words\n" * 20
    except ValueError:
        pass


def article(lines: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    words = [f"{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{number:x}" for number in range(3000)]
    return [" ".join(chance.choices(words, k=12)) + ".\n" for _ in range(lines)]


def stored(memory: Memory) -> int:
    """The bytes of all texts."""
    with memory.reading() as connection:
        size: int = connection.execute("SELECT SUM(length(data)) FROM chunk").fetchone()[0]
    return size


def test_a_long_history_takes_little_room_and_stays_readable(tmp_path: Path) -> None:
    house = House(tmp_path)
    lines = article(1500)
    house.write("a.txt", "".join(lines))
    house.add()
    once = stored(house.memory)
    texts = ["".join(lines)]
    for number in range(12):
        lines[number * 100] = f"This line was changed for the {number}th time.\n"
        texts.append("".join(lines))
        house.write("a.txt", texts[-1])
        house.sync()
    assert stored(house.memory) - once < 0.02 * once
    rows = sorted(house.memory.facts(), key=lambda row: row.version)
    assert [house.memory.text(row.text) for row in rows if row.text is not None] == texts
    assert all(house.memory.verify_text(row.text) for row in rows if row.text is not None)
    for row in rows:
        assert row.text is not None
        assert "".join(piece for _, piece in house.memory.chunks(row.text)) == texts[row.version - 1]


def test_a_text_that_comes_back_stays_one(tmp_path: Path) -> None:
    house = House(tmp_path)
    one, other = "".join(article(60, 1)), "".join(article(60, 1)) + "One line more.\n"
    house.write("b.txt", one)
    for text in (one, other, one, other):
        house.write("a.txt", text)
        house.add()
        assert house.texts() == {"a.txt": text, "b.txt": one}
    assert len({row.text for row in house.memory.facts()}) == 2


def test_texts_that_share_little_are_stored_whole(tmp_path: Path) -> None:
    house = House(tmp_path)
    texts = ["".join(article(60, seed)) for seed in range(3)]
    for text in texts:
        house.write("a.txt", text)
        house.add()
    with house.memory.reading() as connection:
        assert connection.execute("SELECT COUNT(*) FROM text WHERE base IS NOT NULL").fetchone()[0] == 0
    assert [house.memory.text(number + 1) for number in range(3)] == texts
