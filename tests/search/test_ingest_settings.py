"""What the user may set about reading, and what is said of what cannot be set."""

from pathlib import Path

import pytest

from search.errors import BadInput
from search.ingest.settings import DEFAULT, load_settings


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == DEFAULT


def test_every_limit_and_ocr_can_be_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[reading]\nocr = true\nseconds = 2.5\nmembers = 10\n")
    settings = load_settings(file)
    assert settings.ocr
    assert (settings.caps.seconds, settings.caps.members) == (2.5, 10)
    assert settings.caps.text == DEFAULT.caps.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[reading]\nocr = 1\n", "ocr must be true or false, not 1"),
        ("[reading]\nseconds = -1\n", "seconds must be a number above 0, not -1"),
        ("[reading]\nmembers = 1.5\n", "members must be a number above 0, not 1.5"),
        ("[reading]\nspeed = 1\n", "reading has no speed; it has ocr, text"),
        ("[writing]\n", "there are only the tables [reading], with"),
        ("reading = 3\n", "there are only the tables [reading], with"),
        ("[reading\n", "cannot be read"),
        ("[machine]\nspeed = 1\n", "machine has no speed; it has memory, workers"),
        ("[machine]\nworkers = 0\n", "workers must be a whole number from 1 to 8, not 0"),
        ("[machine]\nmemory = true\n", "memory must be a whole number from 1 to 100000, not True"),
        ("[machine]\nmemory = 99.5\n", "memory must be a whole number from 1 to 100000, not 99.5"),
        ("machine = 3\n", "there are only the tables [reading], with"),
    ],
)
def test_what_cannot_be_set_is_said_with_the_file(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(BadInput, match=said.replace("[", r"\[")) as raised:
        load_settings(file)
    assert str(file) in str(raised.value)
