"""The README says what the code does."""

import re
import subprocess
import sys

from search.extract.extracted import Status
from tests.readme import README, with_keys
from tui.arguments import COMMANDS

TEXT = README.read_text()


def test_the_key_table_is_that_of_the_code() -> None:
    assert with_keys(TEXT) == TEXT, "run python -m tests.readme"


def test_the_command_table_is_that_of_the_command_line() -> None:
    assert re.findall(r"^\| `cristal ([a-z]+)", TEXT, flags=re.MULTILINE) == list(COMMANDS)


def test_every_option_of_search_is_there() -> None:
    done = subprocess.run([sys.executable, "-m", "tui", "search", "--help"], capture_output=True, text=True, check=True)
    options = set(re.findall(r"^  (--[a-z-]+)", done.stdout, flags=re.MULTILINE)) - {"--help"}
    assert not {option for option in options if option not in TEXT}


def test_every_status_is_explained_and_told_apart() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \| .* \| (yes|no) \|$", TEXT, flags=re.MULTILINE)
    assert told == [(status.value, "yes" if status.searchable else "no") for status in Status]


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    (command,) = re.findall(r"^python3 -m venv .*pytest.*$", TEXT, flags=re.MULTILINE)
    assert "pytest" in command
    runner = (README.parent / ".ci/run").read_text()
    assert "README.md" in runner


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"!\[.*\]\((.*)\)", TEXT)
    assert TEXT.index(pictures[0]) < 600, "one stands on top"
    assert all((README.parent / picture).stat().st_size > 10_000 for picture in pictures)
