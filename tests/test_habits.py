"""What holds for the whole house: style, types, one-way imports, and what starting up may load."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import House

ROOT = Path(__file__).parents[1]
CHECKS = {
    "ruff": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_house_is_tidy(check: str) -> None:
    run = subprocess.run([sys.executable, *CHECKS[check]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def modules_after(code: str) -> set[str]:
    """The names of the modules that `code` loads, and of the packages that they are in."""
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split("\n"))


def loaded_by(code: str) -> set[str]:
    return {name.partition(".")[0] for name in modules_after(code)}


@pytest.mark.parametrize(
    "module",
    [
        "search.explore.explorer",
        "search.ingest.sync",
        "search.ingest.worker",
        "tui.cli",
        "tui.output",
        "tui.doctor",
    ],
)
def test_no_textual_without_a_terminal_interface(module: str) -> None:
    assert not loaded_by(f"import {module}") & {"textual", "rich"}


def test_naming_the_version_loads_no_engine() -> None:
    loaded = loaded_by("import tui.cli\ntry: tui.cli.main(['--version'])\nexcept SystemExit: pass")
    assert not loaded & {"textual", "rich", "whoosh", "rapidfuzz", "sqlite3", "pypdfium2"}


def test_the_app_paints_before_the_engine_is_loaded() -> None:
    loaded = modules_after("import tui.app")
    assert not loaded & {"whoosh", "numpy", "rapidfuzz", "sqlite3", "pypdfium2", "charset_normalizer"}
    assert not loaded & {"search.index", "search.memory", "search.query", "search.explore.explorer"}
    assert not loaded & {"tui.screens.dossier", "tui.screens.review", "tui.screens.difference", "tui.screens.coverage"}


def test_a_search_loads_what_a_search_needs(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("a.txt", "The harbour opens in spring.\n")
    house.add()
    words = ["search", "harbour", "--memory", str(house.memory.folder)]
    loaded = modules_after(f"import tui.cli\nassert tui.cli.main({words!r}) == 0")
    assert "search.explore.explorer" in loaded
    assert not loaded & {"textual", "rich", "asyncio", "ssl", "http", "email", "charset_normalizer", "pypdfium2"}
    assert not loaded & {"search.memory.writing", "search.entities.lookup.directory", "search.ingest.events"}
    assert not loaded & {"search.explore.dossier", "search.explore.judging", "search.explore.history", "tui.doctor"}


def test_whoosh_leaves_the_web_client_as_it_was() -> None:
    code = "import search.query.nodes, urllib.request\nassert urllib.request.urlopen"
    assert "whoosh.query" in modules_after(code)


def test_no_module_is_longer_than_its_cap() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("search", "tui")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := path.read_text().count("\n")) > 400
    }
    assert not long
