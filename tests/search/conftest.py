"""A small remembered collection for tests of the facade, and no second recogniser but where one is asked for."""

import os
from collections.abc import Callable, Iterator

import pytest

from search.entities import pipeline
from search.entities.pipeline import Pipeline
from search.explore.explorer import Explorer
from search.index.writable_engine import open_writable
from search.ingest.adding import add_sources
from search.ingest.sync import sync
from search.memory.memory import Memory

Remembered = Callable[[dict[str, str | None]], Explorer]


@pytest.fixture
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remembered]:
    """Writes files (None removes one), remembers them, and opens the memory; each call is one more sync."""
    opened: list[Explorer] = []
    scratch = tmp_path_factory.mktemp("facade")
    docs, folder = scratch / "docs", scratch / "memory"
    docs.mkdir()

    def remember(files: dict[str, str | None]) -> Explorer:
        for name, text in files.items():
            file = docs / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text, encoding="utf-8")
                os.utime(file, (1_700_000_000, 1_700_000_000))
        memory = Memory.create(folder)
        engine = open_writable(memory.index_folder, memory=memory.id())
        with memory.lock(10):
            add_sources(memory, [docs])
            sync(memory, engine, lambda event: None)
        engine.close()
        memory.close()
        explorer = Explorer.open(folder)
        opened.append(explorer)
        return explorer

    yield remember
    for explorer in opened:
        explorer.close()


@pytest.fixture(scope="session", autouse=True)
def any_installed_pipeline() -> Iterator[Callable[[], Pipeline | None]]:
    """Loads what spaCy has here; everywhere else the rules recognise alone, so that tests mean the same everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        load = pipeline.installed_pipeline
        patch.setattr(pipeline, "installed_pipeline", lambda: None)
        yield load
