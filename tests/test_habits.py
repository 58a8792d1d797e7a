"""What holds for the whole house: style, types, one-way imports, and what starting up may load."""

import subprocess
import sys
from pathlib import Path

import pytest

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


def loaded_by(code: str) -> set[str]:
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split("\n")}


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


def test_the_app_paints_before_the_index_is_loaded() -> None:
    assert not loaded_by("import tui.app") & {"whoosh", "pypdfium2", "charset_normalizer"}


def test_no_module_is_longer_than_its_cap() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("search", "tui")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := path.read_text().count("\n")) > 400
    }
    assert not long
