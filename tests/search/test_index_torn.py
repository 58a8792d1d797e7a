"""Any file of an index, torn or rotten anywhere: every answer is the true one or none, and verifying tells."""

import random
import shutil
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.cancel import NEVER
from search.errors import IndexDamaged
from search.index.engine import Engine
from search.index.pages import PAGE
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from tests.search.test_index_forged import QUERIES, documents

HARMED, ALL_HARMED = 80, 10_000

Answer = tuple[int, list[tuple[int, float]]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments of several pages."""
    folder = tmp_path_factory.mktemp("torn") / "index"
    engine = open_writable(folder)
    engine.add(documents(1, 800))
    engine.add(documents(800, 1_000))
    return folder


@pytest.fixture(scope="module")
def truth(sound: Path) -> list[Answer]:
    engine = open_engine(sound)
    found = [answer(engine, query) for query in QUERIES]
    assert sum(total for total, _ in found) > 3_000
    return found


def answer(engine: Engine, query: Any) -> Answer:
    mask, order = bytearray(b"\1" * 1_000), array("q", range(1_000))
    found = engine.search(query, mask, order, limit=1_000, cancel=NEVER)
    return found.total, [(ranked.version, ranked.score) for ranked in found.top]


def harmed(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """The content of a file, harmed in one way."""
    place = chance.randrange(len(content))
    length = chance.choice([1, 4, 512, PAGE])
    match chance.randrange(8):
        case 0 | 1:
            return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]
        case 2:
            return content[:place] + chance.randbytes(length)[: len(content) - place] + content[place + length :]
        case 3:
            return content[:place] + bytes(length)[: len(content) - place] + content[place + length :]
        case 4:
            return content[:place]
        case 5:
            return content + chance.randbytes(length)
        case 6:
            # Two pages of the disk in each other's place.
            pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
            one, other = chance.randrange(len(pages)), chance.randrange(len(pages))
            pages[one], pages[other] = pages[other], pages[one]
            return b"".join(pages)
    return chance.choice(others)


def harm(folder: Path, chance: random.Random) -> bool:
    """Harm one file; whether it is another one now."""
    paths = sorted(
        path for path in folder.iterdir() if path.suffix in (".toc", ".json", ".doc", ".trm", ".pst", ".pos")
    )
    path = chance.choice(paths)
    content = path.read_bytes()
    others = [other.read_bytes() for other in paths if other.suffix == path.suffix and other != path]
    path.write_bytes(harmed(content, chance, others or [b""]))
    return path.read_bytes() != content


def check(seed: int, sound: Path, truth: list[Answer], scratch: Path) -> bool:
    """Whether it was noticed without looking for it."""
    folder = scratch / "index"
    shutil.copytree(sound, folder)
    is_harmed = harm(folder, random.Random(seed))
    refused = noticed = False
    try:
        engine = open_engine(folder)
    except IndexDamaged:
        refused = noticed = True
    else:
        for query, expected in zip(QUERIES, truth, strict=True):
            try:
                assert answer(engine, query) == expected, (seed, query)
            except IndexDamaged:
                refused = True
        (folder / "DAMAGED").unlink(missing_ok=True)
        noticed = any(open_engine(folder).verify())
    assert noticed == is_harmed, seed
    shutil.rmtree(folder)
    return refused


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    yield tmp_path


def test_files_torn_anywhere(sound: Path, truth: list[Answer], scratch: Path) -> None:
    refused = [check(seed, sound, truth, scratch) for seed in range(HARMED)]
    assert sum(refused) > HARMED // 2


@pytest.mark.long
@pytest.mark.timeout(7_200)
def test_very_many_files_torn_anywhere(sound: Path, truth: list[Answer], scratch: Path) -> None:
    for seed in range(HARMED, ALL_HARMED):
        check(seed, sound, truth, scratch)
